"""What a paste, a fill or a cut would write, decided before anything is written: one lot, and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex

from ...core.problems import Problem
from .clipboard import Block
from .model import Entry, GridModel

COMPUTED = Problem("Cette valeur est calculée, elle ne se saisit pas.")
OUTSIDE = Problem("La valeur tombe hors du tableau.")


@dataclass(slots=True)
class Outcome:
    """The values accepted, the texts refused with their problem, and the number of those without a cell."""

    entries: dict[QModelIndex, Entry] = field(default_factory=dict)
    refused: list[tuple[QModelIndex, str, Problem]] = field(default_factory=list)
    outside: int = 0

    def sentence(self, verb: str) -> str:
        """« 36 valeurs collées, 2 refusées »."""
        done, refused = len(self.entries), len(self.refused) + self.outside
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
    """Read every text for its cell. A text equal to what the cell already shows asks nothing."""
    outcome = Outcome()
    for row, column, text in texts:
        index = model.index(row, column)
        if not index.isValid():
            outcome.outside += bool(text)
            continue
        cell = model.cell(index)
        reader = cell.reading
        if reader is None:
            if text and text not in (cell.text, cell.text.replace("−", "-")):
                outcome.refused.append((index, text, COMPUTED))
            continue
        value = reader.read(text)
        if isinstance(value, Problem):
            outcome.refused.append((index, text, value))
        else:
            outcome.entries[index] = Entry(cell, value)
    return outcome
