"""The inputs of the plan global de financement pluriannuel: no figure of the plan without one of them (R.314-213)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Name, Rate, Record, Reference, Whole, register

PLAN_LINES = (("c1", "Charges du groupe I"), ("c2", "Charges du groupe II"), ("c3", "Charges du groupe III"),
              ("autres", "Autres produits"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRate(Record):
    """Evolution of a line of the plan from the year before; applied to the base, rounded once."""

    kind = "plan_rate"
    title = "Taux du PGFP"
    natural_key = ("line", "year")
    line: Annotated[Choice, About("Ligne", choices=PLAN_LINES)] = "c1"
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    rate: Annotated[Rate | None, About("Évolution", "%", -100_000, 200_000)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep(Record):
    """A dated step of a line: from a year, until another one or for good; not indexed. Linked to what causes it."""

    kind = "plan_step"
    title = "Marche du PGFP"
    line: Annotated[Choice, About("Ligne", choices=PLAN_LINES)] = "c2"
    section: Annotated[Reference | None, About("Section", of="section")] = None
    label: Annotated[Name, About("Objet")] = ""
    first_year: Annotated[Whole, About("De", low=2000, high=2100)] = 2000
    last_year: Annotated[Whole | None, About("À (vide\u00a0: sans fin)", low=2000, high=2100)] = None
    cents: Annotated[Cents | None, About("Montant annuel", "€")] = None
    measure: Annotated[Reference | None, About("Mesure", of="measure")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanYear(Record):
    """What the plan takes from the accounts in a year, beside the operations of the PPI: all known before it."""

    kind = "plan_year"
    title = "Année du PGFP"
    natural_key = ("year",)
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    depreciation: Annotated[Cents | None, About("Amortissements en cours", "€", 0)] = None
    provisions: Annotated[Cents | None, About("Provisions, nettes de reprises", "€")] = None
    subsidy_share: Annotated[Cents | None, About("Quote-part des subventions en cours", "€", 0)] = None
    capital: Annotated[Cents | None, About("Capital des emprunts en cours", "€", 0)] = None
    bfr: Annotated[Cents | None, About("BFR à la fin de l’année", "€")] = None
