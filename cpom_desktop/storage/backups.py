"""Copies of a contract kept on this computer: dated, of sound files only, the oldest leaving when there are too many.

They are complete, private tables included: they are for their owner, never to be sent.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .connection import in_memory
from .errors import speaking_of
from .whole import put_in_place

MAX_BYTES = 200_000_000
"""Bound of the folder, in bytes."""
_NAME = re.compile(r"(?P<contract>[0-9A-Za-z_-]{1,64})\.(?P<moment>\d{8}T\d{6})\.(?P<reason>[a-z]{1,20})\.cpom")


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One copy: when (UTC) and why it was made."""

    moment: str
    reason: str
    path: Path


class Backups:
    """The copies kept in a folder, of every contract of this computer."""

    def __init__(self, folder: Path, limit: int = MAX_BYTES) -> None:
        self._folder, self._limit = folder, limit

    def keep(self, db: sqlite3.Connection, contract_id: str, reason: str, now: dt.datetime) -> Backup | None:
        """Copy a contract through SQLite; None, keeping nothing, where it is not sound or too big."""
        moment = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S")
        backup = Backup(moment, reason, self._folder / f"{_plain(contract_id)}.{moment}.{reason}.cpom")
        data = _sound_copy(db)
        if data is None or len(data) > self._limit:
            return None
        with speaking_of(backup.path):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room(len(data))
            put_in_place(backup.path, data, 0o600)
        return backup

    def of(self, contract_id: str) -> list[Backup]:
        """The copies of one contract, the latest first."""
        return sorted((b for name, b in self._all() if name == _plain(contract_id)), reverse=True)

    def is_due(self, contract_id: str, now: dt.datetime) -> bool:
        """Whether no copy of this contract was made today."""
        today = now.astimezone(dt.UTC).strftime("%Y%m%d")
        return not any(backup.moment.startswith(today) for backup in self.of(contract_id))

    def size(self) -> int:
        """The bytes that the folder takes."""
        return sum(backup.path.stat().st_size for _, backup in self._all())

    def _make_room(self, needed: int) -> None:
        """Remove the oldest copies until a new one fits; the only copy of a contract goes when nothing else can."""
        kept = sorted((backup for _, backup in self._all()), key=lambda backup: backup.moment)
        while kept and self.size() + needed > self._limit:
            counts = Counter(_contract(backup) for backup in kept)
            oldest = next((backup for backup in kept if counts[_contract(backup)] > 1), kept[0])
            kept.remove(oldest)
            oldest.path.unlink(missing_ok=True)

    def _all(self) -> list[tuple[str, Backup]]:
        found = []
        for path in self._folder.glob("*.cpom") if self._folder.is_dir() else ():
            if match := _NAME.fullmatch(path.name):
                found.append((match["contract"], Backup(match["moment"], match["reason"], path)))
        return found


def _sound_copy(db: sqlite3.Connection) -> bytes | None:
    """The file as bytes, taken by SQLite's own copy; None where a page of it does not read."""
    copy = in_memory()
    try:
        db.backup(copy)
        return copy.serialize() if copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" else None
    except sqlite3.DatabaseError:
        return None
    finally:
        copy.close()


def _contract(backup: Backup) -> str:
    return backup.path.name.partition(".")[0]


def _plain(contract_id: str) -> str:
    return re.sub(r"[^0-9A-Za-z_-]", "_", contract_id)[:64] or "_"
