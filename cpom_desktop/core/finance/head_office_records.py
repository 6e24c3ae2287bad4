"""Frais de siège: the authorisation, the quotas of the sections, the structures outside the perimeter (R.314-87 …)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Rate, Record, Reference, Text, Whole, register

HEAD_OFFICE_FORMS = (("pourcentage", "Pourcentage unique (R. 314-93)"), ("montant", "Montant réparti (R. 314-92)"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class HeadOffice(Record):
    """Autorisation de frais de siège, five years, renewable (R.314-87). One row; base and exclusions are parameters.

    `lag` is how many years lie between a quota and the charges it is computed on: 2, the last closed year.
    """

    kind = "head_office"
    title = "Frais de siège"
    natural_key = ("name",)
    name: Annotated[Name, About("Siège")] = "siège"
    authorised_from: Annotated[Day | None, About("Début d’autorisation")] = None
    authorised_until: Annotated[Day | None, About("Fin d’autorisation")] = None
    shape: Annotated[Choice, About("Forme", choices=HEAD_OFFICE_FORMS)] = "pourcentage"
    rate: Annotated[Rate | None, About("Taux", "%", 0, 200_000, negotiable=True)] = None
    cents: Annotated[Cents | None, About("Montant annuel à répartir", "€", 0, negotiable=True)] = None
    lag: Annotated[Whole, About("Décalage de l’exercice de référence", "ans", 0, 5)] = 2
    excluded_accounts: Annotated[Name, About("Comptes exclus de l’assiette")] = ""
    authority: Annotated[Reference | None, About("Autorité compétente", of="authority")] = None
    services: Annotated[Text, About("Services rendus (R. 314-88)")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class HeadOfficeShare(Record):
    """Quote-part of a section in a year, as its budget or convention holds it."""

    kind = "head_office_share"
    title = "Quote-part de siège"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Quote-part", "€", 0)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideStructure(Record):
    """A structure of a mixed manager outside L.312-1 or outside the contract, which bears its share (R.314-92 II)."""

    kind = "outside_structure"
    title = "Structure hors périmètre"
    natural_key = ("name", "year")
    name: Annotated[Name, About("Structure")] = ""
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    charges: Annotated[Cents | None, About("Charges brutes", "€", 0)] = None
