"""What a workbook would write in the contract: seen value by value, then written as one lot, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..core.changes import Author, Changes, Edit
from ..core.contract import Section
from ..core.finance.budgets import budget, typed_years
from ..core.finance.entry import row_problem
from ..core.finance.records import BUDGET_STATUSES, GROUPS, AccountLine, Measure
from ..core.finance.scope import section_name
from ..core.identifiers import natural_record
from ..core.model import Model
from ..core.money import NBSP, format_amount
from ..core.overlay import View, value_for
from ..core.records import Cell, Record, Value
from ..imports.xlsx.book import Place
from ..imports.xlsx.controls import Control, settle
from ..imports.xlsx.layout import Layout, Role, Target
from ..imports.xlsx.lines import Line, Placed, Reading, Unread, read_lines
from ..imports.xlsx.words import fold
from .document import Document
from .negotiation import typed
from .sheets import SheetChoice, section_named

STATUS_WORDS = dict(BUDGET_STATUSES)
GROUP_WORDS = dict(GROUPS)
WHOLE_GROUP = "Non détaillé"


class Becoming(NamedTuple):
    """One value of the workbook and what it becomes: the cell, the row to create where there is none, old → new."""

    place: Place
    name: str
    where: str
    cell: Cell
    absent: Record | None
    old: Value
    new: int | None
    account: str = ""
    group: str = ""
    placed: Placed = Placed.TITLE


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. Nothing is written before `apply`."""

    source: str
    values: tuple[Becoming, ...]
    same: tuple[Becoming, ...]
    """What the contract holds already."""
    unread: tuple[Unread, ...]
    controls: tuple[Control, ...]
    notes: tuple[str, ...]

    @property
    def different(self) -> tuple[Control, ...]:
        """The totals that are not the sum of what was read."""
        return tuple(control for control in self.controls if not control.agrees)

    @property
    def groups(self) -> dict[str, tuple[str, Placed]]:
        """The groups of accounts that no title of the workbook places, and whether they are proposals."""
        found = (one for one in (*self.values, *self.same) if one.account and one.placed is not Placed.TITLE)
        return {one.account: (one.group, one.placed) for one in found}

    @property
    def proposed_groups(self) -> dict[str, str]:
        """Those that are proposals."""
        return {account: group for account, (group, placed) in self.groups.items() if placed is Placed.PROPOSED}

    def counts(self, done: bool = False) -> str:
        """« 36 valeurs à importer, 2 lignes non comprises, 1 total différent », or « 36 valeurs importées … »."""
        words = ("valeur importée", "valeurs importées") if done else ("valeur à importer", "valeurs à importer")
        parts = [_counted(len(self.values), *words)]
        if self.same:
            parts.append(_counted(len(self.same), "valeur déjà au contrat", "valeurs déjà au contrat"))
        parts.append(_counted(len(self.unread), "ligne non comprise", "lignes non comprises"))
        parts.append(_counted(len(self.different), "total différent", "totaux différents"))
        return ", ".join(parts)


def plan_import(
    model: Model, contract_id: str, source: str, choices: Iterable[SheetChoice], groups: Mapping[str, str],
    view: View = View.ACCORD,
) -> ImportPlan:
    """Read the sheets that are used; `groups` are the groups of accounts settled by the user."""
    planner = _Planner(model, contract_id, view)
    for choice in choices:
        if choice.used:
            planner.add(choice, read_lines(choice.sheet, choice.layout, groups))
    return planner.plan(source)


def apply_import(document: Document, plan: ImportPlan, view: View = View.ACCORD,
                 initiator: object | None = None) -> Changes:
    """Write a plan: one lot, one undo. Raises `Refused` or `Surroundings`, and then nothing has changed."""
    return document.apply(edit_of(document.model, plan, document.writing_author(), document.new_id, view), initiator)


def edit_of(model: Model, plan: ImportPlan, author: Author, new_id: Callable[[], str],
            view: View = View.ACCORD) -> Edit:
    """The edit of a plan. What is negotiable becomes a position wherever typing it would."""
    made: list[Record] = []
    values: dict[Cell, Value] = {}
    for one in plan.values:
        cell = one.cell
        if one.absent is not None:
            row = replace(one.absent, id=one.absent.id or new_id())
            if isinstance(row, AccountLine):
                made.append(replace(row, cents=one.new))
                continue
            made.append(row)
            cell = row.at("cents")
        values[cell] = one.new
    label = f"Import{NBSP}: {plan.source}"
    edit = typed(model.replacing(made), values, author, view, label)
    return Edit(label, (*made, *edit.new), edit.values)


def group_elsewhere(model: Model, row: AccountLine) -> str:
    """Another group under which the contract holds the same account for that year and status, '' for none."""
    same = (one for one in model.where(AccountLine, "account", row.account)
            if (one.section, one.year, one.status) == (row.section, row.year, row.status) and one.group != row.group)
    return next((one.group for one in same), "") if row.account else ""


class _Planner:
    """Gathers what the sheets become; a value that two sheets give is written once."""

    def __init__(self, model: Model, contract_id: str, view: View) -> None:
        self._model, self._contract, self._view = model, contract_id, view
        self._values: dict[Cell | tuple[str, ...], Becoming] = {}
        self._places: dict[tuple[str, int | None, str, str], str] = {}
        self._unread: list[Unread] = []
        self._controls: list[Control] = []
        self._notes: list[str] = []

    def add(self, choice: SheetChoice, reading: Reading) -> None:
        """Everything of one sheet."""
        lines, controls = settle(reading)
        self._unread += reading.unread
        self._controls += controls
        for line in lines:
            section = section_named(self._model, line.section) if line.section else choice.section
            if not section or self._model.find(Section, section) is None:
                said = f"«{NBSP}{line.section}{NBSP}» n’est pas une section du contrat" if line.section else \
                    "la section n’est pas connue"
                self._refuse(line, said)
            elif choice.layout.target is Target.MEASURES:
                self._measure(line, section)
            else:
                self._account(line, section)
        self._notes += _notes(choice, reading)

    def _account(self, line: Line, section: str) -> None:
        row = natural_record(AccountLine, self._contract, section=section, year=line.year, status=line.status,
                             group=line.group, account=line.account, label=line.label or WHOLE_GROUP)
        if problem := row_problem(self._model, self._model, row):
            self._refuse(line, problem.sentence.rstrip("."))
            return
        if other := self._elsewhere(row):
            self._refuse(line, f"le compte {row.account} figure déjà ailleurs\u00a0: {GROUP_WORDS[other]}")
            return
        name = f"{line.account} {line.label}".strip() or WHOLE_GROUP
        where = f"{self._section(section)}, {STATUS_WORDS[line.status]} {line.year}, {GROUP_WORDS[line.group]}"
        known = self._model.find(AccountLine, row.id)
        self._keep(row.at("cents"), line, name, where, None if known else row, known.cents if known else None)

    def _elsewhere(self, row: AccountLine) -> str:
        """Another group under which the contract, or a line read before, holds the same account."""
        if not row.account:
            return ""
        key = (row.section, row.year, row.status, row.account)
        if self._places.setdefault(key, row.group) != row.group:
            return self._places[key]
        return group_elsewhere(self._model, row)

    def _measure(self, line: Line, section: str) -> None:
        same = (one for one in self._model.where(Measure, "section", section)
                if one.year == line.year and fold(one.label) == fold(line.label))
        known = next(same, None)
        nature = "economie" if line.cents < 0 else "nouvelle"
        assert line.year is not None, "a line without its year is not read"
        row = known or Measure(id="", section=section, year=line.year, nature=nature, label=line.label)
        if problem := row_problem(self._model, self._model, row):
            self._refuse(line, problem.sentence.rstrip("."))
            return
        where = f"{self._section(section)}, mesure {line.year}"
        old = value_for(self._model, known.at("cents"), self._view) if known else None
        key = known.at("cents") if known else (section, str(line.year), fold(line.label))
        self._keep(key, line, line.label, where, None if known else row, old)

    def _keep(self, key: Cell | tuple[str, ...], line: Line, name: str, where: str, absent: Record | None,
              old: Value) -> None:
        cell = key if isinstance(key, Cell) else Cell(Measure.kind, "", "cents")
        before = self._values.get(key)
        if before is not None:
            if before.new != line.cents:
                self._refuse(line, f"déjà lu avec un autre montant, feuille «{NBSP}{before.place.sheet}{NBSP}», "
                                   f"ligne {before.place.row}")
            return
        self._values[key] = Becoming(line.place, name, where, cell, absent, old, line.cents, line.account, line.group,
                                     line.placed)

    def _section(self, section: str) -> str:
        return section_name(self._model, self._model.get(Section, section))

    def _refuse(self, line: Line, reason: str) -> None:
        text = f"{line.account} {line.label} · {format_amount(line.cents)}".strip()
        self._unread.append(Unread(line.place, text, reason))

    def plan(self, source: str) -> ImportPlan:
        """The plan of everything added."""
        values = self._without_wholes()
        same = [one for one in values if one.absent is None and one.old == one.new]
        changing = [one for one in values if one.absent is not None or one.old != one.new]
        unread = sorted(self._unread, key=lambda one: (one.place, one.reason))
        self._notes += _unit_doubts(self._model, values)
        return ImportPlan(source, tuple(changing), tuple(same), tuple(unread), tuple(self._controls),
                          tuple(dict.fromkeys(self._notes)))

    def _without_wholes(self) -> list[Becoming]:
        """A whole group that another sheet details is its total, and no line."""
        detailed: dict[str, int] = {}
        for one in self._values.values():
            if one.account:
                detailed[one.where] = detailed.get(one.where, 0) + (one.new or 0)
        kept = []
        for one in self._values.values():
            if not one.account and one.where in detailed:
                self._controls.append(Control(one.place, one.where, one.new or 0, detailed[one.where]))
            else:
                kept.append(one)
        return kept


def _notes(choice: SheetChoice, reading: Reading) -> Iterable[str]:
    name = f"Feuille «{NBSP}{choice.sheet.name}{NBSP}»"
    if choice.sheet.left_out:
        yield f"{name}{NBSP}: {choice.sheet.left_out}."
    if choice.layout.unit != 1:
        yield f"{name} en k€{_loss(choice.sheet.rows, choice.layout)}."
    if choice.layout.negative_charges:
        yield f"{name}{NBSP}: les charges y sont négatives\u202f; elles sont importées sans leur signe."
    if reading.rounded:
        yield f"{name}{NBSP}: {_counted(reading.rounded, 'montant arrondi', 'montants arrondis')} au centime."


THOUSAND_OFF = 200
"""From how many times smaller or larger than the budgets of the contract a unit is doubted."""


def _unit_doubts(model: Model, values: Iterable[Becoming]) -> Iterable[str]:
    """Sections whose charges are hundreds of times away from those of every other budget: € taken for k€, or back."""
    charges: dict[tuple[str, int, str], int] = {}
    for one in values:
        row = one.absent or model.record(one.cell.kind, one.cell.row)
        if isinstance(row, AccountLine) and row.group.startswith("c"):
            key = (row.section, row.year, row.status)
            charges[key] = charges.get(key, 0) + (one.new or 0)
    for (section, year, status), cents in charges.items():
        others = (budget(model, section, *period).charges.cents for period in typed_years(model, section)
                  if period != (year, status))
        known = [other for other in others if other]
        if cents > 0 and known and (cents * THOUSAND_OFF < min(known) or cents > THOUSAND_OFF * max(known)):
            smaller = "petites" if cents < min(known) else "grandes"
            name = section_name(model, model.get(Section, section))
            yield (f"Les charges {year} de {name} sont des centaines de fois plus {smaller} que celles des autres "
                   "années\u00a0: l’unité (€ ou k€) est à vérifier.")


def _loss(rows: Sequence[Sequence[object]], layout: Layout) -> str:
    """To what amount the figures of a sheet in thousands are known, by the decimals that it shows."""
    numbers = (row[at] for row in rows[layout.first:] for at in layout.having(Role.AMOUNT) if at < len(row))
    decimals = max((_decimals(getattr(seen, "text", "")) for seen in numbers if seen is not None), default=0)
    if decimals >= 5:
        return ""
    return f"{NBSP}: chaque montant n’est connu qu’à {format_amount(5 * 10 ** (4 - decimals), unit=True)} près"


def _decimals(text: str) -> int:
    return len(text.rpartition(",")[2]) if "," in text else 0


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}"
