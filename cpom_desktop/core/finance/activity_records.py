"""Activity of a section by year, and the clause that modulates its dotation (R.314-43-2, ARR19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Choice, Name, Number, Rate, Record, Reference, Text, Whole, register

READINGS = (("points", "Moitié de l’écart en points"), ("relatif", "Moitié de l’écart relatif"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityYear(Record):
    """Days, nights, acts or months of support of a section in a year: planned, realised, objective, explanations.

    `per_place` is how many units a place opens in the year; empty: each day of the year. `days_paid` are the forecast
    days at the charge of the funder, for a prix de journée.
    """

    kind = "activity_year"
    title = "Activité d’une année"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    unit: Annotated[Name, About("Unité")] = "journées"
    per_place: Annotated[Whole | None, About("Unités par place (vide\u00a0: jours de l’année)", "", 1, 10_000)] = None
    planned: Annotated[Number | None, About("Prévu", low=0)] = None
    realised: Annotated[Number | None, About("Réalisé", low=0)] = None
    days_paid: Annotated[Whole | None, About("Journées à la charge du financeur", "journées", 0, 10_000_000)] = None
    objective: Annotated[Rate | None, About("Objectif d’activité", "%", 0, 2_000_000, negotiable=True)] = None
    factors: Annotated[Text, About("Facteurs explicatifs d’une sous-activité")] = ""
    abatement: Annotated[Rate | None, About("Abattement retenu", "%", 0, 1_000_000, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ModulationClause(Record):
    """The activity modulation that the contract foresees for a section."""

    kind = "modulation_clause"
    title = "Modulation d’activité"
    natural_key = ("section",)
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    reading: Annotated[Choice, About("Calcul de l’abattement", choices=READINGS)] = "points"
    indicator: Annotated[Reference | None, About("Indicateur (vide\u00a0: objectif d’activité)", of="indicator")] = None
    wording: Annotated[Text, About("Texte de la clause", negotiable=True)] = ""
