"""A desk for tests: a clock that is turned by hand, randomness that is counted, and small contracts."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from pathlib import Path

from cpom_desktop.core.changes import Author, Side
from cpom_desktop.core.contract import Authority, Contract, Esms, Manager, Section
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.records import Record
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import Tools

CONTRACT = "c0" * 16
ATTIAS = Author("Mme Attias", "Les Deux Rives", Side.MANAGER)
MERLE = Author("M. Merle", "DREETS Val-d’Orme", Side.AUTHORITY)
ESMS = Esms(id="e1", name="La Passerelle", capacity=60, town="Pont-aux-Saules")
MEASURE = Measure(id="m1", section="s1", year=2028, label="Veille de nuit", cents=None)
CAPACITY, TOWN = ESMS.at("capacity"), ESMS.at("town")


class Desk:
    """One computer: its clock moves a second at each look, its random bytes depend on its name alone."""

    def __init__(self, name: str, start: str = "2026-11-20T09:00:00+01:00") -> None:
        self.name, self.moment, self._drawn = name, dt.datetime.fromisoformat(start), 0
        self.tools = Tools(self.now, self.randomness, name, f"poste de {name}")

    def now(self) -> dt.datetime:
        self.moment += dt.timedelta(seconds=1)
        return self.moment

    def randomness(self, count: int) -> bytes:
        self._drawn += 1
        return sha256(f"{self.name} {self._drawn}".encode()).digest()[:count]


def small_contract(stage: str = "preparation", writing: str = "commune") -> list[Record]:
    """A contract of one ESMS, one section and one measure."""
    return [
        Contract(
            id=CONTRACT,
            name="Les Deux Rives",
            type="chrs",
            start="2027-01-01",
            end="2031-12-31",
            stage=stage,
            writing=writing,
        ),
        Manager(id="og", name="Association Les Deux Rives"),
        Authority(id="a1", name="Préfet de région", service="DREETS", authority_kind="prefet-region"),
        ESMS,
        Section(id="s1", esms="e1", code="S1", section_kind="etat", authority="a1", envelope="drl-etat"),
        MEASURE,
    ]


def new_document(
    folder: Path,
    desk: Desk,
    author: Author = ATTIAS,
    name: str = "contrat.cpom",
    writing: str = "commune",
    stage: str = "preparation",
) -> Document:
    """The small contract in a file, open."""
    return Document.create(folder / name, small_contract(stage, writing), author, desk.tools)


def reopened(document: Document, desk: Desk, author: Author = ATTIAS) -> Document:
    """The same file, closed and opened again."""
    path = document.path
    document.close()
    again = Document.open(path, desk.tools, author.name)
    again.author = author
    return again
