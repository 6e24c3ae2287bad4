"""Who gave what since the start: in values, and in euros over the contract (TC-POS-1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.bargaining.concessions import conceded, conceded_in_all, concessions
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell
from tests.core.finance.build import two_rivers
from tests.data.build import position

OG, AT = Side.MANAGER, Side.AUTHORITY


def rivers() -> tuple[Model, Cell]:
    model = two_rivers().model()
    return model, next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")


def test_each_side_gives_what_separates_its_first_word_from_its_last() -> None:
    """TC-POS-1: from 38 000 to the 12 000 retained, the manager gives 132 918,01; the authority, from 0, 61 346,79."""
    model, cell = rivers()
    model = model.replacing([
        position(cell, OG, 1, "3800000", settled=1), position(cell, AT, 1, "0"),
        position(cell, OG, 2, "2000000", status="retire"), position(cell, AT, 2, "1200000", status="valide", settled=1),
    ])
    (asked,), (offered,), _ = concessions(model, [cell]).values()
    assert (asked.first, asked.now, asked.moves, asked.settled) == (3_800_000, 1_200_000, 2, True)
    books = Books(model)
    costs = [conceded(books, one) for one in (asked, offered)]
    assert [one.whole.cents for one in costs if one is not None] == [13_291_801, 6_134_679]


def test_a_side_that_did_not_move_gave_nothing_and_one_that_hardened_gave_less_than_nothing() -> None:
    model, cell = rivers()
    model = model.replacing([position(cell, OG, 1, "2000000"), position(cell, AT, 1, "500000"),
                             position(cell, AT, 2, "400000")])
    (asked,), (offered,), _ = concessions(model, [cell]).values()
    books = Books(model)
    assert conceded(books, asked) is None
    hardened = conceded(books, offered)
    assert hardened is not None and hardened.whole.known() < 0
    assert conceded_in_all(books, [asked]).whole.cents == 0


def test_a_demand_withdrawn_and_not_replaced_comes_down_to_what_is_retained() -> None:
    model, cell = rivers()
    model = model.replacing([position(cell, OG, 1, "3800000", status="retire")])
    (asked,) = concessions(model, [cell])[OG]
    assert asked.now == 1_200_000 and not asked.settled
    assert concessions(model, [cell])[AT] == []


def test_a_text_that_the_field_refuses_is_no_first_word() -> None:
    model, cell = rivers()
    model = model.replacing([position(cell, OG, 1, "beaucoup"), position(cell, OG, 2, "100")])
    (asked,) = concessions(model, [cell])[OG]
    assert asked.first == asked.now == 100 and asked.moves == 1


@given(st.lists(st.integers(-10**8, 10**8), min_size=4, max_size=4))
def test_what_both_give_is_what_the_gap_has_lost(values: list[int]) -> None:
    """From the first words to the last, the gap in euros shrinks by what the manager and the authority gave."""
    model, cell = rivers()
    first, last, offer, better = values
    model = model.replacing([
        position(cell, OG, 1, str(first)), position(cell, OG, 2, str(last)),
        position(cell, AT, 1, str(offer)), position(cell, AT, 2, str(better)),
    ])

    def whole(value: int) -> int:
        laid = Books(model.overlaid({cell: value}))
        return sum(year.grant.known() for year in laid.trajectory("SE1"))

    given_up = [conceded_in_all(Books(model), held).whole.known() for held in concessions(model, [cell]).values()]
    assert sum(given_up) == (whole(first) - whole(offer)) - (whole(last) - whole(better))
