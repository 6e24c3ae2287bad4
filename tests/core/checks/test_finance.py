"""Each finance rule with a contract that raises it and one that does not (`domain.md` §9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cpom_desktop.core.checks import Level, run
from cpom_desktop.core.finance.balance_records import BalanceLine
from cpom_desktop.core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from cpom_desktop.core.finance.head_office_records import HeadOffice, HeadOfficeShare
from cpom_desktop.core.finance.investment_records import CoverLine, FundingLine, Loan, Operation, OperationYear
from cpom_desktop.core.finance.plan_records import PlanRate, PlanStep, PlanYear
from cpom_desktop.core.finance.pooling_records import Pooling, PoolingShare
from cpom_desktop.core.finance.pricing_records import CeilingLine, Formula, FormulaYear, NotifiedGrant
from cpom_desktop.core.finance.records import AccountLine, Measure
from cpom_desktop.core.finance.result_records import ReserveOpening, ResultAllocation, ResultClause, SectionResult
from cpom_desktop.core.finance.staff_records import StaffLine, StaffYear
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from tests.core.finance.build import Build

TODAY = dt.date(2026, 11, 20)
Made = Callable[[], Build]


def raised(build: Build | Model, id: str, today: dt.date = TODAY) -> list[tuple[str, str]]:
    model = build if isinstance(build, Model) else build.model()
    found = [check for check in run(model, today) if check.id == id]
    assert all(check.cell is None or model.record(check.cell.kind, check.cell.row) is not None for check in found)
    return [(check.level.value, check.sentence.replace("\u00a0", " ").replace("\u202f", " ")) for check in found]


def plain() -> Build:
    """One section with its rates, an allocation clause and no other table begun."""
    build = Build(type="chrs").dgc().section("E1", 10_000_000, name="La Passerelle", dgc="D1")
    build.row(ResultClause, name="affectation")
    return build.rates("E1", 0, 0, 0, 0, 0)


def seat(until: str, quota: int | None = None) -> Build:
    build = plain().lines("E1", 2025, "ca", c1=102_100_000, p1=102_100_000)
    build.row(HeadOffice, name="siège", rate=38_000, authorised_from="2024-07-01", authorised_until=until)
    if quota is not None:
        build.row(HeadOfficeShare, section="SE1", year=2027, cents=quota)
    return build


def operation(funded: int = 100, approved: str | None = "2027-01-01", cover: bool = True) -> Build:
    build = plain().add(Operation(id="I1", code="I1", commissioned="2031-01-01", duration=1))
    build.add(
        Loan(id="L1", operation="I1", lender="B", cents=100, rate=0, years=2, first_due="2032-01-01", approved=approved)
    )
    build.row(OperationYear, operation="I1", year=2030, cents=100)
    build.row(FundingLine, operation="I1", year=2030, source="emprunt", label="", cents=funded)
    if cover:
        build.row(CoverLine, operation="I1", year=2031, source="marge", cents=100)
    return build


def rebased(argument: str = "Déficit", counter: bool = True) -> Build:
    build = plain()
    cell = str(build.measure("E1", 2027, "rebasage", None).at("cents"))
    build.row(Position, cell=cell, party="gestionnaire", rank=1, precondition=1, argument=argument, value="100")
    if counter:
        build.row(Position, cell=cell, party="autorite", rank=1, value="0")
    return build


def pooled(function: str = "Accueil", use: str | None = "debasage") -> Build:
    build = plain().add(Pooling(id="MU1", code="MU1", function=function, start="2028-01-01"))
    build.row(PoolingShare, pooling="MU1", section="SE1", saving=900_000, use=use)
    build.measure("E1", 2027, "rebasage", 1_200_000, function="veille de nuit")
    return build


def results(option: str = "compensation", cents: int = 100, **section: Any) -> Build:
    build = plain().section("E2", 0, name="Le Quai", **section) if section else plain()
    code = "E2" if section else "E1"
    build.lines(code, 2025, "ca", c1=100, p1=200)
    build.row(SectionResult, section=f"S{code}", year=2025, earlier=0)
    build.row(ResultAllocation, section=f"S{code}", year=2025, option=option, cents=cents)
    return build


def capped(after: int) -> Build:
    build = plain().lines("E1", 2025, "ca", c1=1_000, p1=1_000 + after)
    build.rows = [row for row in build.rows if row.kind != "result_clause"]
    build.row(ResultClause, name="affectation", compensation_cap=50_000)
    build.row(SectionResult, section="SE1", year=2025, earlier=0)
    build.row(ResultAllocation, section="SE1", year=2025, option="compensation", cents=after)
    build.row(ReserveOpening, esms=None, reserve="compensation", year=2025, cents=0)
    return build


def notified(base: int) -> Build:
    build = plain()
    build.measure("E1", 2027, "cnr", 2_000_000)
    build.row(NotifiedGrant, section="SE1", year=2027, cents=12_000_000, base=base)
    return build


def sheet(reserve: int = 0, cash: int = 100, need: int = 0) -> Build:
    build = plain()
    values = {"fonds": 100 + need, "constructions": 0, "reserve-tresorerie": reserve, "creances": need + reserve,
              "fournisseurs": reserve, "disponibilites": cash}
    for item, cents in values.items():
        build.row(BalanceLine, esms=None, year=2025, item=item, cents=cents)
    return build


def planned(result: int = 0, years: int = 6, capital: int = 0, frame: str = "bp") -> Build:
    build = Build(type="chrs", budget_frame=frame).dgc().section("E1", 1_000, name="La Passerelle", dgc="D1")
    build.row(ResultClause, name="affectation")
    build.rates("E1", 0, 0, 0, 0, 0).lines("E1", 2026, "base", c1=1_000 - result, p1=1_000 - result)
    for year in range(2026, 2026 + years):
        build.row(PlanYear, year=year, depreciation=0, provisions=0, subsidy_share=0, capital=capital, bfr=0)
        for line in ("c1", "c2", "c3", "autres"):
            build.row(PlanRate, line=line, year=year, rate=0)
    return build


def charged(cents: int | None) -> Build:
    build = planned()
    tr = build.places("E1", 5, "2028-01-01", code="TR1")
    measure = build.measure("E1", 2028, "nouvelle", 4_500, transformation=tr.id)
    if cents is not None:
        build.row(PlanStep, line="c2", section="SE1", label="TR1", first_year=2028, cents=cents, measure=measure.id)
    return build


def staffed(cost: int) -> Build:
    build = plain().lines("E1", 2025, "ca", c2=10_000)
    line = build.row(StaffLine, section="SE1", function="Veille", unit_year=2025, unit_cost=cost)
    build.row(StaffYear, staff=line.id, year=2025, actual="1")
    return build


def subsidised(draft: bool) -> Build:
    build = plain().section("E2", 0, name="Le Quai", regime="subventionne", envelope="subvention", modality="avenant")
    return build.grant("E2", 2027, 100) if draft else build


def priced(places: int) -> Build:
    build = plain()
    build.row(CeilingLine, section="SE1", year=2027, label="regroupé", ceiling=1, places=places)
    return build


def transformed(places: int, act: str | None) -> Build:
    build = plain()
    build.places("E1", places, "2027-01-01", code="TR1", act_date=act)
    return build


def formula(complete: bool) -> Build:
    build = Build(type="chrs").section("E1", 0, modality="formule", name="La Passerelle")
    build.row(Formula, section="SE1", shape="coefficients", wage_weight="1", price_weight="0" if complete else None)
    for year in range(2027, 2032):
        build.row(FormulaYear, section="SE1", year=year, wage=0, prices=0, constant=0)
    return build


def grouped(whole: int) -> Build:
    build = plain().lines("E1", 2025, "ca", c1=whole)
    build.row(AccountLine, section="SE1", year=2025, status="ca", group="c1", account="606", cents=100)
    return build


def split(section_cents: int) -> Build:
    build = plain()
    build.row(NotifiedDgc, dgc="D1", year=2027, cents=100)
    build.row(NotifiedGrant, section="SE1", year=2027, cents=section_cents)
    return build


def moved(target: str) -> Build:
    build = plain().section("E2", 0, dgc="D1").rates("E2", 0, 0, 0, 0, 0).section("E3", 0).rates("E3", 0, 0, 0, 0, 0)
    build.add(SplitDecision(id="DM1", dgc="D1", year=2027))
    build.row(SplitMove, decision="DM1", from_section="SE1", to_section=target, cents=1)
    return build


def typed_result(cents: int) -> Build:
    build = plain().lines("E1", 2025, "ca", c1=100, p1=150)
    build.row(SectionResult, section="SE1", year=2025, accounting=cents)
    return build


CASES: list[tuple[str, str, Made, Made, str]] = [
    ("P1", "W", lambda: seat("2029-06-30"), lambda: seat("2031-12-31"), "avant le terme du contrat"),
    (
        "P1",
        "E",
        lambda: seat("2026-06-30", 3_879_800),
        lambda: seat("2031-12-31", 3_879_800),
        "avant le début du contrat",
    ),
    ("P1b", "W", lambda: seat("2031-12-31", 3_879_802), lambda: seat("2031-12-31", 3_879_801), "diffère de 3,80 %"),
    ("P3", "E", lambda: operation(funded=90), operation, "plan de financement non équilibré : −0,10 €"),
    ("P3", "W", lambda: operation(approved=None), operation, "n’a pas de date d’approbation (R. 314-20)"),
    (
        "P3",
        "W",
        lambda: operation(cover=False),
        operation,
        "le surcoût d’exploitation de 2031 n’a pas de ligne de couverture",
    ),
    ("N1", "W", lambda: rebased(argument=""), rebased, "n’est pas justifié"),
    ("N1", "W", lambda: rebased(counter=False), rebased, "n’a pas de contre-valeur"),
    ("N1", "I", pooled, rebased, "représente 12,00 % de la base 2026 de La Passerelle"),
    ("N2", "E", lambda: Build().section("E1", 0, name="X"), plain, "le taux d’actualisation manque pour 2027 à 2031"),
    ("N2", "E", lambda: formula(complete=False), lambda: formula(complete=True), "la formule d’actualisation manque"),
    ("N2", "I", plain, lambda: formula(complete=True), "Les taux 2027 à 2031 sont des hypothèses"),
    (
        "N2",
        "I",
        lambda: Build().dgc().section("E1", 0, modality="equation", dgc="D1"),
        lambda: formula(True),
        "ne valent que pour l’année",
    ),
    ("N4", "W", lambda: pooled(use=None), pooled, "usage de l’économie de La Passerelle"),
    ("N4", "W", lambda: pooled("La veille de nuit"), pooled, "portent sur la même fonction, La veille de nuit"),
    ("N5", "E", lambda: Build().section("E1", 0), plain, "La clause d’affectation des résultats manque"),
    ("N5", "E", lambda: results(cents=99), results, "diffère du résultat à affecter"),
    ("N5", "E", lambda: results(option="ran"), results, "n’est pas ouvert à un excédent"),
    ("N5", "E", lambda: results(regime="subventionne"), results, "suit sa convention"),
    ("N5", "E", lambda: capped(51), lambda: capped(50), "dépasse le plafond convenu (0,50 €)"),
    (
        "G3",
        "E",
        lambda: plain().section("E2", 0, dgc="D1", programme="104"),
        lambda: plain().section("E2", 0, dgc="D1"),
        "même dotation limitative",
    ),
    ("G3", "E", lambda: plain().section("E2", 0, dgc="D1", regime="subventionne"), plain, "reste hors de la DGC"),
    ("G3", "E", lambda: split(99), lambda: split(100), "diffère du montant de l’arrêté (écart +0,01 €)"),
    ("G3", "E", lambda: moved("SE3"), lambda: moved("SE2"), "reste entre les sections de sa DGC"),
    (
        "G4",
        "E",
        lambda: plain().lines("E1", 2027, "bp", c1=100, p1=90),
        lambda: plain().lines("E1", 2027, "bp", c1=90, p1=90),
        "budget prévisionnel 2027 non équilibré (produits − charges : −0,10 €)",
    ),
    ("G4", "E", lambda: typed_result(49), lambda: typed_result(50), "saisi (0,49 €) diffère"),
    ("G4", "E", lambda: grouped(99), lambda: grouped(100), "diffère de la somme de ses comptes (−0,01 €)"),
    ("G5", "E", lambda: notified(12_000_000), lambda: notified(10_000_000), "contient les crédits non reconductibles"),
    ("G6", "E", lambda: sheet(cash=102), lambda: sheet(cash=101), "diffère des liquidités"),
    ("G7", "E", lambda: planned(years=5), planned, "il manque 2031"),
    ("G7", "E", lambda: planned(capital=1, frame="eprd"), lambda: planned(frame="eprd"), "ne couvre pas le capital"),
    ("G7", "W", lambda: planned(result=10), planned, "un excédent chaque année de 2027 à 2031 (0,50 € au total)"),
    ("G7", "W", lambda: planned(result=-10), planned, "un déficit chaque année"),
    ("G15", "W", lambda: sheet(reserve=58, cash=158), sheet, "est sans objet"),
    (
        "G15",
        "W",
        lambda: sheet(reserve=58, need=50, cash=158),
        lambda: sheet(reserve=50, need=50, cash=150),
        "dépasse le BFR",
    ),
    (
        "G17",
        "W",
        lambda: charged(3_000),
        lambda: charged(4_500),
        "TR1, +5 places : 45,00 € de dotation, 30,00 € de charges",
    ),
    ("G17", "W", lambda: charged(None), lambda: charged(4_500), "écart 45,00 €"),
    ("G18", "W", lambda: subsidised(draft=False), lambda: subsidised(draft=True), "ne fixe la subvention 2027"),
    ("G19", "E", lambda: transformed(-61, "2026-01-01"), lambda: transformed(-60, "2026-01-01"), "est négative"),
    ("G19", "E", lambda: priced(59), lambda: priced(60), "59 places tarifées en 2027 pour une capacité de 60"),
    ("G22", "W", lambda: staffed(9_890), lambda: staffed(9_900), "(écart 1,10 %)"),
]


@pytest.mark.parametrize(
    ("id", "level", "bad", "good", "words"), CASES, ids=[f"{case[0]}-{case[4][:30]}" for case in CASES]
)
def test_a_rule_speaks_of_what_is_wrong_and_keeps_silent_otherwise(
    id: str, level: str, bad: Made, good: Made, words: str
) -> None:
    assert [found for found in raised(bad(), id) if found[0] == level and words in found[1]]
    assert not [found for found in raised(good(), id) if words in found[1]]


def test_an_authorisation_that_ends_before_the_contract_is_told_with_both_dates() -> None:
    """TC-FS-3."""
    assert raised(seat("2029-06-30"), "P1") == [
        ("W", "L’autorisation de frais de siège prend fin le 30/06/2029, avant le terme du contrat (31/12/2031).")]


def test_an_act_is_expected_on_the_day_of_its_effect_and_not_before() -> None:
    build = transformed(5, None)
    assert raised(build, "G19") == []
    assert raised(build, "G19", dt.date(2027, 1, 1))[0][0] == "W"
    assert raised(transformed(5, "2026-12-01"), "G19", dt.date(2027, 1, 1)) == []


def test_an_annual_avenant_is_expected_three_months_before_its_year() -> None:
    assert raised(subsidised(draft=False), "G18", dt.date(2026, 9, 30)) == []
    assert len(raised(subsidised(draft=False), "G18", dt.date(2026, 10, 1))) == 1
    assert len(raised(subsidised(draft=True), "G18", dt.date(2028, 1, 1))) == 1


def test_a_free_allocation_without_its_condition_blocks() -> None:
    build = Build(type="general").section("E1", 0, modality="avenant", name="La Passerelle")
    build.row(ResultClause, name="affectation", free=1)
    assert "R. 314-43" in raised(build, "N5")[0][1]


def test_tables_that_are_not_begun_raise_nothing() -> None:
    finance = {"P1", "P1b", "P3", "N1", "N4", "N5", "G3", "G4", "G5", "G6", "G7", "G15", "G17", "G18", "G19", "G22"}
    assert [check for check in run(plain().model(), TODAY) if check.id in finance] == []
    assert [check.id for check in run(Model(), TODAY)] == []


def test_a_rate_that_was_notified_is_no_hypothesis() -> None:
    model = plain().model()
    rates = [replace(row, status="notifie") for row in model if row.kind == "year_rate"]  # type: ignore[call-arg]
    assert raised(model.replacing(rates[1:]), "N2") == [
        ("I", "Le taux 2027 est une hypothèse : trajectoire prévisionnelle, sous réserve des crédits.")]
    assert raised(model.replacing(rates), "N2") == []


def test_measures_without_places_nor_saving_need_no_charges_in_the_plan() -> None:
    build = planned()
    build.measure("E1", 2027, "rebasage", 500)
    build.row(Measure, section="SE1", year=2027, nature="nouvelle", cents=300)
    assert raised(build, "G17") == []
    build.measure("E1", 2028, "economie", -900, code="MU1")
    assert len(raised(build, "G17")) == 1


def test_the_levels_of_the_frame_are_those_of_the_dossier() -> None:
    assert [level.value for level in Level] == ["E", "W", "I"]


def test_a_base_without_a_year_is_told_without_one() -> None:
    build = Build(start=None, base_year=None).section("E1", 10_000_000, name="La Passerelle")
    build.measure("E1", 2027, "rebasage", 100_000)
    (told,) = [one.sentence for one in run(build.model(), TODAY) if one.id == "N1" and "représente" in one.sentence]
    assert told.endswith("de la base de départ de La Passerelle.")
