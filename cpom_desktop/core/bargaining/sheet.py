"""The fiche d’arbitrage of one side: object, state of the points, options with their effect, recommendation, deadline.

It is made of words alone, so that the page and the text document say the same. It belongs to the side that made it:
no envoi, no other export ever holds it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..changes import Side
from ..contract import Contract, Manager
from ..finance.books import Books
from ..finance.cost import cost_between
from ..finance.grants import Gap as Cost
from ..model import Model
from ..money import NBSP, format_amount, format_field, format_rate, half_up
from ..naming import and_others
from ..negotiation import Position
from ..overlay import on_behalf
from ..periods import format_day
from ..positions import position_value
from ..problems import Reason, Refused
from ..records import Cell, Form, Value, field_of
from .packages import PackageFate, linked_positions, package_cost
from .points import Point, cost, cost_of_all, heading, point, subject

MOST_POINTS, LONGEST = 6, 900
"""What one page holds: points, and signs of the object or of the recommendation."""
HUNDREDTH = 100
FORECAST, COUNTED = "Montants prévisionnels.", "Effets comptés sur l’accord à ce jour."
"""What is said under the state of the points, and under the options."""
_FIGURE = re.compile(r"[+\u2212]?\d[^\n]{0,22}|\u2013?")


@dataclass(frozen=True, slots=True)
class Request:
    """What its author writes: the points, the object, for whom, what is recommended and by when.

    `private` are the reserved elements of that side, as labels and texts, where it chose to join them.
    """

    side: Side
    cells: tuple[Cell, ...]
    object: str = ""
    addressee: str = ""
    recommendation: str = ""
    deadline: str | None = None
    private: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StateLine:
    """One point in words: what is asked, offered, retained, the gap, its cost over the contract and its share."""

    name: str
    asked: str
    offered: str
    retained: str
    gap: str
    cost: str
    share: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One way out: the values that it retains, its effect on the first year and over the contract, on the package."""

    name: str
    values: str
    first_year: str
    whole: str
    share: str
    package: str


@dataclass(frozen=True, slots=True)
class ArbitrationSheet:
    """One page in words. `span` is « 2027–2031 », `first` its first year."""

    banner: str
    contract: str
    organisation: str
    addressee: str
    object: str
    deadline: str
    made_on: str
    span: str
    first: str
    state: tuple[StateLine, ...]
    total: str
    options: tuple[OptionLine, ...]
    recommendation: str
    private: tuple[tuple[str, str], ...]


def are_figures(texts: Iterable[str]) -> bool:
    """Whether a column of these texts stands to the right: amounts, rates, counts, or nothing."""
    held = list(texts)
    return all(map(_FIGURE.fullmatch, held)) and any(map(str.isdigit, "".join(held)))


def arbitration_sheet(books: Books, request: Request, made_on: dt.date) -> ArbitrationSheet:
    """The sheet of some points as they stand. Raises `Refused` for no point, too many, or a text longer than a page."""
    model = books.model
    _check(request)
    points = [point(model, cell, made_on) for cell in request.cells]
    whole = cost_of_all(books, points)
    contract = model.first(Contract)
    name = organisation(model, request.side)
    years = [str(year) for year, _ in whole.years] or [""]
    span = f"{years[0]}–{years[-1]}" if years[0] else "durée du contrat"
    first = subject(model, request.cells[0])
    return ArbitrationSheet(
        f"Document interne à {name} — ne pas diffuser", contract.name if contract is not None else "", name,
        request.addressee.strip(), request.object.strip() or first + and_others(len(points) - 1),
        format_day(request.deadline, long=True), format_day(made_on.isoformat(), long=True), span, years[0],
        tuple(_state(books, one) for one in points), cost_sentence(whole),
        tuple(_options(books, points, request.side, made_on)), request.recommendation.strip(), request.private)


def organisation(model: Model, side: Side) -> str:
    """Whose document it is: the manager, or the service of an authority."""
    manager = model.first(Manager)
    if side is Side.MANAGER:
        return manager.name if manager is not None and manager.name else "gestionnaire"
    return on_behalf(model, side)


def cost_sentence(found: Cost) -> str:
    """« +132 918,01 € sur 2027–2031, soit 1,89 % de la DGC »."""
    if not found.years or all(figure.cents == 0 for _, figure in found.years):
        return "Sans effet sur les dotations"
    if found.whole.cents is None:
        return f"Effet incomplet{NBSP}: il manque {', '.join(found.whole.missing[:3])}"
    words = f"{_euros(found.whole.cents)} sur {found.years[0][0]}–{found.years[-1][0]}"
    return f"{words}, soit {share} de la DGC" if (share := _share(found)) else words


def _check(request: Request) -> None:
    if not 1 <= len(request.cells) <= MOST_POINTS:
        raise Refused(Reason.BAD_VALUE, "Points", detail=f"une fiche réunit de 1 à {MOST_POINTS} points")
    for label, text in (("Objet", request.object), ("Recommandation", request.recommendation),
                        ("Destinataire", request.addressee)):
        if len(text) > LONGEST:
            raise Refused(Reason.BAD_VALUE, label, detail=f"{len(text)} signes, une page en tient {LONGEST}")


def _state(books: Books, one: Point) -> StateLine:
    cell, model = one.cell, books.model
    found = cost(books, one)
    gap = "" if one.gap is None or one.gap.difference is None else _signed(cell, one.gap.difference)
    priced = found is not None and bool(found.years)
    return StateLine(
        f"{subject(model, cell)}, {heading(model, cell)[1]}",
        _said(cell, one.asked), _said(cell, one.offered), _shown(cell, one.retained, "rien"), gap,
        _whole(found) if found is not None and priced else "–", _share(found) if found is not None else "")


def _options(books: Books, points: Sequence[Point], side: Side, today: dt.date) -> list[OptionLine]:
    """To hold one’s own, to take the other’s, half-way where both are figures, each open package as a whole."""
    firsts, seconds = {one.cell: one.first for one in points}, {one.cell: one.second for one in points}
    own, other = (firsts, seconds) if side is Side.MANAGER else (seconds, firsts)
    whose = ("la demande", "l’offre") if side is Side.MANAGER else ("l’offre", "la demande")
    ways: list[tuple[str, Mapping[Cell, Value]]] = [(f"Maintenir {whose[0]}", own), (f"Accepter {whose[1]}", other)]
    middle = {cell: found for cell in firsts if (found := _half_way(cell, firsts[cell], seconds[cell])) is not None}
    if middle:
        ways.insert(1, ("À mi-chemin", {**own, **middle}))
    broken = _packages(books, points, today)
    lines = [_option(books, name, values, broken) for name, values in ways]
    for linked in linked_positions(books.model, today):
        if linked.fate is PackageFate.OPEN and any(cell in firsts for cell in linked.values()):
            name = f"Accepter le lot {linked.package.code or linked.package.name}"
            lines.append(_line(books, name, linked.values(), package_cost(books, linked), "entier"))
    return lines


def _option(books: Books, name: str, values: Mapping[Cell, Value], packages: Mapping[str, Mapping[Cell, Value]]
            ) -> OptionLine:
    apart = [code for code, held in packages.items()
             if any(cell not in values or values[cell] != value for cell, value in held.items())]
    words = f"{', '.join(apart)} à reprendre" if apart else "–"
    return _line(books, name, values, cost_between(books, values), words)


def _line(books: Books, name: str, values: Mapping[Cell, Value], found: Cost, package: str) -> OptionLine:
    words = " · ".join(f"{subject(books.model, cell)}{NBSP}: {_shown(cell, value, 'rien')}"
                       for cell, value in values.items())
    first = found.years[0][1].cents if found.years else 0
    shown = "incomplet" if first is None else _euros(first) if first else "–"
    return OptionLine(name, words, shown, _whole(found), _share(found), package)


def _packages(books: Books, points: Collection[Point], today: dt.date) -> dict[str, dict[Cell, Value]]:
    """The open packages that hold one of the points: an option that takes other values undoes them."""
    cells = {one.cell for one in points}
    return {linked.package.code or linked.package.name: linked.values()
            for linked in linked_positions(books.model, today)
            if linked.fate is PackageFate.OPEN and cells & set(linked.values())}


def _half_way(cell: Cell, one: Value, other: Value) -> Value:
    info = field_of(cell)
    if one is None or other is None or one == other or info.form not in (Form.CENTS, Form.RATE):
        return None
    return half_up(int(one) + int(other), 2)


def _said(cell: Cell, position: Position | None) -> str:
    return "" if position is None else _shown(cell, position_value(field_of(cell), position.value), "rien")


def _shown(cell: Cell, value: Value, nothing: str) -> str:
    if value is None:
        return nothing
    info = field_of(cell)
    unit = {Form.CENTS: "€", Form.RATE: "%"}.get(info.form, info.about.unit)
    return format_field(info, value) + (NBSP + unit if unit else "")


def _signed(cell: Cell, difference: Value) -> str:
    form = field_of(cell).form
    if form is Form.CENTS and isinstance(difference, int):
        return _euros(difference)
    if form is Form.RATE and isinstance(difference, int):
        return f"{format_rate(difference, sign=True)}{NBSP}point"
    text = format_field(field_of(cell), difference)
    return text if Decimal(str(difference)) <= 0 else f"+{text}"


def _whole(found: Cost) -> str:
    if found.whole.cents is None:
        return "incomplet"
    return _euros(found.whole.cents) if found.whole.cents else "–"


def _euros(cents: int) -> str:
    return format_amount(cents, sign=True, unit=True)


def _share(found: Cost) -> str:
    if found.millionths is None or not found.in_grants or not found.whole.cents:
        return ""
    return format_rate(half_up(found.millionths, HUNDREDTH) * HUNDREDTH, unit=True)
