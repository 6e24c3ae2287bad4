"""« Masse salariale »: what the staff lines and the named charges explain of group II, and the gap, by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from ....core.contract import Section
from ....core.finance.figure import NOTHING, Figure, Part, total, unknown
from ....core.finance.groupings import Group
from ....core.finance.plan_lines import section_group2
from ....core.finance.records import AccountLine
from ....core.finance.scope import base_year, section_name
from ....core.finance.staff import OUTSIDE_STAFF, Payroll, line_payroll, payroll, staffed_years
from ....core.finance.staff_records import PayrollItem
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.money import format_rate, half_up
from ....core.problems import Problem
from ....core.records import Value
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from . import lines
from .cells import Reading, computed, typed
from .kept import KeptReads
from .lines import Made, Values, empty_line, entry
from .staff_rows import staff_lines

NEW_ITEM = "Autre charge nommée"
LINES = (("staff", "Masse salariale"), ("beside", "Personnel extérieur et charges nommées"), ("explained", "Expliqué"),
         ("group", "Groupe II"), ("gap", "Expliqué − groupe II"))
OUTSIDE_WHY = "Une ligne du compte 621\u00a0: elle se saisit dans «\u00a0Comptes\u00a0»."


def payroll_years(model: Model, sections: Sequence[Section]) -> list[int]:
    """The years that have posts or named charges; else the last closed one and the base."""
    return _or_closed(model, {year for section in sections for year in staffed_years(model, section.id)})


def _or_closed(model: Model, staffed: Iterable[int]) -> list[int]:
    base, found = base_year(model), {*staffed, *(row.year for row in model.all(PayrollItem))}
    return sorted(found or (set() if base is None else {base - 1, base}))


def columns(years: Sequence[int]) -> tuple[Column, ...]:
    return (Column("title", "Masse salariale", "euros", Align.LEFT, least=208, stretch=True),
            *(Column(str(year), str(year)) for year in years))


def of_section(model: Model, section: Section, year: int) -> Payroll:
    """The payroll of a section beside its group II, whatever table that one comes from."""
    found = section_group2(model, section.id, year)
    words = f"groupe II {year} de {section_name(model, section)}"
    group, status = found if found is not None else (unknown(words), "ca")
    return payroll(model, section.id, year, group, status)


class KeptPayroll:
    """The payroll of each section with its rows, kept until the rows of the contract that they read change."""

    def __init__(self) -> None:
        self._years: KeptReads[list[int]] = KeptReads()
        self._figures: KeptReads[Sequence[Payroll]] = KeptReads()
        self.rows: KeptReads[Row] = KeptReads()

    def years(self, reading: Reading, sections: Iterable[Section]) -> tuple[int, ...]:
        """`payroll_years` of some sections."""
        found = {year for one in sections for year in self._years.get(one.id, "", reading, partial(_staffed, one))}
        return tuple(_or_closed(reading.shown, found))

    def of(self, reading: Reading, section: Section, years: tuple[int, ...]) -> Sequence[Payroll]:
        """The payroll of a section, year by year: the same object as long as no figure of it can have changed."""
        return self._figures.get(section.id, (section, years), reading, lambda traced: [
            of_section(traced.shown, section, year) for year in years])


def _staffed(section: Section, reading: Reading) -> list[int]:
    return staffed_years(reading.shown, section.id)


def sections_content(
    reading: Reading, found: Sequence[tuple[Section, str]], contract: str, kept: KeptPayroll
) -> Content:
    """Every section with its lines, each typed charge in its year."""
    years = kept.years(reading, (section for section, _ in found))
    rows: list[Row] = []
    for section, name in found:
        held = kept.of(reading, section, years)
        rows.append(kept.rows.get(section.id, (name, years), reading, partial(_row, section, name, held, contract),
                                  (held,)))
    return Content("finances/masse", columns(years), tuple(rows), lines.folded(rows))


def _row(section: Section, name: str, held: Sequence[Payroll], contract: str, reading: Reading) -> Row:
    return _Section(reading, section, name, held, contract).row()


class _Section:
    """The rows of one section."""

    def __init__(
        self, reading: Reading, section: Section, name: str, held: Sequence[Payroll], contract: str
    ) -> None:
        self._reading, self._section, self._name, self._held = reading, section, name, held
        self._contract, self._key, self._years = contract, f"masse/{section.id}", [one.year for one in held]

    def row(self) -> Row:
        """Its gap, and its lines inside."""
        return lines.group(self._key, (title(self._name), *(computed(one.gap) for one in self._held)), self._rows)

    def _rows(self) -> list[Row]:
        model, held = self._reading.shown, staff_lines(self._reading.shown, self._section)
        rows = [self._row(f"ligne/{line.id}", line.function or "Fonction sans nom",
                           [computed(line_payroll(model, line, year)) for year in self._years]) for line in held]
        rows.append(self._sum("staff", RowKind.STRONG))
        rows += self._outside() + self._items()
        rows += [self._sum("beside", RowKind.STRONG), self._sum("explained", RowKind.TOTAL), self._sum("group")]
        rows.append(self._sum("gap", RowKind.GAP))
        rows.append(self._row("share", "Écart en part du groupe II", list(map(_share, self._held))))
        return rows

    def _row(self, key: str, label: str, cells: Sequence[GridCell], kind: RowKind = RowKind.PLAIN) -> Row:
        level = 0 if kind in (RowKind.TOTAL, RowKind.GAP) else 1
        return Row(f"{self._key}/{key}", (title(label), *cells), kind, self._key, level=level)

    def _sum(self, line: str, kind: RowKind = RowKind.PLAIN) -> Row:
        return self._row(line, dict(LINES)[line], [computed(getattr(one, line)) for one in self._held], kind)

    def _outside(self) -> list[Row]:
        """The account lines of 621 that count: read here, typed among the accounts."""
        model, rows = self._reading.shown, dict[str, dict[int, AccountLine]]()
        for at, year in enumerate(self._years):
            status = (section_group2(model, self._section.id, year) or (None, ""))[1]
            for line in model.where(AccountLine, "section", self._section.id):
                if (line.year, line.status, line.group) == (year, status, "c2") and line.account.startswith(
                        OUTSIDE_STAFF):
                    rows.setdefault(f"{line.account} {line.label}".strip(), {})[at] = line
        return [self._row(f"compte/{name}", name, [
            _read(held[at]) if at in held else computed(NOTHING, OUTSIDE_WHY) for at in range(len(self._years))
        ]) for name, held in sorted(rows.items())]

    def _items(self) -> list[Row]:
        model = self._reading.shown
        labels = sorted({row.label for row in model.where(PayrollItem, "section", self._section.id)})
        rows = []
        for label in labels:
            made = [self._item(label, year) for year in self._years]
            rows.append(self._row(f"charge/{label}", label or NEW_ITEM,
                                  [typed(self._reading, one.at("cents"), one) for one in made]))
        cells = {"title": entry(model, PayrollItem, "label")}
        cells |= {str(year): entry(model, PayrollItem, "cents") for year in self._years}
        rows.append(empty_line(f"{self._key}/nouvelle", NEW_ITEM, columns(self._years), cells,
                               lambda values: self._fill(values, frozenset(labels)), self._key))
        return rows

    def _item(self, label: str, year: int) -> PayrollItem:
        return natural_record(PayrollItem, self._contract, section=self._section.id, year=year, label=label)

    def _fill(self, values: Values, known: frozenset[str]) -> Made:
        label = str(values.get("title") or "").strip()
        if not label:
            return Problem("L’objet de la charge se saisit d’abord.")
        if label in known:
            return Problem(f"«\u00a0{label[:40]}\u00a0» figure déjà dans cette section.")
        found = [year for year in self._years if str(year) in values]
        made: list[tuple[GridCell, Value]] = []
        for year in found or self._years[-1:]:
            row = self._item(label, year)
            made.append((GridCell(address=row.at("cents"), absent=row), values.get(str(year))))
        return made


def groups_content(reading: Reading, found: Sequence[Group], kept: KeptPayroll) -> Content:
    """The same sums for each group of sections, with those of its sections below."""
    years = kept.years(reading, (section for group in found for section in group.sections))
    rows: list[Row] = []
    for group in found:
        held = {section.id: kept.of(reading, section, years) for section in group.sections}
        rows.append(kept.rows.get(group.key, (group, years), reading, partial(_group_row, group, held, len(years)),
                                  tuple(held.values())))
    return Content("finances/masse/groupes", columns(years), tuple(rows), lines.folded(rows))


def _group_row(group: Group, held: Mapping[str, Sequence[Payroll]], count: int, reading: Reading) -> Row:
    model, key = reading.shown, f"masse/{group.key}"
    sums = {line: [_added(model, group, held, line, at) for at in range(count)] for line, _ in LINES}
    head = (title(group.name), *map(computed, sums["gap"]))
    return lines.group(key, head, partial(_group_rows, model, group, held, sums, key))


def _group_rows(
    model: Model, group: Group, held: Mapping[str, Sequence[Payroll]], sums: dict[str, list[Figure]], key: str
) -> list[Row]:
    rows: list[Row] = []
    for line, label in LINES:
        kind = {"explained": RowKind.TOTAL, "gap": RowKind.GAP}.get(line, RowKind.STRONG)
        level = 0 if kind in (RowKind.TOTAL, RowKind.GAP) else 1
        rows.append(Row(f"{key}/{line}", (title(label), *map(computed, sums[line])), kind, key, level=level))
        rows += _parts(model, group, held, line, key)
    shares = [_rate(gap, whole) for gap, whole in zip(sums["gap"], sums["group"], strict=True)]
    return [*rows, Row(f"{key}/share", (title("Écart en part du groupe II"), *shares), group=key, level=1)]


def _parts(model: Model, group: Group, held: Mapping[str, Sequence[Payroll]], line: str, key: str) -> list[Row]:
    if len(group.sections) < 2:
        return []
    return [Row(f"{key}/{line}/{section.id}", (title(section_name(model, section)), *(
        computed(getattr(one, line)) for one in held[section.id])), group=key, level=2) for section in group.sections]


def _added(model: Model, group: Group, held: Mapping[str, Sequence[Payroll]], line: str, at: int) -> Figure:
    parts = [Part(section_name(model, section), getattr(held[section.id][at], line)) for section in group.sections]
    return total([part for part in parts if not part.figure.idle], f"{dict(LINES)[line]}\u00a0: somme des sections",
                 "R. 314-19")


def _share(held: Payroll) -> GridCell:
    return _rate(held.gap, held.group)


def _rate(gap: Figure, whole: Figure) -> GridCell:
    """The gap in per cent of group II, in two decimals; empty where one of them is unknown."""
    if gap.cents is None or not whole.cents:
        return GridCell("n.s.", muted=True)
    share = half_up(10_000 * gap.cents, whole.cents) * 100
    return GridCell(format_rate(share, sign=True, unit=True), why="Écart ÷ groupe II.")


def _read(line: AccountLine) -> GridCell:
    figure = Figure(line.cents, () if line.cents is not None else (line.label or line.account,))
    return computed(figure, OUTSIDE_WHY)
