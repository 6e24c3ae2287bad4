"""How a kind of record is described.

One frozen dataclass in `core` is the only definition of a kind. Resolved once at import, it gives the table in the
file, the validation at the door of writing, the headers, the labels of forms, the columns of spreadsheets and the
sentences of the history. Not covered, on purpose: choice lists that depend on the contract, computed figures, rules
across fields, the order of columns in a view.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import repeat
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from .problems import Reason, Refused

Value = str | int | None
"""What a cell holds, in the file as in memory. None is « unknown », never 0; '' is stored as None where allowed."""

MAX_CENTS = 10**13
"""Bound of every amount, in cents: still exact as a float in a spreadsheet."""
MAX_NAME, MAX_TEXT = 500, 100_000
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that make a line read otherwise than it is written; a journal that holds some can still be read."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of a day: a contract that ran to 9999 would have 8 000 years to compute."""
MAX_RATE = 1_000_000
"""Rates are integer millionths: 1,25 % = 12 500; bound ±100 % unless the field says otherwise."""


class Form(Enum):
    """What a value means: it decides parsing, display, alignment and bounds."""

    # That of `Enum` is a function of Python, called for every value that is checked.
    __hash__ = object.__hash__

    NAME = "name"
    TEXT = "text"
    INTEGER = "integer"
    CENTS = "cents"
    RATE = "rate"
    DECIMAL = "decimal"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"
    ADDRESS = "address"


Name = Annotated[str, Form.NAME]
Text = Annotated[str, Form.TEXT]
Whole = Annotated[int, Form.INTEGER]
Cents = Annotated[int, Form.CENTS]
Rate = Annotated[int, Form.RATE]
Number = Annotated[str, Form.DECIMAL]
"""A decimal number as canonical text: '35.4', never '35.40' nor '3.54e1'."""
Day = Annotated[str, Form.DAY]
"""A date of the contract's territory, ISO: '2027-01-01'."""
Flag = Annotated[int, Form.FLAG]
Choice = Annotated[str, Form.CHOICE]
Reference = Annotated[str, Form.REFERENCE]
Address = Annotated[str, Form.ADDRESS]
"""The cell a position or a link speaks of: 'kind/id/field'."""


@dataclass(frozen=True, slots=True)
class About:
    """What people see of a field, and what the door accepts.

    `choices` maps the stored word to its French label; `of` names the kind a reference points to; `owner` says that
    the row belongs to the row it refers to and disappears with it; `negotiable` that sides may hold positions on it.
    """

    label: str
    unit: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    of: str = ""
    owner: bool = False
    negotiable: bool = False
    help: str = ""


class Cell(NamedTuple):
    """The one way to address a value everywhere: kind of record, row id, field. Field '' is the row itself."""

    kind: str
    row: str
    field: str

    def __str__(self) -> str:
        return "/".join(self)

    @classmethod
    def parse(cls, text: str) -> Cell:
        """Read 'kind/id/field'. Raises `Refused` on anything else."""
        parts = text.split("/")
        if len(parts) != 3 or not parts[0] or not parts[1]:
            raise Refused(Reason.UNKNOWN_CELL, detail=text[:80])
        # Not `cls(*parts)`, a function of Python: the view of a side reads thousands of addresses.
        return tuple.__new__(cls, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the contract. `natural_key` names the fields that identify it: its id is then derived from them."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    natural_key: ClassVar[tuple[str, ...]] = ()
    id: str

    def at(self, field: str) -> Cell:
        """The address of one of my values."""
        return tuple.__new__(Cell, (self.kind, self.id, field))


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One resolved field of a kind; `optional` fields accept None."""

    kind: str
    name: str
    about: About
    form: Form
    optional: bool
    default: Value
    bounds: tuple[int, int] = field(init=False)
    """Inclusive bounds of an integer field, in its stored unit."""

    def __post_init__(self) -> None:
        low, high = _BOUNDS.get(self.form, (0, 0))
        object.__setattr__(self, "bounds", (low if self.about.low is None else self.about.low,
                                            high if self.about.high is None else self.about.high))

    @property
    def label(self) -> str:
        return self.about.label

    @property
    def sql(self) -> str:
        """The column type in a STRICT table."""
        return "INTEGER" if self.form in INTEGERS else "TEXT"

    def check(self, value: object) -> Value:
        """The canonical form of a value that may be written; raises `Refused` with the label and what is accepted."""
        if value is None or value == "":
            return self._nothing()
        if self.form in INTEGERS:
            return self._integer(value)
        if not isinstance(value, str):
            raise Refused(Reason.BAD_VALUE, self.label, detail="un texte est attendu")
        return _TEXT_CHECKS.get(self.form, _check_text)(self, unicodedata.normalize("NFC", value))

    def _nothing(self) -> Value:
        if self.optional:
            return None
        if self.form in _FREE_TEXT or self.form in (Form.REFERENCE, Form.ADDRESS, Form.CHOICE):
            return ""
        raise Refused(Reason.BAD_VALUE, self.label, detail="une valeur est attendue")

    def _integer(self, value: object) -> int:
        # STRICT accepts 7 for a boolean and converts '12' and 3.0: the door does not.
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(Reason.BAD_VALUE, self.label, detail="un nombre entier est attendu")
        low, high = self.bounds
        if not low <= value <= high:
            raise Refused(Reason.OUT_OF_BOUNDS, self.label, detail=f"hors des bornes {low} à {high}", low=low,
                          high=high)
        return value


INTEGERS = {Form.INTEGER, Form.CENTS, Form.RATE, Form.FLAG}
_FREE_TEXT = {Form.NAME, Form.TEXT}
_BOUNDS: dict[Form, tuple[int, int]] = {
    Form.INTEGER: (-(10**9), 10**9), Form.CENTS: (-MAX_CENTS, MAX_CENTS),
    Form.RATE: (-MAX_RATE, MAX_RATE), Form.FLAG: (0, 1),
}


def _check_text(field: FieldInfo, value: str) -> str:
    limit = MAX_NAME if field.form is not Form.TEXT else MAX_TEXT
    if len(value) > limit:
        raise Refused(Reason.OUT_OF_BOUNDS, field.label, detail=f"le texte dépasse {limit} caractères")
    # Nearly every text is printable as a whole: only the others are looked at character by character.
    if not value.isprintable() and (bad := next((c for c in value if _is_forbidden(c)), None)):
        what = "caractère qui retourne le sens de la lecture" if bad in TURNING else "caractère de commande"
        raise Refused(Reason.BAD_VALUE, field.label, detail=f"{what} U+{ord(bad):04X} interdit")
    return value


def _is_forbidden(char: str) -> bool:
    # Not « unassigned »: what is unassigned depends on the Unicode of each Python, and two copies must agree.
    if unicodedata.category(char) in {"Cc", "Cs"}:
        return char not in "\n\t"
    return char in TURNING or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _check_day(field: FieldInfo, value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise Refused(Reason.BAD_VALUE, field.label, detail="une date est attendue") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        detail = f"l’année {day.year} est hors de la période {FIRST_YEAR}–{LAST_YEAR}"
        raise Refused(Reason.OUT_OF_BOUNDS, field.label, detail=detail)
    return day.isoformat()


def _check_number(field: FieldInfo, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise Refused(Reason.BAD_VALUE, field.label, detail="un nombre est attendu") from None
    exponent = number.as_tuple().exponent
    # The exponent too: '1e-999999999' has one digit and would be written with a thousand million zeros.
    if not isinstance(exponent,
                      int) or abs(exponent) > 20 or len(number.as_tuple().digits) > 20 or abs(number) >= 10**15:
        raise Refused(Reason.OUT_OF_BOUNDS, field.label, detail="nombre trop grand ou trop précis")
    low, high = field.about.low, field.about.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refused(Reason.OUT_OF_BOUNDS, field.label, detail=f"hors des bornes {low} à {high}", low=low, high=high)
    return canonical_number(number)


def canonical_number(number: Decimal) -> str:
    """One text per number: '35.4', '100', '0', '-1.25'."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _check_choice(field: FieldInfo, value: str) -> str:
    if not any(value == key for key, _ in field.about.choices):
        raise Refused(Reason.BAD_VALUE, field.label, detail=f"« {value[:40]} » n’est pas un choix proposé")
    return value


_TEXT_CHECKS = {Form.DAY: _check_day, Form.DECIMAL: _check_number, Form.CHOICE: _check_choice}

KINDS: dict[str, type[Record]] = {}
"""Every kind of record of the program, by its name in the file."""
_FIELDS: dict[str, dict[str, FieldInfo]] = {}

R = TypeVar("R", bound=Record)


def register(cls: type[R]) -> type[R]:
    """Class decorator: resolve the fields of a kind once and enter it in `KINDS`."""
    if not cls.kind or not cls.title:
        raise TypeError(f"{cls.__name__} has no kind or no title")
    if cls.kind in KINDS:
        raise TypeError(f"the kind {cls.kind!r} is defined twice")
    hints = get_type_hints(cls, include_extras=True)
    found = {f.name: _resolved(cls.kind, f.name, hints[f.name], f.default) for f in fields(cls) if f.name != "id"}
    if missing := [name for name in cls.natural_key if name not in found]:
        raise TypeError(f"{cls.kind}: natural key {missing} is no field")
    KINDS[cls.kind], _FIELDS[cls.kind] = cls, found
    return cls


def unregister(cls: type[Record]) -> None:
    """Forget a kind: tests define throw-away kinds."""
    del KINDS[cls.kind], _FIELDS[cls.kind]
    _SLOTS.pop(cls.kind, None)


def fields_of(kind: str | type[Record]) -> dict[str, FieldInfo]:
    """The resolved fields of a kind, in their order, without `id`."""
    return _FIELDS[kind if isinstance(kind, str) else kind.kind]


def field_of(cell: Cell) -> FieldInfo:
    """The field a cell speaks of; raises `Refused` where there is none."""
    found = _FIELDS.get(cell.kind, {}).get(cell.field)
    if found is None:
        raise Refused(Reason.UNKNOWN_CELL, detail=f"{cell.kind}.{cell.field}")
    return found


def _resolved(kind: str, name: str, hint: Any, default: Any) -> FieldInfo:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{kind}.{name} says nothing about itself")
    base, *notes = get_args(hint)
    optional = False
    if get_origin(base) in (Union, UnionType):
        members = [m for m in get_args(base) if m is not NoneType]
        optional, base = True, members[0]
    if get_origin(base) is Annotated:
        base, *inner = get_args(base)
        notes = [*inner, *notes]
    form = next(note for note in notes if isinstance(note, Form))
    about = next(note for note in notes if isinstance(note, About))
    if (form is Form.REFERENCE) != bool(about.of) or (form is Form.CHOICE) != bool(about.choices):
        raise TypeError(f"{kind}.{name}: a reference names its kind, a choice its words, and nothing else does")
    return FieldInfo(kind, name, about, form, optional, default)


_Setter = Callable[[Record, Value], None]
_SLOTS: dict[str, dict[str, _Setter]] = {}
"""How each value of a kind is put in a row being made."""


def changed(record: R, values: Mapping[str, Value]) -> R:
    """The same row with other values, which must have been checked."""
    row: R = object.__new__(type(record))
    for name, put in _setters(type(record)).items():
        put(row, values[name] if name in values else getattr(record, name))
    return row


def changed_rows(changes: Iterable[tuple[R, Mapping[str, Value]]]) -> list[R]:
    """The same rows, those of a kind together, with other values, which must have been checked.

    Copied column by column, without a call of Python for each value: an overlay of thousands of positions feels it.
    """
    by_kind: dict[type[R], list[tuple[R, Mapping[str, Value]]]] = {}
    for change in changes:
        by_kind.setdefault(type(change[0]), []).append(change)
    result: list[R] = []
    for cls, held in by_kind.items():
        setters, olds = _setters(cls), [old for old, _ in held]
        rows = list(map(object.__new__, repeat(cls, len(held))))
        for name, put in setters.items():
            deque(map(put, rows, map(attrgetter(name), olds)), maxlen=0)
        for row, (_, values) in zip(rows, held, strict=True):
            for name, value in values.items():
                setters[name](row, value)
        result += rows
    return result


def _setters(cls: type[Record]) -> dict[str, _Setter]:
    if cls.kind not in _SLOTS:
        _SLOTS[cls.kind] = {name: getattr(cls, name).__set__ for name in ("id", *fields_of(cls.kind))}
    return _SLOTS[cls.kind]


def values_of(record: Record) -> dict[str, Value]:
    """The values of a record by field, without its id."""
    return {name: getattr(record, name) for name in fields_of(record.kind)}


def checked(record: R) -> R:
    """The same record with canonical values; raises `Refused` on the first value that may not be written."""
    info = fields_of(record.kind)
    return type(record)(id=record.id, **{name: info[name].check(getattr(record, name)) for name in info})
