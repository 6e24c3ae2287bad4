"""Tableau des effectifs: lines of staff, their full-time equivalents and their yearly cost drift (R.314-19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Name, Number, Rate, Record, Reference, Whole, register

STAFF_COVERS = (("dotation", "Dotation"), ("cnr", "CNR"), ("propre", "Ressources propres"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine(Record):
    """A function and grade of a section, with the loaded cost of one full-time post in its year of reference."""

    kind = "staff_line"
    title = "Ligne d’effectif"
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    function: Annotated[Name, About("Fonction")] = ""
    grade: Annotated[Name, About("Grade")] = ""
    covered_by: Annotated[Choice, About("Financé par", choices=STAFF_COVERS)] = "dotation"
    unit_year: Annotated[Whole | None, About("Année du coût", low=2000, high=2100)] = None
    unit_cost: Annotated[Cents | None, About("Coût unitaire chargé", "€", 0)] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffYear(Record):
    """Posts of a line in a year, and what makes its unit cost drift from the year before: GVT, point, Ségur, SMIC."""

    kind = "staff_year"
    title = "Effectif d’une année"
    natural_key = ("staff", "year")
    staff: Annotated[Reference, About("Ligne d’effectif", of="staff_line", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    authorised: Annotated[Number | None, About("ETP autorisés", "ETP", 0, 10_000)] = None
    actual: Annotated[Number | None, About("ETP réels", "ETP", 0, 10_000)] = None
    target: Annotated[Number | None, About("ETP cible", "ETP", 0, 10_000, negotiable=True)] = None
    vacant: Annotated[Number | None, About("Dont vacants", "ETP", 0, 10_000)] = None
    seniority: Annotated[Rate | None, About("GVT", "%", -100_000, 200_000)] = None
    point: Annotated[Rate | None, About("Valeur du point", "%", -100_000, 200_000)] = None
    segur: Annotated[Rate | None, About("Ségur ou autre revalorisation", "%", -100_000, 200_000)] = None
    minimum_wage: Annotated[Rate | None, About("Effet SMIC", "%", -100_000, 200_000)] = None
    other: Annotated[Rate | None, About("Autre effet", "%", -100_000, 200_000)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PayrollItem(Record):
    """A named part of group II that is no staff line: personnel extérieur of a group typed whole, a CNR action."""

    kind = "payroll_item"
    title = "Autre charge de personnel"
    natural_key = ("section", "year", "label")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    label: Annotated[Name, About("Objet")] = ""
    cents: Annotated[Cents | None, About("Montant", "€")] = None
