"""« Valeurs de référence » as a list: what each is compared with, what the contract shows, who accepts it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ....core.finance.figure import Ratio
from ....core.finance.observed import Observed, number_of, observed
from ....core.finance.reference_records import ReferenceValue
from ....core.finance.references import all_references
from ....core.money import format_number
from ....core.records import Record
from ...grid import Align, Column, Content, GridCell
from .cells import Reading, computed
from .listing import Computed, Listing
from .ratio_rows import ratio_cell

NAME = "finances/references"
FIELDS = (
    ("name", 220), ("subject", 128), ("esms", 96), ("value", 72), ("unit", 48), ("source", 136), ("dated", 80),
    ("year", 64), ("nature", 120), ("brought_by", 88), ("manager_accepts", 96), ("authority_accepts", 80),
    ("second_accepts", 88),
)

HEADS = {
    "esms": ("ESMS", "vide\u00a0: tous"), "year": ("Année", "observée"), "dated": ("Date", "de la source"),
    "brought_by": ("Apportée", "par"), "manager_accepts": ("Admise par", "le gestionnaire"),
    "authority_accepts": ("Admise par", "l’autorité"), "second_accepts": ("Admise par", "la 2e autorité"),
}


def content(reading: Reading, make: Callable[[], Record]) -> Content:
    """Every one, then the empty line; what the contract shows for each stands beside its value."""
    listing = listing_of(reading)
    rows = listing.rows(reading, all_references(reading.shown))
    empty = listing.blank(reading, "Nouvelle valeur de référence", make)
    return Content(NAME, listing.columns(), (*rows, empty))


def listing_of(reading: Reading) -> Listing:
    """The list with the figure of the contract for the last closed year, and the gap."""
    model = reading.shown

    def last(record: Record) -> tuple[int, Observed] | None:
        assert isinstance(record, ReferenceValue)
        found = observed(model, record)
        return (max(found), found[max(found)]) if found else None

    def constat(record: Record) -> GridCell:
        found = last(record)
        if found is None:
            return GridCell(why="Le contrat ne porte pas ce chiffre.")
        return ratio_cell(found[1]) if isinstance(found[1], Ratio) else computed(found[1])

    def exercice(record: Record) -> GridCell:
        found = last(record)
        return GridCell("" if found is None else str(found[0]), why="Dernier exercice réalisé.")

    def gap(record: Record) -> GridCell:
        assert isinstance(record, ReferenceValue)
        found = last(record)
        number = number_of(found[1]) if found is not None else None
        return GridCell("" if number is None else gap_text(record, number), why="Constat − valeur de référence.")

    return Listing(ReferenceValue, FIELDS, (
        Computed(Column("constat", "Constat", "du contrat", Align.RIGHT, least=88), constat),
        Computed(Column("exercice", "Exercice", "du constat", Align.RIGHT, least=64), exercice),
        Computed(Column("gap", "Écart", "constat − référence", Align.RIGHT, least=88), gap),
    ), HEADS)


def gap_text(row: ReferenceValue, number: Decimal) -> str:
    """« +816,67 »: the figure less its benchmark, with two decimals; empty without a benchmark."""
    return "" if row.value is None else format_number(format(number - Decimal(row.value), "f"), 2, sign=True)
