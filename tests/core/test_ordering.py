"""The order of arranged rows survives any number of moves, on any number of laptops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.clauses import Article
from cpom_desktop.core.model import Model
from cpom_desktop.core.ordering import LONGEST, between, is_key, move, ordered, place, spread


def articles(*keys: str) -> list[Article]:
    return [Article(id=f"a{number}", position=key) for number, key in enumerate(keys)]


@given(st.integers(1, 3000))
def test_spread_keys_are_in_order_and_leave_room_everywhere(count: int) -> None:
    keys = spread(count)
    assert len(keys) == count and keys == sorted(set(keys)) and all(is_key(key) for key in keys)
    for low, high in zip(["", *keys[:20]], [*keys[:20], ""], strict=True):
        assert len(between(low, high)) <= 4


@given(st.lists(st.integers(0, 1000), max_size=60))
def test_insertions_anywhere_keep_the_order(places: list[int]) -> None:
    keys: list[str] = []
    for number in places:
        index = number % (len(keys) + 1)
        low, high = keys[index - 1] if index else "", keys[index] if index < len(keys) else ""
        key = between(low, high)
        assert is_key(key) and low < key and (not high or key < high)
        keys.insert(index, key)


@pytest.mark.parametrize(("low", "high"), [
    ("5", "5"), ("6", "5"), ("50", ""), ("", "0"), ("é", ""), ("5", "4z"), ("V", "V0"), ("-", "z"),
])
def test_there_is_no_key_where_there_is_no_room(low: str, high: str) -> None:
    with pytest.raises(ValueError):
        between(low, high)


@pytest.mark.parametrize(("low", "high", "key"), [
    ("", "", "V"), ("8", "", "9"), ("z", "", "z1"), ("", "1", "0z"), ("", "01", "00z"), ("1", "3", "2"),
    ("1", "2", "1V"),
    ("1", "11", "10V"), ("zz", "", "zz1"),
])
def test_keys_stay_short(low: str, high: str, key: str) -> None:
    assert between(low, high) == key


def test_a_thousand_rows_added_one_after_the_other_need_no_renumbering() -> None:
    rows = articles(*spread(12))
    for number in range(1000):
        key, others = place(rows, len(rows))
        assert not others
        rows.append(Article(id=f"n{number}", position=key))
    assert ordered(rows) == rows and max(len(row.position) for row in rows) <= LONGEST


def test_a_key_that_would_be_too_long_renumbers_the_whole_list() -> None:
    rows = articles("1", "2")
    renumbered: list[bool] = []
    for number in range(150):
        key, others = place(rows, 1)
        renumbered.append(bool(others))
        moved = {cell.row: str(value) for cell, value in others.items()}
        rows = [replace(row, position=moved.get(row.id, row.position)) for row in rows]
        rows.insert(1, Article(id=f"n{number}", position=key))
        assert ordered(rows) == rows and len(key) <= LONGEST
    assert renumbered.count(True) == 1
    assert len(others) in (0, len(rows) - 1)


@pytest.mark.parametrize("keys", [("5", "5"), ("", ""), ("5", "é"), ("50", "6"), ("5", "6", "")])
def test_rows_put_at_one_place_or_never_placed_are_renumbered(keys: tuple[str, ...]) -> None:
    rows = ordered(articles(*keys))
    key, others = place(rows, 1)
    after = [str(others[row.at("position")]) for row in rows]
    assert after[0] < key < after[1] and after == sorted(set(after))


def test_moving_a_row_writes_one_cell_and_moving_it_nowhere_writes_none() -> None:
    rows = articles(*spread(4))
    model = Model(rows)
    cells = move(rows, "a3", 1)
    assert list(cells) == [rows[3].at("position")]
    assert [row.id for row in ordered(model.overlaid(cells).all(Article))] == ["a0", "a3", "a1", "a2"]
    assert move(rows, "a2", 2) == {}


def test_equal_keys_are_ordered_by_id_in_every_copy() -> None:
    one, two = Article(id="b", position="5"), Article(id="a", position="5")
    assert ordered([one, two]) == ordered([two, one]) == [two, one]
