"""Results of a closed year, where they go, and the reserves they feed (R.314-48, -51, -52, -234)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Flag, Name, Rate, Record, Reference, Text, Whole, register

OPTIONS = (
    ("charges", "Réduction des charges d’exploitation (R. 314-51 II 1°)"),
    ("investissement", "Financement de l’investissement (II 2°)"),
    ("exploitation", "Mesures d’exploitation non pérennes (II 3°)"),
    ("compensation", "Réserve de compensation (II 4°)"),
    ("tresorerie", "Réserve de trésorerie (II 5°)"),
    ("amortissement", "Compensation des charges d’amortissement (II 6°)"),
    ("reprise-compensation", "Reprise sur la réserve de compensation (III)"),
    ("report-charges", "Ajout aux charges (III)"),
    ("apurement-ran", "Apurement du report à nouveau déficitaire (R. 314-234)"),
    ("ran", "Report à nouveau excédentaire (R. 314-234)"),
    ("reprise-ran", "Reprise sur le report à nouveau excédentaire (R. 314-234)"),
    ("ran-deficitaire", "Report à nouveau déficitaire (R. 314-234)"),
)
RESERVES = (
    ("compensation", "Réserve de compensation"),
    ("tresorerie", "Réserve de trésorerie"),
    ("investissement", "Réserve d’investissement"),
    ("amortissement", "Réserve de compensation des charges d’amortissement"),
    ("ran", "Report à nouveau excédentaire"),
    ("ran-deficitaire", "Report à nouveau déficitaire"),
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionResult(Record):
    """The four lines of the result to allocate of a section and year (R.314-52). The first comes from the accounts.

    `accounting` is the result as the document typed it, compared with produits − charges; a surplus is positive.
    """

    kind = "section_result"
    title = "Résultat d’une section"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    accounting: Annotated[Cents | None, About("Résultat comptable du document", "€")] = None
    earlier: Annotated[Cents | None, About("Résultat antérieur incorporé", "€")] = None
    rejected: Annotated[Cents | None, About("Dépenses rejetées", "€", 0, negotiable=True)] = None
    rejected_reason: Annotated[Text, About("Motif du rejet")] = ""
    not_opposable: Annotated[Cents | None, About("Charges non opposables", "€", negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAllocation(Record):
    """One use of a result: amounts are positive and sum to the surplus, or to the deficit without its sign.

    `target_year` is the year whose charges or dotation it changes; `target_section` another section of the same BOP.
    """

    kind = "result_allocation"
    title = "Affectation d’un résultat"
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    option: Annotated[Choice, About("Affectation", choices=OPTIONS)] = "compensation"
    cents: Annotated[Cents | None, About("Montant", "€", 0, negotiable=True)] = None
    target_year: Annotated[Whole | None, About("Exercice d’effet", low=2000, high=2100)] = None
    target_section: Annotated[Reference | None, About("Section bénéficiaire", of="section")] = None
    note: Annotated[Name, About("Objet")] = ""
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultClause(Record):
    """The rules of allocation that the contract fixes: who decides, within which limits. One row."""

    kind = "result_clause"
    title = "Clause d’affectation des résultats"
    natural_key = ("name",)
    name: Annotated[Name, About("Clause")] = "affectation"
    free: Annotated[Flag, About("Affectation libre par le gestionnaire")] = 0
    procedure_excluded: Annotated[Flag, About("Procédure contradictoire exclue (R. 314-42)")] = 0
    within_programme: Annotated[Flag, About("Déplacements entre services d’un même BOP")] = 0
    compensation_cap: Annotated[
        Rate | None, About("Plafond de la réserve de compensation", "% des charges", 0, 1_000_000)
    ] = None
    wording: Annotated[Text, About("Texte de la clause", negotiable=True)] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOpening(Record):
    """A reserve at the end of a year, before the result of that year is allocated; the following years are computed.

    Without an ESMS it is the reserve of the whole perimeter.
    """

    kind = "reserve_opening"
    title = "Réserve de départ"
    natural_key = ("esms", "reserve")
    esms: Annotated[Reference | None, About("ESMS (vide\u00a0: le périmètre)", of="esms")] = None
    reserve: Annotated[Choice, About("Réserve", choices=RESERVES)] = "compensation"
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Montant avant affectation", "€", 0)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveMovement(Record):
    """A use of a reserve that no allocation nor funding plan says: a reprise (negative) or an addition."""

    kind = "reserve_movement"
    title = "Mouvement de réserve"
    esms: Annotated[Reference | None, About("ESMS (vide\u00a0: le périmètre)", of="esms")] = None
    reserve: Annotated[Choice, About("Réserve", choices=RESERVES)] = "tresorerie"
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Montant", "€", negotiable=True)] = None
    label: Annotated[Name, About("Motif")] = ""
