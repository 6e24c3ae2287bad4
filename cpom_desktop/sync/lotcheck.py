"""What a lot must be by itself, before anything is compared with it: the one door of every journal.

A lot made here passes the same door as a lot received, so that nothing is written that the others would refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NoReturn, cast

from ..core.problems import Reason, Refused
from ..core.records import MAX_NAME, MAX_TEXT, TURNING, Value
from .clock import MAX_HLC
from .journal import Lot, Op, OpKind, lot_hash
from .state import ASSIGNING

READER = 1
"""The meaning of known values that this program reads; a lot that says more is for a later one."""
MAX_INTEGER = 2**63 - 1
MAX_PARENTS, MAX_FIELDS = 10_000, 1_000
_REPLICA, _HASH = re.compile("[0-9a-f]{16}"), re.compile("[0-9a-f]{64}")
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
"""Control characters but tabulation and end of line, and halves of characters."""
_NOT_IN_TEXT, _NOT_IN_LINE = re.compile(f"[{_CONTROL}]"), re.compile(f"[{_CONTROL}{TURNING}\t\n]")
_PLAIN_KEY, _PLAIN_KEYS = re.compile("[ -.0-~]{1,500}"), re.compile("[ -.0-~]{1,500}(\n[ -.0-~]{1,500})*")


def check_lot(lot: Lot) -> None:
    """Raises `Refused`, malformed or newer format, unless a lot is whole, honest about itself and readable here."""
    if lot.min_reader > READER:
        raise Refused(Reason.NEWER_FORMAT, detail=str(READER))
    _check_head(lot)
    _check_sequence(lot)
    plain = _are_plain_keys(lot.ops)
    for op in lot.ops:
        _check_op(op, plain)
    _check_once(lot)
    if lot.hash != lot_hash(lot):
        _refuse(f"l’empreinte de la modification n°\u00a0{lot.number} ne correspond pas à son contenu")


def is_line(text: str) -> bool:
    """Whether a text may stand on one line of the history: no control character, nothing that turns the reading."""
    return len(text) <= MAX_NAME and _NOT_IN_LINE.search(text) is None and unicodedata.is_normalized("NFC", text)


def is_text(text: str) -> bool:
    """Whether a text may be a value: composed characters, no control character but end of line and tabulation."""
    if text.isascii() and text.isprintable():
        return True
    return _NOT_IN_TEXT.search(text) is None and unicodedata.is_normalized("NFC", text)


def as_line(text: str) -> str:
    """A text that somebody typed, as it may stand on one line of the history."""
    clean = _NOT_IN_LINE.sub("", text.replace("\n", " ").replace("\t", " "))
    # Composed last: what stood between a letter and its accent may have gone.
    return unicodedata.normalize("NFC", clean)[:MAX_NAME]


def is_key(text: object) -> bool:
    """Whether a text may name a kind, a row or a field: one line, without a slash, not empty."""
    if not isinstance(text, str):
        return False
    return _PLAIN_KEY.fullmatch(text) is not None or (text != "" and "/" not in text and is_line(text))


@lru_cache(maxsize=64)
def _are_keys(names: tuple[object, ...]) -> bool:
    """Whether these may name the fields of a new row; rows of a kind nearly always have the same ones."""
    return all(map(is_key, names))


def is_replica(text: str) -> bool:
    """Whether a text is the name of a replica: 16 hexadecimal digits."""
    return _REPLICA.fullmatch(text) is not None


def is_hash(text: str) -> bool:
    """Whether a text is a SHA-256, 64 hexadecimal digits."""
    return _HASH.fullmatch(text) is not None


def _check_head(lot: Lot) -> None:
    if not is_replica(lot.replica) or not 1 <= lot.number <= MAX_INTEGER or not lot.ops:
        _refuse("une modification n’a ni origine, ni rang, ni contenu")
    if not (lot.previous == "" if lot.number == 1 else is_hash(lot.previous)):
        _refuse(f"la modification n°\u00a0{lot.number} ne dit pas ce qui la précède")
    lines = (lot.author, lot.organisation, lot.side, lot.label, lot.wall, lot.zone, lot.app)
    if not all(is_line(text) for text in lines):
        _refuse(f"l’intitulé de la modification n°\u00a0{lot.number} contient des caractères interdits")


def _check_sequence(lot: Lot) -> None:
    before = 0
    for place, op in enumerate(lot.ops):
        if op.replica != lot.replica or op.seq != lot.first_seq + place or not before < op.hlc <= MAX_HLC:
            _refuse(f"la modification n°\u00a0{lot.number} n’est pas dans l’ordre")
        before = op.hlc
    if not 1 <= lot.first_seq <= MAX_INTEGER:
        _refuse(f"la modification n°\u00a0{lot.number} n’est pas dans l’ordre")


def _are_plain_keys(ops: Sequence[Op]) -> bool:
    """Whether every kind and row, and every field that is said, may be a name for a reason seen at one glance.

    One look at all of them: one by one they take a tenth of a long merge. Otherwise each is looked at with `is_key`.
    """
    kinds, rows, fields = (set(parts) for parts in zip(*(op.cell for op in ops), strict=True))
    names = kinds | rows | (fields - {""})
    if not all(type(name) is str for name in names):
        return False
    together = "\n".join(names)
    # A name with an end of line inside would pass for two.
    return together.count("\n") == len(names) - 1 and _PLAIN_KEYS.fullmatch(together) is not None


def _check_op(op: Op, has_plain_keys: bool) -> None:
    if len(op.parents) > 1 and (len(op.parents) > MAX_PARENTS or len(set(op.parents)) != len(op.parents)):
        _refuse("une modification cite deux fois la même")
    for replica, seq in op.parents:
        if (replica != op.replica and not is_replica(replica)) or not 1 <= seq <= MAX_INTEGER:
            _refuse("une modification cite une origine impossible")
    if op.kind is OpKind.UNDO:
        _check_undo(op)
        return
    assigns = op.kind in ASSIGNING
    named = bool(op.cell.field) if has_plain_keys else is_key(op.cell.field)
    if named != assigns or not (has_plain_keys or (is_key(op.cell.kind) and is_key(op.cell.row))):
        _refuse("une modification vise un champ impossible")
    if assigns:
        _check_value(op.value)
    elif op.kind is OpKind.NEW:
        _check_row(op.value)
    elif op.value is not None:
        _refuse("une suppression porte une valeur")


def _check_undo(op: Op) -> None:
    match op.value:
        case [str(replica), int(number)] if is_replica(replica) and 0 < number <= MAX_INTEGER and number is not True:
            if op.cell == ("", "", "") and not op.parents:
                return
    _refuse("une annulation ne dit pas ce qu’elle annule")


def _check_row(value: object) -> None:
    if not isinstance(value, dict) or len(value) > MAX_FIELDS or not _are_keys(tuple(value)):
        _refuse("une ligne créée n’a pas de champs lisibles")
    for item in value.values():
        _check_value(item)


def _check_value(value: object) -> None:
    if value is None or (type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER):
        return
    if not isinstance(value, str) or len(value) > MAX_TEXT or not is_text(value):
        _refuse("une valeur n’est ni un nombre entier, ni un texte lisible")


def _check_once(lot: Lot) -> None:
    """One change per cell in a lot, and an undo alone: otherwise an author would contradict himself."""
    cells: set[tuple[str, str, str]] = set()
    count = 0
    for op in lot.ops:
        if op.kind is OpKind.UNDO and len(lot.ops) > 1:
            _refuse("une annulation est mêlée à d’autres modifications")
        cells.add(op.cell)
        count += 1
        if op.kind is OpKind.NEW:
            values = cast("dict[str, Value]", op.value)
            cells.update((op.cell.kind, op.cell.row, name) for name in values)
            count += len(values)
    if len(cells) != count:
        _refuse(f"la modification n°\u00a0{lot.number} écrit deux fois la même valeur")


def _refuse(detail: str) -> NoReturn:
    raise Refused(Reason.MALFORMED, detail=detail)
