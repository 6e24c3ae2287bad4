"""Row ids: derived ones meet in every copy, others never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.finance.records import YearRate
from cpom_desktop.core.identifiers import derived_id, natural_record, uuid7
from cpom_desktop.core.problems import Refused

KEYS = st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=8)), max_size=4)


def test_a_derived_id_never_changes() -> None:
    """A test vector: files made years ago must meet those of tomorrow."""
    assert derived_id("c", "year_rate", "S1", 2027) == VECTOR
    assert natural_record(YearRate, "c", section="S1", year=2027, rate=12_500).id == VECTOR


VECTOR = "0c6a00f0fa6348a5351cc761e9155dfc"


@given(KEYS, KEYS)
def test_different_keys_give_different_ids(one: list[int | str | None], other: list[int | str | None]) -> None:
    assert (derived_id("c", "k", *one) == derived_id("c", "k", *other)) == (one == other)


@pytest.mark.parametrize("other",
                         [("d", "k", "a", 1), ("c", "l", "a", 1), ("c", "k", "a1"), ("c", "k", "a", "1"),
                          ("c", "ka", 1)])
def test_contract_kind_and_type_of_each_part_count(other: tuple[str, str, object]) -> None:
    assert derived_id("c", "k", "a", 1) != derived_id(*other)  # type: ignore[arg-type]


def test_a_key_is_taken_in_its_canonical_form() -> None:
    assert natural_record(YearRate, "c", section="e\u0301", year=2027).id == natural_record(YearRate, "c", section="é",
                                                                                            year=2027).id
    with pytest.raises(Refused):
        natural_record(YearRate, "c", section="S1", year=1900)


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_uuid7_keeps_its_time_version_and_variant(milliseconds: int, noise: bytes) -> None:
    text = uuid7(milliseconds, lambda count: noise[:count])
    assert len(text) == 32 and int(text[:12], 16) == milliseconds
    assert text[12] == "7" and text[16] in "89ab"


def test_later_ids_sort_after_earlier_ones() -> None:
    assert uuid7(1, lambda count: b"\xff" * count) < uuid7(2, lambda count: b"\x00" * count)
