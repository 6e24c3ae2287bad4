"""The bilan financier of the demonstration and its ratios (`domain.md` §6.9, §10.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cpom_desktop.core.finance.balance import balance, consolidated
from cpom_desktop.core.finance.balance_records import BalanceLine, RatioReference
from cpom_desktop.core.finance.ratios import bounds_of, ratios
from tests.core.finance.build import Build

LINES = {
    "incorporelles": 2_400_000, "constructions": 185_000_000, "materiel": 41_200_000, "financieres": 600_000,
    "fonds": 31_000_000, "reserves-investissement": 18_400_000, "subventions": 22_600_000, "emprunts": 46_800_000,
    "amort-constructions": 85_100_000, "amort-autres": 29_700_000, "amort-incorporelles": 1_800_000,
    "reserve-compensation": 4_100_000, "reserve-tresorerie": 5_800_000, "provisions": 3_650_000, "ran": 2_200_000,
    "resultat": 1_460_000, "ran-deficitaire": 910_000, "stocks": 320_000, "creances": 14_280_000,
    "autres-creances": 1_800_000, "charges-avance": 600_000, "fournisseurs": 6_100_000, "dettes-sociales": 15_800_000,
    "produits-avance": 1_200_000, "autres-dettes": 900_000, "disponibilites": 29_500_000, "decouverts": 0,
    "dotations-amort": 9_240_000, "dotations-prov": 600_000, "reprises": 300_000, "quote-part": 1_500_000,
    "charges-totales": 174_490_000, "produits-encaissables": 173_990_000,
}


def perimeter(**changed: int | None) -> Build:
    build = Build().section("E1").section("E2")
    for item, cents in {**LINES, **{key.replace("_", "-"): value for key, value in changed.items()}}.items():
        build.row(BalanceLine, esms=None, year=2025, item=item, cents=cents)
    return build


def test_the_balance_of_the_demonstration_ties_to_the_cent() -> None:
    """TC-BF-1."""
    held = consolidated(perimeter().model(), 2025)
    assert (held.assets.cents, held.sources.cents, held.fri.cents) == (229_200_000, 235_400_000, 6_200_000)
    assert (held.fre.cents, held.frng.cents, held.bfr.cents) == (16_300_000, 22_500_000, -7_000_000)
    assert (held.cash.cents, held.control.cents, held.caf.cents) == (29_500_000, 0, 9_500_000)
    assert held.cash_charges.cents == 164_650_000


@pytest.mark.parametrize(("name", "expected"), [
    ("frng-jours", "49.9"), ("tresorerie-jours", "65.4"), ("vetuste", "46.0"), ("independance", "39.4"),
    ("duree-dette", "4.93"), ("taux-caf", "5.46"), ("bfr-jours", "-15.5"), ("apurement", "2.39")])
def test_the_ratios_of_the_demonstration_are_right(name: str, expected: str) -> None:
    """TC-BF-1."""
    ratio = ratios(consolidated(perimeter().model(), 2025))[name]
    assert ratio.shown == expected


def test_a_negative_need_leaves_the_cash_reserve_without_object() -> None:
    ratio = ratios(consolidated(perimeter().model(), 2025))["couverture"]
    assert ratio.value is None and ratio.note == "BFR négatif\u00a0: réserve sans objet"
    assert ratios(consolidated(perimeter(creances=24_280_000).model(), 2025))["couverture"].value == Decimal(
        58
    ) / Decimal(30)


def test_a_ratio_over_nothing_is_not_significant() -> None:
    ratio = ratios(consolidated(perimeter(constructions=0).model(), 2025))["vetuste"]
    assert ratio.value is None and ratio.note == "n.s."


def test_the_control_shows_what_the_cash_misses() -> None:
    assert consolidated(perimeter(disponibilites=29_500_002).model(), 2025).control.cents == -2


def test_a_line_without_amount_makes_its_aggregates_incomplete() -> None:
    held = consolidated(perimeter(stocks=None).model(), 2025)
    assert held.bfr.missing == ("Stocks 2025",) and held.cash.cents is None and held.frng.cents == 22_500_000


def test_the_perimeter_adds_the_balances_of_its_services_and_says_which_one_is_missing() -> None:
    build = Build().section("E1", name="La Passerelle").section("E2", name="Le Quai")
    build.row(BalanceLine, esms="E1", year=2025, item="constructions", cents=100)
    build.row(BalanceLine, esms="E1", year=2025, item="emprunts", cents=40)
    assert consolidated(build.model(), 2025).fri.missing == ("bilan 2025 de Le Quai",)
    build.row(BalanceLine, esms="E2", year=2025, item="constructions", cents=10)
    build.row(BalanceLine, esms="E2", year=2025, item="emprunts", cents=90)
    model = build.model()
    assert consolidated(model, 2025).fri.cents == 20 and balance(model, 2025, "E1").fri.cents == -60


def test_a_reference_value_of_the_contract_replaces_the_proposed_one() -> None:
    build = perimeter()
    assert bounds_of(build.model(), "vetuste").high == Decimal(70)
    build.row(RatioReference, ratio="vetuste", high="60", source="enquête régionale")
    assert (bounds_of(build.model(), "vetuste").high, bounds_of(build.model(), "vetuste").source) == (
        Decimal(60), "enquête régionale")
