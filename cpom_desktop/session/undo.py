"""What the author may undo and redo, read from the journal: it works the same after reopening.

An undo is a lot that names the lot it cancels; a redo cancels that lot in turn. So the two stacks are nothing stored:
they are what remains of the author's own lots, played in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..sync.journal import LotRef


@dataclass(frozen=True, slots=True)
class Step:
    """One lot of the author, as the stacks see it; `undoes` names the lot it cancels."""

    ref: LotRef
    label: str
    undoes: LotRef | None = None


class Stacks:
    """The author's last actions still standing (undo) and last cancelled (redo), oldest first."""

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self._done: list[Step] = []
        self._undone: list[tuple[Step, LotRef]] = []
        for step in steps:
            self.push(step)

    def push(self, step: Step) -> None:
        """Play one lot: an action, an undo of an action, or a redo (the undo of an undo)."""
        if step.undoes is None:
            self._done.append(step)
            self._undone.clear()
        elif (cancelled := _with(self._done, step.undoes)) is not None:
            self._done.remove(cancelled)
            self._undone.append((cancelled, step.ref))
        elif (again := next((pair for pair in self._undone if pair[1] == step.undoes), None)) is not None:
            self._undone.remove(again)
            self._done.append(again[0])
        # The undo of a lot that is not the author's, or that lies before the barrier, concerns no stack.

    def raise_barrier(self) -> None:
        """Forget everything: after a merge, an earlier action is no longer the last thing that happened."""
        self._done.clear()
        self._undone.clear()

    @property
    def to_undo(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> tuple[Step, LotRef] | None:
        """The action that would come back, and the undo lot to cancel for it."""
        return self._undone[-1] if self._undone else None


def _with(steps: Iterable[Step], ref: LotRef) -> Step | None:
    return next((step for step in steps if step.ref == ref), None)
