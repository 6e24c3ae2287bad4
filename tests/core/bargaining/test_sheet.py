"""The fiche d’arbitrage in words: state, options and their effect, what one page cannot hold (`domain.md` §8.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cpom_desktop.core.bargaining.acts import link
from cpom_desktop.core.bargaining.sheet import LONGEST, ArbitrationSheet, Request, arbitration_sheet
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Package, Topic
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import Cell
from tests.core.finance.build import two_rivers
from tests.data.build import DREETS, applied, position

OG, AT = Side.MANAGER, Side.AUTHORITY
DAY = dt.date(2026, 11, 20)


def rivers() -> tuple[Model, Cell, Cell]:
    """38 000 asked, 12 000 offered and retained; 20 000 of CNR asked, 10 000 offered."""
    model = two_rivers().model()
    rebasing = next(one for one in model.all(Measure) if one.nature == "rebasage").at("cents")
    cnr = next(one for one in model.all(Measure) if one.nature == "cnr").at("cents")
    said = [position(rebasing, OG, 1, "3800000"), position(rebasing, AT, 1, "1200000"),
            position(cnr, OG, 1, "2000000"), position(cnr, AT, 1, "1000000")]
    return model.replacing(said), rebasing, cnr


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def options(sheet: ArbitrationSheet) -> dict[str, tuple[str, str, str, str]]:
    return {plain(one.name): (plain(one.first_year), plain(one.whole), plain(one.share), plain(one.package))
            for one in sheet.options}


def test_the_state_says_what_is_asked_offered_and_what_the_gap_costs() -> None:
    """TC-POS-1: 132 918,01 over the contract, 1,89 % of the five DGCs."""
    model, rebasing, _ = rivers()
    sheet = arbitration_sheet(Books(model), Request(OG, (rebasing,)), DAY)
    (line,) = sheet.state
    assert [plain(text) for text in (line.asked, line.offered, line.retained, line.gap, line.cost, line.share)] == [
        "38 000,00 €", "12 000,00 €", "12 000,00 €", "+26 000,00 €", "+132 918,01 €", "1,89 %"]
    assert plain(sheet.total) == "+132 918,01 € sur 2027–2031, soit 1,89 % de la DGC"
    assert sheet.banner == "Document interne à Association — ne pas diffuser"


def test_the_options_are_those_of_the_side_that_asks() -> None:
    """TC-POS-1 for the demand; half-way is 25 000."""
    model, rebasing, _ = rivers()
    manager = options(arbitration_sheet(Books(model), Request(OG, (rebasing,)), DAY))
    assert list(manager) == ["Maintenir la demande", "À mi-chemin", "Accepter l’offre"]
    assert manager["Maintenir la demande"] == ("+26 000,00 €", "+132 918,01 €", "1,89 %", "–")
    assert manager["À mi-chemin"][0] == "+13 000,00 €" and manager["Accepter l’offre"][1] == "–"
    authority = options(arbitration_sheet(Books(model), Request(AT, (rebasing,)), DAY))
    assert list(authority) == ["Maintenir l’offre", "À mi-chemin", "Accepter la demande"]
    assert authority["Accepter la demande"] == manager["Maintenir la demande"]


def test_an_option_says_which_package_it_undoes_and_a_package_is_an_option() -> None:
    model, rebasing, cnr = rivers()
    moves = [position(rebasing, AT, 1, "1200000"), position(cnr, AT, 1, "1000000")]
    model = applied(model, link(model, moves, Package(id="k1", code="K1"), DREETS))
    found = options(arbitration_sheet(Books(model), Request(OG, (rebasing,)), DAY))
    assert found["Maintenir la demande"][3] == "K1 à reprendre" and found["Accepter le lot K1"][3] == "entier"
    assert found["Accepter le lot K1"][1] == "−10 000,00 €"
    both = options(arbitration_sheet(Books(model), Request(OG, (rebasing, cnr)), DAY))
    assert both["Accepter l’offre"][3] == "–"


def test_a_clause_has_no_price_and_no_half_way() -> None:
    model, _, _ = rivers()
    clause = Topic(id="t", name="Clause de revoyure")
    cell = clause.at("value")
    model = model.replacing([clause, position(cell, OG, 1, "oui"), position(cell, AT, 1, "non")])
    sheet = arbitration_sheet(Books(model), Request(OG, (cell,)), DAY)
    assert sheet.total == "Sans effet sur les dotations" and sheet.state[0].cost == "–"
    assert [one.name for one in sheet.options] == ["Maintenir la demande", "Accepter l’offre"]


def test_what_a_page_cannot_hold_is_refused_with_its_word() -> None:
    model, rebasing, _ = rivers()
    books, request = Books(model), Request(OG, (rebasing,))
    for wrong in (replace(request, cells=()), replace(request, cells=(rebasing,) * 7),
                  replace(request, recommendation="x" * (LONGEST + 1)), replace(request, object="x" * (LONGEST + 1))):
        with pytest.raises(Refused):
            arbitration_sheet(books, wrong, DAY)
