"""« Les Deux Rives » as a negotiation begins (domain §10): three ESMS, the base of La Passerelle still unknown."""

from __future__ import annotations

from pathlib import Path

from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.contract import Authority, Contract, Esms, Grant, Manager, Section, SectionRule
from cpom_desktop.core.finance.records import Measure, SectionBase, YearGrant, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.negotiation import Meeting
from cpom_desktop.core.records import Record
from cpom_desktop.session.document import Document
from tests.session.desk import Desk

CONTRACT = "c0" * 16
YEARS = range(2027, 2032)
BASE, RATES = 98_450_000, (12_500, 9_000, 15_000, 10_000, 10_000)
"""La Passerelle: what the manager types, in cents and millionths (§10.4)."""
ACCOUNTS_2024 = {"c1": 14_700_000, "c2": 66_350_000, "c3": 18_300_000, "p1": 91_540_000, "p2": 5_350_000,
                 "p3": 1_550_000}
"""§10.3, compte administratif 2024 of La Passerelle, in cents by group."""
BARE = (131_270_625, 132_452_061, 137_558_842, 138_934_430, 140_323_774)
"""The DGC by year, in cents, with the base and the rates and no measure of La Passerelle yet."""
AGREED = (134_470_625, 137_262_861, 142_441_804, 143_866_222, 145_304_884)
"""The DGC by year as §10.4 gives it, once the three measures are agreed."""
TRIED = (135_209_000, 138_007_881, 143_198_000, 144_629_980, 146_076_279)
"""The same with 2,00 % instead of 1,25 % for La Passerelle in 2027."""
HIGH = (135_118_875, 138_582_539, 144_474_190, 146_641_303, 148_840_923)
"""AGREED with half a point more on each rate of both sections: « Enveloppe haute »."""


def starting(path: Path) -> None:
    """The contract in a file, closed: in negotiation, each party for itself; L’Escale and Le Quai are settled."""
    author = Author("M. Oussedik", "Les Deux Rives", Side.MANAGER)
    desk = Desk("depart", "2026-11-02T09:00:00+01:00")
    Document.create(path, [*_identity(), *_perimeter(), *_settled()], author, desk.tools).close()


def _identity() -> list[Record]:
    return [
        Contract(id=CONTRACT, name="CPOM Les Deux Rives", type="chrs", start="2027-01-01", end="2031-12-31",
                 base_year=2026, stage="negociation", writing="parties"),
        Manager(id="og", name="Association Les Deux Rives", finess="990000010"),
        Authority(id="region", name="Préfet de la région Val-d’Orme", service="DREETS", authority_kind="prefet-region"),
        Meeting(id="r2", code="R2", subject="Objectifs et modalités", day="2026-06-25"),
        Meeting(id="r3", code="R3", subject="Finances", day="2026-09-15"),
    ]


def _perimeter() -> list[Record]:
    rows: list[Record] = [
        Esms(id="e1", code="E1", name="La Passerelle", category="CHRS", finess="990000119", capacity=60, order=1),
        Esms(id="e2", code="E2", name="Le Quai", category="CHU", finess="990000127", capacity=30, order=2,
             regime="subventionne"),
        Esms(id="e3", code="E3", name="L’Escale", category="CHRS hors les murs", finess="990000135", capacity=40,
             place_unit="mesures", order=3),
        Grant(id="dgc", name="DGC-1", payer="DREETS"),
    ]
    for number, dgc in (("1", "dgc"), ("2", None), ("3", "dgc")):
        kind, envelope = ("etat", "drl-etat") if dgc else ("subvention", "subvention")
        rows.append(Section(id=f"s{number}", code=f"S{number}", esms=f"e{number}", section_kind=kind, envelope=envelope,
                            programme="177", authority="region", dgc=dgc, order=int(number)))
        rows.append(SectionRule(id=f"m{number}", section=f"s{number}", modality="taux" if dgc else "avenant"))
    return rows


def _settled() -> list[Record]:
    """What is agreed for L’Escale and Le Quai, as §10.4 gives it."""
    grants = (40_905_000, 41_314_050, 41_727_191, 42_144_463, 42_565_908)
    return [
        natural_record(SectionBase, CONTRACT, section="s3", cents=31_200_000),
        *(natural_record(YearRate, CONTRACT, section="s3", year=year, rate=rate)
          for year, rate in zip(YEARS, RATES, strict=True)),
        *(natural_record(YearGrant, CONTRACT, section="s2", year=year, cents=cents)
          for year, cents in zip(YEARS, grants, strict=True)),
        Measure(id="escale", section="s3", year=2029, nature="nouvelle", label="Quatre mesures hors les murs",
                cents=3_120_000, opening="2029-01-01"),
    ]
