"""Reads a feuille de réponse back: who answers, about what, and whether the sheet is the one that was made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...core.bargaining.answer_sheet import FORMAT, KEYS_SHEET, seal
from ...core.problems import Reason, Refused
from .book import Book, Form, Place, Seen, Sheet
from .lines import Unread
from .words import fold

_HEADS = {"position": "votre position", "argument": "argument", "until": "valable jusqu'au", "subject": "objet"}
_HEAD_NAMES = ("format", "contract", "name", "side", "number", "fingerprint", "made", "seal")
_LOOKED_AT = 30
_WHOLE = re.compile("[0-9]{1,9}")


class Answered(NamedTuple):
    """One row that the party filled: the address of the cell, what stood there, what it says now."""

    place: Place
    address: str
    state: str
    subject: str
    position: Seen | None
    argument: str
    until: str


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """A sheet that came back. `unread` are rows whose key was altered or is not of this sheet."""

    contract_id: str
    contract: str
    side: str
    number: int
    fingerprint: str
    made_on: str
    answers: tuple[Answered, ...]
    unread: tuple[Unread, ...]


def is_answer(book: Book) -> bool:
    """Whether a workbook is a feuille de réponse, by its hidden sheet of keys."""
    return book.sheet(KEYS_SHEET) is not None


def read_answer(book: Book) -> AnswerBook:
    """The answers of a sheet; raises `Refused` where it is not the one that was made."""
    keys = book.sheet(KEYS_SHEET)
    if keys is None:
        raise _altered(book, "il ne porte plus sa feuille de clés")
    pairs = [(keys.text(row, 0), keys.text(row, 1)) for row in range(len(keys.rows))]
    head, states = dict(pairs[:len(_HEAD_NAMES)]), pairs[len(_HEAD_NAMES):]
    if tuple(name for name, _ in pairs[:len(_HEAD_NAMES)]) != _HEAD_NAMES or not _is_sound(head):
        raise _altered(book, "ses clés ont été modifiées")
    if int(head["format"]) > FORMAT:
        raise Refused(Reason.NEWER_FORMAT, book.name, detail=str(FORMAT))
    number = int(head["number"])
    if seal(head["contract"], head["side"], number, head["fingerprint"], states) != head["seal"]:
        raise _altered(book, "ses clés ont été modifiées")
    answers, unread = list[Answered](), list[Unread]()
    for one in _rows(book, dict(states)):
        (answers if isinstance(one, Answered) else unread).append(one)  # type: ignore[arg-type]
    return AnswerBook(head["contract"], head["name"], head["side"], number, head["fingerprint"], head["made"],
                      tuple(answers), tuple(unread))


def _is_sound(head: dict[str, str]) -> bool:
    """Whether what the sheet says of itself can be read; the seal then tells whether it was altered."""
    try:
        dt.date.fromisoformat(head["made"])
    except ValueError:
        return False
    return all(_WHOLE.fullmatch(head[name]) for name in ("format", "number"))


def _altered(book: Book, detail: str) -> Refused:
    return Refused(Reason.BAD_WORKBOOK, book.name, detail=f"{detail}\u202f; demandez une feuille de réponse intacte")


def _rows(book: Book, states: dict[str, str]) -> Iterator[Answered | Unread]:
    """The rows that were filled; one key answered twice is not understood the second time."""
    seen = set[str]()
    for sheet in book.sheets:
        found = _headed(sheet)
        if found is None:
            continue
        first, columns = found
        for row in range(first, len(sheet.rows)):
            one = _row(sheet, row, columns, states)
            if isinstance(one, Answered) and one.address in seen:
                one = Unread(one.place, one.subject, "ce point a déjà une réponse plus haut")
            if one is not None:
                seen.add(one.address if isinstance(one, Answered) else "")
                yield one


def _headed(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The first row of answers and the columns by their heading: columns may have been moved or resized."""
    for row in range(min(_LOOKED_AT, len(sheet.rows))):
        texts = {fold(text): column for column, text in sheet.texts(row)}
        if all(words in texts for words in _HEADS.values()):
            return row + 1, {name: texts[words] for name, words in _HEADS.items()}
    return None


def _row(sheet: Sheet, row: int, columns: dict[str, int], states: dict[str, str]) -> Answered | Unread | None:
    position = sheet.at(row, columns["position"])
    argument = sheet.at(row, columns["argument"])
    until = sheet.text(row, columns["until"])
    said = argument.text.strip() if argument is not None else ""
    if position is None and not said and not until:
        return None
    place, subject, address = Place(sheet.name, row + 1), sheet.text(row, columns["subject"]), sheet.text(row, 0)
    if address not in states:
        shown = position.shown if position is not None else said
        return Unread(place, f"{subject} · {shown[:120]}".strip(" ·"), "la clé de cette ligne manque ou a été modifiée")
    if position is not None and position.form in (Form.ERROR, Form.UNCOMPUTED):
        return Unread(place, f"{subject} · {position.text}", "cette position ne se lit pas")
    return Answered(place, address, states[address], subject, position, said, until)
