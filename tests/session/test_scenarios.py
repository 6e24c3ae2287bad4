"""Scenarios: private until shared, equal to what the domain says, and whole whatever becomes of the contract."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Grant
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.overlay import View
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.scenario_records import Scenario, ScenarioValue
from cpom_desktop.session import scenarios
from cpom_desktop.session.document import Document
from cpom_desktop.session.trial import Tried
from tests.session.desk import ATTIAS, CAPACITY, MEASURE, MERLE, Desk, new_document, reopened

CENTS = MEASURE.at("cents")


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    made = new_document(tmp_path, Desk("a"), stage="negociation", writing="parties")
    yield made
    made.close()


def test_a_private_scenario_leaves_no_trace_in_the_contract(document: Document) -> None:
    before = document.fingerprint(), len(document.history())
    scenarios.keep(document, "Prudent", View.MANAGER, Tried(values={CENTS: 5}))
    assert (document.fingerprint(), len(document.history())) == before


def test_it_is_found_again_after_reopening_by_its_side_alone(document: Document) -> None:
    new = Measure(id="m2", section="s1", year=2029, label="Veille", cents=7)
    scenarios.keep(document, "Prudent", View.MANAGER, Tried((new,), {CENTS: None, CAPACITY: 65}))
    again = reopened(document, Desk("a"))
    (found,) = scenarios.private_scenarios(again)
    assert (found.name, found.view, found.made_on) == ("Prudent", View.MANAGER, "2026-11-20")
    assert found.what == Tried((new,), {CENTS: None, CAPACITY: 65}) and found.is_private
    again.author = MERLE
    assert scenarios.private_scenarios(again) == []
    again.author = None
    assert scenarios.private_scenarios(again) == []
    again.close()


def test_rename_duplicate_and_delete(document: Document) -> None:
    first = scenarios.keep(document, "Un", View.ACCORD, Tried(values={CENTS: 5}))
    scenarios.rename(document, first, "Deux")
    copy = scenarios.duplicate(document, scenarios.private_scenarios(document)[0])
    assert [one.name for one in scenarios.private_scenarios(document)] == ["Deux", "Deux (copie)"]
    scenarios.delete(document, first)
    assert [one.key for one in scenarios.private_scenarios(document)] == [copy.key]


def test_a_cell_that_the_contract_lost_is_named_and_the_rest_stays(document: Document) -> None:
    kept = scenarios.keep(document, "Un", View.ACCORD, Tried(values={CENTS: 5, CAPACITY: 65}))
    document.apply(Edit("", deleted=((Measure.kind, MEASURE.id),)))
    (found,) = scenarios.private_scenarios(document)
    assert dict(found.what.values) == {CAPACITY: 65} and len(found.missing) == 1 and "Montant" in found.missing[0]
    scenarios.rename(document, kept, "Deux")
    document.undo()
    assert dict(scenarios.private_scenarios(document)[0].what.values) == {CENTS: 5, CAPACITY: 65}


def test_shared_it_is_one_lot_that_the_others_see_and_one_undo(document: Document) -> None:
    new = Measure(id="m2", section="s1", year=2029, label="Veille", cents=7)
    kept = scenarios.keep(document, "Un", View.ACCORD, Tried((new,), {CENTS: 5}))
    history = len(document.history())
    shared = scenarios.share(document, kept)
    assert len(document.history()) == history + 1
    assert dict(shared.what.values) == {CENTS: 5, new.at("cents"): 7} and shared.party is ATTIAS.side
    assert document.model.get(Measure, "m2").cents is None and document.model.get(Measure, "m1").cents is None
    document.author = MERLE
    assert [one.name for one in scenarios.shared_scenarios(document.model)] == ["Un"]
    document.author = ATTIAS
    document.undo()
    assert not document.model.all(Scenario) and document.model.find(Measure, "m2") is None
    assert [one.name for one in scenarios.private_scenarios(document)] == ["Un"]


def test_a_shared_one_is_deleted_with_its_values(document: Document) -> None:
    shared = scenarios.share(document, scenarios.keep(document, "Un", View.ACCORD, Tried(values={CENTS: 5})))
    scenarios.delete(document, shared)
    assert not document.model.all(Scenario) and not document.model.all(ScenarioValue)


def test_what_would_be_deleted_is_no_part_of_a_scenario(document: Document) -> None:
    kept = scenarios.keep(document, "Un", View.ACCORD, Tried(deleted=(("measure", "m1"),)))
    assert kept.what == Tried()


def test_a_body_written_by_a_later_version_is_read_as_far_as_it_goes(document: Document) -> None:
    from cpom_desktop.storage.private import Area

    document.file.private.put(Area.SCENARIO, ATTIAS.side, "k", {
        "name": "Un", "base": "autre", "day": "2026-11-20", "cells": {str(CENTS): "5", "x/y/z": "1", "rien": None},
        "rows": [{"kind": "inconnu", "id": "1", "values": {}}]})
    (found,) = scenarios.private_scenarios(document)
    assert found.view is View.ACCORD and dict(found.what.values) == {CENTS: 5}
    assert set(found.missing) == {"x/y/z", "rien"}


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("demo") / "d.cpom"))
    made = Document.open(path, Desk("demo").tools)
    made.author = ATTIAS
    yield made
    made.close()


def grants(document: Document, found: scenarios.Kept) -> list[int]:
    books = Books(found.what.over(document.model))
    return [year.grant.known() for year in books.grant(document.model.all(Grant)[0].id)]


def test_the_envelopes_are_the_rates_of_the_contract_and_half_a_point_around(demo: Document) -> None:
    """Rates 1,25 / 0,90 / 1,50 / 1,00 / 1,00 % of `domain.md` §10.4, its DGC in cents for the central one."""
    low, central, high = scenarios.envelopes(demo)
    assert grants(demo, central) == [134_470_625, 137_262_861, 142_441_804, 143_866_222, 145_304_884]
    rates = {row.id: (row.year, row.rate) for row in demo.model.all(YearRate) if row.status == "hypothese"}
    for found, moved in ((low, -5_000), (high, 5_000)):
        assert {cell.row: value for cell, value in found.what.values.items()} == {
            key: (rate or 0) + moved for key, (_, rate) in rates.items()}
    # 984 500,00 × 0,75 % + 312 000,00 × 0,75 % and 12 000,00 + 20 000,00: by hand.
    assert grants(demo, low)[0] == 98_450_000 + 738_375 + 31_200_000 + 234_000 + 1_200_000 + 2_000_000
    assert grants(demo, high)[0] == 98_450_000 + 1_722_875 + 31_200_000 + 546_000 + 1_200_000 + 2_000_000
    assert all(a < b < c for a, b, c in zip(*(grants(demo, one) for one in (low, central, high)), strict=True))
    assert [one.name for one in scenarios.private_scenarios(demo)] == [
        "Enveloppe basse", "Enveloppe centrale", "Enveloppe haute"]


def test_a_spread_that_no_rate_can_follow_keeps_nothing(demo: Document) -> None:
    before = len(scenarios.private_scenarios(demo))
    with pytest.raises(Refused, match="bornes"):
        scenarios.envelopes(demo, 990_000)
    assert len(scenarios.private_scenarios(demo)) == before
