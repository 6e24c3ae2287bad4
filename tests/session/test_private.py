"""A mandate is its side’s alone, and says on which end a value leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.negotiation import Topic
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import field_of
from cpom_desktop.session.document import Document
from cpom_desktop.session.private import Bound, Crossing, Mandate, crossing, private_of
from tests.session.desk import ATTIAS, MEASURE, MERLE, Desk, new_document, reopened

CENTS = MEASURE.at("cents")
MANDATE = Mandate("1000000", "2500000", "3800000", "CNR reconduit deux ans", "PRIVE-OG-7Q4")


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    made = new_document(tmp_path, Desk("a"))
    yield made
    made.close()


def test_a_mandate_is_found_again_by_its_side_alone(document: Document) -> None:
    before = document.fingerprint(), len(document.history())
    mine = private_of(document)
    assert mine is not None
    mine.put(CENTS, MANDATE)
    assert (document.fingerprint(), len(document.history())) == before
    again = reopened(document, Desk("a"))
    held = private_of(again)
    assert held is not None and held.mandate(CENTS) == MANDATE
    again.author = MERLE
    other = private_of(again)
    assert other is not None and other.side is Side.AUTHORITY and not other.mandate(CENTS)
    again.author = None
    assert private_of(again) is None
    again.close()


def test_what_is_emptied_leaves_the_file(document: Document) -> None:
    mine = private_of(document)
    assert mine is not None
    mine.put(CENTS, MANDATE)
    mine.put(CENTS, Mandate())
    assert not mine.mandate(CENTS) and b"PRIVE-OG-7Q4" not in document.snapshot()


def test_a_bound_is_a_value_of_the_field(document: Document) -> None:
    mine = private_of(document)
    assert mine is not None
    with pytest.raises(Refused):
        mine.put(CENTS, Mandate(floor="dix mille"))
    assert not mine.mandate(CENTS)


@pytest.mark.parametrize(
    ("value", "side", "expected"),
    [
        (999_999, Side.MANAGER, Crossing(Bound.FLOOR, 1_000_000, True)),
        (1_000_000, Side.MANAGER, None),
        (3_800_000, Side.MANAGER, None),
        (3_800_001, Side.MANAGER, Crossing(Bound.CEILING, 3_800_000, False)),
        (999_999, Side.AUTHORITY, Crossing(Bound.FLOOR, 1_000_000, False)),
        (3_800_001, Side.SECOND_AUTHORITY, Crossing(Bound.CEILING, 3_800_000, True)),
        (None, Side.MANAGER, None),
    ],
)
def test_a_manager_gives_no_less_and_an_authority_no_more(
    value: int | None, side: Side, expected: Crossing | None
) -> None:
    assert crossing(field_of(CENTS), MANDATE, value, side) == expected


def test_one_bound_alone_is_enough_and_a_text_has_none() -> None:
    assert crossing(field_of(CENTS), Mandate(ceiling="5"), 6, Side.AUTHORITY) == Crossing(Bound.CEILING, 5, True)
    assert crossing(field_of(CENTS), Mandate(), 6, Side.AUTHORITY) is None
    topic = field_of(Topic(id="t").at("value"))
    assert crossing(topic, Mandate(floor="a", ceiling="b"), "c", Side.MANAGER) is None


def test_a_bound_that_the_field_no_longer_takes_warns_of_nothing() -> None:
    assert crossing(field_of(CENTS), Mandate(floor="dix"), 6, Side.MANAGER) is None
    assert ATTIAS.side is Side.MANAGER
