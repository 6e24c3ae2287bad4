"""How tests/data/v1.cpom was made, once: a file of format 1 with one of everything. It is never made again.

Run as: python -m tests.storage.make_v1 FILE
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Contract, Esms, Manager, Section
from cpom_desktop.core.finance.records import AccountLine, Measure
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.records import Cell
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.private import Area
from cpom_desktop.sync.journal import OpKind

from .pen import NOON, Pen, clock

CONTRACT = "0192a000000070008000000000000001"
PASSERELLE, TILLEULS = "0192a000000070008000000000000002", "0192a000000070008000000000000003"
SECTION, MEASURE = "0192a000000070008000000000000004", "0192a000000070008000000000000005"
CAPACITY, CENTS = Cell("esms", PASSERELLE, "capacity"), Cell("measure", MEASURE, "cents")
ANNEX = b"D\xc3\xa9lib\xc3\xa9ration du 12 mars 2027"


def rows() -> tuple[Contract | Manager | Esms | Section | Measure | AccountLine, ...]:
    """The first rows of the sample."""
    return (
        Contract(id=CONTRACT, name="CPOM des Deux Rives", type="chrs", start="2027-01-01", end="2031-12-31"),
        Manager(id="0192a000000070008000000000000006", name="Association Les Deux Rives", siren="775684012"),
        Esms(id=PASSERELLE, code="E1", name="La Passerelle", capacity=60),
        Esms(id=TILLEULS, code="E2", name="Les Tilleuls", capacity=None),
        Section(id=SECTION, code="S1", esms=PASSERELLE, section_kind="etat"),
        Measure(id=MEASURE, code="M1", section=SECTION, year=2028, label="Renfort de nuit", cents=None),
        natural_record(AccountLine, CONTRACT, section=SECTION, year=2025, status="ca", group="c2", account="641",
                       label="Rémunérations", cents=123_456_789),
    )


def make(path: Path) -> None:
    """Write the sample."""
    file, anne, marc = ContractFile.create(path, CONTRACT, clock), Pen("a1" * 8), Pen("b2" * 8, 2 << 40)
    file.append([anne.new(*rows())])
    edit = anne.set(file, {CAPACITY: 65})
    file.append([edit])
    undo = anne.undo(file, edit.ref)
    file.append([undo])
    file.append([anne.undo(file, undo.ref)])
    ours, theirs = anne.set(file, {CENTS: 45_000_00}), marc.set(file, {CENTS: 38_000_00})
    named = anne.set(file, {Cell("esms", TILLEULS, "name"): "Les Grands Tilleuls"})
    gone = marc.delete(file, ("esms", TILLEULS))
    file.receive([ours, theirs, named, gone])
    file.append([anne.lot(
        (OpKind.NEW, Cell("kind_of_a_later_version", "x", ""), {"anything": "kept"}, ()),
        (OpKind.SET, Cell("esms", PASSERELLE, "field_of_a_later_version"), 7, ()))])
    missing = marc.set(file, {CAPACITY: 70})
    file.receive([marc.set(file, {CAPACITY: 71})])
    other = replace(missing, number=2, previous=theirs.hash, label="Autre branche").sealed()
    file.receive([replace(other, ops=(replace(gone.ops[0], kind=OpKind.RESTORE),)).sealed()])
    file.blobs.add(ANNEX, "text/plain")
    file.private.put(Area.MANDATE, Side.MANAGER, MEASURE, {"plancher": 40_000_00})
    file.drafts.keep(Cell("measure", MEASURE, "justification"), "En cours de frap", NOON)
    file.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
