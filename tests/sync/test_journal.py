"""The journal's format is frozen: these vectors hold for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.records import Cell
from cpom_desktop.sync.journal import Dot, Lot, LotRef, Op, OpKind, canonical, canonical_fast, lot_hash

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data/journal_vectors.json").read_bytes())


def lot_from(vector: dict[str, Any]) -> Lot:
    """The lot of a stored vector, built field by field."""
    head = dict(vector["lot"])
    head.pop("count")
    ops = tuple(
        Op(head["replica"], op["seq"], op["hlc"], OpKind(op["kind"]), Cell(*op["cell"]), op["value"],
           tuple(Dot(*dot) for dot in op["parents"]))
        for op in vector["ops"]
    )
    return Lot(**head, ops=ops)


@pytest.mark.parametrize("vector", VECTORS, ids=[v["lot"]["label"] for v in VECTORS])
def test_a_lot_keeps_its_hash_for_ever(vector: dict[str, Any]) -> None:
    lot = lot_from(vector)
    assert lot_hash(lot) == vector["hash"] == lot.sealed().hash
    assert canonical({**lot.head(), "ops": [op.plain() for op in lot.ops]}).decode() == vector["canonical"]
    assert sha256(vector["canonical"].encode()).hexdigest() == vector["hash"]


def test_the_vectors_hold_every_shape_of_op() -> None:
    kinds = {op["kind"] for vector in VECTORS for op in vector["ops"]}
    assert {"new", "set", "delete", "undo"} <= kinds
    assert VECTORS[1]["lot"]["previous"] == VECTORS[0]["hash"]


def test_the_order_in_which_parents_are_cited_does_not_change_a_lot() -> None:
    lot = lot_from(VECTORS[2])
    swapped = replace(lot, ops=tuple(replace(op, parents=op.parents[::-1]) for op in lot.ops))
    assert swapped.ops != lot.ops and lot_hash(swapped) == lot_hash(lot)


@pytest.mark.parametrize("change", [
    {"author": "X"}, {"organisation": "X"}, {"side": "X"}, {"label": "X"}, {"wall": "X"}, {"zone": "X"}, {"app": "X"},
    {"min_reader": 9}, {"previous": "X"}, {"number": 9}, {"replica": "X"},
], ids=str)
def test_the_hash_of_a_lot_covers_everything_it_says(change: dict[str, Any]) -> None:
    lot = lot_from(VECTORS[1])
    assert lot_hash(replace(lot, **change)) != lot_hash(lot)


def test_the_hash_of_a_lot_covers_its_ops() -> None:
    lot = lot_from(VECTORS[1])
    first = lot.ops[0]
    for op in (replace(first, value=66), replace(first, value="65"), replace(first, hlc=first.hlc + 1),
               replace(first, parents=()), replace(first, kind=OpKind.REFUSE), replace(first, seq=9)):
        assert lot_hash(replace(lot, ops=(op, *lot.ops[1:]))) != lot_hash(lot)


def test_an_undo_says_which_lot_it_cancels() -> None:
    assert lot_from(VECTORS[3]).undoes == LotRef("fedcba9876543210", 1)
    assert lot_from(VECTORS[0]).undoes is None


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_a_value_alone_is_written_as_it_is_inside_a_lot(value: Any) -> None:
    whole = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value).decode() == whole and canonical([value]).decode() == f"[{whole}]"


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.text(), inner), max_leaves=8))
def test_the_fast_way_writes_the_same_bytes(value: Any) -> None:
    assert canonical_fast(value) == canonical(value)


def test_the_fast_way_writes_every_character_the_same() -> None:
    characters = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    assert canonical_fast(characters) == canonical(characters)


def test_a_number_that_is_no_integer_is_never_written() -> None:
    with pytest.raises(ValueError):
        canonical(float("nan"))
