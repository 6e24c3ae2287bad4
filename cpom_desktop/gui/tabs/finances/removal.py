"""Rows of a table deleted with the records that they show, as one action that Ctrl+Z takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ....core.naming import and_others
from ....core.records import Record
from ...grid import GridView, Row
from ...workspace import Workspace
from .listing import delete

NOTHING_TYPED = "Cette ligne n’est pas de celles qui se suppriment\u00a0: elle est calculée, ou elle est encore vide."


def delete_rows(workspace: Workspace, table: GridView, records_of: Callable[[Row], Sequence[Record]]) -> bool:
    """Delete what the selected rows, or the current one, show; a sentence where they hold nothing to delete."""
    indexes = table.selectionModel().selectedIndexes() or [table.currentIndex()]
    rows = [table.grid.row(at) for at in sorted({one.row() for one in indexes if one.isValid()})]
    held = [(row, records) for row in rows if (records := records_of(row))]
    if not held:
        workspace.say(NOTHING_TYPED)
        return False
    name = held[0][0].title + and_others(len(held) - 1)
    return delete(workspace, [record for _, records in held for record in records], name)
