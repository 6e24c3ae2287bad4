"""What a new contract of each type starts with, and the rules of its type with their reference."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TypeVar

import pytest

from cpom_desktop.core.calendar import PHASES, Milestone
from cpom_desktop.core.clauses import PARTS, Article
from cpom_desktop.core.contract import (
    BUDGET_FRAMES,
    CONTRACT_TYPES,
    MODALITIES,
    Authority,
    Contract,
    Manager,
    Signatory,
)
from cpom_desktop.core.diagnosis import Item, Theme
from cpom_desktop.core.living_text import blanks, field_names
from cpom_desktop.core.model import Model
from cpom_desktop.core.objectives import Axis, Indicator
from cpom_desktop.core.ordering import ordered
from cpom_desktop.core.problems import Refused
from cpom_desktop.core.records import Record, checked
from cpom_desktop.core.templates import template_records, template_rules

R = TypeVar("R", bound=Record)
FOLDER = Path(__file__).parents[2] / "resources" / "templates"
TYPES = [word for word, _ in CONTRACT_TYPES]
START = dt.date(2027, 1, 1)


def text(kind: str) -> str:
    return (FOLDER / f"{kind}.json").read_text(encoding="utf-8")


def model(kind: str, start: dt.date | None = START) -> Model:
    return Model(template_records(text(kind), "c", "Mon contrat", start))


def test_there_is_one_template_for_each_type() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_a_new_contract_carries_its_type_its_term_and_its_template(kind: str) -> None:
    [contract] = model(kind).all(Contract)
    assert (contract.id, contract.name, contract.type) == ("c", "Mon contrat", kind)
    assert (contract.start, contract.end, contract.base_year) == ("2027-01-01", "2031-12-31", 2026)
    assert contract.template == f"{kind} 1"
    assert contract.budget_frame == ("eprd" if kind in ("ehpad", "ph") else "bp")
    assert len(model(kind).all(Manager)) == 1


@pytest.mark.parametrize("kind", TYPES)
def test_two_copies_made_from_one_template_meet_row_by_row(kind: str) -> None:
    one, two = (template_records(text(kind), "c", name, START) for name in ("Ici", "Là"))
    assert [(row.kind, row.id) for row in one] == [(row.kind, row.id) for row in two]
    assert len({(row.kind, row.id) for row in one}) == len(one)
    other = template_records(text(kind), "d", "Ici", START)
    assert not {row.id for row in one} & {row.id for row in other}


@pytest.mark.parametrize("kind", TYPES)
def test_every_row_may_be_written(kind: str) -> None:
    assert all(checked(row) == row for row in model(kind))


@pytest.mark.parametrize("kind", TYPES)
def test_the_text_has_the_twelve_parts_in_their_order(kind: str) -> None:
    articles, parts = ordered(model(kind).all(Article)), [word for word, _ in PARTS]
    assert {row.part for row in articles} == set(parts)
    if kind != "ehpad":  # whose model treats disputes before revision
        assert [parts.index(row.part) for row in articles] == sorted(parts.index(row.part) for row in articles)
    assert all(row.body and row.mandatory for row in articles)
    if kind in ("general", "ph"):
        assert [row.part for row in articles] == parts


@pytest.mark.parametrize("kind", TYPES)
def test_the_text_invents_nothing_and_names_no_court_that_is_gone(kind: str) -> None:
    articles = model(kind).all(Article)
    used = {found for row in articles for found in blanks(Model(), row.body)}
    assert not [found for found in used if found.startswith("{")], "an unknown living field"
    assert any("[…]" in blanks(model(kind), row.body) for row in articles if row.part == "revision")
    whole = "\n".join(row.body for row in articles)
    assert "{tribunal_tarif}" in whole and "{tribunal_contrat}" in whole and "interrégional" not in whole
    assert "prévisionnels" in whole and "seulement" not in whole.casefold()


def test_every_living_field_that_a_template_uses_exists() -> None:
    names = field_names()
    for kind in TYPES:
        for row in model(kind).all(Article):
            assert all(part.split("}")[0] in names for part in row.body.split("{")[1:]), row.name


def test_french_typography_of_the_texts() -> None:
    for kind in TYPES:
        for row in model(kind).all(Article):
            for text_ in (row.name, row.body):
                assert "'" not in text_ and " :" not in text_ and " ;" not in text_ and "« " not in text_, text_[:80]


def test_chrs_has_its_two_mandatory_axes_and_its_six_mandatory_indicators() -> None:
    found = model("chrs")
    assert [axis.mandatory for axis in ordered(found.all(Axis))] == [1, 1]
    rows = ordered(found.all(Indicator))
    assert sorted(row.code for row in rows) == ["CHRS-1a", "CHRS-1b", "CHRS-2a", "CHRS-2b", "CHRS-3", "CHRS-4"]
    assert all(row.mandatory and row.definition and row.source for row in rows)
    assert {row.code: row.sense for row in rows}["CHRS-4"] == "baisse"
    assert not [kind for kind in TYPES if kind != "chrs" and model(kind).all(Indicator)]


@pytest.mark.parametrize(("kind", "authorities"), [
    ("chrs", ["prefet-region"]), ("general", ["autre"]), ("ehpad", ["ars", "conseil-departemental"]), ("ph", ["ars"]),
])
def test_each_type_starts_with_its_signatories(kind: str, authorities: list[str]) -> None:
    found = model(kind)
    assert [row.authority_kind for row in found.all(Authority)] == authorities
    signing = ordered_signatories(found)
    assert [row.authority for row in signing] == [None, *(row.id for row in found.all(Authority))]
    assert (signing[0].act_required, signing[0].act_date) == (1, None)


def ordered_signatories(found: Model) -> list[Signatory]:
    return sorted(found.all(Signatory), key=lambda row: row.order)


@pytest.mark.parametrize("kind", TYPES)
def test_the_diagnosis_has_twelve_themes_each_with_items_and_no_value(kind: str) -> None:
    found = model(kind)
    themes = ordered(found.all(Theme))
    assert len(themes) == 12 and themes[0].name == "Identité"
    assert all(found.where(Item, "theme", theme.id) for theme in themes)
    assert all(item.value is None and item.label for item in found.all(Item))


@pytest.mark.parametrize(("kind", "label", "present"), [
    ("chrs", "Ménages présents au 31/12, hors droits incomplets", True),
    ("chrs", "Ménages accueillis dans l’année, hors droits incomplets", True), ("chrs", "GMP validé", False),
    ("ehpad", "GMP validé", True), ("ehpad", "PMP validé", True), ("ph", "Orientation par le SIAO", False),
    ("ph", "Personnes en dérogation ou hors autorisation", True),
])
def test_the_items_of_the_diagnosis_follow_the_type(kind: str, label: str, present: bool) -> None:
    assert bool(model(kind).where(Item, "label", label)) == present


@pytest.mark.parametrize("kind", TYPES)
def test_the_calendar_is_relative_to_the_start(kind: str) -> None:
    rows = ordered(model(kind).all(Milestone))
    days = {row.name: (row.planned_start, row.planned_end) for row in rows}
    assert days["Diagnostic partagé"] == ("2026-02-01", "2026-06-01")
    assert days["Effet du contrat"] == ("2027-01-01", "2027-01-01")
    assert days["Terme du contrat"] == ("2031-12-31", "2031-12-31")
    assert {row.phase for row in rows} == {word for word, _ in PHASES}
    assert [row.planned_start for row in rows] == sorted(row.planned_start or "" for row in rows)
    assert all(days[f"Dialogue de gestion {year}"] == (f"{year}-06-01", f"{year}-06-30") for year in range(2028, 2032))


def test_a_contract_that_starts_in_july_shifts_its_calendar() -> None:
    rows = {row.name: row for row in model("general", dt.date(2028, 7, 1)).all(Milestone)}
    assert rows["Diagnostic partagé"].planned_start == "2027-08-01"
    assert rows["Signature"].planned_start == "2028-06-17"
    assert rows["Terme du contrat"].planned_end == "2033-06-30"


def test_before_the_30th_of_april_is_the_29th() -> None:
    rows = {row.name: row for row in model("chrs").all(Milestone)}
    row = rows["Compte administratif 2027 et bilan d’étape"]
    assert (row.planned_end, row.reference) == ("2028-04-29", "R.\u00a0314-49")
    assert "Compte administratif 2031 et bilan d’étape" in rows
    assert not [name for name in rows if name.startswith("Compte administratif 2026")]


@pytest.mark.parametrize("kind", TYPES)
def test_without_a_start_nothing_is_dated(kind: str) -> None:
    found = model(kind, None)
    assert found.all(Contract)[0].start is None
    assert found.all(Milestone) and not [row for row in found.all(Milestone) if row.planned_start or row.planned_end]


@pytest.mark.parametrize("kind", TYPES)
def test_each_rule_carries_its_reference_and_the_month_it_was_read(kind: str) -> None:
    rules = template_rules(text(kind))
    assert {"max_years", "extension_years", "modalities", "budget_frames"} <= set(rules)
    assert all(rule.reference and rule.read == "2026-11" for rule in rules.values())
    assert rules["max_years"].value == 5
    allowed = set(rules["modalities"].value)
    assert allowed == {word for word, _ in MODALITIES} - ({"avenant"} if kind in ("ehpad", "ph") else set())
    assert set(rules["budget_frames"].value) <= {word for word, _ in BUDGET_FRAMES}


@pytest.mark.parametrize(("change", "words"), [
    (("milestones", 0, "from", "start minus a month"), "date relative"), (("yearly", 0, "years", "always"), "années"),
])
def test_a_template_that_is_not_understood_is_refused(change: tuple[str, int, str, str], words: str) -> None:
    written = json.loads(text("general"))
    group, index, field, value = change
    written[group][index][field] = value
    with pytest.raises(Refused, match=words):
        template_records(json.dumps(written), "c", start=START)


def test_a_reference_to_no_row_is_refused() -> None:
    written = json.loads(text("chrs"))
    written["new"]["indicator"][0]["objective"] = "nowhere"
    with pytest.raises(Refused, match="symboles sans ligne"):
        template_records(json.dumps(written), "c")
