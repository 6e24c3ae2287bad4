"""A contract as large as the budgets speak of: 300 ESMS, 20 lines, 6 years; invented figures."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.contract import Contract, Esms, Grant, Section, SectionRule
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Record
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import Tools

CONTRACT = "c" * 32
YEARS = range(2026, 2032)
LINES = 20
AUTHOR = Author("Mme Essai", "Association d’essai", Side.MANAGER)


def tools() -> Tools:
    """The real clock and randomness: commits are measured as they are."""
    return Tools(lambda: dt.datetime.now(dt.UTC), os.urandom, "bench")


def records(services: int, lines: int = LINES) -> Iterator[Record]:
    """A whole contract: services with one section each, in one DGC, a trajectory, and their account lines."""
    yield Contract(id=CONTRACT, name="CPOM d’essai", type="general", start="2027-01-01", end="2031-12-31", base_year=2026)
    yield Grant(id="g" * 32, name="DGC")
    for rank in range(services):
        esms, section = f"e{rank:031}", f"5{rank:031}"
        yield Esms(id=esms, code=f"E{rank}", name=f"Service {rank}", capacity=30 + rank % 50, order=rank)
        yield Section(id=section, code=f"S{rank}", esms=esms, section_kind="etat", envelope="drl-etat", dgc="g" * 32, order=rank)
        yield SectionRule(id=f"7{rank:031}", section=section, first_year=2027, last_year=2031)
        yield natural_record(SectionBase, CONTRACT, section=section, cents=98_450_000 + rank)
        for year in YEARS:
            if year > YEARS[0]:
                yield natural_record(YearRate, CONTRACT, section=section, year=year, rate=12_500)
            for line in range(lines):
                yield natural_record(AccountLine, CONTRACT, section=section, year=year, status="bp",
                                     group=("c1", "c2", "c3", "p1")[line % 4], account=str(6000 + line),
                                     label=f"Compte {line}", cents=1_000_00 + line * year)


def measures(services: int, count: int) -> Iterator[Record]:
    """Measures of the trajectory, spread over the services and years."""
    for rank in range(count):
        yield Measure(id=f"9{rank:031}", section=f"5{rank % services:031}", year=2027 + rank % 5, nature="nouvelle",
                      label=f"Mesure {rank}", cents=10_000_00 + rank)


def positions(count: int, services: int) -> Iterator[Record]:
    """What the manager asks on `count` rates and bases."""
    for rank in range(count):
        section, year = f"5{rank % services:031}", 2027 + (rank // services) % 5
        if rank < services * 5:
            cell = natural_record(YearRate, CONTRACT, section=section, year=year).at("rate")
            value = "20000"
        else:
            cell, value = f"measure/9{rank - services * 5:031}/cents", "1500000"  # type: ignore[assignment]
        yield natural_record(Position, CONTRACT, cell=str(cell), party="gestionnaire", rank=1, value=value)


def document(path: Path, services: int = 300, extra: tuple[Record, ...] = ()) -> Document:
    """That contract in a file, open."""
    return Document.create(path, [*records(services), *extra], AUTHOR, tools())
