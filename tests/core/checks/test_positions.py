"""N8, G11, G12 and G20, each on a negotiation that raises it and on one that does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Decision, Effect, Meeting, Package, Position, Topic
from cpom_desktop.core.overlay import accept, decide
from tests.core.checks.raised import cells, raised, said

CONTRACT = Contract(id="c", stage="redaction", writing="parties")
TOPIC = Topic(id="t", name="Clause de revoyure")
CELL = TOPIC.at("value")
ASKED = Position(id="p", cell=str(CELL), party="gestionnaire", value="oui")
R2, R4 = Meeting(id="r2", day="2026-06-25"), Meeting(id="r4", day="2026-10-22")


def test_n8_a_precondition_is_open_only_while_the_contract_is_written() -> None:
    first = replace(ASKED, precondition=1)
    found = raised("N8", CONTRACT, TOPIC, first)
    assert said(*found) == [("W", "Un préalable du gestionnaire reste ouvert : clause de revoyure.")]
    assert cells(*found) == [first.at("status")]
    assert raised("N8", replace(CONTRACT, stage="negociation"), TOPIC, first) == []
    assert raised("N8", CONTRACT, TOPIC, replace(first, settled=1)) == []
    assert raised("N8", CONTRACT, TOPIC, ASKED) == []


@pytest.mark.parametrize(("stage", "fires"), [
    ("negociation", False), ("redaction", True), ("signature", True), ("execution", True)])
def test_g20_a_point_is_open_from_the_writing_on(stage: str, fires: bool) -> None:
    found = raised("G20", replace(CONTRACT, stage=stage), TOPIC, ASKED)
    assert said(*found) == ([("W", "Une position reste ouverte : clause de revoyure (proposée).")] if fires else [])


def test_g20_a_point_is_one_message_on_its_last_move() -> None:
    first, last = replace(ASKED, meeting="r2"), replace(
        ASKED, id="q", party="autorite", status="reserve", meeting="r4", valid_until="2026-11-30")
    for rows in ((first, last), (last, first)):
        found = raised("G20", CONTRACT, TOPIC, R2, R4, *rows)
        assert said(*found) == [
            ("W", "Une position reste ouverte : clause de revoyure (réservée, valable jusqu'au 30/11/2026).")]
        assert cells(*found) == [last.at("status")]
    after = raised("G20", CONTRACT, TOPIC, R2, R4, first, last, today=dt.date(2026, 12, 1))
    assert said(*after) == [("W", "Une position reste ouverte : clause de revoyure (proposée).")]


@pytest.mark.parametrize("closed", [{"settled": 1}, {"status": "retire"}, {"status": "refuse"}, {"status": "valide"}])
def test_g20_a_point_that_is_closed_raises_nothing(closed: dict[str, object]) -> None:
    assert raised("G20", CONTRACT, TOPIC, replace(ASKED, **closed)) == []  # type: ignore[arg-type]


def test_g20_a_package_is_accepted_whole_or_not_at_all() -> None:
    package, other = Package(id="k", code="K1"), Topic(id="u", name="CNR")
    taken = replace(ASKED, package="k", status="valide", settled=1)
    left = Position(id="q", cell=str(other.at("value")), party="gestionnaire", value="1", package="k")
    base = (replace(CONTRACT, stage="negociation"), TOPIC, other, package, taken)
    found = raised("G20", *base, left)
    assert said(*found) == [("E", "Lot lié K1 : accepté en partie, il reste CNR.")]
    assert cells(*found) == [left.at("status")]
    assert raised("G20", *base, replace(left, status="refuse"))
    for whole in (replace(left, status="valide"), replace(left, settled=1), replace(left, status="retire")):
        assert raised("G20", *base, whole) == []
    assert raised("G20", *base[:4], replace(taken, status="propose", settled=0), left) == []
    replaced = replace(left, id="q2", rank=2, status="valide", package=None)
    assert raised("G20", *base, left, replaced) == []


def test_g20_a_contested_position_blocks_at_any_stage() -> None:
    contested = replace(ASKED, settled=1, confirmed="contestee", typed_by="Solène Attias", on_behalf="DDETS")
    found = raised("G20", replace(CONTRACT, stage="negociation"), TOPIC, contested)
    assert said(*found) == [
        ("E", "La position saisie par Solène Attias pour le compte de DDETS est contestée : clause de revoyure.")]
    assert cells(*found) == [contested.at("confirmed")]
    assert raised("G20", CONTRACT, TOPIC, replace(contested, confirmed="confirmee")) == []
    assert raised("G20", CONTRACT, TOPIC, replace(contested, status="retire")) == []


def test_g11_a_decision_number_is_given_once_and_gaps_raise_nothing() -> None:
    one, other = Decision(id="d1", number="D-R3-04"), Decision(id="d2", number="D-R3-04")
    found = raised("G11", one, other)
    assert said(*found) == [("E", "Le numéro de décision D-R3-04 est porté par deux décisions.")]
    assert raised("G11", one, replace(other, number="D-R3-06")) == []
    assert raised("G11", replace(one, number=""), replace(other, number="")) == []


FIRST, LATER = Decision(id="d1", number="D-R2-01", meeting="r2"), Decision(id="d2", number="D-R4-01", meeting="r4")


def effect(decision: Decision, value: str | None) -> Effect:
    return Effect(id=f"e-{decision.id}", decision=decision.id, cell=str(CELL), value=value)


def test_g12_the_retained_value_is_that_of_the_last_decision() -> None:
    kept = (CONTRACT, R2, R4, FIRST, LATER, effect(LATER, "18"), effect(FIRST, "12"))
    assert raised("G12", *kept, replace(TOPIC, value="18")) == []
    found = raised("G12", *kept, replace(TOPIC, value="12"))
    assert said(*found) == [
        ("W", "D-R4-01 : la valeur retenue (Retenu de Clause de revoyure) n'est plus celle de la décision.")]
    assert cells(*found) == [CELL]
    assert raised("G12", *kept, replace(TOPIC, value=None))
    assert raised("G12", *kept) == []
    assert raised("G12", *kept[:-2], TOPIC) == []


def test_g12_a_decision_that_was_not_accepted_retains_nothing() -> None:
    refused = replace(LATER, result="refusee")
    assert raised("G12", R2, R4, FIRST, refused, effect(FIRST, "12"), effect(refused, "18"),
                  replace(TOPIC, value="12")) == []


def test_a_decision_keeps_what_it_retained_and_says_its_last_value() -> None:
    model = Model([replace(CONTRACT, stage="negociation"), TOPIC, R2, ASKED])
    edit = decide(model, {CELL: "12"}, FIRST)
    after = model.replacing(edit.new).overlaid(edit.values)
    assert [(row.decision, row.cell, row.value) for row in after.all(Effect)] == [("d1", str(CELL), "12")]
    again = decide(after, {CELL: "18"}, FIRST)
    last = after.replacing(again.new).overlaid(again.values)
    assert [row.value for row in last.all(Effect)] == ["18"]
    assert raised("G12", *last) == [] and raised("G12", *last.overlaid({CELL: "12"})) != []


def test_an_agreement_with_a_decision_keeps_its_effects_and_one_without_keeps_none() -> None:
    model = Model([replace(CONTRACT, stage="negociation"), TOPIC, R2, ASKED])
    author = Author("Claire Vasseur", "DREETS", Side.AUTHORITY)
    agreed = accept(model, [ASKED], [Side.AUTHORITY], author, FIRST)
    assert [row.value for row in agreed.new if isinstance(row, Effect)] == ["oui"]
    assert not [row for row in accept(model, [ASKED], [Side.AUTHORITY], author).new if isinstance(row, Effect)]
