"""The table model: answers from a `Content`, folds groups, and hands every edit to the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ...core.problems import Problem
from ...core.records import Value
from ..theme import shown
from ..widgets.text import plain_tip
from .content import Align, Column, Content, GridCell, Marker, Row, RowKind

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()

# Looked up inside data(), these enums cost five times the rest of it.
_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
_TOOLTIP, _ALIGNMENT = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_HORIZONTAL = Qt.Orientation.Horizontal
_ALIGNMENTS = {
    Align.LEFT: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    Align.RIGHT: int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    Align.CENTRE: int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter),
}
_SELECTABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _SELECTABLE | Qt.ItemFlag.ItemIsEditable
_EMPTY = GridCell(plain=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value for one cell; the writer first creates the record that the cell calls absent."""

    cell: GridCell
    value: Value


class Writer(Protocol):
    """Where edits go: the workspace."""

    def write(self, entries: Sequence[Entry], label: str) -> bool: ...

    def preview_cell(self, cell: GridCell, value: Value) -> None: ...

    def drop_preview(self) -> None: ...

    def say(self, sentence: str) -> None: ...

    def tried_from(self, cell: GridCell) -> tuple[Value] | None: ...

    @property
    def writable(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text that was not accepted: it stays in its cell, ringed, until it is corrected or given up."""

    text: str
    problem: Problem


class GridModel(QAbstractTableModel):
    """Rows and columns of one table.

    `refused` is emitted when a typed or pasted text is not accepted, `lineMade` with an address of the row that an
    empty line became.
    """

    refused = Signal(object)
    lineMade = Signal(object)
    folded = Signal()

    def __init__(self, writer: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.writer = writer
        self.content = Content("", (), ())
        self._rows: list[Row] = []
        self._folded: set[str] = set()
        self._refusals: dict[tuple[str, str], Refusal] = {}

    # What is shown

    def show(self, content: Content, folded: frozenset[str] | None = None) -> list[int] | None:
        """Show this content; the same rows and columns are refreshed in place, so the cursor stays.

        `folded` are the groups of another table than the one that was shown. Returns the rows that changed, or None
        when the whole table was laid out again.
        """
        rows = list(content.unfolded(self._folded if folded is None else folded))
        same = content.columns == self.content.columns and [r.key for r in rows] == [r.key for r in self._rows]
        if not same or folded is not None:
            self.beginResetModel()
            self.content, self._rows = content, rows
            self._folded = self._folded if folded is None else set(folded)
            self.endResetModel()
            return None
        before, self.content, self._rows = self._rows, content, rows
        # Rows that were kept are the same objects: looking at them costs nothing.
        changed = [at for at, (old, new) in enumerate(zip(before, rows, strict=True)) if old is not new and old != new]
        for at in changed:
            first, last = self._span(before[at], rows[at])
            self.dataChanged.emit(self.index(at, first), self.index(at, last))
        return changed

    def _span(self, old: Row, new: Row) -> tuple[int, int]:
        """The first and the last column of a row in which something else is shown."""
        last = self.columnCount() - 1
        if replace(old, cells=new.cells) != new or len(old.cells) != len(new.cells):
            return 0, last  # another indent, another kind: the whole row looks different
        moved = [at for at, (one, other) in enumerate(zip(old.cells, new.cells, strict=True)) if one != other]
        return (moved[0], moved[-1]) if moved else (0, last)

    def _visible(self, content: Content) -> list[Row]:
        return list(content.unfolded(self._folded))

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that are shown."""
        return self._rows

    def row(self, at: int) -> Row:
        return self._rows[at]

    def row_of(self, key: str) -> int:
        """Where the row of that key is shown; −1 if it is folded or gone."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def column(self, at: int) -> Column:
        return self.content.columns[at]

    def cell(self, index: Index) -> GridCell:
        """The cell at an index; an empty one where a row is shorter than the table."""
        cells = self._rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else _EMPTY

    def find(self, address: object) -> QModelIndex:
        """Where an address is typed in this table, or no index."""
        for at, row in enumerate(self._rows):
            for column, cell in enumerate(row.cells):
                if cell.address is not None and cell.address == address:
                    return self.index(at, column)
        return QModelIndex()

    def unfold_for(self, address: object) -> None:
        """Open the group that hides an address."""
        for row in self.content.unfolded() if self._folded else ():
            if row.group in self._folded and any(cell.address == address for cell in row.cells):
                self.toggle(row.group)
                return

    def is_folded(self, key: str) -> bool:
        return key in self._folded

    def folded_groups(self) -> frozenset[str]:
        return frozenset(self._folded)

    def fold(self, keys: frozenset[str]) -> None:
        """Fold exactly these groups."""
        self.beginResetModel()
        self._folded = set(keys)
        self._rows = self._visible(self.content)
        self.endResetModel()

    def toggle(self, key: str) -> None:
        """Fold or open a group."""
        self.fold(frozenset(self._folded ^ {key}))
        self.folded.emit()

    # What Qt asks

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.content.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != _HORIZONTAL or not 0 <= section < self.columnCount():
            return None
        column = self.content.columns[section]
        if role in (_DISPLAY, _ACCESSIBLE):
            return f"{column.title}, {column.unit}" if column.unit and role == _ACCESSIBLE else column.title
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return shown(self.text(index))
        if role == _ALIGNMENT:
            return _ALIGNMENTS[self.cell(index).align or self.content.columns[index.column()].align]
        if role == _EDIT:
            refusal = self.refusal(index)
            return refusal.text if refusal else self.cell(index).typed_text
        if role == _TOOLTIP:
            return plain_tip(self.told(index)) or None
        if role == _ACCESSIBLE:
            return self.spoken(index)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.cell(index).is_typed and self.writer.writable else _SELECTABLE

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Read the typed text and commit one lot; a text that is no value stays in the cell, ringed."""
        if role != _EDIT or not index.isValid():
            return False
        return self.commit_text(index, str(value), self.cell(index))

    def commit_text(self, index: Index, text: str, cell: GridCell) -> bool:
        """The same for a cell as it was before a preview changed what the table shows."""
        if (reader := cell.reading) is None:
            return False
        read = reader.read(text)
        if isinstance(read, Problem):
            self.refuse(index, text, read)
            return False
        if self._rows[index.row()].fill is not None:
            return self._commit_line(index, text, read)
        self.accept(index)
        return self.commit([Entry(cell, read)], self.label(index))

    def _commit_line(self, index: Index, text: str, value: Value) -> bool:
        """What is typed in an empty line makes a row, on which the cursor goes on."""
        entries = self.line_entries(index.row(), {self.column(index.column()).key: value})
        if isinstance(entries, Problem):
            self.refuse(index, text, entries)
            return False
        self.accept(index)
        if not entries or not self.commit(entries, self.label(index)):
            return False
        self.lineMade.emit(entries[0].cell.address)
        return True

    def line_entries(self, row: int, values: Mapping[str, Value]) -> list[Entry] | Problem:
        """What an empty line makes of values by column; nothing where all of them are empty."""
        fill, given = self._rows[row].fill, {key: value for key, value in values.items() if value not in (None, "")}
        if fill is None or not given:
            return []
        made = fill(given)
        return made if isinstance(made, Problem) else [Entry(cell, value) for cell, value in made]

    # Words

    def text(self, index: Index) -> str:
        """What the cell shows, refused text included; an open group hides its totals."""
        row = self._rows[index.row()]
        if row.kind is RowKind.GROUP and index.column() and not row.always and not self.is_folded(row.key):
            return ""
        if self._refusals and (refusal := self.refusal(index)):
            return refusal.text
        return self.cell(index).text

    def is_tried(self, index: Index) -> bool:
        """Whether the trial under way changes this cell."""
        return self.writer.tried_from(self.cell(index)) is not None

    def _tried_words(self, cell: GridCell) -> str:
        """« essai, 12 000,00 sans l’essai »."""
        held = self.writer.tried_from(cell)
        if held is None or cell.reading is None:
            return ""
        return f"essai, {cell.reading.write(held[0]) or 'vide'} sans l’essai"

    def told(self, index: Index) -> str:
        """What a cell says of itself to who points at it: why its text was refused, else its tip, its reason."""
        if (refusal := self.refusal(index)) is not None:
            return refusal.problem.sentence
        cell = self.cell(index)
        if tried := self._tried_words(cell):
            return tried[:1].upper() + tried[1:]
        return cell.tip or (cell.text if cell.align is Align.LEFT else "") or cell.marker.value or cell.why

    def spoken(self, index: Index) -> str:
        """What a screen reader says: row, column, value, then position, conflict and refusal in words."""
        cell, refusal = self.cell(index), self.refusal(index)
        words = [self._rows[index.row()].title] if index.column() else []
        words += [self.column(index.column()).title] if index.column() else []
        words.append(self.text(index) or "vide")
        words += [cell.spoken or cell.marker.value, "conflit" if cell.conflict else "", self._tried_words(cell)]
        words.append(refusal.problem.sentence if refusal else "")
        return ", ".join(word for word in words if word)

    def label(self, index: Index) -> str:
        """The line of the history for an edit of this cell."""
        row, column = self._rows[index.row()], self.column(index.column())
        return f"{row.title}, {column.title}" if column.title else row.title

    # Edits

    def commit(self, entries: Sequence[Entry], label: str) -> bool:
        """One lot; values equal to what is there write nothing."""
        changed = [entry for entry in entries if entry.value != entry.cell.value]
        changed += [Entry(replace(one.cell, address=other, also=()), one.value)
                    for one in changed for other in one.cell.also]
        return not changed or self.writer.write(changed, label)

    def refuse(self, index: Index, text: str, problem: Problem) -> None:
        self._refusals[self._key(index)] = Refusal(text, problem)
        self._touched(index)
        self.refused.emit(problem)

    def accept(self, index: Index) -> None:
        """Forget the refused text of a cell."""
        if self._refusals.pop(self._key(index), None):
            self._touched(index)

    def refusal(self, index: Index) -> Refusal | None:
        return self._refusals.get(self._key(index)) if self._refusals else None

    def _key(self, index: Index) -> tuple[str, str]:
        return self._rows[index.row()].key, self.content.columns[index.column()].key

    def _touched(self, index: Index) -> None:
        at = self.index(index.row(), index.column())
        self.dataChanged.emit(at, at)


def is_open(cell: GridCell) -> bool:
    """Whether F8 stops here: something is still to be said on this cell."""
    return cell.marker is Marker.OPEN or cell.conflict
