"""Subtotals and totals of a sheet: recognised, never imported, compared with the sum of what is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from .book import Place
from .lines import Line, Reading, Total


class Control(NamedTuple):
    """A total of the sheet beside the sum of its lines, in cents."""

    place: Place
    label: str
    written: int
    computed: int

    @property
    def agrees(self) -> bool:
        return self.written == self.computed


def settle(reading: Reading) -> tuple[list[Line], list[Control]]:
    """The lines to import, and every total beside the sum of its lines.

    An account whose amount is the sum of more precise accounts is their subtotal: counting both would count twice.
    The amount of a title of a group is its total where accounts follow, else the group itself.
    """
    lines, controls = list[Line](), list[Control]()
    for part in _parts(reading.lines).values():
        kept, checked = _without_subtotals(part, reading.totals)
        lines += kept
        controls += checked
    order = {line: rank for rank, line in enumerate(reading.lines)}
    lines.sort(key=lambda line: order[line])
    controls += [control for total in reading.totals if (control := _control(total, lines)) is not None]
    return lines, sorted(controls, key=lambda control: control.place)


Key = tuple[str, int | None, str, str]


def _parts(lines: Sequence[Line]) -> dict[Key, list[Line]]:
    """The lines of one group, status, year and section."""
    parts: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        parts[line.status, line.year, line.group, line.section].append(line)
    return parts


def _without_subtotals(lines: list[Line], totals: Sequence[Total]) -> tuple[list[Line], list[Control]]:
    whole, detailed = [line for line in lines if not line.account], [line for line in lines if line.account]
    if not detailed:
        return lines, []
    kept, controls, within = dict.fromkeys(detailed), list[Control](), _by_prefix(detailed)
    # The longest first: a subtotal of subtotals is compared with what was kept of them.
    for line in sorted(detailed, key=lambda line: -len(line.account)):
        parts = [one for one in within.get(line.account, ()) if one in kept]
        if not parts or sum(one.cents for one in parts) != line.cents:
            continue
        if not _total_needs(line, kept, totals):
            del kept[line]
            controls.append(Control(line.place, f"{line.account} {line.label}".strip(), line.cents, line.cents))
    computed = sum(line.cents for line in kept)
    controls += [Control(one.place, "Total du groupe", one.cents, computed) for one in whole]
    return list(kept), controls


def _by_prefix(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of more precise accounts, by each account that they may be within."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for length in range(1, len(line.account)):
            found[line.account[:length]].append(line)
    return found


def _total_needs(line: Line, kept: Collection[Line], totals: Sequence[Total]) -> bool:
    """Whether the total of the group is met with the line counted: then it is a line like the others."""
    return any(total.adds.group == line.group and (total.status, total.year) == (line.status, line.year)
               and total.cents == sum(one.cents for one in kept) for total in totals)


def _control(total: Total, lines: Sequence[Line]) -> Control | None:
    same = [line for line in lines if (line.status, line.year) == (total.status, total.year)
            and line.place.sheet == total.place.sheet]
    adds = total.adds
    sides = {line.group[:1] for line in same}
    if adds.partial or (not (adds.group or adds.side) and len(sides) != (2 if adds.result else 1)):
        return None
    if adds.result:
        result = sum(line.cents if line.group[0] == "p" else -line.cents for line in same)
        if adds.result != "resultat" and (result < 0) != (adds.result == "deficit"):
            # « Excédent » and « déficit » stand side by side in a frame, and one of them is empty or nil.
            result = 0
        return Control(total.place, total.label, total.cents, result)
    if adds.group:
        same = [line for line in same if line.group == adds.group]
    elif adds.side:
        same = [line for line in same if line.group[:1] == adds.side]
    return Control(total.place, total.label, total.cents, sum(line.cents for line in same))
