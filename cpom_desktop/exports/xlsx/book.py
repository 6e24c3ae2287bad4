"""The sheets of a workbook together: where every key stands, which sheets a sheet reads, subtotals of long sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import cast

from .formulas import INCOMPLETE, LONGEST_SUM, Formula, Key, Spot, signed_sum
from .grid import Column, GridCell, Look, Sheet, Shown

SUBTOTALS = "Sous-totaux"
WHY_SUBTOTALS = "Sommes partielles des sommes trop longues pour une seule formule."
LONGEST_NAME = 31
"""Characters in the name of a sheet."""


ELSEWHERE = "@"


def in_layer(layer: str, key: Key) -> Key:
    """A cell of another layer: the same contract as another side sees it."""
    return (ELSEWHERE, layer, key)


class Book:
    """The sheets in their order. Keys belong to a layer, so that one workbook may hold several views of a contract."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self._spots: dict[tuple[str, Key], Spot] = {}

    def add(self, sheet: Sheet) -> Sheet:
        """A sheet at the end."""
        assert len(sheet.name) <= LONGEST_NAME and sheet.name not in self.sheets, sheet.name
        self.sheets[sheet.name] = sheet
        return sheet

    def finish(self) -> None:
        """Know where everything stands. Call it once, when the sheets are filled."""
        self._locate()
        if split_long_sums(self):
            self._locate()

    def _locate(self) -> None:
        self._spots = {}
        for sheet in self.sheets.values():
            for key, spot in sheet.spots.items():
                assert (sheet.layer, key) not in self._spots, f"two cells for {key}"
                self._spots[sheet.layer, key] = spot

    def where(self, layer: str, key: Key) -> Spot:
        """Where a cell stands. KeyError is a fault of ours: a formula names a cell that no sheet holds."""
        if key[0] == ELSEWHERE:
            _, layer, key = cast("tuple[str, str, Key]", key)
        return self._spots[layer, key]

    def value(self, layer: str, key: Key) -> Shown:
        """What a cell shows."""
        spot = self.where(layer, key)
        return self.sheets[spot.sheet].cells[spot.row, spot.column].value

    def formulas(self, sheet: str) -> Iterator[Formula]:
        """The formulas of a sheet."""
        return (cell.formula for cell in self.sheets[sheet].cells.values() if cell.formula is not None)

    def with_what_they_read(self, names: Collection[str]) -> list[Sheet]:
        """These sheets first, then those that their formulas read, and so on: what must travel with them."""
        found = [name for name in self.sheets if name in names]
        for name in found:
            layer = self.sheets[name].layer
            read = {self.where(layer, key).sheet for formula in self.formulas(name) for key in formula.cells}
            found += [other for other in self.sheets if other in read and other not in found]
        return [self.sheets[name] for name in found]


def split_long_sums(book: Book) -> bool:
    """Sums of more cells than a formula can name go through subtotals, on a sheet of their own. Whether there was one.

    A formula holds 8 192 characters: some 300 cells of other sheets, read twice.
    """
    found = [(sheet, place, cell.formula) for sheet in book.sheets.values() for place, cell in sheet.cells.items()
             if cell.formula is not None and len(cell.formula.plus) + len(cell.formula.minus) > LONGEST_SUM]
    for layer in dict.fromkeys(sheet.layer for sheet, _, _ in found):
        sums = [one for one in found if one[0].layer == layer]
        name = " ".join(filter(None, (SUBTOTALS, layer)))
        columns = (Column("Somme de", 44), Column("Montant", 18))
        target = book.add(Sheet(name, SUBTOTALS, WHY_SUBTOTALS, columns, layer=layer))
        for sheet, place, formula in sums:
            parts = tuple(_subtotals(book, target, sheet.title, formula))
            # The needs that are no term of the sum stay needed.
            others = tuple(key for key in formula.needs if key not in {*formula.plus, *formula.minus})
            sheet.cells[place] = replace(sheet.cells[place], formula=Formula(plus=parts, needs=(*parts, *others)))
    return bool(found)


def _subtotals(book: Book, sheet: Sheet, title: str, formula: Formula) -> Iterator[Key]:
    signed = [(key, 1) for key in formula.plus] + [(key, -1) for key in formula.minus]
    for start in range(0, len(signed), LONGEST_SUM):
        part = signed[start:start + LONGEST_SUM]
        values = [book.value(sheet.layer, key) for key, _ in part]
        known = [sign * value for (_, sign), value in zip(part, values, strict=True) if isinstance(value, int | float)]
        line, key = sheet.line(), (SUBTOTALS, sheet.rows)
        line.text(title)
        shown = round(sum(known), 2) if len(known) == len(part) else INCOMPLETE
        line.cell(GridCell(Look.COMPUTED, shown, "euro", signed_sum(part)), key)
        yield key
