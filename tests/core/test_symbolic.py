"""Records written by hand: symbols become ids, people's writing becomes values, and nothing is guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Contract, Esms, Section
from cpom_desktop.core.demo import final_model, load_steps
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import derived_id
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.ordering import is_key, ordered
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell
from cpom_desktop.core.symbolic import Symbols, numbered, rows_of


def test_a_row_is_written_as_on_screen() -> None:
    symbols = Symbols("c")
    row = symbols.record("measure", {"id": "m", "section": "S1", "year": 2027, "nature": "CNR ".strip().lower(),
                                     "cents": "12\u202f000,00", "opening": "01/01/2028"})
    assert isinstance(row, Measure)
    assert (row.id, row.section) == (derived_id("c", "measure", "m"), derived_id("c", "section", "S1"))
    assert (row.cents, row.opening, row.nature, row.label) == (1_200_000, "2028-01-01", "cnr", "")
    assert symbols.missing() == ["section S1"]


def test_a_row_with_a_natural_key_gets_the_id_that_every_copy_derives() -> None:
    symbols = Symbols("c")
    row = symbols.record("year_rate", {"section": "S1", "year": 2027, "rate": "1,25 %"})
    assert isinstance(row, YearRate) and row.rate == 12_500
    assert row.id == derived_id("c", "year_rate", derived_id("c", "section", "S1"), 2027)
    assert symbols.id_of("year_rate", ["S1", 2027]) == row.id
    assert symbols.cell("year_rate/S1|2027/rate") == Cell("year_rate", row.id, "rate")
    assert symbols.id_of("contract", "whatever") == "c"


@pytest.mark.parametrize(("kind", "row"), [
    ("nothing", {"id": "x"}), ("esms", {"id": "x", "colour": "red"}), ("esms", {"id": "x", "capacity": "soixante"}),
    ("esms", {"id": "x", "regime": "inconnu"}), ("measure", {"id": "x", "cents": "1.234"}),
    ("contract", {"id": "x", "start": "31/02/2027"}), ("esms", {"id": "x", "name": "x" * 501}),
])
def test_what_is_not_understood_is_refused(kind: str, row: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Symbols("c").record(kind, row)


@pytest.mark.parametrize("address", ["esms/E1/colour", "nothing/E1/name", "year_rate/S1|2027|x/rate"])
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        Symbols("c").cell(address)
    assert refusal.value.reason is Reason.MALFORMED


def test_a_group_is_a_list_or_a_table() -> None:
    table = {"year": 2025, "columns": ["id", "name"], "rows": [["a", "A"], ["b", "B"]]}
    assert list(rows_of(table)) == [{"year": 2025, "id": "a", "name": "A"}, {"year": 2025, "id": "b", "name": "B"}]
    assert list(rows_of([{"id": "a"}])) == [{"id": "a"}]
    with pytest.raises(Refused):
        list(rows_of("a"))
    with pytest.raises(ValueError):
        list(rows_of({"columns": ["id"], "rows": [["a", "too much"]]}))


def test_arranged_rows_without_a_rank_are_numbered_in_their_order_and_by_kind() -> None:
    symbols = Symbols("c")
    rows = [symbols.record(kind, {"id": name}) for kind, name in
            (("esms", "b"), ("topic", "z"), ("esms", "a"), ("topic", "y"), ("contract", "c"))]
    found = numbered(rows)
    assert [(row.id, getattr(row, "order", None)) for row in found if row.kind == "esms"] == [
        (rows[0].id, 1), (rows[2].id, 2)]
    topics = [row for row in found if row.kind == "topic"]
    assert ordered(topics) == topics and all(is_key(getattr(row, "position")) for row in topics)  # noqa: B009
    assert [row.id for row in found] == [row.id for row in rows]


FIRST: dict[str, Any] = {
    "contract": "essai",
    "authors": {"m": {"name": "M", "organisation": "O", "side": "gestionnaire"}},
    "steps": [
        {"step": "b", "label": "Mesure", "author": "m", "at": "2026-02-01T10:00+01:00", "meeting": "R1", "new": {
            "section": [{"id": "S1", "esms": "E1"}], "meeting": [{"id": "R1"}],
            "measure": [{"id": "m", "section": "S1", "year": 2027,
                         "said": {"cents": ["38 000,00", {"value": "0,00", "argument": "Enveloppe"}]}}]}},
        {"step": "a", "label": "Contrat", "author": "m", "at": "2026-01-01T10:00+01:00",
         "new": {"contract": [{"id": "contract"}], "esms": [{"id": "E1"}]}},
    ],
}
SECOND: dict[str, Any] = {"steps": [
    {"step": "a", "new": {"esms": [{"id": "E2"}]}, "label": "ignored", "author": "m", "at": "2030-01-01T10:00+01:00"},
    {"step": "c", "label": "Accord", "author": "m", "at": "2026-03-01T10:00+01:00",
     "set": [{"kind": "contract", "values": {"long_stay_months": "18"}},
             {"kind": "position", "key": ["measure/m/cents", "autorite", 1], "values": {"status": "reserve"}}],
     "new": {"decision": [{"id": "D", "number": "D"}]},
     "acts": [{"act": "decide", "decision": "D", "values": {"measure/m/cents": "12 000,00"}}]},
]}


def test_steps_come_by_date_and_a_second_file_adds_to_the_first() -> None:
    steps = load_steps(json.dumps(FIRST), json.dumps(SECOND))
    assert [(step.name, step.label) for step in steps] == [("a", "Contrat"), ("b", "Mesure"), ("c", "Accord")]
    model = final_model(steps)
    assert len(model.all(Esms)) == 2 and model.all(Section)[0].esms == model.all(Esms)[0].id
    assert model.all(Contract)[0].long_stay_months == 18
    assert [one.order for one in model.all(Esms)] == [1, 2]


def test_what_the_sides_say_becomes_positions_and_a_decision_settles_them() -> None:
    model = final_model(load_steps(json.dumps(FIRST), json.dumps(SECOND)))
    [measure] = model.all(Measure)
    assert measure.cents == 1_200_000
    rows = {row.party: row for row in model.all(Position)}
    assert {party: (row.value, row.settled) for party, row in rows.items()} == {
        Side.MANAGER.value: ("3800000", 1), Side.AUTHORITY.value: ("0", 1)}
    assert rows["autorite"].argument == "Enveloppe" and rows["autorite"].status == "reserve"
    assert rows["gestionnaire"].meeting == derived_id(model.all(Contract)[0].id, "meeting", "R1")


def test_the_contract_may_be_given_another_identity() -> None:
    [contract] = final_model(load_steps(json.dumps(FIRST), contract_id="other")).all(Contract)
    assert contract.id == "other"


def test_a_symbol_without_a_row_is_refused() -> None:
    broken = json.loads(json.dumps(FIRST))
    broken["steps"][1]["new"].pop("esms")
    with pytest.raises(Refused, match="symboles sans ligne : esms E1"):
        load_steps(json.dumps(broken))


@pytest.mark.parametrize("act", [{"act": "decide", "values": {}}, {"act": "bless", "decision": "D"}])
def test_an_act_that_the_negotiation_does_not_know_is_refused(act: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(SECOND))
    broken["steps"][1]["acts"] = [act]
    with pytest.raises(Refused, match="acte inconnu"):
        load_steps(json.dumps(FIRST), json.dumps(broken))
