"""Feuille de réponse: the open points as one party sees them on a sheet, for a party that has no program.

What is written here is what everybody may know: positions, retained values, arguments. Nothing private enters it. The
sheet carries the address of each cell, what stood there when it was made, and a seal over both.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from ..changes import Side
from ..contract import Contract
from ..model import Model
from ..money import format_field
from ..periods import format_day
from ..positions import position_value, positions_on, standing
from ..records import Cell, FieldInfo, Form, Value, field_of
from .points import Point, heading, point, spoken_of, subject

FORMAT = 1
"""Of the sheet of keys; a reader refuses a greater one."""
KEYS_SHEET = "cpom-reponse"
"""The hidden sheet by which an answer sheet is known."""
UNITS = {Form.CENTS: "€", Form.RATE: "%"}


@dataclass(frozen=True, slots=True)
class AnswerPoint:
    """One point: its cell, the words of a row, and the state of the cell when the sheet was made."""

    cell: Cell
    state: str
    where: str
    subject: str
    year: str
    unit: str
    asked: str
    offered: str
    retained: str
    argument: str

    @property
    def info(self) -> FieldInfo:
        """The field that the party answers in."""
        return field_of(self.cell)


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A whole sheet. `number` grows with the contract: a sheet of a smaller number is an older one."""

    contract_id: str
    contract: str
    side: Side
    party: str
    number: int
    fingerprint: str
    made_on: dt.date
    points: tuple[AnswerPoint, ...]

    @property
    def seal(self) -> str:
        """What tells a sheet whose keys were altered."""
        return seal(self.contract_id, self.side.value, self.number, self.fingerprint,
                    [(str(one.cell), one.state) for one in self.points])


def answer_sheet(model: Model, side: Side, party: str, number: int, fingerprint: str, today: dt.date) -> AnswerSheet:
    """The points that still wait for an answer, in the order of the negotiation."""
    contract = model.first(Contract)
    assert contract is not None, "a contract file holds its contract"
    points = (point(model, cell, today) for cell in spoken_of(model))
    rows = tuple(_row(model, one, today) for one in points if one.open)
    return AnswerSheet(contract.id, contract.name, side, party, number, fingerprint, today, rows)


def state_of(model: Model, cell: Cell) -> str:
    """What stands on a cell, as twelve characters: another text means that the point has moved since."""
    said = [(one.party, one.rank, one.value, one.status, one.settled) for one in positions_on(model, cell)]
    return _digest([str(cell), model.value(cell), said])[:12]


def seal(contract: str, side: str, number: int, fingerprint: str, keys: Sequence[tuple[str, str]]) -> str:
    """A digest over everything by which a sheet is recognised. It betrays a slip, not a forger: nobody signs it."""
    return _digest([FORMAT, contract, side, number, fingerprint, *map(list, keys)])[:32]


def _digest(said: object) -> str:
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _row(model: Model, one: Point, today: dt.date) -> AnswerPoint:
    info, record = field_of(one.cell), model.record(one.cell.kind, one.cell.row)
    year = getattr(record, "year", None)
    asked, offered = (_said(info, position.value if position else None, position is not None)
                      for position in (one.asked, one.offered))
    return AnswerPoint(
        one.cell, state_of(model, one.cell), heading(model, one.cell)[1], subject(model, one.cell), str(year or ""),
        UNITS.get(info.form, info.about.unit), asked, offered, _shown(info, one.retained),
        _last_argument(model, one.cell, today),
    )


def _said(info: FieldInfo, text: str | None, there: bool) -> str:
    if not there:
        return ""
    return _shown(info, position_value(info, text)) or "rien"


def _shown(info: FieldInfo, value: Value) -> str:
    return "" if value is None else format_field(info, value)


def _last_argument(model: Model, cell: Cell, today: dt.date) -> str:
    """What each side last said for its position, the sides in their order."""
    standing_now = (standing(model, cell, side, today) for side in Side)
    return "\n".join(_argument(one.party, one.argument, one.valid_until) for one in standing_now
                     if one is not None and one.argument)


def _argument(party: str, argument: str, until: str | None) -> str:
    limit = f" (jusqu’au {format_day(until)})" if until else ""
    return f"{_PARTIES[party]}\u00a0: {argument}{limit}"


_PARTIES = {Side.MANAGER.value: "Gestionnaire", Side.AUTHORITY.value: "Autorité",
            Side.SECOND_AUTHORITY.value: "2e autorité"}
