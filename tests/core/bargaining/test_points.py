"""What is asked, offered and retained of each point, and what separates the sides in euros (`domain.md` §6.4, §8.3)."""

from __future__ import annotations

import datetime as dt

from cpom_desktop.core.bargaining.points import cost, cost_of_all, heading, in_order, point, spoken_of, subject
from cpom_desktop.core.changes import Side
from cpom_desktop.core.diagnosis import Item, Theme
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.model import Model
from tests.core.finance.build import two_rivers
from tests.data.build import (
    CNR,
    MODULATION,
    OCCUPATION,
    PLACES,
    RATE,
    RATE_E3,
    REBASAGE,
    REVOYURE,
    SUBVENTION,
    negotiation,
    position,
)

OG, AT, AT2 = Side.MANAGER, Side.AUTHORITY, Side.SECOND_AUTHORITY
TODAY = dt.date(2026, 11, 20)


def rivers(asked: int | None, offered: int | None) -> tuple[Model, Measure]:
    """E1 and E3 of §10.4, with what each side says of the rebasage; 1 200 000 is retained."""
    model = two_rivers().model()
    rebasing = next(row for row in model.all(Measure) if row.nature == "rebasage")
    said = [
        position(rebasing.at("cents"), side, 1, str(value))
        for side, value in ((OG, asked), (AT, offered))
        if value is not None
    ]
    return model.replacing(said), rebasing


def test_the_gap_of_a_measure_is_told_in_euros_per_year_and_over_the_contract() -> None:
    """TC-POS-1: 38 000 asked, 12 000 offered."""
    model, rebasing = rivers(3_800_000, 1_200_000)
    held = point(model, rebasing.at("cents"))
    found = cost(Books(model), held)
    assert found is not None and held.gap is not None
    assert (held.gap.difference, held.retained, held.open, held.against) == (
        2_600_000, 1_200_000, True, "demande − offre")
    assert [figure.cents for _, figure in found.years] == [2_600_000, 2_623_400, 2_662_751, 2_689_378, 2_716_272]
    assert found.whole.cents == 13_291_801 and found.millionths == 18_898 and found.in_grants


def test_a_demand_without_offer_is_compared_with_what_is_retained() -> None:
    """TC-POS-1 again: the offer not yet made is no offer of nothing."""
    model, rebasing = rivers(3_800_000, None)
    held = point(model, rebasing.at("cents"))
    found = cost(Books(model), held)
    assert held.gap is None and held.against == "demande − retenu"
    assert found is not None and found.whole.cents == 13_291_801


def test_a_rate_that_differs_costs_each_year() -> None:
    """TC-POS-2, on the contract without measures."""
    model = two_rivers().model()
    rate = model.where(YearRate, "section", "SE1")[0].at("rate")
    model = model.replacing([position(rate, OG, 1, "20000"), position(rate, AT, 1, "12500")])
    found = cost(Books(model), point(model, rate))
    assert found is not None and found.whole.cents == 3_774_744


def test_two_sides_of_one_mind_cost_nothing_and_a_clause_has_no_price() -> None:
    model, rebasing = rivers(1_200_000, 1_200_000)
    assert cost(Books(model), point(model, rebasing.at("cents"))) is None
    clause = negotiation(position(REVOYURE, OG, 1, "oui"), position(REVOYURE, AT, 1, "non"))
    found = cost(Books(clause), point(clause, REVOYURE))
    assert found is not None and found.years == () and found.whole.cents == 0


def test_open_points_are_added_up_in_one_chain() -> None:
    model, rebasing = rivers(3_800_000, 0)
    rate = next(row for row in model.where(YearRate, "section", "SE1") if row.year == 2028).at("rate")
    model = model.replacing([position(rate, OG, 1, "20000"), position(rate, AT, 1, "10000")])
    held = [point(model, cell) for cell in (rebasing.at("cents"), rate)]
    together, books = cost_of_all(Books(model), held), Books(model)
    asked = books.model.overlaid({rebasing.at("cents"): 3_800_000, rate: 20_000})
    offered = books.model.overlaid({rebasing.at("cents"): 0, rate: 10_000})
    by_hand = [
        one.grant.known() - other.grant.known()
        for one, other in zip(Books(asked).trajectory("SE1"), Books(offered).trajectory("SE1"), strict=True)
    ]
    assert [figure.cents for _, figure in together.years] == by_hand
    assert cost_of_all(Books(model), []).whole.cents == 0


def test_an_offer_past_its_validity_is_no_offer() -> None:
    model = negotiation(position(CNR, OG, 1, "4500000"), position(CNR, AT, 1, "1000000", valid_until="2026-10-30"))
    assert point(model, CNR, TODAY).offered is None and point(model, CNR, dt.date(2026, 10, 30)).offered is not None


def test_the_offer_read_is_that_of_the_authority_of_the_section() -> None:
    model = negotiation(position(SUBVENTION, AT2, 1, "40905000"), position(SUBVENTION, OG, 1, "41000000"))
    held = point(model, SUBVENTION)
    assert held.authority is AT2 and held.gap is not None and held.gap.difference == 95_000


def test_points_stand_by_section_in_the_order_of_the_contract_then_by_theme() -> None:
    said = [position(cell, OG, 1, "1") for cell in (REVOYURE, OCCUPATION, RATE_E3, PLACES, RATE, REBASAGE)]
    theme, item = Theme(id="t"), Item(id="i", theme="t")
    model = negotiation(theme, item, position(item.at("value"), OG, 1, "1"), *said,
                        position(MODULATION, OG, 1, None))
    cells = spoken_of(model)
    titles = list(dict.fromkeys(heading(model, cell)[1] for cell in cells))
    assert titles == ["La Passerelle", "L’Escale", "Objectifs et indicateurs", "Clauses et sujets"]
    assert len(cells) == 7 and item.at("value") not in cells


def test_a_position_on_a_row_that_is_gone_or_on_no_address_is_left_out() -> None:
    model = negotiation(position(REBASAGE, OG, 1, "1"), position(REBASAGE.__class__("measure", "none", "cents"), OG, 1,
                                                                "1"))
    lost = model.all(type(position(REBASAGE, OG, 1, "1")))[0].__class__(id="p", cell="n’importe quoi", value="1")
    assert spoken_of(model.replacing([lost])) == [REBASAGE]


def test_a_point_is_named_inside_its_group() -> None:
    model = negotiation()
    assert subject(model, REBASAGE) == "Rebasage veille de nuit"
    assert subject(model, RATE) == "Taux d’actualisation 2027"
    assert subject(model, PLACES) == "Places TR1"
    assert subject(model, REVOYURE) == "Clause de revoyure"
    assert subject(model, OCCUPATION) == "Cible, Taux d’occupation E1, 2031"


def test_cells_are_read_section_by_section_and_year_by_year_whatever_their_order() -> None:
    model = two_rivers().model()
    wanted = [one.at("rate") for section in ("SE1", "SE3") for one in sorted(
        model.where(YearRate, "section", section), key=lambda one: one.year)]
    assert len(wanted) == 10 and in_order(model, reversed(wanted)) == wanted
    rebasing = next(row for row in model.all(Measure) if row.nature == "rebasage").at("cents")
    assert in_order(model, [*wanted, rebasing])[0] == rebasing
