"""A few laptops that write, exchange and contradict each other, played from a list of plain steps.

The same player serves the random search, the stored failing sequences and the oracle: whatever it plays, it compares
with the naive state and with the promises of the journal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from cpom_desktop.core.records import Cell, Value
from cpom_desktop.sync.clock import HybridClock
from cpom_desktop.sync.fingerprint import content_hash
from cpom_desktop.sync.held import HeldJournal
from cpom_desktop.sync.journal import Dot, Lot, LotRef, Op, OpKind
from cpom_desktop.sync.state import RowKey, RowState
from cpom_desktop.sync.whole import ContractState, conflicts, contract_state
from tests.sync.naive import naive

Step = list[Any]
Draft = tuple[OpKind, Cell, Any, tuple[Dot, ...]]

ROWS = (RowKey("r", "r1"), RowKey("r", "n1"), RowKey("c", "c1"), RowKey("c", "c2"))
"""r1 exists from the start; n1 has a natural key, so that two desks may create it; c1 and c2 belong to r1."""
FIELDS = ("a", "b")
"""Sides may hold positions on b: while versions of it are in conflict, the last agreed value stays."""


def negotiable(kind: str, name: str) -> bool:
    return name == "b"


def owners(key: RowKey, values: Mapping[str, Value]) -> Iterator[RowKey]:
    """Children name their parent in field p."""
    if key.kind == "c" and values.get("p"):
        yield RowKey("r", str(values["p"]))


class Desk:
    """One laptop: its journal, its clock, its actions that may be undone."""

    def __init__(self, number: int, skew: int) -> None:
        self.name, self.number, self.now, self.openings = f"desk{number}", number, 1_000 + skew, 0
        self.journal = HeldJournal()
        self.clock = HybridClock(lambda: self.now)
        self.done: list[LotRef] = []
        self.undone: list[LotRef] = []
        self.reopen()

    def reopen(self) -> None:
        """A new replica at each opening."""
        self.openings += 1
        self.replica = f"{self.number:08x}{self.openings:08x}"

    def state(self) -> ContractState:
        """What this desk sees; the lots come in an order of its own, which must not show."""
        lots = list(self.journal.lots())
        random.Random(self.number).shuffle(lots)
        return contract_state(lots, owners, negotiable)

    def row(self, key: RowKey) -> RowState:
        return self.state().rows.get(key, RowState())

    def exists(self, key: RowKey) -> bool:
        return self.state().exists(key)

    def write(self, drafts: list[Draft]) -> LotRef:
        """Append one lot, as the only writer of a file does."""
        tip = self.journal.tip(self.replica)
        seq, number, previous = (tip.seq, tip.number + 1, tip.hash) if tip else (0, 1, "")
        ops = [Op(self.replica, seq + place, self.clock.tick(), *draft) for place, draft in enumerate(drafts, start=1)]
        lot = Lot(self.replica, number, self.name, self.name, "", "", "", "", "", tuple(ops), previous=previous)
        self.journal.receive([lot.sealed()])
        return LotRef(self.replica, number)

    def act(self, drafts: list[Draft]) -> None:
        self.done.append(self.write(drafts))
        self.undone.clear()

    def values(self, key: RowKey, values: Mapping[str, Value], kind: OpKind = OpKind.SET) -> list[Draft]:
        """One op per cell: of two values typed in one cell by one action, the last counts."""
        state = self.row(key)
        return [(kind, Cell(*key, name), value, state.parents_for(name)) for name, value in values.items()]

    def whole_row(self, kind: OpKind, key: RowKey, value: Any = None) -> list[Draft]:
        return [(kind, Cell(*key, ""), value, self.row(key).parents_for(""))]

    def receive(self, lots: list[Lot]) -> None:
        self.journal.receive(lots)
        for lot in self.journal.lots():
            self.clock.see(lot.ops[-1].hlc)

    def cancel(self, stack: list[LotRef], other: list[LotRef]) -> None:
        if stack:
            other.append(self.write([(OpKind.UNDO, Cell("", "", ""), list(stack.pop()), ())]))


class World:
    """Every desk; each step is followed by the checks."""

    def __init__(self, skews: list[int]) -> None:
        self.desks = [Desk(number, skew) for number, skew in enumerate(skews)]
        first = self.desks[0]
        first.write([(OpKind.NEW, Cell(*ROWS[0], ""), {"a": 0, "b": 0}, ())])
        first.done.clear()
        for desk in self.desks[1:]:
            desk.receive(list(first.journal.lots()))

    def play(self, step: Step) -> None:
        """One step: [verb, desk, …]. A step that means nothing where it falls does nothing."""
        verb, at, *rest = step
        desk = self.desks[at % len(self.desks)]
        getattr(self, f"_{verb}")(desk, *rest)
        self.check(desk)

    def _tick(self, desk: Desk, ahead: int) -> None:
        desk.now += ahead

    def _reopen(self, desk: Desk) -> None:
        desk.reopen()

    def _new(self, desk: Desk, row: int, value: int) -> None:
        key = ROWS[1:][row % 3]
        mine = key.row == "n1" or desk.number % 2 == row % 2
        if mine and not desk.exists(key):
            values = {"a": value, "b": 0} if key.kind == "r" else {"a": value, "p": "r1"}
            self._reversible(desk, desk.whole_row(OpKind.NEW, key, values))

    def _set(self, desk: Desk, row: int, values: dict[str, int]) -> None:
        key = ROWS[row % 4]
        if desk.exists(key) and values:
            self._reversible(desk, desk.values(key, values))

    def _both(self, desk: Desk, value: int) -> None:
        """One action on two rows: one lot."""
        keys = [key for key in ROWS if desk.exists(key)]
        self._reversible(desk, [draft for key in keys for draft in desk.values(key, {"a": value})])

    def _delete(self, desk: Desk, row: int) -> None:
        if desk.exists(ROWS[row % 4]):
            self._reversible(desk, desk.whole_row(OpKind.DELETE, ROWS[row % 4]))
            assert not desk.row(ROWS[row % 4]).exists, "a row that was deleted is gone, unless another belongs to it"

    def _restore(self, desk: Desk, row: int) -> None:
        key, state = ROWS[row % 4], desk.state()
        if key in state.rows and (not state.exists(key) or key in state.flagged()):
            self._reversible(desk, desk.whole_row(OpKind.RESTORE, key))
            assert desk.exists(key) and key not in desk.state().flagged(), "a restored row is there, and undisputed"

    def _settle(self, desk: Desk, which: int, value: int, refuse: bool) -> None:
        """Decide a conflict: a free value, or back to what both had before."""
        if found := conflicts(desk.journal.lots(), owners, negotiable):
            conflict = found[which % len(found)]
            key = RowKey(conflict.cell.kind, conflict.cell.row)
            kind = OpKind.REFUSE if refuse else OpKind.RESOLVE
            self._reversible(desk, desk.values(key, {conflict.cell.field: value}, kind))
            assert conflict.cell not in dict(desk.state().disputed()), "what is decided is no conflict any more"

    def _undo(self, desk: Desk) -> None:
        desk.cancel(desk.done, desk.undone)

    def _redo(self, desk: Desk) -> None:
        desk.cancel(desk.undone, desk.done)

    def _forge(self, desk: Desk, which: int) -> None:
        """An undo of an action of somebody else, which no program of ours writes: it cancels nothing."""
        others = [lot.ref for lot in desk.journal.lots() if lot.author != desk.name]
        if others:
            before = seen(desk.state())
            desk.write([(OpKind.UNDO, Cell("", "", ""), list(others[which % len(others)]), ())])
            assert seen(desk.state()) == before, "nobody undoes what another did"

    def _send(self, desk: Desk, to: int, how: str, seed: int) -> None:
        """A bundle in the state that mail leaves it in: whole, a part, one author, out of order, twice."""
        other = self.desks[to % len(self.desks)]
        lots = list(desk.journal.lots(other.journal.vector() if how == "delta" else None))
        chance = random.Random(seed)
        if how == "one" and lots:
            only = chance.choice(sorted({lot.replica for lot in lots}))
            lots = [lot for lot in lots if lot.replica == only]
        elif how == "some":
            lots = [lot for lot in lots if chance.random() < 0.6]
        chance.shuffle(lots)
        for part in (lots[: len(lots) // 2], lots[len(lots) // 2 :], lots):
            other.receive(part)
        self.check(other)
        same = fingerprint_of(desk.state()) == fingerprint_of(other.state())
        assert same == (seen(desk.state()) == seen(other.state())), "equal fingerprints, equal contracts, and only then"

    def _reversible(self, desk: Desk, drafts: list[Draft]) -> None:
        """Do, undo, redo: the state comes back each time. The journal keeps all three."""
        if not drafts:
            return
        before = seen(desk.state())
        desk.act(drafts)
        after = seen(desk.state())
        desk.cancel(desk.done, desk.undone)
        assert seen(desk.state()) == before, "undoing brings back what was there"
        desk.cancel(desk.undone, desk.done)
        assert seen(desk.state()) == after, "redoing brings back what was done"

    def check(self, desk: Desk) -> None:
        """The promises of the journal, at one desk."""
        lots = list(desk.journal.lots())
        assert seen(desk.state()) == seen_naively(lots), "the state is that of the naive function"
        _check_journal(lots)
        _check_own_words(desk, {one.name for one in self.desks if _own(one, one.name) <= _own(desk, one.name)})
        assert not desk.journal.forks

    def converge(self, seed: int) -> None:
        """Everybody sends everything to everybody: all see the same contract, and nothing written is lost."""
        chance = random.Random(seed)
        written = {lot.ref for desk in self.desks for lot in desk.journal.lots()}
        for _ in range(2):
            for desk in self.desks:
                for other in self.desks:
                    lots = list(desk.journal.lots())
                    chance.shuffle(lots)
                    other.receive(lots)
        for desk in self.desks:
            self.check(desk)
            assert {lot.ref for lot in desk.journal.lots()} == written, "every action of everybody is everywhere"
            assert not desk.journal.waiting, "nothing waits any more"
        states = [seen(desk.state()) for desk in self.desks]
        assert all(state == states[0] for state in states), "all see the same contract"
        prints = {fingerprint_of(desk.state()) for desk in self.desks}
        assert len(prints) == 1, "all read the same fingerprint"


def play(steps: list[Step], skews: list[int]) -> World:
    """Play a whole sequence, then the exchange of everything."""
    world = World(skews)
    for step in steps:
        world.play(step)
    world.converge(len(steps))
    return world


def fingerprint_of(state: ContractState) -> str:
    return content_hash(state.written(), state.open_points())


def seen(state: ContractState) -> dict[str, Any]:
    """What people see of a state: rows, flags, values, conflicts."""
    return {
        "rows": {key for key in state.rows if state.exists(key)}, "flagged": set(state.flagged()),
        "values": dict(state.written()),
        "conflicts": {cell: {_value(op, cell.field) for op in ops} for cell, ops in state.disputed()},
    }


def _value(op: Op, name: str) -> Value:
    return op.value[name] if isinstance(op.value, dict) else op.value  # type: ignore[return-value]


def seen_naively(lots: list[Lot]) -> dict[str, Any]:
    """The same, by the naive function."""
    rows = {RowKey(*key): row for key, row in naive(lots).items() if row["exists"]}
    return {
        "rows": set(rows), "flagged": {key for key, row in rows.items() if row["flagged"]},
        "values": {Cell(*key, name): value for key, row in rows.items() for name, value in row["shown"].items()},
        "conflicts": {Cell(*key, name): values for key, row in rows.items()
                      for name, values in row["versions"].items() if len(values) > 1},
    }


def _check_journal(lots: list[Lot]) -> None:
    ops = {op.dot: op for lot in lots for op in lot.ops}
    numbers: dict[str, int] = {}
    for lot in lots:
        assert lot.number == numbers.get(lot.replica, 0) + 1, "the lots of a replica are there without a gap"
        numbers[lot.replica] = lot.number
        for op in lot.ops:
            for parent in op.parents:
                assert parent in ops, "whatever an op stands on is there"
                assert ops[parent].hlc < op.hlc, "an op is later than what it stands on"


def _own(desk: Desk, author: str) -> set[LotRef]:
    """The lots of an author that a desk holds."""
    return {lot.ref for lot in desk.journal.lots() if lot.author == author}


def _check_own_words(desk: Desk, whole: set[str]) -> None:
    """Nobody contradicts himself: of the versions of a cell, one at most is of each author.

    Of an author whose lots are not all there yet, an undo may still be on its way: what it cancels and what was
    written in its place then stand side by side until it arrives: an op cites what stood, not what was undone.
    """
    authors = {op.dot: lot.author for lot in desk.journal.lots() for op in lot.ops}
    for cell, heads in desk.state().disputed():
        names = [authors[op.dot] for op in heads if authors[op.dot] in whole]
        assert len(names) == len(set(names)), f"{names} contradict themselves in {cell}"
