"""Faults put into the journal on purpose: a test that lets one live proves little.

Each mutant replaces one rule of the real code. The search plays random sequences until one fails, then shortens it;
what it finds is stored in `tests/data/mutants/` and replayed by the quick run.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cpom_desktop.core.problems import Refused
from cpom_desktop.sync import liveness, lotcheck, state, whole
from cpom_desktop.sync.clock import HybridClock
from cpom_desktop.sync.journal import Dot, Lot, LotRef, Op, OpKind
from cpom_desktop.sync.liveness import Undo
from cpom_desktop.sync.merge import Merger
from cpom_desktop.sync.state import Negotiable, RowState
from tests.sync import desks
from tests.sync.desks import Step, play

FOLDER = Path(__file__).parents[1] / "data/mutants"

_row_state, _ancestors, _dead_lots = state.row_state, state._ancestors, liveness.dead_lots
Writers = Mapping[str, tuple[Op, ...]]
_values, _parents_for = desks.Desk.values, RowState.parents_for


def _cited_only(held: Mapping[Dot, Op], ops: Iterable[Op]) -> set[Dot]:
    return {dot for op in ops for dot in op.parents}


def _redo_ignored(undos: Iterable[Undo]) -> frozenset[LotRef]:
    known = set(undos)
    lots = {undo.lot for undo in known}
    return frozenset(undo.target for undo in known if undo.target not in lots)


def _delete_wins(ops: Iterable[Op], is_live: Callable[[Op], bool], negotiable: Negotiable) -> RowState:
    held = list(ops)
    found = _row_state(held, is_live, negotiable)
    return replace(found, exists=False) if any(op.kind is OpKind.DELETE and is_live(op) for op in held) else found


def _new_is_live(ops: Iterable[Op], is_live: Callable[[Op], bool], negotiable: Negotiable) -> RowState:
    return _row_state(ops, lambda op: op.kind is OpKind.NEW or is_live(op), negotiable)


def _only_live_news(held: Mapping[Dot, Op], live: Mapping[Dot, Op]) -> list[Op]:
    return [op for op in live.values() if op.kind is OpKind.NEW]


def _no_parents(self: RowState, name: str) -> tuple[Dot, ...]:
    return _parents_for(self, name) if not name else ()


def _twice(self: desks.Desk, *args: Any) -> list[desks.Draft]:
    """Every value is typed after another one, in the same action."""
    return [half for kind, cell, value, seen in _values(self, *args)
            for half in ((kind, cell, 9, seen), (kind, cell, value, seen))]


def _no_parents_of_rows(self: RowState, name: str) -> tuple[Dot, ...]:
    return _parents_for(self, name) if name else ()


def _later_shows(held: Mapping[Dot, Op], writers: Writers, heads: Writers, negotiable: Negotiable) -> dict[str, Op]:
    return {}


def _known_to_one(held: Mapping[Dot, Op], writers: Writers, heads: Writers, negotiable: Negotiable) -> dict[str, Op]:
    """The last write that the author of one version had before him, and perhaps nobody else."""
    return {name: max(before, key=state.order) for name, ops in heads.items()
            if len(ops) > 1 and state.differ(ops, name) and negotiable("", name)
            if (before := [op for op in writers[name] if op.dot in _ancestors(held, ops)])}


def _anybody_undoes(lots: Iterable[Lot]) -> Iterator[Undo]:
    return (Undo(lot.ops[0].hlc, lot.ref, lot.undoes) for lot in lots if lot.undoes is not None)


def _no_effect(*args: Any) -> None:
    return None


MUTANTS: dict[str, list[tuple[Any, str, Any]]] = {
    "undo_not_transitive": [(state, "_ancestors", _cited_only)],
    "redo_ignored": [(whole, "dead_lots", _redo_ignored)],
    "delete_wins": [(whole, "row_state", _delete_wins)],
    "tie_break_missing": [(state, "order", lambda op: op.hlc)],
    "no_causal_hold": [(Merger, "_unheld", lambda self, lot: ())],
    "no_gap_check": [(Merger, "_gap", lambda self, lot, tip: ())],
    "no_hlc_advance": [(HybridClock, "see", _no_effect)],
    "lww_drops_parents": [(RowState, "parents_for", _no_parents)],
    "no_coalescing": [(desks.Desk, "values", _twice), (lotcheck, "_check_once", _no_effect)],
    "liveness_of_new_ignored": [(whole, "row_state", _new_is_live)],
    "undone_creation_drops_values": [(state, "_makers", _only_live_news)],
    "delete_cites_nothing": [(RowState, "parents_for", _no_parents_of_rows)],
    "later_version_shows": [(state, "_agreed", _later_shows)],
    "agreed_by_one_alone": [(state, "_agreed", _known_to_one)],
    "undo_of_another": [(whole, "undos_in", _anybody_undoes)],
    "children_do_not_keep_parents": [(whole, "kept_rows", lambda rows, owners: frozenset())],
}


def random_steps(seed: int) -> tuple[list[Step], list[int]]:
    """A random sequence and the skews of its desks, always the same for a seed."""
    chance = random.Random(seed)
    count = chance.choice([3, 4])
    return [_random_step(chance, count) for _ in range(chance.randint(5, 40))], [
        chance.choice([0, 0, 1, -50, 50]) for _ in range(count)]


def _random_step(chance: random.Random, count: int) -> Step:
    arguments: dict[str, Callable[[], list[Any]]] = {
        "tick": lambda: [chance.randrange(5)], "reopen": list, "undo": list, "redo": list,
        "forge": lambda: [chance.randrange(9)],
        "new": lambda: [chance.randrange(3), chance.randrange(3)],
        "set": lambda: [chance.randrange(4), {name: chance.randrange(3) for name in chance.choice(["a", "b", "ab"])}],
        "both": lambda: [chance.randrange(3)], "delete": lambda: [chance.randrange(4)],
        "restore": lambda: [chance.randrange(4)],
        "settle": lambda: [chance.randrange(3), chance.randrange(3), chance.random() < 0.5],
        "send": lambda: [chance.randrange(count), chance.choice(["all", "delta", "one", "some"]), chance.randrange(99)],
    }
    verb = chance.choice(["send"] * 4 + ["set"] * 3 + ["new", "undo", "settle"] * 2 + list(arguments))
    return [verb, chance.randrange(count), *arguments[verb]()]


def fails(steps: list[Step], skews: list[int]) -> bool:
    """Whether a sequence shows that something is wrong: a promise broken, or a refusal of one's own lots."""
    try:
        play(steps, skews)
    except (AssertionError, Refused, KeyError, IndexError):
        return True
    return False


def hunt(name: str, seeds: Iterable[int]) -> tuple[list[Step], list[int]] | None:
    """The first random sequence that fails with a mutant, shortened step by step."""
    with mutated(name):
        for seed in seeds:
            steps, skews = random_steps(seed)
            if fails(steps, skews):
                return _shortened(steps, skews), skews
    return None


def _shortened(steps: list[Step], skews: list[int]) -> list[Step]:
    place = len(steps) - 1
    while place >= 0:
        if fails(shorter := steps[:place] + steps[place + 1 :], skews):
            steps = shorter
        place -= 1
    return steps


def store(name: str, steps: list[Step], skews: list[int]) -> None:
    """Keep a failing sequence for the quick run; by hand, after a change of the steps."""
    FOLDER.mkdir(exist_ok=True)
    lines = ",\n  ".join(json.dumps(step) for step in steps)
    (FOLDER / f"{name}.json").write_text(f'{{"skews": {json.dumps(skews)}, "steps": [\n  {lines}\n]}}\n')


@contextmanager
def mutated(name: str) -> Iterator[None]:
    """The real code with one fault in it."""
    patches = [patch.object(*target) for target in MUTANTS[name]]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in reversed(patches):
            one.stop()
