"""The state of a set of lots, computed the slow and obvious way; shares no code with what it checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cpom_desktop.sync.journal import Dot, Lot, Op, OpKind

NaiveRow = dict[str, Any]


def live_refs(lots: list[Lot]) -> set[tuple[str, int]]:
    """A lot counts unless a lot that counts, of the same author, undoes it."""
    authors = {(lot.replica, lot.number): (lot.author, lot.organisation, lot.side) for lot in lots}
    undoers: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for lot in lots:
        own = (lot.author, lot.organisation, lot.side)
        if lot.ops[0].kind is OpKind.UNDO and authors.get(tuple(lot.ops[0].value)) == own:  # type: ignore[arg-type]
            undoers.setdefault(tuple(lot.ops[0].value), []).append((lot.replica, lot.number))  # type: ignore[arg-type]

    def counts(ref: tuple[str, int]) -> bool:
        return not any(counts(undoer) for undoer in undoers.get(ref, ()))

    return {(lot.replica, lot.number) for lot in lots if counts((lot.replica, lot.number))}


def naive(
    lots: Iterable[Lot], parent_field: str = "p", negotiable_field: str = "b"
) -> dict[tuple[str, str], NaiveRow]:
    """Each row: does it exist, is it flagged, the value shown and the different values of each field written.

    Of versions in conflict the later one shows; in the negotiable field, the last write that all their authors knew.
    """
    held = list(lots)
    live = live_refs(held)
    ops = {op.dot: op for lot in held for op in lot.ops if op.kind is not OpKind.UNDO}
    alive = {op.dot for lot in held for op in lot.ops if (lot.replica, lot.number) in live}
    before: dict[Dot, set[Dot]] = {}
    for dot, op in sorted(ops.items(), key=lambda item: item[1].hlc):
        before[dot] = set(op.parents).union(*(before[parent] for parent in op.parents))
    rows = {(op.cell.kind, op.cell.row) for op in ops.values()}
    found = {row: _row([op for op in ops.values() if op.cell[:2] == row], alive, before, negotiable_field)
             for row in rows}
    changed = True
    while changed:
        changed = False
        for state in list(found.values()):
            owner = found.get(("r", str(state["shown"].get(parent_field))))
            if state["exists"] and owner is not None and not owner["exists"]:
                owner["exists"] = owner["flagged"] = changed = True
    return found


def _row(ops: list[Op], alive: set[Dot], before: dict[Dot, set[Dot]], negotiable_field: str) -> NaiveRow:
    living = [op for op in ops if op.dot in alive]
    deletes = [op for op in living if op.kind is OpKind.DELETE]
    others = [op for op in living if op.kind is not OpKind.DELETE]
    edits = [op for op in others if op.kind is not OpKind.NEW]
    news = sorted((op for op in ops if op.kind is OpKind.NEW), key=lambda op: (op.hlc, op.replica))
    makers = [op for op in news if op.dot in alive or any(op.dot in before[edit.dot] for edit in edits)] or news[:1]
    exists = any(all(op.dot not in before[d.dot] for d in deletes) for op in others)
    unseen = any(all(d.dot not in before[op.dot] for op in others) for d in deletes)
    fields = {name for op in news for name in op.value} | {op.cell.field for op in ops} - {""}  # type: ignore[union-attr]
    shown, versions = {}, {}
    for name in fields:
        writes = [(op, op.value[name]) for op in makers if name in op.value]  # type: ignore[operator, index]
        writes += [(op, op.value) for op in edits if op.cell.field == name]
        heads = [(op, value) for op, value in writes if all(op.dot not in before[o.dot] for o, _ in writes)]
        if heads:
            versions[name] = {value for _, value in heads}
            common = [(op, value) for op, value in writes if all(op.dot in before[head.dot] for head, _ in heads)]
            stays = common if name == negotiable_field and len(versions[name]) > 1 else []
            shown[name] = max(stays or heads, key=lambda head: (head[0].hlc, head[0].replica))[1]
    said = [op for op in edits if op.kind is OpKind.RESTORE]
    dead_maker = any(op.dot not in alive and all(op.dot not in before[r.dot] for r in said) for op in makers)
    return {"exists": exists, "flagged": exists and (unseen or dead_maker), "shown": shown, "versions": versions}
