"""« Réserves »: what each reserve holds, what feeds it and what it pays, year after year (R.314-48)."""

from __future__ import annotations

from ....core.contract import Esms
from ....core.finance.reserves import RESERVE_LABELS, ReserveYear, reserve_years
from ....core.finance.result_records import ReserveMovement, ReserveOpening
from ....core.records import Form
from ..book import Book
from ..formulas import Key
from ..grid import Column, Sheet
from ..source import Source, same_as, sum_of, sum_of_terms

NAME = "Réserves"


def add(book: Book, source: Source) -> None:
    """The sheet; none while no reserve has an opening amount."""
    openings = sorted(source.model.all(ReserveOpening),
                      key=lambda row: (row.esms or "", list(RESERVE_LABELS).index(row.reserve)))
    if not openings:
        return
    columns = (Column("Réserve", 46), Column("Exercice", 10), Column("Avant affectation", 16), Column("Affecté", 16),
               Column("Repris", 16), Column("Après", 16))
    sheet = book.add(source.sheet(NAME, "Réserves et reports à nouveau", columns,
                                  "Avant + affecté − repris. Montants en euros.", 2))
    _movements(sheet, source)
    for opening in openings:
        esms = source.model.find(Esms, opening.esms or "")
        where = esms.name if esms is not None else "périmètre" if opening.esms is None else "autre"
        sheet.band(f"{RESERVE_LABELS[opening.reserve]} ({where})")
        years = reserve_years(source.model, opening.reserve, opening.esms)
        for index, row in enumerate(years):
            _year(sheet, opening, row, years[index - 1] if index else None)


def _movements(sheet: Sheet, source: Source) -> None:
    rows = sorted((row for row in source.model.all(ReserveMovement) if row.cents is not None),
                  key=lambda row: (row.year, row.reserve, row.label, row.id))
    if rows:
        sheet.band("Mouvements saisis (dotation en plus, reprise en moins)")
    for row in rows:
        line = sheet.line()
        line.text(f"{RESERVE_LABELS[row.reserve]}\u00a0: {row.label}")
        line.number(row.year)
        line.skip()
        line.typed(row.at("cents"), row.cents, Form.CENTS)


def _year(sheet: Sheet, opening: ReserveOpening, row: ReserveYear, before: ReserveYear | None) -> None:
    def key(year: int, name: str) -> Key:
        return ("reserve", opening.id, year, name)

    line = sheet.line()
    line.text(RESERVE_LABELS[row.reserve])
    line.number(row.year)
    if before is None:
        line.entered(key(row.year, "before"), opening.cents, Form.CENTS)
    else:
        line.figure(key(row.year, "before"), row.before, same_as(key(before.year, "after")))
    for name, figure in (("added", row.added), ("taken", row.taken)):
        line.figure(key(row.year, name), figure, sum_of_terms(figure))
    parts = [(key(row.year, name), figure, sign) for name, figure, sign in (
        ("before", row.before, 1), ("added", row.added, 1), ("taken", row.taken, -1))]
    line.figure(key(row.year, "after"), row.after, sum_of(parts), total=True)
