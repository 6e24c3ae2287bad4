"""What the modalities 2° and 4° of R.314-40, a convergence and a notification need beside bases, rates and measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Number, Rate, Record, Reference, Text, Whole, register

FORMULAS = (
    ("groupes", "Par groupe de charges, net des recettes"),
    ("coefficients", "Par coefficients (SMIC, prix, constante)"),
)
GAP_CAUSES = (
    ("taux", "Taux"),
    ("cnr", "CNR"),
    ("abattement", "Abattement"),
    ("reprise", "Reprise de résultat"),
    ("autre", "Autre"),
)
NEXT_BASES = (("reprise", "La base notifiée est reprise"), ("contrat", "La base du contrat est gardée"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Formula(Record):
    """The fixed formula of a section (R.314-40 2°), its coefficients written in the contract.

    `groupes`: G1×(1+i1) + G2×(1+i2) + G3×(1+i3) − recettes. `coefficients`: D × (1 + a·ΔSMIC + b·IPC + c).
    """

    kind = "formula"
    title = "Formule d’actualisation"
    natural_key = ("section",)
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    shape: Annotated[Choice, About("Formule", choices=FORMULAS)] = "groupes"
    wage_weight: Annotated[Number | None, About("Coefficient a du SMIC", low=0, high=10, negotiable=True)] = None
    price_weight: Annotated[Number | None, About("Coefficient b des prix", low=0, high=10, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaYear(Record):
    """The indices of a fixed formula for a year: a rate per group and the receipts, or SMIC, prices and constant."""

    kind = "formula_year"
    title = "Indices de la formule"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    rate_c1: Annotated[Rate | None, About("Taux du groupe I", "%", -100_000, 100_000, negotiable=True)] = None
    rate_c2: Annotated[Rate | None, About("Taux du groupe II", "%", -100_000, 100_000, negotiable=True)] = None
    rate_c3: Annotated[Rate | None, About("Taux du groupe III", "%", -100_000, 100_000, negotiable=True)] = None
    receipts: Annotated[Cents | None, About("Recettes en atténuation", "€", 0, negotiable=True)] = None
    wage: Annotated[Rate | None, About("Évolution du SMIC", "%", -100_000, 100_000)] = None
    prices: Annotated[Rate | None, About("Évolution des prix", "%", -100_000, 100_000)] = None
    constant: Annotated[Rate | None, About("Constante c", "%", -100_000, 100_000, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingLine(Record):
    """Tarif plafond (R.314-40 4°): a price per place and the places it pays; the lower of cost and ceiling counts."""

    kind = "ceiling_line"
    title = "Tarif plafond"
    natural_key = ("section", "year", "label")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    label: Annotated[Name, About("Groupe d’activité")] = ""
    ceiling: Annotated[Cents | None, About("Plafond par place", "€", 0)] = None
    cost: Annotated[Cents | None, About("Coût par place (vide\u00a0: le plafond)", "€", 0)] = None
    places: Annotated[Whole | None, About("Places", "places", 0, 5000)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence(Record):
    """Linear alignment of the base of a section over k years (R.314-39 3° and 4°): an amount, or one per place."""

    kind = "convergence"
    title = "Convergence"
    natural_key = ("section",)
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    first_year: Annotated[Whole, About("Première année", low=2000, high=2100)] = 2000
    years: Annotated[Whole, About("Durée", "ans", 1, 20)] = 5
    target: Annotated[Cents | None, About("Cible", "€", 0, negotiable=True)] = None
    per_place: Annotated[Cents | None, About("Cible par place (au lieu de la cible)", "€", 0, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class NotifiedGrant(Record):
    """What the arrêté of a year gave, beside what the contract foresaw; the gap has a cause and a next base."""

    kind = "notified_grant"
    title = "Dotation notifiée"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Dotation notifiée", "€")] = None
    base: Annotated[Cents | None, About("Base reconductible notifiée", "€")] = None
    act: Annotated[Name, About("Arrêté")] = ""
    act_date: Annotated[Day | None, About("Date de l’arrêté")] = None
    cause: Annotated[Choice, About("Cause de l’écart", choices=GAP_CAUSES)] = "autre"
    next_base: Annotated[Choice, About("Effet sur la base suivante", choices=NEXT_BASES)] = "reprise"
    comment: Annotated[Text, About("Commentaire")] = ""
