"""A contract as large as the budgets speak of: 300 ESMS, 20 lines, 6 years; invented figures."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.contract import Contract, Esms, Grant, Section, SectionRule
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearRate
from cpom_desktop.core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.records import Cell, Record
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import Tools

CONTRACT, GRANT = "c" * 32, "9" * 32
YEARS = range(2026, 2032)
LINES = 20
AUTHOR = Author("Mme Essai", "Association d’essai", Side.MANAGER)


def tools() -> Tools:
    """The real clock and randomness: commits are measured as they are."""
    return Tools(lambda: dt.datetime.now(dt.UTC), os.urandom, "bench")


def records(services: int, lines: int = LINES) -> Iterator[Record]:
    """A whole contract: services with one section each, in one DGC, a trajectory, and their account lines."""
    yield Contract(id=CONTRACT, name="CPOM d’essai", type="general", start="2027-01-01", end="2031-12-31",
                   base_year=YEARS[0])
    yield Grant(id=GRANT, name="DGC")
    for rank in range(services):
        esms, section = f"e{rank:031}", f"5{rank:031}"
        yield Esms(id=esms, code=f"E{rank}", name=f"Service {rank}", capacity=30 + rank % 50, order=rank)
        yield Section(id=section, code=f"S{rank}", esms=esms, section_kind="etat", envelope="drl-etat", dgc=GRANT,
                      order=rank)
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


def staff(services: int) -> Iterator[Record]:
    """Four staff lines of each service over three years, and a charge beside them."""
    for rank in range(services):
        section = f"5{rank:031}"
        for line in range(4):
            one = StaffLine(id=f"a{rank:028}{line:03}", section=section, function=f"Fonction {line}", order=line,
                            unit_year=YEARS[0] - 1, unit_cost=4_000_000 + rank)
            yield one
            for year in YEARS[:3]:
                yield natural_record(StaffYear, CONTRACT, staff=one.id, year=year, actual="3.5", seniority=10_000)
        yield natural_record(PayrollItem, CONTRACT, section=section, year=YEARS[0], label="Intérim", cents=100_00)


def positions(count: int, services: int) -> Iterator[Position]:
    """What the manager asks: each rate of each service, then as many amounts of measures as are left."""
    rates = services * (len(YEARS) - 1)
    for rank in range(count):
        if rank < rates:
            section, year = f"5{rank % services:031}", YEARS[1] + rank // services
            cell, value = natural_record(YearRate, CONTRACT, section=section, year=year).at("rate"), "20000"
        else:
            cell, value = Cell(Measure.kind, f"9{rank - rates:031}", "cents"), "1500000"
        yield natural_record(Position, CONTRACT, cell=str(cell), party=Side.MANAGER.value, rank=1, value=value)


def large_model(services: int, asked: int = 3600) -> Model:
    """That contract in memory, with measures and that many positions."""
    return Model([*records(services), *measures(services, 2100), *positions(asked, services)])


def four_cell_rows(count: int) -> Iterator[Record]:
    """Rows of one section with four values each."""
    for rank in range(count):
        yield natural_record(PayrollItem, CONTRACT, section=f"5{0:031}", year=YEARS[rank % len(YEARS)],
                             label=f"Objet {rank}", cents=rank)


def document(path: Path, services: int = 300, extra: Iterable[Record] = (), lines: int = LINES) -> Document:
    """That contract in a file, open."""
    return Document.create(path, [*records(services, lines), *extra], AUTHOR, tools())
