"""A contract whose PDF has about 100 pages and 60 tables of 30 rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from cpom_desktop.core.clauses import PARTS, Article
from cpom_desktop.core.contract import Contract, Esms, Grant, Section, SectionRule, Signatory
from cpom_desktop.core.diagnosis import Finding, Item, Theme
from cpom_desktop.core.finance.records import SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Objective, Sheet
from cpom_desktop.core.records import Record

THEMES, ROWS = 30, 30
SENTENCE = "Le gestionnaire s’engage à transmettre chaque année les éléments nécessaires au dialogue de gestion ; "


def large_contract() -> Model:
    """Sixty tables of thirty rows in the diagnosis, twelve written parts, sheets, indicators and trajectories."""
    return Model([*_frame(), *_texts(), *_diagnosis(), *_aims(), *_services()])


def _frame() -> Iterator[Record]:
    yield Contract(id="c", name="CPOM de grande taille", start="2027-01-01", end="2031-12-31", base_year=2026)
    yield Grant(id="g", name="DGC")
    for rank in range(4):
        yield Signatory(id=f"s{rank}", quality=f"Signataire {rank}", order=rank)


def _texts() -> Iterator[Record]:
    for rank, (part, title) in enumerate(PARTS):
        body = "\n".join(SENTENCE * 5 for _ in range(10))
        yield Article(id=f"a{rank:02}", part=part, name=title, body=body, position=f"{rank:02}")


def _diagnosis() -> Iterator[Record]:
    for theme in range(THEMES):
        yield Theme(id=f"t{theme:02}", name=f"Thème {theme}", position=f"{theme:02}")
        for row in range(ROWS):
            place, value = f"{theme:02}{row:02}", str(10_000 * theme + row)
            yield Item(
                id=f"i{place}",
                theme=f"t{theme:02}",
                label=f"Élément {row} du thème, avec un libellé assez long",
                measure="nombre",
                value=value,
                unit="€",
                source="CA 2025",
                position=f"{row:02}",
            )
            yield Finding(
                id=f"f{place}",
                theme=f"t{theme:02}",
                statement=SENTENCE[:90],
                status="partage",
                manager_text=SENTENCE,
                position=f"{row:02}",
            )


def _aims() -> Iterator[Record]:
    yield Axis(id="x", name="Axe")
    yield Objective(id="o", axis="x", name="Objectif")
    for rank in range(12):
        yield Sheet(
            id=f"h{rank:02}", objective="o", name=f"Action {rank}", description=SENTENCE * 4, position=f"{rank:02}"
        )
        yield Indicator(id=f"n{rank:02}", objective="o", name=f"Indicateur {rank}", unit="%", position=f"{rank:02}")
        for year in range(2027, 2032):
            yield IndicatorYear(
                id=f"n{rank:02}{year}", indicator=f"n{rank:02}", year=year, target=str(year - 1950 + rank)
            )


def _services() -> Iterator[Record]:
    for rank in range(12):
        yield Esms(id=f"e{rank:02}", code=f"E{rank}", name=f"Établissement {rank}", order=rank)
        yield Section(id=f"k{rank:02}", code=f"S{rank}", esms=f"e{rank:02}", dgc="g", order=rank)
        yield SectionRule(id=f"r{rank:02}", section=f"k{rank:02}", first_year=2027, last_year=2031)
        yield SectionBase(id=f"b{rank:02}", section=f"k{rank:02}", cents=98_450_000 + rank)
        for year in range(2027, 2032):
            yield YearRate(id=f"y{rank:02}{year}", section=f"k{rank:02}", year=year, rate=10_000)


def write_large_contract(out: Path) -> int:
    """Write it; how many pages it has."""
    # Imported here: reportlab is loaded by the process that prints.
    from cpom_desktop.exports.pdf.pipeline import write_contract

    report = write_contract(
        large_contract(),
        out,
        made_on=dt.date(2026, 11, 22),
        fingerprint="7K3M-Q9XZ-2F4T",
        draft=False,
        progress=lambda done, words: None,
    )
    return report.pages
