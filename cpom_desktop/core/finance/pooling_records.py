"""Mutualisations: a function pooled between services, before, after, and where its saving goes (`domain.md` §4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Number, Record, Reference, Whole, register

SAVING_USES = (("debasage", "Débasage"), ("reinvesti", "Réinvestie"), ("reserve", "Mise en réserve"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling(Record):
    """Mutualisation of one function from a day on."""

    kind = "pooling"
    title = "Mutualisation"
    code: Annotated[Name, About("Code")] = ""
    name: Annotated[Name, About("Intitulé")] = ""
    function: Annotated[Name, About("Fonction")] = ""
    start: Annotated[Day | None, About("Début")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingShare(Record):
    """What a mutualisation changes for a section: posts and cost before and after, its saving and the use of it."""

    kind = "pooling_share"
    title = "Part d’une mutualisation"
    natural_key = ("pooling", "section")
    pooling: Annotated[Reference, About("Mutualisation", of="pooling", owner=True)] = ""
    section: Annotated[Reference, About("Section", of="section")] = ""
    posts_before: Annotated[Number | None, About("ETP avant", "ETP", 0, 10_000)] = None
    posts_after: Annotated[Number | None, About("ETP après", "ETP", 0, 10_000)] = None
    cost_before: Annotated[Cents | None, About("Coût avant", "€", 0)] = None
    cost_after: Annotated[Cents | None, About("Coût après", "€", 0)] = None
    saving: Annotated[Cents | None, About("Économie annuelle", "€", negotiable=True)] = None
    use: Annotated[Choice | None, About("Usage de l’économie", choices=SAVING_USES)] = None
    use_text: Annotated[Name, About("Précision")] = ""
    measure: Annotated[Reference | None, About("Mesure de la trajectoire", of="measure")] = None
