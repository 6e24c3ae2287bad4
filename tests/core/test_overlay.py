"""Trial, position, retained value, side's view: on one page, from domain §10.4 and §10.11."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.diagnosis import Item
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Acceptance, Decision, Package, Position
from cpom_desktop.core.overlay import View, accept, decide, edit_for, refuse, seen_by, value_for, withdraw
from cpom_desktop.core.positions import (
    Gap,
    concerned,
    gap,
    is_expired,
    linked,
    open_positions,
    open_preconditions,
    position_text,
    position_value,
    positions_on,
    standing,
    unreadable,
)
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell, Value, field_of
from tests.data.build import (
    ATTIAS,
    CNR,
    DDETS,
    DREETS,
    MESURES,
    MODULATION,
    OCCUPATION,
    PLACES,
    RATE,
    RATE_E3,
    REBASAGE,
    RESULTATS,
    REVOYURE,
    SUBVENTION,
    applied,
    negotiation,
    position,
)

OG, AT, AT2 = Side.MANAGER, Side.AUTHORITY, Side.SECOND_AUTHORITY


class Row(NamedTuple):
    """One topic of domain §10.11: what is shown before any agreement, and once everything is decided."""

    cell: Cell
    asked: str | None
    offered: str | None
    demand: Value
    offer: Value
    retained: Value
    label: str


TOPICS = [
    Row(RATE, "20000", "12500", 20_000, 12_500, 12_500, "taux 2027 S1"),
    Row(RATE_E3, "20000", "12500", 20_000, 12_500, 12_500, "taux 2027 S3"),
    Row(REBASAGE, "3800000", "0", 3_800_000, 0, 1_200_000, "rebasage E1"),
    Row(OCCUPATION, "95", "98", "95", "98", "97", "occupation E1 2031"),
    Row(PLACES, "8", "4", 8, 4, 5, "places diffus"),
    Row(MESURES, "6", "3", 6, 3, 4, "mesures hors les murs"),
    Row(MODULATION, "90 %", "95 %", "90 %", "95 %", None, "seuil de modulation"),
    Row(RESULTATS, "libre", "contrôlée", "libre", "contrôlée", "libre dans le BOP 177", "affectation des résultats"),
    Row(CNR, "4500000", "1000000", 4_500_000, 1_000_000, 2_000_000, "CNR"),
    Row(REVOYURE, "demandée", None, "demandée", None, None, "clause de revoyure, une seule partie parle"),
    Row(SUBVENTION, None, None, None, None, 40_905_000, "subvention E2, personne ne parle"),
]


def moves(row: Row) -> list[Position]:
    found = [position(row.cell, OG, 1, row.asked)] if row.asked is not None else []
    return found + ([position(row.cell, AT, 1, row.offered)] if row.offered is not None else [])


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row.label)
def test_each_view_shows_its_own_side_and_the_accord_nothing_before_an_agreement(row: Row) -> None:
    model = negotiation(*moves(row))
    assert value_for(model, row.cell, View.MANAGER) == row.demand
    assert value_for(model, row.cell, View.AUTHORITY) == row.offer
    assert value_for(model, row.cell, View.ACCORD) is None
    assert value_for(model, row.cell, View.SECOND_AUTHORITY) is None


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row.label)
def test_a_retained_value_changes_no_position_and_fills_the_views_that_say_nothing(row: Row) -> None:
    model = negotiation(*moves(row)).overlaid({row.cell: row.retained})
    assert value_for(model, row.cell, View.ACCORD) == row.retained
    assert value_for(model, row.cell, View.MANAGER) == (row.demand if row.asked is not None else row.retained)
    assert value_for(model, row.cell, View.AUTHORITY) == (row.offer if row.offered is not None else row.retained)
    assert value_for(model, row.cell, View.SECOND_AUTHORITY) == row.retained


@pytest.mark.parametrize("view", View)
def test_the_whole_contract_seen_by_a_side_says_the_same_as_each_cell(view: View) -> None:
    model = negotiation(*(move for row in TOPICS for move in moves(row)))
    seen = seen_by(model, view)
    assert [seen.value(row.cell) for row in TOPICS] == [value_for(model, row.cell, view) for row in TOPICS]
    assert (seen is model) == (view is View.ACCORD)


def test_a_trial_is_seen_on_top_of_a_view_and_leaves_no_trace() -> None:
    model = negotiation(*moves(TOPICS[0]))
    trial = seen_by(model, View.MANAGER).overlaid({RATE: 18_000, CNR: 500_000})
    assert (trial.value(RATE), trial.value(CNR)) == (18_000, 500_000)
    assert (value_for(model, RATE, View.MANAGER), model.value(CNR)) == (20_000, None)


def test_a_position_may_say_none_which_is_not_the_retained_value() -> None:
    model = negotiation(position(CNR, AT, 1, None)).overlaid({CNR: 2_000_000})
    assert value_for(model, CNR, View.AUTHORITY) is None
    assert seen_by(model, View.AUTHORITY).value(CNR) is None
    assert value_for(model, CNR, View.MANAGER) == 2_000_000


def test_the_order_of_moves_on_the_rebasage() -> None:
    """OG 38 000 (R1), AT 0 (R2), OG 20 000 (R3, withdrawn), AT 12 000 (R3): what each view shows after each move."""
    steps = [position(REBASAGE, OG, 1, "3800000", meeting="R1"), position(REBASAGE, AT, 1, "0", meeting="R2"),
             position(REBASAGE, OG, 2, "2000000", meeting="R3"),
             position(REBASAGE, OG, 2, "2000000", meeting="R3", status="retire"),
             position(REBASAGE, AT, 2, "1200000", meeting="R3")]
    model, shown = negotiation(), []
    for step in steps:
        model = model.replacing([step])
        shown.append((value_for(model, REBASAGE, View.MANAGER), value_for(model, REBASAGE, View.AUTHORITY)))
    assert shown == [(3_800_000, None), (3_800_000, 0), (2_000_000, 0), (3_800_000, 0), (3_800_000, 1_200_000)]
    assert [one.rank for one in positions_on(model, REBASAGE)] == [1, 2, 1, 2]
    assert gap(model, REBASAGE) == Gap(3_800_000, 1_200_000, 2_600_000, True)


def test_the_rank_counts_and_not_the_order_in_which_copies_received_the_moves() -> None:
    model = negotiation(*(position(CNR, AT, rank, str(rank * 100_000)) for rank in (2, 3, 1)))
    assert seen_by(model, View.AUTHORITY).value(CNR) == value_for(model, CNR, View.AUTHORITY) == 300_000
    assert [one.rank for one in open_positions(model)] == [3]


@pytest.mark.parametrize(("status", "speaks"), [
    ("propose", True), ("contre-propose", True), ("reserve", True), ("a-arbitrer", True), ("accord-principe", True),
    ("valide", True), ("refuse", False), ("retire", False),
])
def test_a_refused_or_withdrawn_position_says_nothing_any_more(status: str, speaks: bool) -> None:
    model = negotiation(position(CNR, AT, 1, "1000000", status=status))
    assert (standing(model, CNR, AT) is not None) == speaks
    assert value_for(model, CNR, View.AUTHORITY) == (1_000_000 if speaks else None)
    assert seen_by(model, View.AUTHORITY).value(CNR) == (1_000_000 if speaks else None)


@pytest.mark.parametrize(("today", "settled", "offer"), [
    ("2026-10-30", 0, 1_000_000), ("2026-10-31", 0, None), ("2026-10-31", 1, 1_000_000), (None, 0, 1_000_000),
])
def test_an_offer_past_its_validity_is_echue_unless_it_was_settled_in_time(
        today: str | None, settled: int, offer: int | None) -> None:
    day = dt.date.fromisoformat(today) if today else None
    move = position(CNR, AT, 1, "1000000", valid_until="2026-10-30", settled=settled)
    model = negotiation(move)
    assert value_for(model, CNR, View.AUTHORITY, day) == offer
    assert seen_by(model, View.AUTHORITY, day).value(CNR) == offer
    assert is_expired(move, day) == (offer is None)
    assert positions_on(model, CNR) == [move]
    assert len(open_positions(model, day)) == (1 if offer and not settled else 0)


@pytest.mark.parametrize(("asked", "offered", "expected"), [
    (position(RATE, OG, 1, "20000"), position(RATE, AT, 1, "12500"), Gap(20_000, 12_500, 7_500, True)),
    (position(OCCUPATION, OG, 1, "95"), position(OCCUPATION, AT, 1, "97.5"), Gap("95", "97.5", "-2.5", True)),
    (position(REVOYURE, OG, 1, "oui"), position(REVOYURE, AT, 1, "non"), Gap("oui", "non", None, True)),
    (position(CNR, OG, 1, "5", settled=1), position(CNR, AT, 1, None, settled=1), Gap(5, None, None, False)),
    (position(CNR, OG, 1, "5"), position(CNR, AT, 1, "5", status="retire"), None),
])
def test_the_gap_is_asked_less_offered_where_both_are_figures(
        asked: Position, offered: Position, expected: Gap | None) -> None:
    assert gap(negotiation(asked, offered), Cell.parse(asked.cell)) == expected


K1 = Package(id="K1", code="K1", name="Rebasage contre occupation et places")
K1_MOVES = [
    position(REBASAGE, OG, 1, "3800000", precondition=1, meeting="R1"),
    position(OCCUPATION, OG, 1, "95"), position(PLACES, OG, 1, "8"),
    position(REBASAGE, AT, 1, "1200000", package="K1", meeting="R3"),
    position(OCCUPATION, AT, 1, "97", package="K1", meeting="R3"),
    position(PLACES, AT, 1, "5", package="K1", meeting="R3"),
]
D_R3_01 = Decision(id="D-R3-01", number="D-R3-01", meeting="R3", package="K1", wording="Lot lié K1")


def package_accepted() -> tuple[Model, Edit]:
    model = negotiation(K1, *K1_MOVES)
    edit = accept(model, [K1_MOVES[4]], [OG], ATTIAS, D_R3_01, meeting="R3")
    return applied(model, edit), edit


def test_a_package_is_accepted_whole_by_one_decision_with_three_effects() -> None:
    after, edit = package_accepted()
    assert (after.value(REBASAGE), after.value(OCCUPATION), after.value(PLACES)) == (1_200_000, "97", 5)
    assert edit.label == "Accord sur K1"
    assert [one.status for one in linked(after, after.all(Position)) if one.package] == ["valide"] * 3
    assert {one.decision for one in after.all(Position)} == {"D-R3-01"}
    assert after.get(Decision, "D-R3-01") == D_R3_01
    assert {(one.position, one.party) for one in after.all(Acceptance)} == {(one.id,
                                                                             "gestionnaire") for one in K1_MOVES[3:]}


def test_after_the_decision_what_was_asked_is_still_shown_and_nothing_is_open() -> None:
    after, _ = package_accepted()
    assert value_for(after, REBASAGE, View.MANAGER) == 3_800_000
    assert gap(after, REBASAGE) == Gap(3_800_000, 1_200_000, 2_600_000, False)
    assert open_positions(after) == [] and open_preconditions(after, OG) == []


def test_a_precondition_is_named_until_its_point_is_settled() -> None:
    assert open_preconditions(negotiation(K1, *K1_MOVES), OG) == [K1_MOVES[0]]
    assert open_preconditions(negotiation(K1, *K1_MOVES), AT) == []


@pytest.mark.parametrize(("edit", "status"), [(withdraw, "retire"), (refuse, "refuse")])
def test_a_package_is_withdrawn_or_refused_whole(edit: object, status: str) -> None:
    model = negotiation(K1, *K1_MOVES)
    assert callable(edit)
    after = applied(model, edit(model, [K1_MOVES[3]]))
    assert [one.status for one in after.where(Position, "package", "K1")] == [status] * 3
    assert [value_for(after, cell, View.AUTHORITY) for cell in (REBASAGE, OCCUPATION, PLACES)] == [None] * 3
    assert value_for(after, REBASAGE, View.MANAGER) == 3_800_000


def test_a_refused_request_keeps_what_the_other_side_said_and_settles_the_point() -> None:
    """D-R3-04: the authority's threshold is refused; the manager's 90 % stays what it said."""
    asked, offered = position(MODULATION, OG, 1, "90 %"), position(MODULATION, AT, 1, "95 %")
    model = negotiation(asked, offered)
    after = applied(model, refuse(model, [offered], Decision(id="D-R3-04", number="D-R3-04", result="refusee")))
    assert (value_for(after, MODULATION, View.MANAGER), value_for(after, MODULATION, View.AUTHORITY)) == ("90 %", None)
    assert after.value(MODULATION) is None and open_positions(after) == []


def test_a_decision_retains_a_third_value_and_closes_the_point_for_both_sides() -> None:
    """D-R4-02: 45 000 asked, 10 000 offered, 20 000 decided."""
    moves_ = [position(CNR, OG, 1, "4500000"), position(CNR, AT, 1, "1000000", valid_until="2026-10-30")]
    model, decision = negotiation(*moves_), Decision(id="D-R4-02", number="D-R4-02")
    edit = decide(model, {CNR: 2_000_000}, decision)
    after = applied(model, edit)
    assert edit.label == "Décision D-R4-02" and after.get(Decision, "D-R4-02") == decision
    assert [value_for(after, CNR, view) for view in (View.ACCORD, View.MANAGER, View.AUTHORITY)] == [
        2_000_000, 4_500_000, 1_000_000]
    assert value_for(after, CNR, View.AUTHORITY,
                     dt.date(2027, 1, 1)) == 1_000_000, "settled in time, it does not lapse"
    assert open_positions(after) == []
    reopened = applied(after, edit_for(after, CNR, 3_000_000, ATTIAS))
    assert [one.rank for one in open_positions(reopened)] == [2] and reopened.value(CNR) == 2_000_000
    with pytest.raises(Refused):
        decide(model, {CNR: "beaucoup"}, decision)


def test_nothing_is_accepted_by_the_party_that_said_it() -> None:
    model = negotiation(K1, *K1_MOVES)
    assert not accept(model, [K1_MOVES[3]], [AT], DREETS)


@pytest.mark.parametrize(("index", "change", "today"), [
    (0, {"status": "retire"}, None), (0, {"status": "refuse"}, None), (0, {"rank": 1}, None),
    (0, {"valid_until": "2026-10-30"}, "2026-10-31"),
])
def test_a_position_that_no_longer_stands_cannot_be_accepted(
        index: int, change: dict[str, Value], today: str | None) -> None:
    old = position(CNR, AT, **{"rank": 1, "value": "1000000", **change})  # type: ignore[arg-type]
    newer = [position(CNR, AT, 2, "1500000")] if "rank" in change else []
    with pytest.raises(Refused) as refusal:
        accept(negotiation(old, *newer), [old], [OG], ATTIAS, today=dt.date.fromisoformat(today) if today else None)
    assert refusal.value.reason is Reason.NOT_STANDING


def test_a_package_that_holds_two_values_for_one_point_is_refused() -> None:
    both = [position(CNR, OG, 1, "4500000", package="K1"), position(CNR, AT, 1, "1000000", package="K1")]
    with pytest.raises(Refused) as refusal:
        accept(negotiation(K1, *both), both[:1], [AT], DREETS)
    assert refusal.value.reason is Reason.PACKAGE


def test_the_second_authority_decides_for_its_section_and_must_agree_where_it_spoke() -> None:
    assert concerned(negotiation(), SUBVENTION) == {OG, AT2}
    assert concerned(negotiation(), RATE) == {OG, AT}
    assert concerned(negotiation(), REVOYURE) == {OG, AT}
    asked = position(REVOYURE, OG, 1, "oui")
    model = negotiation(asked, position(REVOYURE, AT2, 1, "non"))
    half = applied(model, accept(model, [asked], [AT], DREETS))
    assert half.value(REVOYURE) is None
    assert half.get(Position, asked.id).status == "accord-principe"
    other = applied(model, accept(model, [asked], [AT2], DDETS))
    assert other.value(REVOYURE) is None, "the first authority has not agreed yet"
    whole = applied(half, accept(half, [half.get(Position, asked.id)], [AT2], DDETS))
    assert whole.value(REVOYURE) == "oui"
    assert whole.get(Position, asked.id).status == "valide"


def test_saying_the_same_is_agreeing() -> None:
    offered = position(SUBVENTION, AT2, 1, "40905000")
    model = negotiation(position(SUBVENTION, OG, 1, "40905000"), offered)
    after = applied(model, accept(model, [offered], [OG], ATTIAS))
    assert after.value(SUBVENTION) == 40_905_000 and not after.all(Acceptance)


@pytest.mark.parametrize(("stage", "writing", "cell", "view", "direct"), [
    ("preparation", "parties", RATE, View.ACCORD, True), ("negociation", "commune", RATE, View.ACCORD, True),
    ("negociation", "parties", RATE, View.ACCORD, False), ("redaction", "parties", RATE, View.ACCORD, False),
    ("preparation", "commune", RATE, View.MANAGER, False), ("negociation", "parties", RATE, View.MANAGER, False),
    ("negociation", "parties", Cell("measure", "cnr", "label"), View.ACCORD, True),
    ("negociation", "parties", Cell("measure", "cnr", "label"), View.MANAGER, True),
])
def test_typing_writes_the_field_or_a_position(stage: str, writing: str, cell: Cell, view: View, direct: bool) -> None:
    model = negotiation(stage=stage, writing=writing)
    value: Value = 15_000 if cell == RATE else "Formation"
    edit = edit_for(model, cell, value, ATTIAS, view)
    assert (dict(edit.values) == {cell: value}) == direct
    assert [one.value for one in edit.new if isinstance(one, Position)] == ([] if direct else ["15000"])
    assert not edit_for(applied(model, edit), cell, value, ATTIAS, view)


def test_each_move_is_a_new_row_and_counters_what_the_other_side_said() -> None:
    model = negotiation()
    for value in (20_000, 18_000):
        model = applied(model, edit_for(model, RATE, value, ATTIAS))
    model = applied(model, edit_for(model, RATE, 12_500, DREETS, meeting="R2", argument="Taux de la DRL"))
    assert [(one.party, one.rank, one.value, one.status) for one in positions_on(model, RATE)] == [
        ("autorite", 1, "12500", "contre-propose"), ("gestionnaire", 1, "20000", "propose"),
        ("gestionnaire", 2, "18000", "propose")]
    assert model.value(RATE) is None


def test_one_laptop_records_for_the_other_party_who_will_confirm() -> None:
    model = negotiation()
    move = edit_for(model, RATE, 12_500, ATTIAS, View.AUTHORITY).new[0]
    assert isinstance(move, Position)
    assert (move.party, move.typed_by, move.on_behalf, move.confirmed) == (
        "autorite", "Solène Attias", "DREETS", "a-confirmer")
    own = edit_for(model, RATE, 12_500, DREETS, View.AUTHORITY).new[0]
    assert isinstance(own, Position) and (own.on_behalf, own.confirmed) == ("", "sans-objet")


def test_a_value_that_the_field_refuses_is_refused_as_a_position_too() -> None:
    with pytest.raises(Refused):
        edit_for(negotiation(), RATE, 1_250_000, ATTIAS)


@pytest.mark.parametrize("move", [
    position(RATE, AT, 1, "1,25"), position(RATE, AT, 1, "1250000"), position(Cell("nothing", "x", "y"), AT, 1, "1"),
    position(Cell("measure", "gone", "cents"), AT, 1, "1"), position(OCCUPATION, AT, 1, "beaucoup"),
])
def test_a_position_that_cannot_be_read_says_nothing_and_is_listed(move: Position) -> None:
    model = negotiation(move)
    assert unreadable(model) == [move]
    assert {cell: seen_by(model, View.AUTHORITY).value(cell) for cell in (RATE, OCCUPATION)} == {RATE: None,
                                                                                                 OCCUPATION: None}


@given(st.sampled_from([RATE, REBASAGE, PLACES, OCCUPATION, REVOYURE]), st.integers(-5_000, 5_000))
def test_every_value_travels_through_the_text_of_a_position(cell: Cell, number: int) -> None:
    info = field_of(cell)
    value = info.check(str(number) if cell in (OCCUPATION, REVOYURE) else number)
    assert position_value(info, position_text(value)) == value
    assert position_value(info, None) is None


def test_what_a_side_says_of_the_diagnosis_is_no_offer() -> None:
    item = Item(id="i", theme="t")
    assert open_positions(negotiation(item, position(item.at("value"), OG, 1, "12"))) == []


def test_a_contract_without_its_row_refuses_a_position() -> None:
    with pytest.raises(Refused):
        edit_for(negotiation().replacing(removed=[(Contract.kind, "c")]), RATE, 1, ATTIAS)
