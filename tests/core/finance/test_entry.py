"""Bad values are understood or refused with a sentence, and nothing is lost (`domain.md` §6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms, Section, Transformation
from cpom_desktop.core.finance.entry import row_problem
from cpom_desktop.core.finance.grant_records import SplitDecision, SplitMove
from cpom_desktop.core.finance.investment_records import Loan
from cpom_desktop.core.finance.records import AccountLine, Measure, YearRate
from cpom_desktop.core.finance.staff_records import StaffYear
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.money import parse_field
from cpom_desktop.core.problems import Problem, Refused
from cpom_desktop.core.records import Record, fields_of
from cpom_desktop.session.edits import checked_edit
from tests.core.finance.build import CONTRACT, Build


def contract() -> Model:
    build = Build().dgc().section("E1", 100, dgc="D1", name="La Passerelle").section("E2", 0, dgc="D1")
    build.section("E3", 0, regime="subventionne", name="Le Quai")
    build.add(SplitDecision(id="DM1", dgc="D1", year=2027))
    return build.model()


def refused(record: Record, model: Model | None = None) -> str:
    """The sentence at the door for a new row, and proof that the contract is as it was."""
    before = model or contract()
    problem = row_problem(before, before.replacing([record]), record)
    assert problem is not None
    with pytest.raises(Refused) as refusal:
        checked_edit(before, Edit("essai", new=(record,)), CONTRACT)
    assert problem.sentence.rstrip(".") in refusal.value.sentences.happened
    return problem.sentence


def accepted(record: Record, model: Model | None = None) -> bool:
    before = model or contract()
    return row_problem(before, before.replacing([record]), record) is None and bool(
        checked_edit(before, Edit("essai", new=(record,)), CONTRACT))


def rate(year: int) -> Record:
    return natural_record(YearRate, CONTRACT, section="SE1", year=year, rate=0)


def line(year: int) -> Record:
    return natural_record(AccountLine, CONTRACT, section="SE1", year=year, status="ca", group="c1", account="", cents=1)


def transfer(id: str, origin: str, target: str, year: int = 2027) -> Measure:
    return Measure(id=id, section=target, from_section=origin, year=year, nature="transfert", cents=1)


def test_a_year_outside_the_contract_is_refused_with_its_span() -> None:
    assert refused(rate(2032)) == "L’année 2032 est hors de la période 2026–2031."
    assert refused(line(2020)) == "L’année 2020 est hors de la période 2021–2036."
    assert accepted(rate(2026)) and accepted(rate(2031)) and accepted(line(2021)) and accepted(line(2036))


def test_a_circular_transfer_is_refused() -> None:
    assert refused(transfer("t", "SE1", "SE1")) == "Un transfert va d’une section à une autre."
    once = contract().replacing([transfer("t1", "SE1", "SE2")])
    assert "reviennent à leur point de départ" in refused(transfer("t2", "SE2", "SE1"), once)
    assert accepted(transfer("t2", "SE2", "SE1", 2028), once) and accepted(transfer("t3", "SE1", "SE2"), once)


def test_a_longer_circle_of_transfers_is_refused_too() -> None:
    chain = contract().replacing([transfer("t1", "SE1", "SE2"), transfer("t2", "SE2", "SE3")])
    assert "point de départ" in refused(transfer("t3", "SE3", "SE1"), chain)


def test_places_never_fall_below_zero() -> None:
    assert "serait négative en 2028\u00a0: -1" in refused(
        Transformation(id="tr", section="SE1", places=-61, effective="2028-01-01"))
    assert accepted(Transformation(id="tr", section="SE1", places=-60, effective="2028-01-01"))
    closing = contract().replacing([Transformation(id="tr", section="SE1", places=-60, effective="2028-01-01")])
    esms = closing.get(Esms, "E1")
    changed = replace(esms, capacity=59)
    assert row_problem(closing, closing.replacing([changed]), changed) is not None


def test_a_subsidised_device_does_not_join_a_dgc() -> None:
    model = contract()
    section = model.get(Section, "SE3")
    with pytest.raises(Refused, match="dispositif subventionné"):
        checked_edit(model, Edit("essai", values={section.at("dgc"): "D1"}), CONTRACT)


def test_an_old_oddity_does_not_stop_another_edit() -> None:
    model = contract().replacing([replace(contract().get(Section, "SE3"), dgc="D1")])
    section = model.get(Section, "SE3")
    assert checked_edit(model, Edit("essai", values={section.at("payer"): "DDETS"}), CONTRACT)


@pytest.mark.parametrize(("values", "words"), [({"cents": 0}, "supérieur à zéro"), ({}, "")])
def test_a_loan_without_capital_is_refused(values: dict[str, Any], words: str) -> None:
    loan = Loan(id="l", **{"cents": 100, "rate": 0, "years": 1, **values})
    assert words in refused(loan) if words else accepted(loan)


def test_a_virement_out_of_its_dgc_is_refused() -> None:
    move = SplitMove(id="m", decision="DM1", from_section="SE1", to_section="SE3", cents=1)
    assert "reste entre les sections de sa DGC" in refused(move)
    assert accepted(replace(move, to_section="SE2"))


@pytest.mark.parametrize(
    ("cls", "field", "text", "expected"),
    [
        (Measure, "cents", "1 234,5 €", 123_450),
        (Measure, "cents", "(1 200)", -120_000),
        (Measure, "cents", "12k", 1_200_000),
        (Measure, "cents", "1.234,56", 123_456),
        (Measure, "cents", "dix euros", "montant"),
        (Measure, "cents", "1000000000000000", "plafond"),
        (YearRate, "rate", "1,25", 12_500),
        (YearRate, "rate", "125", "Voulez-vous dire 1,25"),
        (YearRate, "rate", "abc", "taux"),
        (Esms, "capacity", "-5", "plancher"),
        (Loan, "years", "0", "plancher"),
        (StaffYear, "target", "6,80", "6.8"),
        (StaffYear, "target", "-1", "hors des bornes"),
        (AccountLine, "year", "1999", "hors de la période"),
        (Loan, "rate", "25 %", "plafond"),
    ],
)
def test_what_is_typed_is_understood_or_refused_with_a_sentence(
        cls: type[Record], field: str, text: str, expected: int | str) -> None:
    found = parse_field(fields_of(cls)[field], text)
    if isinstance(found, Problem):
        assert isinstance(expected, str) and expected in found.sentence and found.sentence.endswith((".", "?"))
    else:
        assert found == expected
