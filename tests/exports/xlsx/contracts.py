"""Contracts of every shape that the annex must write: each modality, some values missing, measures of every nature."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cpom_desktop.core.contract import SectionRule
from cpom_desktop.core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from cpom_desktop.core.finance.pricing_records import CeilingLine, Convergence, Formula, FormulaYear, NotifiedGrant
from cpom_desktop.core.finance.records import AccountLine, YearGrant
from cpom_desktop.core.model import Model
from tests.core.finance.build import Build

YEARS = range(2027, 2032)
AMOUNT = st.one_of(st.integers(-5_000_000, 400_000_000), st.sampled_from([0, 1, 50, 98_450_050, -30_025]))
POSITIVE = st.integers(0, 400_000_000)
INDICES = ("rate_c1", "rate_c2", "rate_c3", "wage", "prices", "constant")
RATE = st.one_of(st.integers(-40_000, 60_000), st.sampled_from([-5_000, 0, 12_500]))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One time in nine, nobody knows yet."""
    return st.integers(0, 8).flatmap(lambda n: st.none() if n == 0 else values)


@st.composite
def contracts(draw: st.DrawFn) -> Model:
    """A whole contract of one to four sections."""
    build = Build(proration=draw(st.sampled_from(["mois", "jours"])), type=draw(st.sampled_from(["chrs", "ehpad"])))
    build.dgc("D1").dgc("D2")
    codes = [f"E{n}" for n in range(draw(st.integers(1, 4)))]
    for code in codes:
        _section(draw, build, code)
    for _ in range(draw(st.integers(0, 8))):
        _measure(draw, build, codes)
    _arretes(draw, build, codes)
    return build.model()


def _section(draw: st.DrawFn, build: Build, code: str) -> None:
    subsidised = draw(st.integers(0, 5)) == 0
    build.section(code, draw(maybe(AMOUNT)), modality=None, capacity=draw(maybe(st.integers(0, 300))),
                  dgc=None if subsidised else draw(st.sampled_from(["D1", "D2", None])),
                  section_kind="subvention" if subsidised else "etat")
    for _ in range(draw(st.integers(0, 2))):
        build.places(code, draw(maybe(st.integers(-5, 20))), draw(maybe(st.sampled_from(["2028-01-01", "2029-07-15"]))))
    first = draw(st.sampled_from([2027, 2027, 2029]))
    modalities = st.sampled_from(["taux", "formule", "avenant", "equation"])
    build.row(SectionRule, section=f"S{code}", first_year=2000, last_year=first - 1, modality=draw(modalities))
    build.row(SectionRule, section=f"S{code}", first_year=first, last_year=2100, modality=draw(modalities))
    build.rates(code, *(draw(maybe(RATE)) for _ in YEARS))
    _priced(draw, build, f"S{code}")
    _accounts(draw, build, f"S{code}")


def _priced(draw: st.DrawFn, build: Build, section: str) -> None:
    build.row(Formula, section=section, shape=draw(st.sampled_from(["groupes", "groupes", "coefficients"])),
              wage_weight=draw(maybe(st.sampled_from(["0.65", "0"]))), price_weight=draw(maybe(st.just("0.3"))))
    for year in range(2026, 2032):
        if draw(st.integers(0, 5)):
            rates = {name: draw(maybe(RATE)) for name in INDICES}
            receipts = draw(st.one_of(st.none(), POSITIVE))
            build.row(FormulaYear, section=section, year=year, receipts=receipts, **rates)
        if draw(st.booleans()):
            build.row(YearGrant, section=section, year=year, cents=draw(maybe(POSITIVE)), act_date=f"{year}-04-01")
        if draw(st.booleans()):
            for label in ("regroupé", "diffus")[:draw(st.integers(1, 2))]:
                build.row(CeilingLine, section=section, year=year, label=label, ceiling=draw(maybe(POSITIVE)),
                          cost=draw(st.one_of(st.none(), POSITIVE)), places=draw(maybe(st.integers(0, 80))))
    if draw(st.integers(0, 2)) == 0:
        by_place = draw(st.booleans())
        build.row(Convergence, section=section, first_year=draw(st.integers(2025, 2029)), years=draw(st.integers(1, 6)),
                  target=draw(maybe(POSITIVE)), per_place=draw(st.integers(0, 2_000_000)) if by_place else None)


def _accounts(draw: st.DrawFn, build: Build, section: str) -> None:
    for year, status in ((2025, "ca"), (2026, "base")):
        for group in ("c1", "c2", "c3", "p1", "p2", "p3"):
            for account in draw(st.lists(st.sampled_from(["", "621", "655", "731"]), max_size=3, unique=True)):
                build.row(AccountLine, section=section, year=year, status=status, group=group, account=account,
                          label=account and f"compte {account}", cents=draw(maybe(AMOUNT)))


def _measure(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    year = draw(st.integers(2026, 2031))
    natures = ["rebasage", "nouvelle", "economie", "transfert", "cnr"]
    opening = st.sampled_from([None, None, f"{year}-01-01", f"{year}-07-01", f"{year}-11-17", "2033-02-01"])
    origin = draw(st.sampled_from([None, *(f"S{code}" for code in codes)]))
    build.measure(draw(st.sampled_from(codes)), year, draw(st.sampled_from(natures)), draw(maybe(AMOUNT)),
                  label="mesure", opening=draw(opening), from_section=origin,
                  group=draw(st.sampled_from([None, "c1", "c2"])))


def _arretes(draw: st.DrawFn, build: Build, codes: list[str]) -> None:
    for code in codes:
        if draw(st.integers(0, 2)) == 0:
            build.row(NotifiedGrant, section=f"S{code}", year=draw(st.sampled_from(YEARS)), cents=draw(maybe(POSITIVE)),
                      base=draw(st.one_of(st.none(), POSITIVE)),
                      next_base=draw(st.sampled_from(["reprise", "contrat"])))
    for dgc in ("D1", "D2"):
        if draw(st.booleans()):
            month = draw(st.integers(1, 12))
            build.row(NotifiedDgc, dgc=dgc, year=2028, cents=draw(maybe(POSITIVE)), first_month=month)
    decision = build.row(SplitDecision, dgc="D1", year=2028, approval=draw(st.sampled_from(["approuvee", "refusee"])))
    build.row(SplitMove, decision=decision.id, from_section=f"S{codes[0]}", to_section=f"S{codes[-1]}",
              cents=draw(maybe(POSITIVE)))
