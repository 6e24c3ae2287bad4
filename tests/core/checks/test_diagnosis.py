"""P6 on diagnoses that raise it and on some that do not (`domain.md` §4.4, §9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.diagnosis import Finding, Item
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Record
from tests.core.checks.raised import cells, raised, said

STEP = Milestone(id="m", name="Diagnostic partagé", milestone_kind="etape", phase="diagnostic",
                 planned_start="2026-02-02")
E1 = Esms(id="e", code="E1", name="La Passerelle")
ITEM = Item(id="i", theme="t", esms="e", label="Coût brut à la place 2025")
FINDING = Finding(id="f", theme="t", item="i", name="Coût à la place", statement="17 016,67 €", status="desaccord")


@pytest.mark.parametrize(("end", "fires"), [
    ("2026-04-30", True), ("2026-05-01", False), ("2026-05-29", False), (None, False),
])
def test_p6_a_diagnosis_takes_three_months(end: str | None, fires: bool) -> None:
    found = raised("P6", replace(STEP, planned_end=end))
    assert bool(found) is fires
    if fires:
        assert said(*found) == [
            ("W", "Diagnostic partagé : moins de trois mois sont prévus, du 02/02/2026 au 30/04/2026.")]


def test_p6_only_the_stage_itself_is_measured() -> None:
    assert raised("P6", replace(STEP, planned_end="2026-02-02", milestone_kind="seance")) == []
    assert raised("P6", replace(STEP, planned_end="2026-02-02", phase="negociation")) == []


def test_p6_an_open_disagreement_is_named_with_its_esms() -> None:
    found = raised("P6", E1, ITEM, FINDING)
    assert said(*found) == [("W", "Un désaccord reste ouvert dans le diagnostic : coût à la place (E1).")]
    assert cells(*found) == [FINDING.at("status")]


@pytest.mark.parametrize(("finding", "words"), [
    (replace(FINDING, name=""), "coût brut à la place 2025 (E1)."), (replace(FINDING, name="", item=None), "17 016,67"),
    (replace(FINDING, name="DPE F"), "DPE F (E1)."),
])
def test_p6_a_constat_without_name_takes_that_of_its_item_or_its_words(finding: Finding, words: str) -> None:
    assert words in said(*raised("P6", E1, ITEM, finding))[0][1]


@pytest.mark.parametrize("settled", [
    replace(FINDING, status="partage"), replace(FINDING, waived=1), replace(FINDING, settled_in="r2"),
    replace(FINDING, status="reserve-og"),
])
def test_p6_what_is_shared_settled_or_waived_raises_nothing(settled: Finding) -> None:
    assert raised("P6", E1, ITEM, settled) == []


def test_p6_an_item_on_which_the_sides_differ_is_a_disagreement_too() -> None:
    rows: list[Record] = [Position(id=party, cell=str(ITEM.at("value")), party=party, value=value)
                          for party, value in (("gestionnaire", "1"), ("autorite", "2"))]
    found = raised("P6", E1, ITEM, *rows)
    assert cells(*found) == [ITEM.at("value")] and "coût brut à la place 2025 (E1)" in said(*found)[0][1]
    assert raised("P6", E1, ITEM, rows[0]) == []
