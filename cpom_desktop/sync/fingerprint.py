"""Twelve characters that are equal on two screens when the contract is the same: `7K3M-Q9XZ-2F4T`.

What is covered: every cell of an existing row that an op has written, with the value shown; the versions of each cell
in conflict; the rows that somebody deleted and that are there all the same. Meetings, positions and decisions are
covered: both sides see them. Not covered: defaults and derived figures (a later version of the program has others),
what a copy notes about itself (`is_content`), and private data, which never enter the journal. Records and fields of a
later version are covered though they are not shown here: the journal holds them, and equal journals have equal prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from ..core.records import Cell, Value
from .journal import canonical, canonical_fast

NOT_CONTENT_PREFIX = "log_"
"""Kinds that note what a copy has done (exchanges, prints, reviews) are named so, now and in later versions."""
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHUNK = 4_096
_SHOWN_BITS, _GROUP = 60, 4

Address = TypeVar("Address", bound=tuple[str, ...])
Payload = TypeVar("Payload")

OpenPoint = tuple[Cell, tuple[Value, ...]]
"""A cell in conflict and its different values; for a row flagged, its cell '' and nothing."""
WrittenRow = tuple[tuple[str, str], Mapping[str, Value]]
"""A row, by kind and id, with the value shown of each field that an op has written."""


def is_content(kind: str) -> bool:
    """Whether the fingerprint covers a kind of record: all do, but those that note what a copy has done."""
    return not kind.startswith(NOT_CONTENT_PREFIX)


def content_hash(cells: Iterable[tuple[Cell, Value]], open_points: Iterable[OpenPoint] = ()) -> str:
    """SHA-256, 64 hexadecimal digits, of the cells written and of what is still open.

    Both come in ascending order of cells, each cell once (`ValueError` otherwise: two orders would give two prints);
    kinds that are no content are left out here.
    """
    return _hash(([*cell, value] for cell, value in _ascending(cells) if is_content(cell.kind)), open_points)


def content_hash_of_rows(rows: Iterable[WrittenRow], open_points: Iterable[OpenPoint] = ()) -> str:
    """The same hash from whole rows in ascending order, each once: a large contract takes half the time."""
    written = ((key, values) for key, values in _ascending(rows) if is_content(key[0]))
    return _hash(
        ([*key, name, values[name]] for key, values in written for name in sorted(values)), open_points)


def spoken(content: str) -> str:
    """The first 60 bits of a content hash, as they are read aloud: three groups of four characters."""
    bits = int(content, 16) >> (len(content) * 4 - _SHOWN_BITS)
    letters = "".join(CROCKFORD[bits >> shift & 31] for shift in range(_SHOWN_BITS - 5, -1, -5))
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))


def fingerprint(cells: Iterable[tuple[Cell, Value]], open_points: Iterable[OpenPoint] = ()) -> str:
    """The twelve characters of a contract; see `content_hash`."""
    return spoken(content_hash(cells, open_points))


def fingerprint_of_rows(rows: Iterable[WrittenRow], open_points: Iterable[OpenPoint] = ()) -> str:
    """The twelve characters of a contract; see `content_hash_of_rows`."""
    return spoken(content_hash_of_rows(rows, open_points))


def _hash(cells: Iterator[list[Any]], open_points: Iterable[OpenPoint]) -> str:
    digest = sha256()
    _feed(digest.update, cells)
    digest.update(b"\n")
    _feed(digest.update, (
        [*cell, sorted(values, key=canonical)] for cell, values in _ascending(open_points) if is_content(cell.kind)))
    return digest.hexdigest()


def _ascending(pairs: Iterable[tuple[Address, Payload]]) -> Iterator[tuple[Address, Payload]]:
    before: Address | None = None
    for pair in pairs:
        if before is not None and pair[0] <= before:
            raise ValueError(f"{pair[0]} comes after {before}")
        before = pair[0]
        yield pair


def _feed(update: Callable[[bytes], None], rows: Iterator[list[Any]]) -> None:
    """One JSON array per row, the comma between them; rows are written in chunks because that is ten times faster."""
    first = True
    while chunk := list(islice(rows, _CHUNK)):
        update(b"" if first else b",")
        update(canonical_fast(chunk)[1:-1])
        first = False
