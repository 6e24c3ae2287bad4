"""What is decided on a DGC: the amount of its arrêté, and the décisions modificatives that split it (R.314-43-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Record, Reference, Text, Whole, register

GROUNDS = (("1", "R. 314-46 III 1°"), ("2", "R. 314-46 III 2°"), ("3", "R. 314-46 III 3°"), ("4", "R. 314-46 III 4°"))
APPROVALS = (("a-approuver", "À approuver"), ("approuvee", "Approuvée"), ("refusee", "Refusée"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class NotifiedDgc(Record):
    """The amount of a DGC in the arrêté of a year; its répartition is the dotation notified to each section."""

    kind = "notified_dgc"
    title = "DGC notifiée"
    natural_key = ("dgc", "year")
    dgc: Annotated[Reference, About("DGC", of="dgc", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Montant de l’arrêté", "€")] = None
    act: Annotated[Name, About("Arrêté")] = ""
    act_date: Annotated[Day | None, About("Date de l’arrêté")] = None
    first_month: Annotated[Whole | None, About("Premier mois payé sur ce montant", low=1, high=12)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SplitDecision(Record):
    """Décision modificative: a new répartition of a DGC inside its amount, approved by the authority; no avenant."""

    kind = "split_decision"
    title = "Décision modificative"
    dgc: Annotated[Reference, About("DGC", of="dgc", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    number: Annotated[Name, About("Numéro")] = ""
    ground: Annotated[Choice | None, About("Motif (R. 314-46 III)", choices=GROUNDS)] = None
    text: Annotated[Text, About("Motif en clair")] = ""
    approval: Annotated[Choice, About("Approbation de l’autorité", choices=APPROVALS)] = "a-approuver"
    approval_date: Annotated[Day | None, About("Date d’approbation")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SplitMove(Record):
    """What a décision modificative takes from one section for another one."""

    kind = "split_move"
    title = "Virement de crédits"
    decision: Annotated[Reference, About("Décision modificative", of="split_decision", owner=True)] = ""
    from_section: Annotated[Reference | None, About("De", of="section")] = None
    to_section: Annotated[Reference | None, About("À", of="section")] = None
    cents: Annotated[Cents | None, About("Montant", "€", 0, negotiable=True)] = None
