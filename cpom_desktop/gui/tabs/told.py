"""What was said of a cell, in the words of the volet: details of a position, its package, the order of the moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...core.bargaining.moves import Turn
from ...core.bargaining.packages import Linked, PackageFate, package_cost
from ...core.bargaining.points import subject
from ...core.finance.books import Books
from ...core.negotiation import Position
from ...core.periods import format_day
from ...core.positions import position_value
from ...core.records import Cell, field_of
from ..theme import Role, Type, party_of
from ..widgets.lines import Line, Press, Rule, Said, Words, line
from .positions import cost_words, shown_value

MOST = 8
"""Moves told in the volet; the page « Ordre des échanges » has them all."""


def small(text: str) -> Line:
    """A line of small type that goes on below."""
    return line(Words(text, Type.CAPTION, Role.MUTED, wrap=True))


def details(position: Position, turn: Turn | None) -> str:
    """Status, meeting, préalable, validity, who typed it, then the argument, in small type."""
    if turn is None:
        return position.argument
    meeting = turn.meeting.code if turn.meeting is not None else ""
    words = [turn.fate.value, meeting, notes_of(turn), typed_words(turn) if position.on_behalf else ""]
    head = " · ".join(word for word in words if word)
    return f"{head}\n{position.argument}" if position.argument else head


def order_lines(moves: Sequence[Turn], write: Callable[[Position], str]) -> list[Line]:
    """« 3 · R3 20 000,00 € », and below what became of it; the latest ones where there are many."""
    lines = [line(Rule()), line(Words("Ordre des échanges", Type.SECTION))]
    if len(moves) > MOST:
        lines.append(small(f"Les {MOST} derniers sur {len(moves)}"))
    for turn in moves[-MOST:]:
        party = party_of(turn.position.party)
        place = turn.meeting.code if turn.meeting is not None else "hors séance"
        value = Words(write(turn.position), Type.BODY, party.look.text, elided=True)
        lines += [line(Said(party, f"{turn.number} · {place}"), None, value),
                  small(" · ".join(word for word in (turn.fate.value, notes_of(turn)) if word))]
    return lines


def package_lines(
    books: Books, one: Linked, here: Cell | None, go_to: Callable[[Cell], object]
) -> list[Line]:
    """A package: its state, its positions, each one elsewhere a link, and what the whole costs."""
    code = one.package.code or one.package.name
    lines = [line(Rule()), line(Words(f"Lot lié {code}", Type.SECTION), None, Words(one.fate.value, Type.CAPTION))]
    if one.package.name and one.package.name != code:
        lines.append(small(one.package.name))
    for member in one.members:
        cell = Cell.parse(member.cell)
        name, value = subject(books.model, cell), shown_value(cell, position_value(field_of(cell), member.value))
        said = Words(value, Type.BODY, party_of(member.party).look.text, elided=True)
        if cell == here:
            lines.append(line(Words(name, elided=True), None, said))
        else:
            link = Press(name, _going(go_to, cell), cell, "link", f"Aller à la cellule\u00a0: {name}")
            lines.append(line(link, None, said))
    return [*lines, small(f"Le lot\u00a0: {package_words(books, one)}.")]


def package_words(books: Books, one: Linked) -> str:
    """What a package costs and against what: once accepted, its values are those of the accord."""
    cost = package_cost(books, one)
    if not any(figure.cents for _, figure in cost.years):
        return cost_words(cost)
    against = "au contrat sans ses mesures" if one.fate is PackageFate.ACCEPTED else "à l’accord"
    return f"{cost_words(cost)}, par rapport {against}"


def _going(go_to: Callable[[Cell], object], cell: Cell) -> Callable[[], object]:
    return lambda: go_to(cell)


def notes_of(turn: Turn) -> str:
    """« préalable », « sous réserve du préalable 1 », « valable jusqu’au 30/10/2026 »."""
    words = ["préalable"] if turn.position.precondition else []
    if turn.under:
        numbers = ", ".join(str(one.number) for one in turn.under)
        words.append(f"sous réserve du préalable {numbers}")
    if turn.position.valid_until:
        words.append(f"valable jusqu’au {format_day(turn.position.valid_until)}")
    return ", ".join(words)


def typed_words(turn: Turn) -> str:
    """« Mme Attias, pour la DDETS, confirmée le 17/09/2026 »."""
    position = turn.position
    words = [position.typed_by] if position.typed_by else []
    if position.on_behalf:
        words.append(f"pour le compte de {position.on_behalf}")
    day = f" le {format_day(position.confirmed_on)}" if position.confirmed_on else ""
    said = {"a-confirmer": "à confirmer", "confirmee": f"confirmée{day}", "contestee": f"contestée{day}"}
    words += [said[position.confirmed]] if position.confirmed in said else []
    return ", ".join(words)
