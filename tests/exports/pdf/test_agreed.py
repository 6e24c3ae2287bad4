"""A contract PDF carries what was agreed, and nothing of how it was."""

from __future__ import annotations

import json

from cpom_desktop.core import kinds
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.diagnosis import Item
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import fields_of, values_of
from cpom_desktop.exports.pdf.agreed import FORGOTTEN, KEPT, LEFT_OUT, agreed, snapshot
from cpom_desktop.exports.pdf.content.assemble import contract_data
from tests.exports.pdf.build import FINGERPRINT, MADE_ON, SECRETS, small_contract


def attached(model: Model) -> bytes:
    held = agreed(model)
    return snapshot(held, contract_data(held, made_on=MADE_ON, fingerprint=FINGERPRINT, draft=False))


def test_every_kind_of_record_was_decided_on() -> None:
    assert not KEPT & LEFT_OUT
    assert set(kinds.KINDS) - {kind for kind in kinds.KINDS if kind.startswith("test")} <= KEPT | LEFT_OUT
    assert {field for kind, field in FORGOTTEN} and all(field in fields_of(kind) for kind, field in FORGOTTEN)


def test_nothing_of_the_negotiation_is_attached() -> None:
    data = attached(small_contract()).decode()
    assert not [secret for secret in SECRETS if secret in data]
    assert "CHRS La Passerelle" in data and "Premier alinéa." in data
    assert not json.loads(data)["records"].keys() & LEFT_OUT


def test_the_builder_does_hold_the_secrets() -> None:
    words = " ".join(str(value) for record in small_contract() for value in values_of(record).values())
    assert not [secret for secret in SECRETS if secret not in words]


def test_a_measure_asked_and_not_retained_is_no_part_of_the_contract() -> None:
    assert agreed(small_contract()).find(Measure, "mx") is None


def test_a_link_to_a_meeting_is_emptied() -> None:
    assert small_contract().get(Item, "it").settled_in == "R1"
    assert agreed(small_contract()).get(Item, "it").settled_in is None


def test_every_reference_of_what_is_kept_leads_somewhere() -> None:
    model = agreed(small_contract())
    for record in model:
        for name, info in fields_of(record.kind).items():
            target = getattr(record, name)
            assert not info.about.of or not target or model.record(info.about.of, target) is not None, (record, name)


def test_what_is_left_out_changes_no_amount() -> None:
    model = small_contract()
    assert grant_years(agreed(model), "g") == grant_years(model, "g")


def test_the_printed_tables_are_attached_as_they_read() -> None:
    tables = {table["title"]: table for table in json.loads(attached(small_contract()))["tables"]}
    grant = next(table for title, table in tables.items() if title.startswith("Dotation globalisée commune DGC-1"))
    assert [row[-1] for row in grant["rows"]] == [
        "1\u202f344\u202f706,25",
        "1\u202f372\u202f628,61",
        "1\u202f424\u202f418,04",
        "1\u202f438\u202f662,22",
        "1\u202f453\u202f048,84",
        "7\u202f033\u202f463,96",
    ]
    assert "sous réserve des crédits" in grant["note"]


def test_the_order_of_rows_in_memory_changes_nothing() -> None:
    records = list(small_contract())
    assert attached(Model(records)) == attached(Model(reversed(records)))


def test_an_empty_contract_can_be_read_too() -> None:
    assert json.loads(attached(Model([Contract(id="c")])))["contract"] == "c"
    assert json.loads(attached(Model()))["contract"] == ""
