"""A formula names its cells by key, is « incomplet » without one of them, and joins neighbours into ranges."""

from __future__ import annotations

import pytest

from cpom_desktop.exports.xlsx.formulas import (
    Formula,
    Key,
    Spot,
    address,
    addresses,
    calculation,
    column_name,
    combined,
    rendered,
    signed_sum,
)

PLACES: dict[Key, Spot] = {
    ("a",): Spot("Un", 0, 0), ("b",): Spot("Un", 1, 0), ("c",): Spot("Un", 2, 0), ("d",): Spot("Un", 4, 0),
    ("e",): Spot("L’autre 'x'", 4, 27), ("right",): Spot("Un", 0, 1), ("block",): Spot("Un", 3, 2, 9),
}
A, B, C, D, E = (("a",), ("b",), ("c",), ("d",), ("e",))


def shown(formula: Formula, sheet: str = "Un") -> str:
    return rendered(formula, PLACES.__getitem__, sheet)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_has_its_letters(column: int, name: str) -> None:
    assert column_name(column) == name


def test_a_cell_of_another_sheet_bears_its_name_with_quotes_doubled() -> None:
    assert address(PLACES[E], "Un") == "'L’autre ''x'''!AB5" and address(PLACES[E], "L’autre 'x'") == "AB5"


def test_a_block_is_absolute() -> None:
    assert address(PLACES["block",], "Un") == "$C$4:$C$10"


@pytest.mark.parametrize(("keys", "found"), [
    ((A, B, C), ["A1:A3"]), ((A, B, D), ["A1:A2", "A5"]), ((A, ("right",)), ["A1:B1"]), ((B, A), ["A2", "A1"]),
    ((A, ("right",), B), ["A1:B1", "A2"]), ((A, A), ["A1", "A1"]), ((C, ("block",)), ["A3", "$C$4:$C$10"]),
])
def test_neighbours_are_joined_and_nothing_between_them(keys: tuple[Key, ...], found: list[str]) -> None:
    assert addresses(keys, PLACES.__getitem__, "Un") == found


def test_a_formula_is_incomplete_without_one_of_its_cells() -> None:
    assert shown(calculation("ROUND({0}*(1+{1}),2)-{0}", A, B)) == \
        'IF(COUNT(A1:A2)<2,"incomplet",ROUND(A1*(1+A2),2)-A1)'


@pytest.mark.parametrize(("terms", "found"), [
    ([(A, 1), (D, 1)], "A1+A5"), ([(A, 1), (B, 1), (C, 1)], "SUM(A1:A3)"), ([(A, 1), (D, -1)], "A1-A5"),
    ([(D, 1), (A, -1), (B, -1)], "A5-SUM(A1:A2)"), ([(A, -1)], "-A1"),
])
def test_a_signed_sum_says_what_it_adds_and_takes_off(terms: list[tuple[Key, int]], found: str) -> None:
    assert shown(Formula(plus=signed_sum(terms).plus, minus=signed_sum(terms).minus)) == found


def test_formulas_joined_need_what_each_of_them_needs() -> None:
    rounded, added = calculation("ROUND({0},2)", A), signed_sum([(D, 1), (E, 1)])
    whole = combined([(rounded, 1), (added, 1), (calculation("{0}", C), -1)])
    assert shown(whole) == ("IF(COUNT(A1,A5,'L’autre ''x'''!AB5,A3)<4,\"incomplet\","
                            "ROUND(A1,2)+SUM(A5,'L’autre ''x'''!AB5)-(A3))")


def test_what_a_cell_needs_beside_what_it_reads_is_counted() -> None:
    assert shown(calculation("{0}", A).needing(D)) == 'IF(COUNT(A1,A5)<2,"incomplet",A1)'
    assert calculation("{0}", A).needing(A).needs == (A,)
