"""What a paste, a fill or a cut would write, decided before anything is written: one lot, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex

from ...core.problems import Problem
from ...core.records import Value
from .clipboard import Block
from .model import Entry, GridModel

COMPUTED = Problem("Cette valeur est calculée, elle ne se saisit pas.")
TWICE = Problem("Deux lignes collées ont le même nom\u00a0: la seconde n’est pas ajoutée.")


@dataclass(slots=True)
class Outcome:
    """The values accepted, the texts refused with their problem, and the number of those without a cell.

    `lines` are the values of rows that do not exist yet, pasted on the empty line of a list.
    """

    entries: dict[QModelIndex, Entry] = field(default_factory=dict)
    lines: list[Entry] = field(default_factory=list)
    refused: list[tuple[QModelIndex, str, Problem]] = field(default_factory=list)
    outside: int = 0

    def sentence(self, verb: str) -> str:
        """« 36 valeurs collées, 2 refusées »."""
        done, refused = len(self.entries) + len(self.lines), len(self.refused) + self.outside
        plural = "s" if done > 1 else ""
        sentence = f"{done} valeur{plural} {verb}{plural}"
        if refused:
            sentence += f", {refused} refusée{'s' if refused > 1 else ''}"
        return sentence


def target(indexes: Sequence[QModelIndex]) -> tuple[int, int, int, int]:
    """The rectangle of a selection: top, left, height, width."""
    rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
    top, left = min(rows), min(columns)
    return top, left, max(rows) - top + 1, max(columns) - left + 1


def spread(block: Block, area: tuple[int, int, int, int]) -> Iterable[tuple[int, int, str]]:
    """Where each text goes: from the corner, repeated if the selection is a multiple of the block (as Excel does)."""
    top, left, height, width = area
    block_height, block_width = len(block), max(len(line) for line in block)
    if height % block_height or width % block_width:
        height, width = block_height, block_width
    for row in range(height):
        line = block[row % block_height]
        for column in range(width):
            at = column % block_width
            if at < len(line):
                yield top + row, left + column, line[at]


def plan(model: GridModel, texts: Iterable[tuple[int, int, str]]) -> Outcome:
    """Read every text for its cell. A text equal to what the cell already shows asks nothing; no row is made."""
    outcome = Outcome()
    for row, column, text in texts:
        index = model.index(row, column)
        if not index.isValid():
            outcome.outside += bool(text)
        elif model.row(row).fill is None and (entry := _read(model, index, text, outcome)) is not None:
            outcome.entries[index] = entry
    return outcome


def plan_lines(model: GridModel, texts: Iterable[tuple[int, int, str]]) -> Outcome:
    """The same, rows in their order, where an empty line takes what falls on it and below it.

    Each pasted row makes a row there: what stands below the list is never overwritten.
    """
    above, below = list[tuple[int, int, str]](), list[tuple[int, int, str]]()
    empty: int | None = None
    for row, column, text in texts:
        if empty is None and row < model.rowCount() and model.row(row).fill is not None:
            empty = row
        (above if empty is None else below).append((row, column, text))
    outcome = plan(model, above)
    if empty is not None:
        _read_lines(model, empty, below, outcome)
    return outcome


def _read_lines(model: GridModel, empty: int, texts: Iterable[tuple[int, int, str]], outcome: Outcome) -> None:
    lines: dict[int, dict[str, Value]] = {}
    for row, column, text in texts:
        index = model.index(empty, column)
        if not index.isValid():
            outcome.outside += bool(text)
        elif (entry := _read(model, index, text, outcome)) is not None:
            lines.setdefault(row, {})[model.column(column).key] = entry.value
    for values in lines.values():
        made = model.line_entries(empty, values)
        taken = {entry.cell.address for entry in outcome.lines}
        if not isinstance(made, Problem) and any(entry.cell.address in taken for entry in made):
            made = TWICE
        if isinstance(made, Problem):
            words = next(str(value) for value in values.values() if value is not None)
            outcome.refused.append((model.index(empty, 0), words, made))
        else:
            outcome.lines += made


def _read(model: GridModel, index: QModelIndex, text: str, outcome: Outcome) -> Entry | None:
    """The value of a text for a cell; None where it is refused, or asks nothing of a computed one."""
    cell = model.cell(index)
    if (reader := cell.reading) is None:
        if text and text not in (cell.text, cell.text.replace("−", "-")):
            outcome.refused.append((index, text, COMPUTED))
        return None
    value = reader.read(text)
    if isinstance(value, Problem):
        outcome.refused.append((index, text, value))
        return None
    return Entry(cell, value)
