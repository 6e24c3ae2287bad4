"""Copy, cut, paste, fill and clear: what a spreadsheet’s user does to a selection, each one lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QGuiApplication

from .clipboard import read_block, write_block
from .content import Align
from .model import Entry
from .moves import Area
from .paste import Outcome, plan, plan_lines, spread, target

if TYPE_CHECKING:
    from .view import GridView


NOT_COPIED = "Ce qui est réservé à votre partie ne se copie pas."


class Hands:
    """Acts on the selection of one table."""

    def __init__(self, view: GridView) -> None:
        self._view = view
        self._cut: list[QPersistentModelIndex] = []
        self._cut_text = ""

    @property
    def cut_area(self) -> Area | None:
        """The rectangle waiting to be moved, for its outline."""
        alive = [QModelIndex(index) for index in self._cut if index.isValid()]  # type: ignore[call-overload]
        return target(alive) if alive else None

    def selection(self) -> list[QModelIndex]:
        indexes = self._view.selectionModel().selectedIndexes()
        current = self._view.currentIndex()
        return indexes or ([current] if current.isValid() else [])

    def copy(self) -> None:
        """Put the rectangle of the selection on the clipboard, as text that a spreadsheet reads."""
        if not (indexes := self.selection()):
            return
        self.forget_cut()
        text = self._text_of(target(indexes))
        QGuiApplication.clipboard().setText(text)
        hidden = any(self._view.grid.row(index.row()).private for index in indexes)
        self._view.grid.writer.say(NOT_COPIED if hidden else _copied(len(indexes)))

    def cut(self) -> None:
        """Copy; the values leave their cells when they are pasted elsewhere, in the same lot."""
        self.copy()
        self._cut = [QPersistentModelIndex(index) for index in self.selection()]
        self._cut_text = QGuiApplication.clipboard().text()
        self._view.viewport().update()

    def forget_cut(self) -> bool:
        """Give up a cut; true if there was one."""
        had, self._cut, self._cut_text = bool(self._cut), [], ""
        self._view.viewport().update()
        return had

    def paste(self) -> None:
        """Read the clipboard into the selection: one lot, one sentence; what is refused is ringed and explained."""
        text, indexes = QGuiApplication.clipboard().text(), self.selection()
        if not text or not indexes:
            self._view.grid.writer.say("Le presse-papiers ne contient pas de texte à coller.")
            return
        outcome = plan_lines(self._view.grid, spread(read_block(text), target(indexes)))
        if self._cut and text == self._cut_text:
            self._empty_sources(outcome)
        self.forget_cut()
        self.write(outcome, "Collage", "collée")

    def _empty_sources(self, outcome: Outcome) -> None:
        sources = [QModelIndex(index) for index in self._cut if index.isValid()]  # type: ignore[call-overload]
        emptied = plan(self._view.grid, ((i.row(), i.column(), "") for i in sources))
        for index, entry in emptied.entries.items():
            outcome.entries.setdefault(index, entry)
        outcome.refused += emptied.refused

    def fill_down(self) -> None:
        """Ctrl+D: the first row of the selection, or the row above a single one, into the rows below."""
        if not (indexes := self.selection()):
            return
        top, left, height, width = target(indexes)
        if height == 1:
            top, height = top - 1, 2
        if top >= 0:
            self.fill((top, left, 1, width), (top + 1, left, height - 1, width))

    def fill(self, source: Area, area: Area) -> None:
        """Repeat a rectangle over another one: the values themselves, not what the screen rounds."""
        model, outcome, new = self._view.grid, Outcome(), list[tuple[int, int, str]]()
        for row in range(area[0], area[0] + area[2]):
            for column in range(area[1], area[1] + area[3]):
                index = model.index(row, column)
                origin = model.index(
                    source[0] + (row - source[0]) % source[2], source[1] + (column - source[1]) % source[3]
                )
                cell, from_cell = model.cell(index), model.cell(origin)
                text = from_cell.typed_text if from_cell.address else from_cell.text
                if model.row(row).fill is not None:
                    new.append((row, column, text))
                    continue
                part = plan(model, [(row, column, text)])
                if cell.reading is not None and cell.reading == from_cell.reading:
                    part = Outcome({index: Entry(cell, from_cell.value)})
                outcome.entries |= part.entries
                outcome.refused += part.refused
        line = plan_lines(model, new)
        outcome.lines, outcome.refused = line.lines, outcome.refused + line.refused
        self.write(outcome, "Recopie", "recopiée")

    def clear(self) -> None:
        """Suppr: empty every typed cell of the selection; computed ones stay, with a word if there are no others."""
        indexes = self.selection()
        outcome = plan(self._view.grid, ((i.row(), i.column(), "") for i in indexes if not self._is_empty(i)))
        if not outcome.entries and not outcome.refused:
            why = "cette sélection est vide" if any(map(self._is_empty, indexes)) else "ces valeurs sont calculées"
            self._view.grid.writer.say(f"Rien à supprimer\u00a0: {why}.")
            return
        self.write(outcome, "Suppression", "supprimée")

    def _is_empty(self, index: QModelIndex) -> bool:
        """Whether a cell that can be typed in holds nothing, not even a refused text."""
        cell = self._view.grid.cell(index)
        return cell.is_typed and not cell.typed_text and self._view.grid.refusal(index) is None

    def write(self, outcome: Outcome, label: str, verb: str) -> None:
        """Commit the accepted values in one lot, ring the refused ones, and say how many of each."""
        model = self._view.grid
        if not model.writer.writable:
            model.writer.say("Ce contrat est ouvert en lecture seule.")
            return
        entries = [*outcome.entries.values(), *outcome.lines]
        # A commit may add rows above: cells are found again by the keys of their row.
        accepted = [(model.row(index.row()).key, index.column()) for index in outcome.entries]
        refused = [(model.row(i.row()).key, i.column(), text, problem) for i, text, problem in outcome.refused]
        if not model.commit(entries, f"{label} de {len(entries)} valeur{'s' if len(entries) > 1 else ''}"):
            return
        places = {row.key: at for at, row in enumerate(model.rows)}
        for key, column in accepted:
            if key in places:
                model.accept(model.index(places[key], column))
        for key, column, text, problem in refused:
            if key in places:
                model.refuse(model.index(places[key], column), text, problem)
        model.writer.say(outcome.sentence(verb))

    def _text_of(self, area: Area) -> str:
        top, left, height, width = area
        return write_block([[self._copied(r, c) for c in range(left, left + width)] for r in range(top, top + height)])

    def _copied(self, row: int, column: int) -> str:
        """A dash means « sans effet »: for a spreadsheet that cell is empty."""
        model = self._view.grid
        if model.row(row).private:
            return ""
        text = model.text(model.index(row, column))
        return "" if text == "–" and model.column(column).align is Align.RIGHT else text


def _copied(count: int) -> str:
    return "1 cellule copiée" if count == 1 else f"{count} cellules copiées"
