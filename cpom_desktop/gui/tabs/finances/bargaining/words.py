"""The words and cells that the tables of the bargaining share: a value with its unit apart, a cost, a share."""

from __future__ import annotations

from functools import lru_cache

from .....core.bargaining.moves import Fate
from .....core.bargaining.packages import PackageFate
from .....core.changes import Side
from .....core.finance.figure import Figure
from .....core.finance.grants import Gap as Cost
from .....core.finance.grants import round_rate
from .....core.finance.scope import contract_years
from .....core.model import Model
from .....core.money import format_amount, format_field, format_rate, half_up
from .....core.negotiation import Meeting
from .....core.periods import format_day
from .....core.records import Cell, Form, Value, field_of
from ....grid import Align, GridCell
from ....grid.fields import unit_of as unit_of
from ....theme import Party, Status, party_of
from ...positions import HUNDREDTH, is_text
from ..cells import computed

NOT_COUNTED, NO_SHARE = "non retenue", GridCell()
PARTY_NAMES = {Side.MANAGER: "le gestionnaire", Side.AUTHORITY: "l’autorité", Side.SECOND_AUTHORITY: "la 2e autorité"}
FATES = {
    Fate.OPEN: Status.PROPOSED, Fate.COUNTER: Status.PROPOSED, Fate.RESERVED: Status.RESERVE,
    Fate.TO_ARBITRATE: Status.TO_VALIDATE, Fate.EXPIRED: Status.LATE, Fate.SUPERSEDED: Status.WAIVED,
    Fate.IN_PRINCIPLE: Status.TO_VALIDATE, Fate.ACCEPTED: Status.ACCORD, Fate.CLOSED: Status.WAIVED,
    Fate.REFUSED: Status.DISAGREEMENT, Fate.WITHDRAWN: Status.WAIVED,
}
"""The icon of each fate; its word is its own."""
PACKAGE_FATES = {
    PackageFate.EMPTY: Status.EMPTY, PackageFate.OPEN: Status.PROPOSED, PackageFate.IN_PRINCIPLE: Status.TO_VALIDATE,
    PackageFate.ACCEPTED: Status.ACCORD, PackageFate.REFUSED: Status.DISAGREEMENT,
    PackageFate.WITHDRAWN: Status.WAIVED, PackageFate.BROKEN: Status.LATE, PackageFate.IN_PART: Status.BLOCKING,
}


def span_of(model: Model) -> str:
    """« 2027–2031 », the life of the contract; « durée du contrat » while its dates are unknown."""
    years = contract_years(model)
    return f"{years[0]}–{years[-1]}" if years else "durée du contrat"


@lru_cache(maxsize=4000)
def plain_cell(text: str) -> GridCell:
    """A text that stands in many rows: one cell for all of them, which thousands of rows share."""
    return GridCell(text, plain=True)


@lru_cache(maxsize=4000)
def muted_cell(text: str, tip: str = "") -> GridCell:
    """The same in grey."""
    return GridCell(text, plain=True, muted=True, tip=tip)


@lru_cache(maxsize=40)
def _no_cost(why: str) -> GridCell:
    return GridCell("", why=why)


def value_cell(cell: Cell, value: Value, party: Party | None = None, why: str = "", tip: str = "") -> GridCell:
    """A value without its unit; a text may be cut, and is whole in its tooltip."""
    text = plain_value(cell, value)
    if is_text(cell):
        return GridCell(text, party=party, why=why, tip=tip or text, align=Align.LEFT, link=cell)
    return GridCell(text, party=party, why=why, tip=tip, link=cell)


def plain_value(cell: Cell, value: Value) -> str:
    """A value as a table writes it, its unit standing elsewhere."""
    return NOT_COUNTED if value is None else format_field(field_of(cell), value)


def difference_cell(cell: Cell, difference: Value) -> GridCell:
    """A difference with its sign; nothing where two texts differ."""
    if difference is None:
        return GridCell("", link=cell)
    form = field_of(cell).form
    if form is Form.CENTS:
        return GridCell(format_amount(int(difference), sign=True), strong=True, link=cell)
    if form is Form.RATE:
        return GridCell(format_rate(int(difference), sign=True), strong=True, link=cell)
    text = format_field(field_of(cell), difference)
    return GridCell(text if text.startswith("\u2212") or text == "0" else f"+{text}", strong=True, link=cell)


def cost_cell(cost: Cost | None, why: str = "") -> GridCell:
    """An effect on the dotations, in euros with its sign: « – » where they stay, nothing for what has no price."""
    if cost is None or not cost.years:
        return _no_cost(why)
    if all(figure.cents == 0 for _, figure in cost.years):
        return GridCell("–", muted=True, why=why)
    return computed(cost.whole, why, sign=True)


def share_cell(share: int | None) -> GridCell:
    """A cost as a share of the DGC over the contract; empty where the section belongs to no DGC."""
    return NO_SHARE if share is None else GridCell(format_rate(share, sign=True))


def share_of(cost: Cost | None, reference: Figure | None = None) -> int | None:
    """A cost in millionths, to 0,01 %, of the dotations that it was told against, or of those that moved since."""
    if cost is None or not cost.in_grants or not cost.years or not cost.whole.cents:
        return None
    against = cost.reference if reference is None else reference
    return half_up(round_rate(cost.whole.cents, against.cents), HUNDREDTH) * HUNDREDTH if against.cents else None


def meeting_words(meeting: Meeting | None) -> str:
    """« R3, 15/09/2026 »."""
    if meeting is None:
        return "hors séance"
    return ", ".join(part for part in (meeting.code or meeting.subject, format_day(meeting.day)) if part)


def party_cell(side: Side) -> GridCell:
    """The mark and the word of a party."""
    party = party_of(side.value)
    return GridCell(party.look.word, plain=True, party=party)


def sides_in_words(sides: frozenset[Side]) -> str:
    """« le gestionnaire et l’autorité »."""
    names = [PARTY_NAMES[side] for side in Side if side in sides]
    return " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def points_in_words(count: int) -> str:
    """« 2 points ouverts »; zero is singular."""
    plural = "s" if count > 1 else ""
    return f"{count} point{plural} ouvert{plural}"
