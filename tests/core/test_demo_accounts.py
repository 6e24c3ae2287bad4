"""« Les Deux Rives », domain §10.3 and §10.4: accounts, bases, rates and measures to the cent."""

from __future__ import annotations

import pytest

from cpom_desktop.core.finance.records import (
    CHARGES,
    GROUPS,
    PRODUCTS,
    AccountLine,
    Measure,
    SectionBase,
    YearGrant,
    YearRate,
)
from tests.data.demo import cents, demo, one, section

WORDS = [word for word, _ in GROUPS]
# Charges I, II, III, produits I, II, III of E1, E2, E3, then the total of the three.
BUDGETS = {
    (2023, "ca"): """
        142 000,00 | 71 000,00 | 19 500,00 | 232 500,00
        645 500,00 | 241 000,00 | 212 500,00 | 1 099 000,00
        177 500,00 | 78 500,00 | 55 000,00 | 311 000,00
        906 500,00 | 372 000,00 | 279 500,00 | 1 558 000,00
        49 500,00 | 13 500,00 | 7 500,00 | 70 500,00
        15 000,00 | 2 500,00 | 1 500,00 | 19 000,00""",
    (2024, "ca"): """
        147 000,00 | 74 000,00 | 20 400,00 | 241 400,00
        663 500,00 | 249 500,00 | 220 600,00 | 1 133 600,00
        183 000,00 | 80 000,00 | 57 500,00 | 320 500,00
        915 400,00 | 381 000,00 | 291 000,00 | 1 587 400,00
        53 500,00 | 14 000,00 | 7 800,00 | 75 300,00
        15 500,00 | 2 500,00 | 1 700,00 | 19 700,00""",
    (2025, "ca"): """
        151 000,00 | 76 200,00 | 21 200,00 | 248 400,00
        682 000,00 | 256 000,00 | 228 500,00 | 1 166 500,00
        188 000,00 | 82 000,00 | 60 000,00 | 330 000,00
        962 000,00 | 391 000,00 | 302 000,00 | 1 655 000,00
        60 500,00 | 14 500,00 | 8 000,00 | 83 000,00
        17 000,00 | 2 500,00 | 2 000,00 | 21 500,00""",
    (2026, "base"): """
        157 520,00 | 78 500,00 | 22 000,00 | 258 020,00
        708 840,00 | 262 000,00 | 236 000,00 | 1 206 840,00
        198 140,00 | 83 000,00 | 64 000,00 | 345 140,00
        984 500,00 | 405 000,00 | 312 000,00 | 1 701 500,00
        62 000,00 | 15 500,00 | 8 000,00 | 85 500,00
        18 000,00 | 3 000,00 | 2 000,00 | 23 000,00""",
}
TOTALS = {  # charges, produits, résultat of E1, E2, E3, all
    (2023, "ca"): ["965 000,00", "390 500,00", "287 000,00", "1 642 500,00", "971 000,00", "388 000,00", "288 500,00",
                   "1 647 500,00", "6 000,00", "−2 500,00", "1 500,00", "5 000,00"],
    (2024, "ca"): ["993 500,00", "403 500,00", "298 500,00", "1 695 500,00", "984 400,00", "397 500,00", "300 500,00",
                   "1 682 400,00", "−9 100,00", "−6 000,00", "2 000,00", "−13 100,00"],
    (2025, "ca"): ["1 021 000,00", "414 200,00", "309 700,00", "1 744 900,00", "1 039 500,00", "408 000,00",
                   "312 000,00", "1 759 500,00", "18 500,00", "−6 200,00", "2 300,00", "14 600,00"],
    (2026, "base"): ["1 064 500,00", "423 500,00", "322 000,00", "1 810 000,00", "1 064 500,00", "423 500,00",
                     "322 000,00", "1 810 000,00", "0,00", "0,00", "0,00", "0,00"],
}


def group(code: str, year: int, status: str, word: str) -> int:
    lines = [line for line in demo().where(AccountLine, "section", section(code).id)
             if (line.year, line.status, line.group) == (year, status, word)]
    assert lines
    return sum(line.cents for line in lines if line.cents is not None)


@pytest.mark.parametrize(("year", "status"), BUDGETS)
def test_every_group_of_every_esms_and_the_total(year: int, status: str) -> None:
    rows = [row.split("|") for row in BUDGETS[year, status].strip().splitlines()]
    for word, row in zip(WORDS, rows, strict=True):
        found = [group(code, year, status, word) for code in ("S1", "S2", "S3")]
        assert [*found, sum(found)] == [cents(cell.strip()) for cell in row], word


@pytest.mark.parametrize(("year", "status"), TOTALS)
def test_charges_products_and_result(year: int, status: str) -> None:
    sums = [[sum(group(code, year, status, word) for word in words) for code in ("S1", "S2", "S3")]
            for words in (CHARGES, PRODUCTS)]
    results = [product - charge for charge, product in zip(*sums, strict=True)]
    found = [figure for three in (*sums, results) for figure in (*three, sum(three))]
    assert found == [cents(text) for text in TOTALS[year, status]]


@pytest.mark.parametrize(("word", "account", "label", "amount"), [
    ("c1", "6061", "Eau, énergie, chauffage", "65 800,00"), ("c1", "60622", "Produits d’entretien", "6 900,00"),
    ("c1", "6063", "Alimentation", "38 500,00"), ("c1", "6064", "Fournitures administratives et hygiène", "6 800,00"),
    ("c1", "611", "Prestations (repas, blanchissage)", "15 200,00"),
    ("c1", "625", "Déplacements, missions", "8 200,00"),
    ("c1", "626", "Poste et télécommunications", "9 600,00"), ("c2", "621", "Personnel extérieur", "13 000,00"),
    ("c2", "631-633", "Impôts et taxes sur rémunérations", "60 800,00"), ("c2", "641", "Rémunérations", "432 000,00"),
    ("c2", "645", "Charges sociales", "163 000,00"), ("c2", "647-648", "Autres charges de personnel", "13 200,00"),
    ("c3", "613-614", "Locations et charges locatives (diffus)", "58 800,00"),
    ("c3", "615", "Entretien et réparations", "13 400,00"), ("c3", "616", "Assurances", "6 900,00"),
    ("c3", "635", "Autres impôts et taxes", "4 130,00"), ("c3", "655", "Quote-part de frais de siège", "36 670,00"),
    ("c3", "66", "Charges financières", "8 400,00"), ("c3", "67", "Charges exceptionnelles", "700,00"),
    ("c3", "6811", "Dotations aux amortissements", "56 000,00"),
    ("c3", "6815", "Dotations aux provisions", "3 000,00"),
    ("p1", "731", "Dotation globale de financement", "962 000,00"),
    ("p2", "70", "Participations des personnes accueillies", "34 500,00"),
    ("p2", "708", "Aides au logement", "18 000,00"),
    ("p2", "74", "Subventions et participations", "8 000,00"), ("p3", "76", "Produits financiers", "1 200,00"),
    ("p3", "771", "Produits exceptionnels", "1 800,00"),
    ("p3", "777", "Quote-part de subventions virée au résultat", "11 000,00"),
    ("p3", "781", "Reprises sur provisions", "3 000,00"),
])
def test_e1_in_2025_by_account(word: str, account: str, label: str, amount: str) -> None:
    line = one(AccountLine, section=section("S1").id, year=2025, status="ca", account=account)
    assert (line.group, line.label, line.cents) == (word, label, cents(amount))


def test_e1_in_2025_has_no_other_line_and_the_head_office_share_is_exact() -> None:
    lines = [line for line in demo().where(AccountLine, "section", section("S1").id) if line.year == 2025]
    assert len(lines) == 29 and all(line.account for line in lines)
    assert 36_670_00 == 965_000_00 * 380 // 10_000


@pytest.mark.parametrize(("code", "base"), [("S1", "984 500,00"), ("S3", "312 000,00")])
def test_the_bases(code: str, base: str) -> None:
    assert one(SectionBase, section=section(code).id).cents == cents(base)


@pytest.mark.parametrize("code", ["S1", "S3"])
def test_the_rates_are_hypotheses(code: str) -> None:
    rows = demo().where(YearRate, "section", section(code).id)
    assert {row.year: row.rate for row in rows} == {2027: 12_500, 2028: 9_000, 2029: 15_000, 2030: 10_000,
                                                    2031: 10_000}
    assert {row.status for row in rows} == {"hypothese"}


@pytest.mark.parametrize(("code", "of", "year", "nature", "amount", "opening"), [
    ("M1", "S1", 2027, "rebasage", "12 000,00", None), ("M2", "S1", 2027, "cnr", "20 000,00", None),
    ("M3", "S1", 2028, "nouvelle", "45 000,00", "2028-01-01"),
    ("M4", "S1", 2028, "economie", "−9 000,00", "2028-01-01"),
    ("M5", "S3", 2029, "nouvelle", "31 200,00", "2029-01-01"),
])
def test_the_measures(code: str, of: str, year: int, nature: str, amount: str, opening: str | None) -> None:
    row = one(Measure, code=code)
    assert (row.section, row.year, row.nature, row.cents, row.opening) == (
        section(of).id, year, nature, cents(amount), opening)


def test_the_rebasage_and_the_pooling_speak_of_the_same_function() -> None:
    assert one(Measure, code="M1").function == one(Measure, code="M4").function == "veille de nuit"


@pytest.mark.parametrize(("year", "amount"), [
    (2026, "405 000,00"), (2027, "409 050,00"), (2028, "413 140,50"), (2029, "417 271,91"), (2030, "421 444,63"),
    (2031, "425 659,08"),
])
def test_the_subsidy_of_e2(year: int, amount: str) -> None:
    assert one(YearGrant, section=section("S2").id, year=year).cents == cents(amount)
