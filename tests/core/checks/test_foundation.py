"""Each rule on one contract that raises it, and silent on one that does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cpom_desktop.core.checks import RULES, Check, Level, is_ready, run
from cpom_desktop.core.contract import Authority, Contract, Esms, Manager, Section, SectionRule, Signatory
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell, Record

TODAY = dt.date(2026, 11, 20)
CONTRACT = Contract(id="c", type="ph", start="2027-01-01", end="2031-12-31")
ARS = Authority(id="ars", name="ARS La Réunion")
CD = Authority(id="cd", name="Conseil départemental")
ESMS = Esms(id="e1", name="FAM Les Flamboyants", finess="970405296", capacity=30)
CARE = Section(id="s1", esms="e1", section_kind="soins", authority="ars", envelope="drl-ars")
LODGING = Section(id="s2", esms="e1", section_kind="hebergement", authority="cd", envelope="departement")
SOUND: tuple[Record, ...] = (
    CONTRACT,
    Manager(id="og", name="Association", siren="000123455", finess="970405270"),
    ARS,
    CD,
    ESMS,
    CARE,
    LODGING,
    Signatory(id="g0"),
    Signatory(id="g1", authority="ars"),
    Signatory(id="g2", authority="cd"),
    SectionRule(id="r1", section="s1", first_year=2027, last_year=2031, modality="taux"),
    SectionRule(id="r2", section="s2", first_year=2027, last_year=2031, modality="formule"),
)
FOUNDATION = {"N7", "G1", "G2", "N2"}
RATES = "d’actualisation manque"
"""What the second part of N2 says of rates and formulas; it has its tests in test_finance.py."""


def checks(*changed: Record, without: tuple[str, ...] = ()) -> list[Check]:
    """The messages of these rules on the sound contract with some rows changed or gone."""
    rows = {record.id: record for record in SOUND} | {record.id: record for record in changed}
    found = run(Model(r for r in rows.values() if r.id not in without), TODAY)
    return [c for c in found if c.id in FOUNDATION and RATES not in c.sentence]


def only(found: list[Check]) -> Check:
    assert len(found) == 1, found
    return found[0]


def test_a_sound_contract_raises_nothing() -> None:
    assert FOUNDATION <= set(RULES)
    assert checks() == []
    assert is_ready(checks())


def test_n7_an_authority_that_does_not_sign_is_named_for_each_section() -> None:
    found = checks(
        Esms(id="e2", name="FAM Bel Air"),
        Section(id="s3", esms="e2", section_kind="hebergement", authority="cd", envelope="departement"),
        SectionRule(id="r3", section="s3", first_year=2027, last_year=2031),
        without=("g2",),
    )
    assert [(c.id, c.level, c.cell) for c in found] == [
        ("N7", Level.BLOCKING, Cell("section", "s3", "authority")),
        ("N7", Level.BLOCKING, LODGING.at("authority")),
    ]
    assert found[1].sentence == (
        "Hébergement de FAM Les Flamboyants\u00a0: Conseil départemental tarife cette section "
        "et n’est pas parmi les signataires."
    )
    assert not is_ready(found)


def test_n7_an_authority_outside_the_contract_does_not_sign_either() -> None:
    found = only(checks(replace(LODGING, authority=None, other_authority="Département de La Réunion")))
    assert found.id == "N7" and "Département de La Réunion" in found.sentence


def test_n7_a_section_without_authority_is_said_so() -> None:
    assert "n’est pas renseignée" in only(checks(replace(LODGING, authority=None))).sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Esms(id="e2", name="SESSAD", finess="970 405 296"), "le même FINESS"),
        (Esms(id="e2", name="FAM  les flamboyants"), "le même nom"),
    ],
)
def test_g1_an_esms_stands_once_in_the_perimeter(row: Esms, words: str) -> None:
    found = checks(
        row, replace(CARE, id="s3", esms="e2"), SectionRule(id="r3", section="s3", first_year=2027, last_year=2031)
    )
    assert only(found).level is Level.BLOCKING and words in only(found).sentence


@pytest.mark.parametrize(
    ("row", "words", "field"),
    [
        (replace(ESMS, regime=""), "le régime", "regime"),
        (replace(ESMS, capacity=0), "la capacité est nulle", "capacity"),
        (replace(CARE, envelope="autre"), "le financement", "envelope"),
        (replace(CARE, envelope=""), "le financement", "envelope"),
    ],
)
def test_g1_what_describes_the_perimeter_is_filled(row: Record, words: str, field: str) -> None:
    found = only(checks(row))
    assert (found.id, found.level, found.cell) == ("G1", Level.BLOCKING, row.at(field))
    assert words in found.sentence


def test_g1_an_unknown_capacity_is_not_a_capacity_of_zero() -> None:
    assert checks(replace(ESMS, capacity=None)) == []


def test_g1_another_financing_is_accepted_once_it_is_named() -> None:
    assert checks(replace(CARE, envelope="autre", payer="CAF")) == []


def test_g1_an_esms_without_section_has_no_financing() -> None:
    assert "aucune section tarifaire" in only(checks(Esms(id="e2", name="SAMSAH"))).sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (replace(ESMS, finess="970405297"), "la clé"),
        (replace(ESMS, finess="97040529"), "neuf chiffres"),
        (Manager(id="og", name="APAJH", siren="000123456"), "la clé"),
        (Manager(id="og", name="APAJH", siren="12"), "neuf chiffres"),
        (replace(ESMS, finess="9704052٩6"), "neuf chiffres"),
    ],
)
def test_g1_a_number_whose_key_is_wrong_asks_for_a_look(row: Record, words: str) -> None:
    found = only(checks(row))
    assert found.level is Level.LOOK and words in found.sentence


@pytest.mark.parametrize("number", ["2A0000012", "2B 000 001 2", "97 040 529 6"])
def test_g1_a_number_of_corsica_or_with_spaces_is_accepted(number: str) -> None:
    assert checks(replace(ESMS, finess=number)) == []


@pytest.mark.parametrize(
    ("start", "end", "fires"),
    [
        ("2027-01-01", "2031-12-31", False),
        ("2027-01-01", "2032-01-01", True),
        ("2028-02-29", "2033-02-28", False),
        ("2028-02-29", "2033-03-01", True),
        ("2027-01-01", "2026-12-31", True),
        (None, "2031-12-31", False),
        ("2027-01-01", None, False),
    ],
)
def test_g2_the_term_is_less_than_five_years_after_the_start(start: str | None, end: str | None, fires: bool) -> None:
    found = [c for c in checks(replace(CONTRACT, start=start, end=end)) if c.id == "G2"]
    assert bool(found) is fires


def test_n2_a_year_without_modality_is_named() -> None:
    found = only(checks(SectionRule(id="r1", section="s1", first_year=2028, last_year=2030)))
    assert (found.id, found.level) == ("N2", Level.BLOCKING)
    assert found.sentence == "Soins de FAM Les Flamboyants\u00a0: aucune modalité de tarification en 2027, 2031."


def test_n2_ranges_of_years_do_not_overlap() -> None:
    found = only(checks(SectionRule(id="r3", section="s1", first_year=2030, last_year=2040, modality="formule")))
    assert found.sentence.endswith("plusieurs modalités de tarification en 2030 à 2031.")


@pytest.mark.parametrize(("kind", "fires"), [("ph", True), ("ehpad", True), ("chrs", False), ("general", False)])
def test_n2_the_annual_avenant_is_not_open_to_every_type(kind: str, fires: bool) -> None:
    found = checks(
        replace(CONTRACT, type=kind),
        SectionRule(id="r1", section="s1", first_year=2027, last_year=2031, modality="avenant"),
    )
    assert bool(found) is fires


def test_n2_a_subsidised_section_has_no_modality() -> None:
    assert checks(replace(CARE, section_kind="subvention"), without=("r1",)) == []
