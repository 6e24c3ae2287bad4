"""Twelve characters, equal when and only when the contract is."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.kinds import KINDS
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.sync.fingerprint import (
    CROCKFORD,
    content_hash,
    content_hash_of_rows,
    fingerprint,
    is_content,
    spoken,
)
from cpom_desktop.sync.whole import contract_state
from tests.sync.samples import two_books

CELLS: list[tuple[Cell, Value]] = [(Cell("esms", "e1", "capacity"), 60), (Cell("esms", "e1", "name"), "La Passerelle")]


def test_the_fingerprint_of_a_content_never_changes() -> None:
    """Printed on minutes and contracts: a later version must give the same characters for the same content."""
    text = '["esms","e1","capacity",60],["esms","e1","name","La Passerelle"]\n'
    assert content_hash(CELLS) == sha256(text.encode()).hexdigest()
    conflict = '["esms","e1","capacity",[60,65]]'
    assert content_hash(CELLS, [(CELLS[0][0], (65, 60))]) == sha256((text + conflict).encode()).hexdigest()
    assert (fingerprint(CELLS), fingerprint([])) == ("RGCE-JJ0E-KW13", "06X4-E6E8-1DQY")


def test_it_is_read_in_three_groups_without_letters_that_look_alike() -> None:
    assert re.fullmatch(rf"([{CROCKFORD}]{{4}}-){{2}}[{CROCKFORD}]{{4}}", fingerprint(CELLS))
    assert not set("ILOU") & set(CROCKFORD) and len(set(CROCKFORD)) == 32


def test_the_characters_are_the_first_sixty_bits() -> None:
    assert spoken("0" * 64) == "0000-0000-0000"
    assert spoken("f" * 15 + "0" * 49) == "ZZZZ-ZZZZ-ZZZZ"
    assert spoken("0" * 14 + "1" + "f" * 49) == "0000-0000-0001"


VALUES = st.one_of(st.none(), st.integers(-5, 5), st.text("a1,\"[]\n", max_size=3))
KEYS = st.tuples(st.sampled_from(["a", "b"]), st.text("xy,\"", max_size=2), st.text("pq", max_size=2))
CONTENT = st.dictionaries(KEYS, VALUES)


@given(CONTENT, CONTENT)
def test_two_contents_have_one_fingerprint_only_when_they_are_equal(
    one: dict[tuple[str, str, str], Value], other: dict[tuple[str, str, str], Value],
) -> None:
    def hashed(content: dict[tuple[str, str, str], Value]) -> str:
        return content_hash((Cell(*key), content[key]) for key in sorted(content))

    assert (hashed(one) == hashed(other)) == (one == other)


@given(CONTENT)
def test_rows_and_their_cells_have_one_hash(content: dict[tuple[str, str, str], Value]) -> None:
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    for kind, row, field in sorted(content, reverse=True):
        rows.setdefault((kind, row), {})[field] = content[kind, row, field]
    open_points = [(Cell("a", "x", ""), ())] if content else []
    cells = [(Cell(*key), content[key]) for key in sorted(content)]
    assert content_hash_of_rows(sorted(rows.items()), open_points) == content_hash(cells, open_points)


def test_rows_of_what_a_copy_notes_or_out_of_order_are_treated_as_cells_are() -> None:
    rows: list[tuple[tuple[str, str], dict[str, Value]]] = [(("esms", "e1"), {"capacity": 60, "name": "La Passerelle"})]
    assert content_hash_of_rows([*rows, (("log_print", "p1"), {"day": "2027-01-01"})]) == content_hash(CELLS)
    for wrong in ([*rows, *rows], [(("esms", "e2"), {}), *rows]):
        with pytest.raises(ValueError):
            content_hash_of_rows(wrong)


@pytest.mark.parametrize("values", [(60, 61), (60, "60"), (None, 0), ("", None), ("1", 1)], ids=str)
def test_values_that_differ_in_kind_differ_in_print(values: tuple[Value, Value]) -> None:
    one, other = (content_hash([(CELLS[0][0], value)]) for value in values)
    assert one != other


def test_a_conflict_and_a_flag_change_the_print_and_the_order_of_versions_does_not() -> None:
    cell = CELLS[0][0]
    plain = content_hash(CELLS)
    assert content_hash(CELLS, [(cell, (60, 65))]) == content_hash(CELLS, [(cell, (65, 60))]) != plain
    assert content_hash(CELLS, [(Cell("esms", "e1", ""), ())]) != plain


def test_what_a_copy_notes_about_itself_is_not_covered() -> None:
    noted: list[tuple[Cell, Value]] = [*CELLS, (Cell("log_print", "p1", "day"), "2027-01-01")]
    assert fingerprint(noted) == fingerprint(CELLS)
    assert fingerprint(CELLS, [(Cell("log_print", "p1", "day"), (1, 2))]) == fingerprint(CELLS)


def test_positions_meetings_and_decisions_are_covered() -> None:
    """Every kind of today is part of what both sides see."""
    assert {"position", "meeting", "decision"} <= set(KINDS)
    assert all(is_content(kind) for kind in KINDS if not kind.startswith("log_"))


def test_cells_out_of_order_or_twice_are_a_fault_of_ours() -> None:
    for cells in (CELLS[::-1], [CELLS[0], CELLS[0]]):
        with pytest.raises(ValueError):
            content_hash(cells)


def test_a_field_that_nobody_has_written_does_not_change_the_print() -> None:
    """Only what an op has written is covered: the default of a field added later has no cell."""
    cells = [cell for cell, _ in contract_state(two_books()).written()]
    assert Cell("esms", "e2", "name") in cells and Cell("esms", "e2", "capacity") not in cells
