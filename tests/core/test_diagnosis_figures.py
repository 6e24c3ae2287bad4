"""The status of an item follows from what both sides said, from the constats and from what was retained."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.diagnosis import Finding, Item, Theme, ThemeRating
from cpom_desktop.core.diagnosis_figures import (
    agreements,
    disagreements,
    item_status,
    theme_progress,
    theme_status,
    whole_progress,
)
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Record
from tests.data.build import natural, position

OG, AT = Side.MANAGER, Side.AUTHORITY
COST = Item(id="cost", theme="t", label="Coût brut à la place 2025", measure="euros")
SAYS_OG = position(COST.at("value"), OG, 1, "17016.67")
SAYS_AT = position(COST.at("value"), AT, 1, "17016.67")
OTHER_AT = position(COST.at("value"), AT, 1, "16200")
DISPUTE = Finding(id="f", theme="t", item="cost", status="desaccord")


def item(**values: object) -> Item:
    return Item(**{"id": "cost", "theme": "t", "label": "Coût", **values})  # type: ignore[arg-type]


def reserve(side: Side, value: str | None) -> Position:
    return position(COST.at("value"), side, 1, value, status="reserve")


@pytest.mark.parametrize(("rows", "status"), [
    ([COST], "vide"), ([COST, SAYS_OG], "vide"), ([COST, SAYS_AT], "vide"),
    ([COST, SAYS_OG, SAYS_AT], "partage"), ([COST, SAYS_OG, OTHER_AT], "desaccord"),
    ([COST, SAYS_OG, SAYS_AT, DISPUTE], "desaccord"),
    ([COST, SAYS_OG, SAYS_AT, Finding(id="f", theme="t", item="cost", status="desaccord", waived=1)], "partage"),
    ([COST, reserve(OG, None), OTHER_AT], "reserve-og"), ([COST, SAYS_OG, reserve(AT, "1")], "reserve-at"),
    ([COST, SAYS_OG, SAYS_AT, Finding(id="f", theme="t", item="cost", status="reserve-at")], "reserve-at"),
    ([COST, position(COST.at("value"), OG, 1, None), position(COST.at("value"), AT, 1, None)], "desaccord"),
    ([COST, SAYS_OG, position(COST.at("value"), AT, 1, "17016.67", status="retire")], "vide"),
    ([item(value="17016.67"), SAYS_OG, OTHER_AT, DISPUTE], "partage"),
    ([item(waived=1), SAYS_OG, OTHER_AT], "renonce"),
])
def test_the_status_of_an_item(rows: list[Record], status: str) -> None:
    model = Model(rows)
    assert item_status(model, model.get(Item, "cost")) == status


def test_an_expired_statement_no_longer_counts() -> None:
    late = position(COST.at("value"), AT, 1, "17016.67", valid_until="2026-10-30")
    assert item_status(Model([COST, SAYS_OG, late]), COST, dt.date(2026, 10, 31)) == "vide"


def test_a_theme_counts_what_is_settled_and_shows_its_worst_status() -> None:
    theme = Theme(id="t", name="Budget et coûts", position="1")
    rows: list[Record] = [theme, Theme(id="u", position="2"), COST, SAYS_OG, SAYS_AT, DISPUTE,
                          *(Item(id=f"i{number}", theme="t", value="1") for number in range(5)),
                          Item(id="waived", theme="t", waived=1), Item(id="empty", theme="u")]
    model = Model(rows)
    found = theme_progress(model, theme)
    assert (found.settled, found.total, found.by_status["desaccord"]) == (6, 7, 1)
    assert theme_status(model, theme) == "desaccord"
    assert theme_status(model, model.get(Theme, "u")) == "vide"
    assert (whole_progress(model).settled, whole_progress(model).total) == (6, 8)


def test_a_disagreement_is_told_once_by_its_constat() -> None:
    other = Item(id="b", theme="t")
    rows: list[Record] = [COST, SAYS_OG, OTHER_AT, DISPUTE, other, position(other.at("value"), OG, 1, "1"),
                          position(other.at("value"), AT, 1, "2")]
    assert disagreements(Model(rows)) == [DISPUTE, other]
    settled = Finding(id="f", theme="t", status="desaccord", settled_in="R4")
    assert disagreements(Model([settled])) == []


@pytest.mark.parametrize(("manager", "authority", "wide"), [
    (4, 2, True), (4, 3, False), (2, 4, True), (5, 5, False), (4, None, False), (None, None, False),
])
def test_ratings_two_steps_apart_are_to_be_discussed(manager: int | None, authority: int | None, wide: bool) -> None:
    theme = Theme(id="t", name="Budget")
    model = Model([theme, natural(ThemeRating, theme="t", side="gestionnaire", rating=manager),
                   natural(ThemeRating, theme="t", side="autorite", rating=authority)])
    [found] = agreements(model)
    assert (found.manager, found.authority, found.wide) == (manager, authority, wide)
