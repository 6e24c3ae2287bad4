"""« Les Deux Rives », domain §10.11: what was asked, offered and decided, meeting by meeting."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Contract, Transformation
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Decision, Meeting, Package, Position, Topic
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.core.overlay import View, seen_by, value_for
from cpom_desktop.core.positions import is_expired, open_positions, open_preconditions, positions_on, unreadable
from cpom_desktop.core.records import Cell, Value
from tests.data.demo import demo, one, section, until

TODAY = dt.date(2026, 11, 20)


def cell(topic: str) -> Cell:
    """The cell that a topic of the table speaks of."""
    if topic.startswith("taux"):
        return one(YearRate, section=section(topic[-2:]).id, year=2027).at("rate")
    if topic == "occupation":
        return one(IndicatorYear, indicator=one(Indicator, code="OCC-E1").id, year=2031).at("target")
    if topic in ("rebasage", "CNR"):
        return one(Measure, code="M1" if topic == "rebasage" else "M2").at("cents")
    if topic in ("places", "mesures"):
        return one(Transformation, code="TR1" if topic == "places" else "TR2").at("places")
    return one(Topic, name=topic).at("value")


FREE = "Affectation libre dans le BOP 177, réserve de compensation plafonnée à 5\u00a0% des charges"


@pytest.mark.parametrize(("topic", "asked", "offered", "agreed", "decision"), [
    ("taux S1", 20_000, 12_500, 12_500, "D-R2-01"), ("taux S3", 20_000, 12_500, 12_500, "D-R2-01"),
    ("rebasage", 3_800_000, 1_200_000, 1_200_000, "D-R3-01"), ("occupation", "95", "97", "97", "D-R3-01"),
    ("places", 8, 5, 5, "D-R3-01"), ("mesures", 6, 3, 4, "D-R3-02"),
    ("CNR", 4_500_000, 1_000_000, 2_000_000, "D-R4-02"),
    ("Seuil de modulation d’activité de La Passerelle", "Modulation au-dessous de 90\u00a0% d’occupation", None, None,
     "D-R3-04"),
    ("Affectation des résultats", "Affectation libre", "Affectation contrôlée par l’autorité", FREE, "D-R4-01"),
    ("Clause de revoyure à mi-parcours", "Revoyure en 2029 si l’écart cumulé dépasse 2\u00a0% de la DGC",
     "Clause examinée, sans accord à ce jour", None, None),
])
def test_what_each_view_shows_at_the_end(
        topic: str, asked: Value, offered: Value, agreed: Value, decision: str | None) -> None:
    where = cell(topic)
    assert value_for(demo(), where, View.MANAGER, TODAY) == asked
    assert value_for(demo(), where, View.AUTHORITY, TODAY) == offered
    assert demo().value(where) == agreed
    closed = {demo().get(Decision, row.decision).number for row in positions_on(demo(), where) if row.decision}
    assert closed == ({decision} if decision else set())
    for view, value in ((View.MANAGER, asked), (View.AUTHORITY, offered), (View.ACCORD, agreed)):
        assert seen_by(demo(), view, TODAY).value(where) == value


def test_the_order_of_moves_on_the_rebasage() -> None:
    moves = sorted(positions_on(demo(), cell("rebasage")),
                   key=lambda row: (meeting_of(row), row.party != "gestionnaire"))
    assert [(meeting_of(row), row.party, row.rank, row.value, row.status) for row in moves] == [
        ("R1", "gestionnaire", 1, "3800000", "propose"), ("R2", "autorite", 1, "0", "contre-propose"),
        ("R3", "gestionnaire", 2, "2000000", "retire"), ("R3", "autorite", 2, "1200000", "valide")]
    assert moves[0].precondition == 1 and "2023 à 2025" in moves[0].argument


def meeting_of(row: Position) -> str:
    return demo().get(Meeting, row.meeting or "").code


@pytest.mark.parametrize(("step", "asked", "offered", "agreed"), [
    ("R1", 3_800_000, None, None), ("R2", 3_800_000, 0, None), ("R3", 3_800_000, 1_200_000, 1_200_000),
])
def test_the_views_of_the_rebasage_after_each_meeting(
        step: str, asked: Value, offered: Value, agreed: Value) -> None:
    model = until(step)
    found = [value_for(model, cell("rebasage"), view) for view in (View.MANAGER, View.AUTHORITY, View.ACCORD)]
    assert found == [asked, offered, agreed]


def test_package_k1_was_accepted_by_one_decision_with_three_effects() -> None:
    package, decision = one(Package, code="K1"), one(Decision, number="D-R3-01")
    rows = demo().where(Position, "package", package.id)
    assert {row.cell for row in rows} == {str(cell(topic)) for topic in ("rebasage", "occupation", "places")}
    assert {(row.status, row.settled, row.decision) for row in rows} == {("valide", 1, decision.id)}
    assert decision.package == package.id


@pytest.mark.parametrize("topic", ["rebasage", "occupation", "places"])
def test_the_offer_of_r3_was_typed_by_the_manager_for_the_authority_who_confirmed_it(topic: str) -> None:
    [offer] = [row for row in positions_on(demo(), cell(topic)) if row.party == "autorite" and row.rank == 2]
    assert (offer.typed_by, offer.on_behalf) == ("Solène Attias", "DDETS d’Aure-et-Lys")
    assert (offer.confirmed, offer.confirmed_on) == ("confirmee", "2026-09-17")


def test_one_subject_stays_open_the_review_clause() -> None:
    rows = open_positions(demo(), TODAY)
    assert {row.cell for row in rows} == {str(cell("Clause de revoyure à mi-parcours"))}
    [reserved] = [row for row in rows if row.status == "reserve"]
    assert (reserved.party, reserved.valid_until) == ("autorite", "2026-11-30")
    assert is_expired(reserved, dt.date(2026, 12, 1)) and not is_expired(reserved, dt.date(2026, 11, 30))


def test_the_offer_of_cnr_was_settled_inside_its_validity() -> None:
    [offer] = [row for row in positions_on(demo(), cell("CNR")) if row.party == "autorite"]
    assert (offer.valid_until, offer.settled) == ("2026-10-30", 1)
    assert not is_expired(offer, TODAY)


def test_the_precondition_is_settled_and_every_position_can_be_read() -> None:
    assert len(open_preconditions(until("R2"), Side.MANAGER)) == 1
    assert open_preconditions(demo(), Side.MANAGER) == []
    assert unreadable(demo()) == []


@pytest.mark.parametrize(("number", "result"), [
    ("D-R1-01", "acceptee"), ("D-R2-01", "acceptee"), ("D-R2-02", "acceptee"), ("D-R3-01", "acceptee"),
    ("D-R3-02", "acceptee"),
    ("D-R3-03", "retiree"), ("D-R3-04", "refusee"), ("D-R4-01", "acceptee"), ("D-R4-02", "acceptee"),
])
def test_the_decisions_carry_their_meeting(number: str, result: str) -> None:
    row = one(Decision, number=number)
    assert (row.result, demo().get(Meeting, row.meeting or "").code) == (result, number[2:4])
    assert row.wording and len(demo().all(Decision)) == 9


def test_the_refused_decision_keeps_the_wording_of_each_side() -> None:
    row = one(Decision, number="D-R3-04")
    assert row.manager_text and row.authority_text and row.manager_text != row.authority_text


def test_the_stages_of_the_contract_follow_its_meetings() -> None:
    def stage(model: Model) -> str:
        return model.all(Contract)[0].stage

    assert [stage(until(step)) for step in ("ouverture", "diagnostic", "objectifs", "R3", "R4")] == [
        "preparation", "diagnostic", "negociation", "negociation", "redaction"]
    assert one(Contract).writing == "parties"
