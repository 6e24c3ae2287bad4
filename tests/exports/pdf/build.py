"""A small contract for the documents: the figures of `domain.md` §10.4, and words that must not leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import (
    Authority,
    Contract,
    Esms,
    Grant,
    Manager,
    Person,
    Section,
    SectionRule,
    Signatory,
)
from cpom_desktop.core.diagnosis import Finding, Item, Theme
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Decision, Meeting, Package, Position
from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Objective, Sheet
from cpom_desktop.core.records import Record

MADE_ON = dt.date(2026, 11, 22)
FINGERPRINT = "7K3M-Q9XZ-2F4T"
SECRETS = (
    "SECRET-POSITION",
    "SECRET-ARGUMENT",
    "SECRET-MEETING",
    "SECRET-DECISION",
    "SECRET-PACKAGE",
    "SECRET-REFUSED",
    "SECRET-NOTE",
    "SECRET-PERSON",
)
"""Words that stand only where they must not be read."""
RATES = {2027: 12_500, 2028: 9_000, 2029: 15_000, 2030: 10_000, 2031: 10_000}


def small_contract() -> Model:
    """Two ESMS in one DGC, an axis, an indicator, a diagnosis, articles, and a negotiation full of secrets."""
    return Model([*_parties(), *_services(), *_money(), *_aims(), *_diagnosis(), *_life(), *_secrets()])


def _parties() -> Iterator[Record]:
    yield Contract(
        id="c",
        name="CPOM Les Deux Rives 2027–2031",
        type="chrs",
        start="2027-01-01",
        end="2031-12-31",
        base_year=2026,
        stage="redaction",
        tariff_court="tribunal administratif de Pont-aux-Saules",
        contract_court="tribunal administratif de Pont-aux-Saules",
    )
    yield Manager(
        id="m",
        name="Association Les Deux Rives",
        siren="000123455",
        finess="990000010",
        address="4 quai des Saules, 99000 Pont-aux-Saules",
    )
    yield Authority(id="a1", name="Préfet de la région Val-d’Orme", service="DREETS", authority_kind="prefet-region")
    yield Authority(id="a2", name="Préfète d’Aure-et-Lys", service="DDETS", authority_kind="prefet-departement")
    yield Signatory(id="s1", authority="a1", quality="Préfet de région", person="M. Jean Roche", order=1)
    yield Signatory(id="s2", authority="a2", quality="Préfète", person="Mme Anne Vidal", order=2)
    yield Signatory(
        id="s3",
        quality="Présidente",
        person="Mme Hélène Marchadier",
        order=3,
        act="délibération n° 12",
        act_date="2026-12-08",
    )


def _services() -> Iterator[Record]:
    yield Grant(id="g", name="DGC-1", payer="DREETS")
    for rank, (code, name, places) in enumerate(
        (("E1", "CHRS La Passerelle", 60), ("E3", "Service L’Escale", 40)), start=1
    ):
        yield Esms(
            id=code, code=code, name=name, category="CHRS", finess=f"99000011{rank}", capacity=places, order=rank
        )
        section = "S" + code[1:]
        yield Section(
            id=section,
            code=section,
            esms=code,
            section_kind="etat",
            authority="a1",
            envelope="drl-etat",
            programme="177",
            dgc="g",
            order=rank,
        )
        yield SectionRule(id=f"r{section}", section=section, first_year=2027, last_year=2031)


def _money() -> Iterator[Record]:
    for section, base in (("S1", 98_450_000), ("S3", 31_200_000)):
        yield SectionBase(id=f"b{section}", section=section, cents=base)
        for year, rate in RATES.items():
            yield YearRate(id=f"t{section}{year}", section=section, year=year, rate=rate)
    yield Measure(id="m1", code="RB", section="S1", year=2027, nature="rebasage", label="Rebasage", cents=1_200_000)
    yield Measure(id="m2", code="CNR", section="S1", year=2027, nature="cnr", label="Formation DUI", cents=2_000_000)
    yield Measure(
        id="m3", code="TR1", section="S1", year=2028, label="+5 places", cents=4_500_000, opening="2028-01-01"
    )
    yield Measure(
        id="m4", code="MU1", section="S1", year=2028, nature="economie", label="Veille de nuit", cents=-900_000
    )
    yield Measure(
        id="m5", code="TR2", section="S3", year=2029, label="+4 mesures", cents=3_120_000, opening="2029-01-01"
    )
    for group, cents in (
        ("c1", 15_100_000),
        ("c2", 68_200_000),
        ("c3", 18_800_000),
        ("p1", 96_200_000),
        ("p2", 6_050_000),
    ):
        yield AccountLine(id=f"l{group}", section="S1", year=2025, status="ca", group=group, cents=cents)


def _aims() -> Iterator[Record]:
    yield Axis(id="ax", name="Favoriser l’accès rapide au logement", mandatory=1, position="1")
    yield Objective(id="o", axis="ax", name="Raccourcir les parcours", position="1")
    yield Sheet(
        id="f",
        objective="o",
        name="Demande de logement social systématique",
        pilot="chef de service",
        esms="E1",
        first_year=2027,
        last_year=2028,
        manager_commitment="déposer la demande sous deux mois",
        authority_commitment="réserver un contingent",
        position="1",
    )
    yield Indicator(
        id="i",
        objective="o",
        code="CHRS-1b",
        name="Taux de sortie vers un logement ordinaire",
        unit="%",
        is_ratio=1,
        numerator_label="ménages sortis vers un logement ordinaire",
        denominator_label="ménages sortis",
        baseline_year=2025,
        tolerance="2",
        source="SI-SIAO",
        definition="Hors droits incomplets",
        position="1",
    )
    yield IndicatorYear(id="i2025", indicator="i", year=2025, numerator="17", denominator="48")
    for year, target in ((2027, "36.7"), (2028, "40"), (2029, "42"), (2030, "44"), (2031, "46.2")):
        yield IndicatorYear(id=f"i{year}", indicator="i", year=year, target=target)


def _diagnosis() -> Iterator[Record]:
    yield Theme(id="th", name="Situation financière", position="1")
    yield Item(
        id="it",
        theme="th",
        esms="E1",
        label="Coût à la place",
        measure="euros",
        unit="€",
        value="17016.67",
        settled_in="R1",
        position="1",
    )
    yield Finding(
        id="fi",
        theme="th",
        statement="Coût supérieur à la moyenne régionale",
        status="desaccord",
        manager_text="veille de nuit",
        authority_text="moyenne 16 200 €",
        position="2",
    )


def _life() -> Iterator[Record]:
    yield Article(id="ar1", part="preambule", name="Préambule", body="Le présent contrat est conclu.", position="1")
    yield Article(
        id="ar2",
        part="revision",
        name="Révision",
        body="Premier alinéa.\nDeuxième alinéa : préavis de […] mois.",
        position="2",
    )
    yield Milestone(id="k1", name="Signature", planned_start="2026-12-17", planned_end="2026-12-17", position="1")


def _secrets() -> Iterator[Record]:
    yield Meeting(id="R1", code="R1", subject="SECRET-MEETING")
    yield Package(id="K1", code="K1", name="SECRET-PACKAGE")
    yield Decision(id="d", number="D-R1-01", meeting="R1", wording="SECRET-DECISION")
    yield Position(
        id="p", cell="measure/m1/cents", value="3800000", argument="SECRET-ARGUMENT", typed_by="SECRET-POSITION"
    )
    yield Measure(id="mx", code="SECRET-REFUSED", section="S3", year=2029, label="SECRET-REFUSED", cents=None)
    yield Milestone(id="k2", name="SECRET-MEETING", milestone_kind="seance", planned_start="2026-02-24")
    yield Milestone(id="k3", name="Comité de suivi", planned_start="2027-03-01", note="SECRET-NOTE", position="2")
    yield Person(id="pe", name="SECRET-PERSON", email="secret@example.org")
