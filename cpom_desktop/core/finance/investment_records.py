"""Plan pluriannuel d’investissement: operations, their cost by year, who pays, loans, effect on operating costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Rate, Record, Reference, Text, Whole, register

FUNDING_SOURCES = (
    ("subvention", "Subvention d’investissement"), ("emprunt", "Emprunt"), ("reserve", "Reprise de réserve"),
    ("caf", "Autofinancement (CAF)"), ("cession", "Cession"), ("apport", "Apport, don"),
)
LOAN_SHAPES = (("capital", "Capital constant"), ("annuite", "Annuité constante"))
FREQUENCIES = (("1", "Annuelle"), ("2", "Semestrielle"), ("4", "Trimestrielle"), ("12", "Mensuelle"))
COVERS = (
    ("dotation", "Dotation"),
    ("reserve", "Réserve"),
    ("economies", "Économies"),
    ("marge", "Marge prévisionnelle"),
)
OPERATION_NATURES = (
    ("terrain", "Terrain"), ("construction", "Construction"), ("renovation", "Rénovation"), ("materiel", "Matériel"),
    ("si", "Système d’information"), ("vehicule", "Véhicule"), ("autre", "Autre"),
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Record):
    """Opération of the PPI (R.314-20); without a duration it is in the current amortisation and adds no charge."""

    kind = "operation"
    title = "Opération d’investissement"
    code: Annotated[Name, About("Code")] = ""
    name: Annotated[Name, About("Opération")] = ""
    esms: Annotated[Reference | None, About("ESMS (vide\u00a0: tous)", of="esms")] = None
    nature: Annotated[Choice, About("Nature", choices=OPERATION_NATURES)] = "autre"
    commissioned: Annotated[Day | None, About("Mise en service")] = None
    amortised_from: Annotated[Day | None, About("Début d’amortissement (vide\u00a0: mise en service)")] = None
    duration: Annotated[Whole | None, About("Durée d’amortissement", "ans", 1, 60)] = None
    priority: Annotated[Whole | None, About("Priorité", low=1, high=100)] = None
    approved: Annotated[Day | None, About("Approbation (R. 314-20)")] = None
    description: Annotated[Text, About("Description")] = ""
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class OperationYear(Record):
    """What an operation costs in a year, TTC."""

    kind = "operation_year"
    title = "Dépense d’une opération"
    natural_key = ("operation", "year")
    operation: Annotated[Reference, About("Opération", of="operation", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Dépense TTC", "€", 0, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Loan(Record):
    """Emprunt: capital constant or annuité constante, a nominal yearly rate, periods of equal length."""

    kind = "loan"
    title = "Emprunt"
    operation: Annotated[Reference | None, About("Opération", of="operation")] = None
    lender: Annotated[Name, About("Prêteur")] = ""
    cents: Annotated[Cents | None, About("Capital", "€", 0)] = None
    rate: Annotated[Rate | None, About("Taux annuel", "%", 0, 200_000)] = None
    years: Annotated[Whole | None, About("Durée", "ans", 1, 60)] = None
    shape: Annotated[Choice, About("Remboursement", choices=LOAN_SHAPES)] = "capital"
    frequency: Annotated[Choice, About("Périodicité", choices=FREQUENCIES)] = "1"
    first_due: Annotated[Day | None, About("Première échéance")] = None
    approved: Annotated[Day | None, About("Approbation de l’autorité (R. 314-20)")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FundingLine(Record):
    """Plan de financement: what one source pays of an operation in a year."""

    kind = "funding_line"
    title = "Financement d’une opération"
    natural_key = ("operation", "year", "source", "label")
    operation: Annotated[Reference, About("Opération", of="operation", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    source: Annotated[Choice, About("Source", choices=FUNDING_SOURCES)] = "caf"
    label: Annotated[Name, About("Précision")] = ""
    cents: Annotated[Cents | None, About("Montant", "€", 0, negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingEffect(Record):
    """A charge (or, negative, a saving) that an operation brings each year: energy, upkeep, rents no longer paid."""

    kind = "operating_effect"
    title = "Effet d’une opération sur l’exploitation"
    operation: Annotated[Reference, About("Opération", of="operation", owner=True)] = ""
    label: Annotated[Name, About("Charge")] = ""
    first_year: Annotated[Whole, About("De", low=2000, high=2100)] = 2000
    last_year: Annotated[Whole | None, About("À", low=2000, high=2100)] = None
    cents: Annotated[Cents | None, About("Montant annuel", "€")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine(Record):
    """Who covers the surcoût of an operation in a year. A cover by the dotation enters the dotation of `section`,
    outside its base (R.314-39 2°)."""

    kind = "cover_line"
    title = "Couverture du surcoût"
    natural_key = ("operation", "year", "source")
    operation: Annotated[Reference, About("Opération", of="operation", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    source: Annotated[Choice, About("Couvert par", choices=COVERS)] = "marge"
    section: Annotated[Reference | None, About("Section", of="section")] = None
    cents: Annotated[Cents | None, About("Montant", "€", 0, negotiable=True)] = None
