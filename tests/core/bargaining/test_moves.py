"""The order of moves on a cell, what became of each, and the préalables that later moves stand under."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from cpom_desktop.core.bargaining.moves import Fate, turns, turns_on
from cpom_desktop.core.bargaining.points import spoken_of
from cpom_desktop.core.bargaining.preconditions import Precondition, preconditions
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Meeting, Position
from tests.data.build import CNR, REBASAGE, REVOYURE, negotiation, position
from tests.data.demo import demo, one

OG, AT = Side.MANAGER, Side.AUTHORITY
TODAY = dt.date(2026, 11, 20)
DAYS = {"R1": "2026-02-24", "R2": "2026-06-25", "R3": "2026-09-15", "R4": "2026-10-22"}


def held(*rows: Position) -> Model:
    return negotiation(*rows).replacing([Meeting(id=code, code=code, day=day) for code, day in DAYS.items()])


def test_the_moves_on_the_rebasage_are_told_in_their_order() -> None:
    """`domain.md` §10.11: OG 38 000 (R1), AT 0 (R2), OG 20 000 (R3, withdrawn), AT 12 000 (R3), accepted."""
    cell = one(Measure, code="M1").at("cents")
    told = [
        (turn.number, turn.position.party, turn.position.value, turn.meeting and turn.meeting.code, turn.fate)
        for turn in turns_on(demo(), cell, TODAY)
    ]
    assert told == [
        (1, "gestionnaire", "3800000", "R1", Fate.CLOSED),
        (2, "autorite", "0", "R2", Fate.SUPERSEDED),
        (3, "gestionnaire", "2000000", "R3", Fate.WITHDRAWN),
        (4, "autorite", "1200000", "R3", Fate.ACCEPTED),
    ]


def test_the_order_is_the_same_in_every_copy() -> None:
    rows = [
        position(REBASAGE, OG, 1, "1", meeting="R1"), position(REBASAGE, AT, 1, "2", meeting="R2"),
        position(REBASAGE, OG, 2, "3"), position(REBASAGE, AT, 2, "4", meeting="R3"),
    ]
    orders = {tuple(turn.position.value for turn in turns_on(held(*some), REBASAGE)) for some in permutations(rows)}
    assert orders == {("1", "2", "3", "4")}


def test_a_move_typed_late_does_not_go_before_an_earlier_one_of_its_party() -> None:
    model = held(position(REBASAGE, OG, 1, "1", meeting="R3"), position(REBASAGE, OG, 2, "2", meeting="R1"))
    assert [(turn.position.value, turn.fate) for turn in turns_on(model, REBASAGE)] == [
        ("1", Fate.SUPERSEDED), ("2", Fate.OPEN)]


def test_an_offer_past_its_validity_is_shown_as_such_and_keeps_its_trace() -> None:
    model = held(position(CNR, AT, 1, "1000000", valid_until="2026-10-30", status="contre-propose"))
    assert [turn.fate for turn in turns_on(model, CNR, TODAY)] == [Fate.EXPIRED]
    assert [turn.fate for turn in turns_on(model, CNR, dt.date(2026, 10, 30))] == [Fate.COUNTER]


def test_every_status_has_its_word() -> None:
    words = {
        "propose": Fate.OPEN, "contre-propose": Fate.COUNTER, "accord-principe": Fate.IN_PRINCIPLE,
        "valide": Fate.ACCEPTED, "refuse": Fate.REFUSED, "reserve": Fate.RESERVED, "a-arbitrer": Fate.TO_ARBITRATE,
        "retire": Fate.WITHDRAWN,
    }
    for status, fate in words.items():
        (turn,) = turns_on(held(position(REBASAGE, OG, 1, "1", status=status)), REBASAGE)
        assert turn.fate is fate


def test_what_is_said_after_a_prealable_stands_under_it_until_it_is_settled() -> None:
    asked = position(REBASAGE, OG, 1, "3800000", meeting="R1", precondition=1)
    later, before = position(CNR, OG, 1, "1", meeting="R2"), position(REVOYURE, OG, 1, "oui")
    other = position(CNR, AT, 1, "1", meeting="R2")
    model = held(asked, later, before, other)
    under = {turn.position.id: [one.number for one in turn.under] for turn in turns(model, [REBASAGE, CNR, REVOYURE])}
    assert under == {asked.id: [], later.id: [1], before.id: [], other.id: []}
    settled = model.overlaid({asked.at("settled"): 1})
    assert all(not turn.under for turn in turns(settled, [REBASAGE, CNR]))


def test_a_prealable_keeps_its_number_once_another_is_settled() -> None:
    first = position(REBASAGE, OG, 1, "3800000", meeting="R1", precondition=1, settled=1)
    again = position(REBASAGE, OG, 2, "2000000", meeting="R2", precondition=1, settled=1)
    second = position(REVOYURE, OG, 1, "oui", meeting="R2", precondition=1)
    found = preconditions(held(first, again, second), OG)
    assert [(one.number, one.cell, one.open) for one in found] == [(1, REBASAGE, False), (2, REVOYURE, True)]
    assert preconditions(held(first), AT) == []


def test_the_moves_of_several_cells_follow_the_meetings() -> None:
    model = held(
        position(REBASAGE, OG, 1, "1", meeting="R1"), position(REBASAGE, AT, 1, "2", meeting="R3"),
        position(CNR, OG, 1, "3", meeting="R2"), position(CNR, AT, 1, "4", meeting="R4"),
    )
    assert [turn.position.value for turn in turns(model, [REBASAGE, CNR])] == ["1", "3", "2", "4"]


def test_the_prealables_are_read_once_for_all_the_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read again for each cell, 3 600 moves on as many cells took twenty seconds."""
    asked: list[Side] = []

    def counted(model: Model, side: Side) -> list[Precondition]:
        asked.append(side)
        return preconditions(model, side)

    monkeypatch.setattr("cpom_desktop.core.bargaining.preconditions.preconditions", counted)
    model = demo()
    assert len(turns(model, spoken_of(model), TODAY)) > len(Side)
    assert asked == list(Side)
