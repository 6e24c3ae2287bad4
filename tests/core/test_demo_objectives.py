"""« Les Deux Rives », domain §5.4 and §10.9: axes, sheets, indicators, baselines and targets."""

from __future__ import annotations

import pytest

from cpom_desktop.core.indicators import actual, baseline, is_worse, planned, year_rows
from cpom_desktop.core.objectives import Axis, Indicator, Objective, Sheet
from cpom_desktop.core.ordering import ordered
from tests.data.demo import cents, demo, one


def test_four_axes_of_which_two_are_mandatory_and_eight_objectives() -> None:
    axes = ordered(demo().all(Axis))
    assert [(axis.name, axis.mandatory) for axis in axes] == [
        ("Accès rapide au logement", 1), ("Adapter l’offre", 1), ("Qualité", 0), ("Gestion", 0)]
    names = [[row.name for row in ordered(demo().where(Objective, "axis", axis.id))] for axis in axes]
    assert names == [
        ["Raccourcir les parcours", "Mobiliser le logement adapté"],
        ["Transformer l’hébergement en diffus", "Développer le hors les murs"],
        ["Participation et projets personnalisés"], ["Mutualiser", "Patrimoine", "Système d’information"]]


@pytest.mark.parametrize(("name", "objective", "esms", "pilot", "years", "cost"), [
    ("Demande de logement social systématique sous 2 mois", "Raccourcir les parcours", "La Passerelle, Le Quai",
     "Chef de service de La Passerelle", (2027, 2027), "0,00"),
    ("Convention avec 3 bailleurs et AVDL", "Raccourcir les parcours", "La Passerelle, L’Escale", "Directeur général",
     (2027, 2028), "10 300,00"),
    ("Partenariat pension de famille et IML", "Mobiliser le logement adapté", "La Passerelle, L’Escale",
     "Directrice de L’Escale", (2028, 2028), "0,00"),
    ("Ouvrir 5 places en diffus", "Transformer l’hébergement en diffus", "La Passerelle", "Directeur général",
     (2028, 2028), "45 000,00"),
    ("Ouvrir 4 mesures hors les murs", "Développer le hors les murs", "L’Escale", "Directrice de L’Escale",
     (2029, 2029), "31 200,00"),
    ("Refonte de la participation\u202f; projets personnalisés à jour", "Participation et projets personnalisés",
     "Tous",
     "Responsable qualité", (2027, 2029), "0,00"),
    ("Veille de nuit commune à La Passerelle et au Quai", "Mutualiser", "La Passerelle, Le Quai",
     "Directrice administrative et financière", (2028, 2028), "−12 000,00"),
    ("Rénovation I1", "Patrimoine", "La Passerelle", "Directrice administrative et financière", (2027, 2028),
     "480 000,00"),
    ("DUI, qualité des données SI-SIAO", "Système d’information", "Tous", "Directrice administrative et financière",
     (2027, 2027), "48 000,00"),
])
def test_the_nine_sheets(name: str, objective: str, esms: str, pilot: str, years: tuple[int, int], cost: str) -> None:
    row = one(Sheet, name=name)
    assert demo().get(Objective, row.objective).name == objective
    assert (row.esms, row.pilot, (row.first_year, row.last_year), row.cost) == (esms, pilot, years, cents(cost))
    assert len(demo().all(Sheet)) == 9


INDICATORS = [  # code, mandatory, unit, sense, 2025 as shown, targets 2027–2031
    ("CHRS-1a", 1, "ménages", "hausse", "17", "18 20 21 22 24"),
    ("CHRS-1b", 1, "%", "hausse", "35,4", "36.7 40 42 44 46.2"),
    ("CHRS-2a", 1, "ménages", "hausse", "9", "10 11 12 12 13"),
    ("CHRS-2b", 1, "%", "hausse", "18,8", "20.4 22 24 24 25"),
    ("CHRS-3", 1, "%", "hausse", "73,1", "80 85 90 92 95"), ("CHRS-4", 1, "%", "baisse", "21,2", "20 18 16 14 12"),
    ("OCC-E1", 0, "%", "hausse", "94,0", "95 93 96 96 97"), ("PP", 0, "%", "hausse", "68", "75 82 88 92 95"),
    ("ABS", 0, "%", "baisse", "9,4", "9 8.5 8 7.5 7"), ("TURN", 0, "%", "baisse", "18", "17 16 15 14 13"),
    ("COUT-E1", 0, "€/place", "fourchette", "17\u202f016,67", "17900 17100 17700 17800 17900"),
]


@pytest.mark.parametrize(("code", "mandatory", "unit", "sense", "shown", "targets"), INDICATORS)
def test_each_indicator_with_its_baseline_and_targets(
        code: str, mandatory: int, unit: str, sense: str, shown: str, targets: str) -> None:
    row = one(Indicator, code=code)
    assert (row.mandatory, row.unit, row.sense, row.baseline_year) == (mandatory, unit, sense, 2025)
    assert baseline(demo(), row).shown == shown
    years = year_rows(demo(), row)
    assert [years[year].target for year in range(2027, 2032)] == targets.split()
    assert len(demo().all(Indicator)) == len(INDICATORS)


@pytest.mark.parametrize(("code", "numerator", "denominator"), [
    ("CHRS-1b", "17", "48"), ("CHRS-2b", "9", "48"), ("CHRS-3", "38", "52"), ("CHRS-4", "11", "52"),
    ("OCC-E1", "20586", "21900"),
])
def test_rates_of_2025_come_from_their_two_numbers(code: str, numerator: str, denominator: str) -> None:
    year = year_rows(demo(), one(Indicator, code=code))[2025]
    assert (year.numerator, year.denominator, year.actual) == (numerator, denominator, None)


@pytest.mark.parametrize(("code", "exits", "out"), [
    ("CHRS-1b", "18 20 21 22 24", "49 50 50 50 52"), ("CHRS-2b", "10 11 12 12 13", "49 50 50 50 52"),
])
def test_targets_of_exit_rates_follow_from_the_planned_exits(code: str, exits: str, out: str) -> None:
    row = one(Indicator, code=code)
    years = [year_rows(demo(), row)[year] for year in range(2027, 2032)]
    assert [year.target_numerator for year in years] == exits.split()
    assert [year.target_denominator for year in years] == out.split()
    assert [planned(row, year).value for year in years] == [year.target for year in years]


def test_the_occupation_of_the_leap_year_2024() -> None:
    row = one(Indicator, code="OCC-E1")
    assert [actual(row, year_rows(demo(), row)[year]).shown for year in (2023, 2024, 2025)] == ["93,7", "94,7", "94,0"]


def test_only_turnover_lacks_its_definition_and_source() -> None:
    assert [row.code for row in demo().all(Indicator) if not (row.definition and row.source)] == ["TURN"]
    turnover = one(Indicator, code="TURN")
    assert (turnover.definition, turnover.source) == ("", "")


def test_one_target_is_below_what_was_already_observed() -> None:
    found = []
    for row in demo().all(Indicator):
        start = baseline(demo(), row).value
        assert start is not None
        found += [(row.code, year) for year, figures in year_rows(demo(), row).items()
                  if figures.target is not None and is_worse(row, figures.target, than=start)]
    assert found == [("OCC-E1", 2028)]


def test_the_path_of_the_plan_stays_within_each_target_of_the_cost_per_place() -> None:
    """§10.9: 17 862,43 / 17 062,35 / 17 643,41 / 17 751,17 / 17 859,89."""
    row = one(Indicator, code="COUT-E1")
    path = [1786243, 1706235, 1764341, 1775117, 1785989]
    for year, value in zip(range(2027, 2032), path, strict=True):
        target = year_rows(demo(), row)[year].target
        assert target is not None and row.tolerance is not None
        assert abs(value - int(target) * 100) <= int(row.tolerance) * 100
