"""Amounts, rates and numbers: what is typed is read exactly or questioned, what is shown reads back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.kinds import KINDS
from cpom_desktop.core.money import (
    format_amount,
    format_field,
    format_number,
    format_rate,
    half_up,
    parse_amount,
    parse_field,
    parse_number,
    parse_rate,
)
from cpom_desktop.core.problems import Problem
from cpom_desktop.core.records import MAX_CENTS, MAX_RATE, FieldInfo, Form, canonical_number, fields_of


@pytest.mark.parametrize(("numerator", "denominator", "expected"), [
    pytest.param(-4_500_001, 2, -2_250_001, id="TC-RND-1 negative"),
    pytest.param(4_500_001, 2, 2_250_001, id="TC-RND-1 positive"),
    (1, 3, 0), (2, 3, 1), (-1, 3, 0), (5, -2, -3), (-5, -2, 3), (0, 7, 0), (10**30 + 1, 2, 5 * 10**29 + 1),
])
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert half_up(numerator, denominator) == expected


@given(st.integers(-10**18, 10**18), st.integers(1, 10**9))
def test_a_transfer_and_its_mirror_stay_opposite(numerator: int, denominator: int) -> None:
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)


@given(st.integers(-10**18, 10**18), st.integers(1, 10**9))
def test_rounding_never_moves_by_more_than_half(numerator: int, denominator: int) -> None:
    assert 2 * abs(half_up(numerator, denominator) * denominator - numerator) <= denominator


def test_a_nil_denominator_is_left_to_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


@pytest.mark.parametrize(("text", "cents"), [
    ("0", 0), ("12", 1200), ("12,5", 1250), ("12,50", 1250), ("12.5", 1250), ("1234.56", 123456), (",5", 50),
    ("12,", 1200),
    ("1 234,5", 123450), ("1\u202f234,5", 123450), ("1\u00a0234,5", 123450), ("1\u2009234,5", 123450),
    ("1.234,56", 123456), ("1.234.567,8", 123456780), ("1 234.56", 123456),
    ("1\u202f344\u202f706,25\u00a0€", 134470625),
    ("1 234,5 €", 123450), ("1234 euros", 123400), ("12 EUR", 1200), ("12€", 1200),
    ("(1 200)", -120000), ("(1 200 €)", -120000), ("1 200-", -120000), ("1 200\u2212", -120000), ("-9000", -900000),
    ("\u22129\u202f000,00", -900000), ("- 5", -500), ("+5", 500), ("-0", 0),
    ("12k", 1_200_000), ("12 k€", 1_200_000), ("1,255k", 125_500), ("12K", 1_200_000), ("1,5M", 150_000_000),
    ("1,5 M€", 150_000_000), ("0,00001k", 1), ("  7  ", 700), ("100000000000", MAX_CENTS),
])
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize(("text", "repair"), [
    ("1.234", "1\u202f234"), ("1.234.567", "1\u202f234\u202f567"), ("1,234.56", "1\u202f234,56"),
    ("1,234,567", "1\u202f234\u202f567"),
    ("12 00", "1\u202f200"), ("1 2345", "12\u202f345"), ("1 23,5", "123,5"), ("1.2345", "1,2345"),
    ("-1.234", "\u22121\u202f234"),
    ("1.234k", "1\u202f234\u202f000"), ("12,3456", "12,35"),
])
def test_a_doubtful_amount_is_questioned_with_its_repair(text: str, repair: str) -> None:
    problem = parse_amount(text)
    assert isinstance(problem, Problem)
    assert problem.repair == repair
    assert problem.repair in problem.sentence


@pytest.mark.parametrize("text", [
    "", "  ", "€", "-", "()", "douze", "12 %", "--5", "(-5)", "-5-", "1e5", "1,2,3", "1..2", "12,5,", "٣", "½", "0x10",
    "nan", "∞",
    "12 places", "1'234", "k", "5 m", "1,k2", "12,345", "1" * 41, "=1+1", "–", "12\n13",
])
def test_what_is_no_amount_is_refused_with_a_sentence_and_no_repair(text: str) -> None:
    problem = parse_amount(text)
    assert isinstance(problem, Problem)
    assert problem.sentence.endswith((".", "?"))
    assert problem.repair == ""
    assert len(problem.sentence) < 120


def test_three_decimals_may_be_a_thousand_so_both_readings_are_shown() -> None:
    problem = parse_amount("12,345")
    assert problem == Problem("Un montant s’arrête au centime. Écrivez 12\u202f345 ou 12,35.")


def test_an_amount_beyond_the_bounds_says_which_bound() -> None:
    assert parse_amount("100000000000,01") == Problem(
        "100\u202f000\u202f000\u202f000,01 dépasse le plafond de 100\u202f000\u202f000\u202f000\u00a0€.")
    assert parse_amount("-1", low=0) == Problem("\u22121 est sous le plancher de 0\u00a0€.")


@given(st.integers(-MAX_CENTS, MAX_CENTS), st.booleans(), st.booleans())
def test_every_shown_amount_reads_back(cents: int, sign: bool, unit: bool) -> None:
    assert parse_amount(format_amount(cents, sign=sign, unit=unit)) == cents


@given(st.text(alphabet="0123456789 .,-−()kM€%\u202f", max_size=14))
def test_a_repair_is_always_accepted(text: str) -> None:
    problem = parse_amount(text)
    if isinstance(problem, Problem) and problem.repair:
        again = parse_amount(problem.repair)
        # « 1.2345 » is first read as 1,2345, then rounded to the cent: two questions, never a circle.
        assert isinstance(again, int) or isinstance(parse_amount(again.repair or "0"), int)


@pytest.mark.parametrize(("cents", "options", "shown"), [
    (None, {}, ""), (0, {}, "0,00"), (134470625, {}, "1\u202f344\u202f706,25"), (-900000, {}, "\u22129\u202f000,00"),
    (5, {}, "0,05"), (-5, {}, "\u22120,05"), (1200000, {"sign": True}, "+12\u202f000,00"), (0, {"sign": True}, "0,00"),
    (-100, {"sign": True}, "\u22121,00"), (102880625, {"unit": True}, "1\u202f028\u202f806,25\u00a0€"),
    (150, {"decimals": 0}, "2"), (-150, {"decimals": 0}, "\u22122"), (149, {"decimals": 0}, "1"),
    (-49, {"decimals": 0}, "0"),
])
def test_an_amount_is_shown_in_french(cents: int | None, options: dict[str, int], shown: str) -> None:
    assert format_amount(cents, **options) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "rate"), [
    ("1,25", 12500), ("1,25 %", 12500), ("1.25%", 12500), ("0,9", 9000), ("-0,5", -5000), ("1,2345", 12345), ("0", 0),
    ("100", 1_000_000),
])
def test_a_rate_is_read_to_the_millionth(text: str, rate: int) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(("text", "sentence", "repair"), [
    ("125", "125\u00a0% dépasse le plafond de 10\u00a0%. Voulez-vous dire 1,25\u00a0%\u202f?", "1,25"),
    ("-125", "\u2212125\u00a0% est sous le plancher de \u221210\u00a0%. Voulez-vous dire \u22121,25\u00a0%\u202f?",
     "\u22121,25"),
    ("20", "20\u00a0% dépasse le plafond de 10\u00a0%.", ""),
    ("12,5", "12,5\u00a0% dépasse le plafond de 10\u00a0%.", ""),
    ("1,23456", "Un taux a quatre décimales au plus. Voulez-vous dire 1,2346\u00a0%\u202f?", "1,2346"),
    ("1.125", "«\u00a01.125\u00a0» peut se lire de plusieurs façons. Voulez-vous dire 1,125\u202f?", "1,125"),
    ("5 €", "«\u00a05 €\u00a0» n’est pas un taux.", ""),
    ("1,O5", "«\u00a01,O5\u00a0» contient la lettre O au lieu d’un zéro. Voulez-vous dire 1,05\u202f?", "1,05"),
    ("Oo", "«\u00a0Oo\u00a0» n’est pas un taux.", ""),
])
def test_a_refused_rate_says_why_and_offers_the_obvious_repair(text: str, sentence: str, repair: str) -> None:
    assert parse_rate(text, -100_000, 100_000) == Problem(sentence, repair)


@given(st.integers(-MAX_RATE, MAX_RATE), st.booleans())
def test_every_shown_rate_reads_back(rate: int, unit: bool) -> None:
    assert parse_rate(format_rate(rate, unit=unit)) == rate


@pytest.mark.parametrize(("rate", "shown"), [
    (12500, "1,25"), (9000, "0,90"), (10000, "1,00"), (12345, "1,2345"), (-5000, "\u22120,50"), (0, "0,00"),
    (None, ""), (15150, "1,515"),
])
def test_a_rate_shows_two_decimals_and_hides_none(rate: int | None, shown: str) -> None:
    assert format_rate(rate) == shown


@pytest.mark.parametrize(("text", "number"), [
    ("35,40", "35.4"), ("100", "100"), ("1 000,5", "1000.5"), ("-0,0", "0"), ("0,125", "0.125"), ("12 ETP", "12"),
    ("(2)", "-2"),
])
def test_a_number_is_read_as_canonical_text(text: str, number: str) -> None:
    assert parse_number(text, "ETP") == number


@given(st.decimals(-10**14, 10**14, places=5))
def test_every_shown_number_reads_back(number: Decimal) -> None:
    text = canonical_number(number)
    assert parse_number(format_number(text)) == text


@pytest.mark.parametrize(("number", "decimals", "shown"), [
    ("18.75", 1, "18,8"), ("-18.75", 1, "\u221218,8"), ("94", 1, "94,0"), ("94", None, "94"),
    ("17016.67", 0, "17\u202f017"), (None, 1, ""),
    ("1e3", None, "1e3"), ("env. 40", 1, "env. 40"), ("1e999999999", 1, "1e999999999"), ("-0.5", 0, "\u22121"),
])
def test_a_number_is_rounded_half_away_from_zero_for_display(number: str | None, decimals: int | None,
                                                             shown: str) -> None:
    assert format_number(number, decimals) == shown


@pytest.mark.parametrize(("kind", "field", "text", "value"), [
    ("contract", "type", "CPOM facultatif (L. 313-11)", "general"), ("contract", "stage", "redaction", "redaction"),
    ("contract", "stage", "RÉDACTION", "redaction"), ("contract", "all_chrs_confirmed", "oui", 1),
    ("contract", "all_chrs_confirmed", "Non", 0),
    ("contract", "start", "1/1/27", "2027-01-01"), ("contract", "base_year", "2026", 2026),
    ("contract", "name", "  CPOM  ", "CPOM"),
    ("contract", "name", "", ""), ("contract", "start", " ", None), ("esms", "capacity", "1 250 places", 1250),
    ("esms", "capacity", "", None),
    ("measure", "cents", "12k", 1_200_000), ("year_rate", "rate", "1,25 %", 12500),
    ("indicator_year", "target", "46,2", "46.2"),
    ("esms", "public", " deux\nlignes ", " deux\nlignes "),
])
def test_a_field_reads_its_own_form(kind: str, field: str, text: str, value: object) -> None:
    assert parse_field(fields_of(kind)[field], text) == value


@pytest.mark.parametrize(("kind", "field", "text", "sentence"), [
    ("contract", "base_year", "1990", "L’année 1990 est hors de la période 2000–2100."),
    ("contract", "budget_frame", "M14", "Choix attendu\u00a0: «\u00a0BP et CA\u00a0», «\u00a0EPRD et ERRD\u00a0»."),
    ("contract", "all_chrs_confirmed", "peut-être", "Oui ou non est attendu."),
    ("esms", "capacity", "6000", "6\u202f000 dépasse le plafond de 5\u202f000\u00a0places."),
    ("esms", "capacity", "60,5", "60,5 n’est pas un nombre entier."),
    ("measure", "year", "", "Valeur refusée pour « Année » : une valeur est attendue."),
    ("contract", "name", "x" * 501, "Valeur refusée pour « Intitulé » : le texte dépasse 500 caractères."),
])
def test_a_refused_field_gives_its_sentence(kind: str, field: str, text: str, sentence: str) -> None:
    problem = parse_field(fields_of(kind)[field], text)
    assert isinstance(problem, Problem)
    assert problem.sentence == sentence


def test_a_negotiated_rate_keeps_the_bounds_of_its_field() -> None:
    problem = parse_field(fields_of(YearRate)["rate"], "125")
    assert isinstance(problem, Problem)
    assert problem.repair == "1,25"


def test_a_choice_shows_its_label_and_a_year_no_separator() -> None:
    contract = Contract(id="c", base_year=2026, type="chrs")
    info = fields_of(Contract)
    assert format_field(info["type"], contract.type) == "CPOM hébergement-insertion, CHRS (L. 313-11-2)"
    assert format_field(info["base_year"], contract.base_year) == "2026"
    assert format_field(fields_of(Esms)["capacity"], 1250) == "1\u202f250"
    assert format_field(fields_of(Measure)["cents"], None) == ""


def _values(info: FieldInfo) -> st.SearchStrategy[object]:
    if info.form in (Form.INTEGER, Form.CENTS, Form.RATE, Form.FLAG):
        return st.integers(*info.bounds)
    if info.form is Form.CHOICE:
        return st.sampled_from([word for word, _ in info.about.choices])
    if info.form is Form.DAY:
        return st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)).map(str)
    if info.form is Form.DECIMAL:
        low = -10**6 if info.about.low is None else info.about.low
        high = 10**6 if info.about.high is None else info.about.high
        return st.decimals(low, high, places=3).map(str)
    return st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp")), max_size=40)


@given(st.data())
def test_every_value_of_every_field_reads_back_as_it_is_shown(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    info = data.draw(st.sampled_from(list(fields_of(kind).values())))
    value = info.check(data.draw(_values(info)))
    assert parse_field(info, format_field(info, value)) == value
