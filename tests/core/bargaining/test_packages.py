"""Lots liés: what each position and the whole cost, who agrees, and when a package cannot be accepted any more."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.bargaining.packages import (
    PackageFate,
    linked_positions,
    member_cost,
    package_cost,
    package_state,
)
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Package
from cpom_desktop.core.overlay import accept, refuse, withdraw
from cpom_desktop.core.records import Value
from tests.core.finance.build import two_rivers
from tests.data.build import ATTIAS, CNR, OCCUPATION, PLACES, REBASAGE, applied, negotiation, position
from tests.data.demo import demo

OG, AT = Side.MANAGER, Side.AUTHORITY
K1 = Package(id="k1", code="K1", name="Rebasage contre occupation et places")
TODAY = dt.date(2026, 11, 20)


def offered(**values: Value) -> Model:
    """« Rebasage 12 000 contre 97 % et 5 places », by the authority."""
    said = ((REBASAGE, "1200000"), (OCCUPATION, "97"), (PLACES, "5"))
    return negotiation(K1, *(position(cell, AT, 1, text, package="k1", **values) for cell, text in said))


def fate(model: Model, today: dt.date | None = None) -> PackageFate:
    return package_state(model, K1, today).fate


def test_a_package_waits_for_those_who_have_not_said_yes() -> None:
    held = package_state(offered(), K1)
    assert held.fate is PackageFate.OPEN and held.agreed == {AT} and held.awaited == {OG}
    assert held.values() == {REBASAGE: 1_200_000, OCCUPATION: "97", PLACES: 5}


def test_a_package_is_accepted_refused_and_withdrawn_as_one() -> None:
    model, members = offered(), package_state(offered(), K1).members
    assert fate(applied(model, accept(model, members[:1], [OG], ATTIAS))) is PackageFate.ACCEPTED
    assert fate(applied(model, refuse(model, members[:1]))) is PackageFate.REFUSED
    assert fate(applied(model, withdraw(model, members[:1]))) is PackageFate.WITHDRAWN


def test_a_package_is_broken_by_a_later_move_or_by_the_end_of_an_offer() -> None:
    moved = offered().replacing([position(PLACES, AT, 2, "4")])
    assert fate(moved) is PackageFate.BROKEN
    assert fate(offered(valid_until="2026-10-30"), TODAY) is PackageFate.BROKEN
    assert fate(offered(valid_until="2026-11-20"), TODAY) is PackageFate.OPEN


def test_a_package_taken_in_part_says_so() -> None:
    model = offered()
    first = package_state(model, K1).members[0]
    assert fate(model.overlaid({first.at("status"): "valide"})) is PackageFate.IN_PART
    assert fate(negotiation(K1)) is PackageFate.EMPTY


def test_each_position_and_the_whole_have_their_cost() -> None:
    """TC-POS-1: the 12 000 agreed weigh 61 346,79 over the contract; a CNR its own amount."""
    model = two_rivers().model()
    rebasing = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    cnr = next(row for row in model.all(Measure) if row.nature == "cnr").at("cents")
    model = model.replacing([K1]).overlaid({rebasing: None, cnr: None}).replacing([
        position(rebasing, AT, 1, "1200000", package="k1"), position(cnr, AT, 1, "2000000", package="k1")])
    held, books = package_state(model, K1), Books(model)
    assert [member_cost(books, held, *one).whole.cents for one in held.said] == [6_134_679, 2_000_000]
    assert package_cost(books, held).whole.cents == 8_134_679


def test_once_accepted_a_package_still_says_what_its_measures_weigh() -> None:
    """TC-POS-1: K1 of « Les Deux Rives », whose 12 000 are retained."""
    (held,) = linked_positions(demo(), TODAY)
    assert held.fate is PackageFate.ACCEPTED and held.decision is not None and held.decision.number == "D-R3-01"
    assert held.awaited == frozenset() and len(held.members) == 3
    assert package_cost(Books(demo()), held).whole.cents == 6_134_679


def test_a_cell_said_by_nobody_else_makes_no_package_read_again() -> None:
    wrong = position(CNR, AT, 1, "pas un nombre", package="k1")
    assert package_state(negotiation(K1, wrong), K1).members == ()


@pytest.mark.parametrize("side", [OG, AT])
def test_a_side_that_accepts_a_package_is_no_longer_awaited(side: Side) -> None:
    model = negotiation(K1, position(REBASAGE, Side.SECOND_AUTHORITY, 1, "1200000", package="k1"))
    members = package_state(model, K1).members
    held = package_state(applied(model, accept(model, members, [side], ATTIAS)), K1)
    assert held.fate is PackageFate.IN_PRINCIPLE and held.awaited == {OG, AT} - {side}
