"""Complete copies of a contract on this computer: one a day, one before each reception, which it can be undone with."""

from __future__ import annotations

from pathlib import Path

from ..core.changes import Changes
from ..core.model import Model
from ..core.problems import Reason, Refused
from ..storage.backups import Backup, Backups
from .document import Document

DAILY, RECEPTION = "jour", "reception"


def keep_daily(document: Document) -> Backup | None:
    """Copy the contract unless it was copied today; None where nothing was kept. Called after the first paint."""
    backups, now = _backups(document), document.tools.now()
    if backups is None or document.read_only is not None or not backups.is_due(document.contract_id, now):
        return None
    return document.file.backup(backups, DAILY, now)


def keep_before_reception(document: Document) -> Path | None:
    """Copy the contract as it stands before a merge; None where this computer keeps no copies, or it is not sound."""
    backups = _backups(document)
    kept = document.file.backup(backups, RECEPTION, document.tools.now()) if backups is not None else None
    return kept.path if kept is not None else None


def show_presence(document: Document) -> None:
    """Say in the small file beside the contract that it is still open here: what a second opener is told."""
    if document.read_only is None:
        document.file.refresh_ownership(document.tools.now())


def undo_reception(document: Document, initiator: object | None = None) -> Changes:
    """Put the contract back as it was before the last reception; raises `Refused` once something was written since."""
    document.writing_author()
    if (point := document.restore_point) is None:
        raise Refused(Reason.NOTHING_TO_UNDO, verb="annuler")
    before = document.model
    document.file.restore(point)
    return document.renewed_from_file(_differences(before, document.file.model()), initiator)


def copies(document: Document) -> list[Backup]:
    """The copies of this contract kept on this computer, the latest first."""
    backups = _backups(document)
    return backups.of(document.contract_id) if backups is not None else []


def _backups(document: Document) -> Backups | None:
    folder = document.tools.backups
    return Backups(folder) if folder is not None else None


def _differences(before: Model, after: Model) -> Changes:
    old, new = set(before), set(after)
    rows = frozenset((record.kind, record.id) for record in old ^ new)
    return Changes(rows=rows, label="Réception annulée")
