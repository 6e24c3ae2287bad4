"""Linking positions in a package, marking a préalable, reserving and bringing to arbitration."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.bargaining.acts import answer, link, mark_precondition, next_code, unlink
from cpom_desktop.core.bargaining.packages import PackageFate, package_state
from cpom_desktop.core.changes import Side
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Package, Position
from cpom_desktop.core.overlay import accept, edit_for
from cpom_desktop.core.positions import open_positions, open_preconditions, positions_on, standing
from cpom_desktop.core.problems import Reason, Refused
from tests.data.build import ATTIAS, CNR, DREETS, OCCUPATION, PLACES, REBASAGE, applied, negotiation, position

OG, AT = Side.MANAGER, Side.AUTHORITY
K1 = Package(id="k1", code="K1")


def said(*more: Position) -> Model:
    """The three offers of « rebasage 12 000 contre 97 % et 5 places », not yet linked."""
    offers = ((REBASAGE, "1200000"), (OCCUPATION, "97"), (PLACES, "5"))
    return negotiation(*(position(cell, AT, 1, text) for cell, text in offers), *more)


def of(model: Model, *cells: object) -> list[Position]:
    return [one for one in model.all(Position) if one.cell in {str(cell) for cell in cells}]


def test_positions_linked_are_accepted_as_one() -> None:
    model = said()
    model = applied(model, link(model, of(model, REBASAGE, OCCUPATION, PLACES), K1, DREETS))
    assert all(one.confirmed == "sans-objet" for one in model.all(Position))
    model = applied(model, accept(model, of(model, PLACES), [OG], ATTIAS))
    assert package_state(model, K1).fate is PackageFate.ACCEPTED
    assert (model.value(REBASAGE), model.value(PLACES)) == (1_200_000, 5)


def test_linking_for_another_side_waits_for_its_word() -> None:
    model = said()
    model = applied(model, link(model, of(model, REBASAGE, PLACES), K1, ATTIAS))
    linked = of(model, REBASAGE, PLACES)
    assert {(one.confirmed, one.on_behalf) for one in linked} == {("a-confirmer", "DREETS")}


def test_a_position_joins_a_package_that_exists_and_a_package_is_undone() -> None:
    model = said()
    model = applied(model, link(model, of(model, REBASAGE, PLACES), K1, DREETS))
    model = applied(model, link(model, of(model, OCCUPATION), K1, DREETS))
    assert len(package_state(model, K1).members) == 3
    model = applied(model, unlink(model, K1))
    assert package_state(model, K1).fate is PackageFate.EMPTY and len(open_positions(model)) == 3


def test_a_member_replaced_inside_its_package_leaves_it_whole() -> None:
    """A better offer of the same party in the same package does not break it, and only the new one is accepted."""
    model = said()
    model = applied(model, link(model, of(model, REBASAGE, PLACES), K1, DREETS))
    model = applied(model, edit_for(model, REBASAGE, 1_500_000, DREETS, package="k1"))
    held = package_state(model, K1)
    assert held.fate is PackageFate.OPEN and held.values() == {REBASAGE: 1_500_000, PLACES: 5}
    model = applied(model, accept(model, held.members[:1], [OG], ATTIAS))
    assert model.value(REBASAGE) == 1_500_000 and package_state(model, K1).fate is PackageFate.ACCEPTED


def test_what_makes_no_package_is_refused() -> None:
    other = position(CNR, OG, 1, "4500000")
    settled = position(CNR, AT, 1, "1", settled=1)
    model = said(other, settled)
    K2 = Package(id="k2", code="K2")
    taken = applied(model, link(model, of(model, REBASAGE, PLACES), K1, DREETS))
    cases = [
        (model, of(model, REBASAGE)),
        (model, [*of(model, REBASAGE), other]),
        (model, [*of(model, PLACES), settled]),
        (taken, of(taken, REBASAGE, OCCUPATION)),
    ]
    for contract, positions in cases:
        with pytest.raises(Refused) as refusal:
            link(contract, positions, K2, DREETS)
        assert refusal.value.reason is Reason.NO_PACKAGE


def test_an_offer_past_its_validity_joins_no_package() -> None:
    late = position(CNR, AT, 1, "1", valid_until="2026-10-30")
    model = said(late)
    with pytest.raises(Refused):
        link(model, [*of(model, PLACES), late], K1, DREETS, dt.date(2026, 11, 20))


def test_codes_of_packages_follow_each_other() -> None:
    assert next_code(negotiation()) == "K1"
    assert next_code(negotiation(Package(id="a", code="K7"), Package(id="b", code="libre"))) == "K8"


def test_a_prealable_is_marked_and_unmarked() -> None:
    asked = position(REBASAGE, OG, 1, "3800000")
    model = negotiation(asked)
    model = applied(model, mark_precondition(model, asked, True))
    assert [one.id for one in open_preconditions(model, OG)] == [asked.id]
    model = applied(model, mark_precondition(model, asked, False))
    assert open_preconditions(model, OG) == []


@pytest.mark.parametrize("status", ["reserve", "a-arbitrer"])
def test_a_point_reserved_or_arbitrated_stays_open(status: str) -> None:
    model = said()
    (offer,) = positions_on(model, REBASAGE)
    model = applied(model, answer(model, [offer], status))
    held = standing(model, REBASAGE, AT)
    assert held is not None and held.status == status and len(open_positions(model)) == 3
    with pytest.raises(Refused):
        answer(model, [position(REBASAGE, AT, 1, "1", status="refuse")], status)
