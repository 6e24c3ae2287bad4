"""A writer that a test kills: it says each lot once it is acknowledged, and can kill itself at a step of the commit.

Run as: crash_child.py FILE REPLICA [STEP COUNT] — killed by its own hand at the COUNT-th passage of STEP.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from cpom_desktop.core.records import Cell
from cpom_desktop.storage.connection import unwatched
from cpom_desktop.storage.file import ContractFile
from cpom_desktop.storage.ownership import Holder
from cpom_desktop.sync.journal import LotRef
from tests.storage.pen import House, Pen, clock, small_kinds

PLACES = Cell("tst_house", "h1", "places")


def dying_at(step: str, count: int) -> Callable[[str], None]:
    """Die at the COUNT-th passage of a step, with nothing put in order."""
    left = [count]

    def at(passed: str) -> None:
        if passed == step:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return at


def write_for_ever(file: ContractFile, pen: Pen) -> None:
    """Edits, undos and long lots, each said once it is acknowledged."""
    made: list[LotRef] = []
    if not len(file.model()):
        file.append([pen.new(House(id="h1"), House(id="h2"))])
    while True:
        turn = len(made)
        if turn % 5 == 4:
            lot = pen.undo(file, made[-1])
        elif turn % 5 == 3:
            lot = pen.new(*(House(id=f"{pen.replica}-{turn}-{n}", name="x" * 400) for n in range(40)))
        else:
            lot = pen.set(file, {PLACES: turn % 100})
        file.append([lot])
        made.append(lot.ref)
        sys.stdout.write(f"{lot.replica} {lot.number} {lot.hash}\n")
        sys.stdout.flush()


with small_kinds():
    watch = dying_at(sys.argv[3], int(sys.argv[4])) if len(sys.argv) > 3 else unwatched
    file = ContractFile.open(Path(sys.argv[1]), Holder(), clock, watch)
    pen = Pen(sys.argv[2])
    pen.see(file.last_hlc())
    write_for_ever(file, pen)
