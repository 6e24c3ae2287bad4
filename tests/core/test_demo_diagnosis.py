"""« Les Deux Rives », domain §10.2 and §10.11: activity, households, findings, and what the two sides rate."""

from __future__ import annotations

import pytest

from cpom_desktop.core.changes import Side
from cpom_desktop.core.diagnosis import Finding, Item, ItemYear, Theme
from cpom_desktop.core.diagnosis_figures import (
    agreements,
    disagreements,
    item_status,
    theme_progress,
    theme_status,
    whole_progress,
)
from cpom_desktop.core.identifiers import derived_id
from cpom_desktop.core.negotiation import Meeting, Position
from cpom_desktop.core.ordering import ordered
from cpom_desktop.core.overlay import View, value_for
from cpom_desktop.core.positions import standing
from tests.data.demo import demo, esms, one, steps

THEMES = [  # name, settled, items, rating of the manager, of the authority
    ("Identité", 12, 12, 5, 5), ("Territoire et besoins", 5, 5, 3, 3), ("Activité", 9, 9, 4, 4),
    ("Profil du public", 8, 8, 3, 3), ("Sorties", 6, 6, 4, 3), ("Qualité", 5, 7, 4, 4), ("Risques", 5, 5, 4, 4),
    ("Ressources humaines", 8, 8, 3, 3), ("Budget et coûts", 6, 8, 4, 2), ("Bilan financier", 6, 6, 4, 4),
    ("Patrimoine et PPI", 6, 6, 2, 2), ("Système d’information", 3, 4, 4, 2),
]


def item(label: str, of: str = "") -> Item:
    return one(Item, label=label, **({"esms": esms(of).id} if of else {}))


def test_twelve_themes_in_their_order_with_what_is_settled() -> None:
    themes = ordered(demo().all(Theme))
    found = [(theme.name, *(theme_progress(demo(), theme).__getattribute__(word) for word in ("settled", "total")))
             for theme in themes]
    assert found == [row[:3] for row in THEMES]
    assert [(row.manager, row.authority) for row in agreements(demo())] == [row[3:] for row in THEMES]
    assert [row.theme.name for row in agreements(demo()) if row.wide] == ["Budget et coûts", "Système d’information"]


def test_the_whole_diagnosis_has_one_disagreement_two_reserves_and_two_blanks() -> None:
    whole = whole_progress(demo())
    assert (whole.settled, whole.total) == (79, 84)
    assert {word: count for word, count in whole.by_status.items() if count} == {
        "partage": 79, "vide": 2, "desaccord": 1, "reserve-og": 2}


@pytest.mark.parametrize(("name", "status"), [
    ("Identité", "partage"), ("Qualité", "vide"), ("Budget et coûts", "desaccord"),
    ("Système d’information", "reserve-og"),
])
def test_each_theme_shows_its_worst_status(name: str, status: str) -> None:
    assert theme_status(demo(), one(Theme, name=name)) == status


def test_the_open_disagreement_is_the_cost_per_place_of_e1() -> None:
    [found] = disagreements(demo())
    assert isinstance(found, Finding) and found.item == item("Coût brut à la place 2025", "E1").id
    assert (found.settled_in, found.waived) == (None, 0)
    assert "2,60 ETP pour 40 places" in found.manager_text and "816,67" in found.authority_text


@pytest.mark.parametrize(("label", "of", "manager", "authority", "retained", "status"), [
    ("Charges brutes 2025", "E1", "1021000", "1021000", "1021000", "partage"),
    ("Coût brut à la place 2025", "E1", "17016.67", "17016.67", None, "desaccord"),
    ("Moyenne régionale 2025", "E1", None, "16200", None, "reserve-og"),
    ("Résultat 2025", "E1", "18500", "18500", "18500", "partage"),
    ("Charges brutes 2025", "E2", "414200", "414200", "414200", "partage"),
    ("Résultat 2025", "E2", "-6200", "-6200", "-6200", "partage"),
    ("Charges brutes 2025", "E3", "309700", "309700", "309700", "partage"),
    ("Coût brut à la mesure 2025", "E3", "7742.5", "7742.5", "7742.5", "partage"),
    ("Sorties renseignées dans SI-SIAO", "", "Complètes depuis 2025", "Incomplètes", None, "reserve-og"),
    ("Événements indésirables déclarés en 2025", "", None, None, None, "vide"),
    ("Vétusté des constructions", "", "46", "46", "46", "partage"),
    ("Besoin en fonds de roulement", "", "-70000", "-70000", "-70000", "partage"),
])
def test_what_each_side_says_and_what_is_retained(
        label: str, of: str, manager: str | None, authority: str | None, retained: str | None, status: str) -> None:
    row = item(label, of)
    cell = row.at("value")
    assert (value_for(demo(), cell, View.MANAGER), value_for(demo(), cell, View.AUTHORITY)) == (manager, authority)
    assert (row.value, item_status(demo(), row)) == (retained, status)
    assert (row.settled_in is not None) == (retained is not None)


def test_what_was_said_of_a_settled_item_waits_for_nothing() -> None:
    for row in demo().all(Item):
        said = demo().where(Position, "cell", str(row.at("value")))
        assert {one.settled for one in said} <= {1 if row.value is not None else 0}, row.label


def test_the_regional_mean_is_not_recognised_by_the_manager() -> None:
    said = standing(demo(), item("Moyenne régionale 2025").at("value"), Side.MANAGER)
    assert said is not None and (said.value, said.status) == (None, "reserve")
    assert "non reconnue" in said.argument


@pytest.mark.parametrize(("of", "theoretical", "years", "rate"), [
    ("E1", "21900", ["20520", "20805", "20586"], "94"), ("E2", "10950", ["10402", "10489", "10512"], "96"),
    ("E3", "480", ["441", "450", "456"], "95"),
])
def test_the_activity_of_three_years(of: str, theoretical: str, years: list[str], rate: str) -> None:
    assert item("Activité théorique 2025", of).value == theoretical
    assert item("Taux d’occupation 2025", of).value == rate
    done = item("Activité réalisée 2025", of)
    rows = sorted(demo().where(ItemYear, "item", done.id), key=lambda row: row.year)
    assert [(row.year, row.value) for row in rows] == list(zip((2023, 2024, 2025), years, strict=True))
    assert done.value == years[-1]


@pytest.mark.parametrize(("label", "unit", "value"), [
    ("File active 2025", "ménages", "104"), ("File active 2025", "personnes", "151"),
    ("Présents au 31/12/2025", "ménages", "54"), ("Présents au 31/12/2025", "personnes", "96"),
    ("Sortis en 2025", "ménages", "50"), ("Sortis en 2025", "personnes", "55"),
    ("À droits incomplets, présents au 31/12/2025", "ménages", "2"),
    ("À droits incomplets, sortis en 2025", "ménages", "2"),
    ("Ménages sortis en 2025, hors droits incomplets", "ménages", "48"),
    ("Vers un logement ordinaire", "ménages", "17"),
    ("Vers un logement adapté", "ménages", "9"), ("Vers un autre hébergement", "ménages", "12"),
    ("Autre ou inconnu", "ménages", "10"), ("Présents depuis plus de 18 mois, sur 52", "ménages", "11"),
    ("Effectif 2025, ensemble", "ETP", "22.5"), ("Absentéisme", "%", "9.4"), ("Rotation du personnel", "%", "18"),
    ("Fonds de roulement d’investissement", "€", "62000"), ("Fonds de roulement d’exploitation", "€", "163000"),
    ("Fonds de roulement net global", "€", "225000"), ("Trésorerie", "€", "295000"),
    ("Capacité d’autofinancement 2025", "€", "95000"),
])
def test_the_figures_of_households_staff_and_balance(label: str, unit: str, value: str) -> None:
    assert one(Item, label=label, unit=unit).value == value


def test_the_cost_per_place_of_three_years_beside_its_reference() -> None:
    rows = demo().where(ItemYear, "item", item("Coût brut à la place 2025", "E1").id)
    assert {row.year: row.value for row in rows} == {2023: "16083.33", 2024: "16558.33", 2025: "17016.67"}
    [reference] = [row for row in rows if row.reference]
    assert (reference.year, reference.reference) == (2025, "16200")
    assert "Enquête régionale 2024" in reference.reference_source


@pytest.mark.parametrize(("theme", "status", "settled"), [
    ("Sorties", "partage", "R1"), ("Budget et coûts", "desaccord", None), ("Patrimoine et PPI", "partage", "R1"),
    ("Système d’information", "reserve-og", None),
])
def test_the_four_findings(theme: str, status: str, settled: str | None) -> None:
    row = one(Finding, theme=one(Theme, name=theme).id)
    meeting = demo().find(Meeting, row.settled_in or "")
    assert (row.status, meeting.code if meeting else None) == (status, settled)
    assert row.statement and row.manager_text and row.authority_text


def test_symbols_become_ids_that_every_copy_shares() -> None:
    contract = steps()[0].new[0].id
    assert contract == derived_id("", "contract", "les-deux-rives")
    assert esms("E1").id == derived_id(contract, "esms", "E1")
