"""N3, N6 and G10, each on a contract that raises it and on one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.checks.objectives import MANDATORY
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.followup import CommitteeMember
from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Objective
from tests.core.checks.raised import cells, raised, said

CONTRACT = Contract(id="c", type="general", start="2027-01-01", end="2029-12-31")
AXIS = Axis(id="a", name="Qualité de l’accompagnement")
OBJECTIVE = Objective(id="o", axis="a", name="Projets personnalisés")
RATE = Indicator(id="i", objective="o", name="Occupation", definition="d", source="s", unit="%", decimals=1,
                 sense="hausse", baseline_year=2025)
BASE = IndicatorYear(id="y25", indicator="i", year=2025, actual="94")


def target(year: int, value: str | None) -> IndicatorYear:
    return IndicatorYear(id=f"y{year}", indicator="i", year=year, target=value)


TARGETS = tuple(target(year, "95") for year in (2027, 2028, 2029))


def test_n3_a_quality_objective_with_baseline_and_targets_raises_nothing() -> None:
    assert raised("N3", CONTRACT, AXIS, OBJECTIVE, RATE, BASE, *TARGETS) == []
    assert raised("N3", CONTRACT, replace(AXIS, name="Vie"), replace(OBJECTIVE, name="La qualité"), RATE, BASE,
                  *TARGETS) == []


def test_n3_is_silent_before_the_first_objective() -> None:
    assert raised("N3", CONTRACT, AXIS) == []


def test_n3_without_quality_objective_or_without_its_figures() -> None:
    whole = (CONTRACT, AXIS, OBJECTIVE, RATE, BASE, *TARGETS)
    for rows in (
        (*whole, replace(AXIS, name="Gestion")), (*whole, target(2028, None)), (*whole, replace(BASE, actual=None)),
        whole[:3],
    ):
        found = raised("N3", *rows)
        assert [level for level, _ in said(*found)] == ["W"] and cells(*found) == [OBJECTIVE.at("name")]


def chrs(*codes: str) -> list[Indicator]:
    return [replace(RATE, id=code, code=code) for code in codes]


def test_n6_the_indicators_of_the_type_are_all_there() -> None:
    codes = MANDATORY["chrs"]
    contract = replace(CONTRACT, type="chrs")
    blocking = [c for c in raised("N6", contract, *chrs(*codes)) if c.level.value == "E"]
    assert blocking == []
    found = [c for c in raised("N6", contract, *chrs(*codes[1:-1])) if c.level.value == "E"]
    assert said(*found) == [("E", "Des indicateurs obligatoires manquent : CHRS-1a et CHRS-4.")]
    assert said(*raised("N6", replace(contract, start=None))) == [
        ("E", f"Des indicateurs obligatoires manquent : {', '.join(codes[:-1])} et {codes[-1]}.")]
    assert raised("N6", CONTRACT) == []


def test_n6_an_indicator_says_what_it_lacks() -> None:
    assert raised("N6", CONTRACT, RATE, BASE, *TARGETS) == []
    empty = replace(RATE, name="Turnover", definition="", source="")
    found = raised("N6", CONTRACT, empty, BASE, *TARGETS)
    assert said(*found) == [("W", "Indicateur « Turnover » : définition et source à compléter.")]
    assert cells(*found) == [RATE.at("definition")]
    bare = raised("N6", CONTRACT, replace(RATE, source=" "))
    assert said(*bare) == [("W", "Indicateur « Occupation » : source, valeur initiale et cibles à compléter.")]
    assert cells(*bare) == [RATE.at("source")]


def dialogue(year: int) -> Milestone:
    return Milestone(id=f"d{year}", milestone_kind="dialogue", planned_start=f"{year}-06-01")


def test_n6_a_chrs_contract_plans_a_dialogue_each_year_from_the_second() -> None:
    contract = Contract(id="c", type="chrs", start="2027-01-01", end="2031-12-31")
    codes = [replace(RATE, id=code, code=code) for code in MANDATORY["chrs"]]
    figures = [replace(row, id=f"{code.id}-{row.id}", indicator=code.id) for code in codes for row in (BASE, *TARGETS)]
    all_years = [dialogue(year) for year in (2028, 2029, 2030, 2031)]
    assert raised("N6", contract, *codes, *figures, *all_years) == []
    found = raised("N6", contract, *codes, *figures, all_years[0], all_years[3])
    assert said(*found) == [("W", "Aucun dialogue de gestion n'est prévu en 2029 à 2030.")]
    for missing in (2028, 2031):
        others = [step for step in all_years if step.id != f"d{missing}"]
        assert said(*raised("N6", contract, *codes, *figures, *others)) == [
            ("W", f"Aucun dialogue de gestion n'est prévu en {missing}.")]
    assert raised("N6", replace(contract, end="2032-12-31"), *codes, *figures, *all_years) == []
    assert raised("N6", contract, *codes, *figures) == []
    assert raised("N6", replace(CONTRACT, end="2031-12-31"), dialogue(2028)) == []


def test_n6_a_comite_de_suivi_has_members() -> None:
    committee = Milestone(id="k", name="Comité", milestone_kind="comite", planned_start="2027-03-01")
    found = raised("N6", CONTRACT, committee)
    assert said(*found) == [("W", "La composition du comité de suivi n'est pas renseignée.")]
    assert raised("N6", CONTRACT, committee, CommitteeMember(id="m", name="DREETS")) == []


def test_g10_a_target_below_the_baseline_is_shown_with_both_figures() -> None:
    found = raised("G10", RATE, BASE, *TARGETS, target(2028, "93"))
    assert said(*found) == [
        ("W", "Occupation : la cible 2028 (93 %) est inférieure à la valeur initiale (94,0 %).")]
    assert cells(*found) == [target(2028, "93").at("target")]
    both = raised("G10", RATE, BASE, target(2027, "90.5"), target(2028, "93"))
    assert said(*both) == [
        ("W", "Occupation : les cibles 2027 (90,5 %) et 2028 (93 %) sont inférieures à la valeur initiale (94,0 %).")]


def test_g10_follows_the_sense_of_the_indicator() -> None:
    down = replace(RATE, sense="baisse")
    found = raised("G10", down, BASE, target(2028, "95"))
    assert said(*found) == [
        ("W", "Occupation : la cible 2028 (95 %) est supérieure à la valeur initiale (94,0 %).")]
    assert raised("G10", down, BASE, target(2028, "93")) == []
    assert raised("G10", replace(RATE, sense="fourchette"), BASE, target(2028, "93")) == []
    assert raised("G10", RATE, BASE, target(2028, "94")) == []
    assert raised("G10", RATE, target(2028, "1")) == []


@pytest.mark.parametrize(("field", "value", "fires"), [
    ("denominator", "0", True), ("target_denominator", "0", True), ("denominator", "52", False),
    ("denominator", None, False),
])
def test_g10_a_rate_over_nothing_is_said(field: str, value: str | None, fires: bool) -> None:
    row = replace(target(2027, None), numerator="3", **{field: value})  # type: ignore[arg-type]
    found = raised("G10", replace(RATE, is_ratio=1), row)
    assert bool(found) is fires
    if fires:
        assert cells(*found) == [row.at(field)] and "dénominateur de 2027 est nul" in found[0].sentence
    assert raised("G10", RATE, row) == []
