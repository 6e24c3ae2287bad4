"""« Personnel »: posts, unit costs that drift, masse salariale, and how much of group II they explain (R.314-19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.groupings import Group
from ....core.finance.plan_lines import section_group2
from ....core.finance.plan_records import PlanStep
from ....core.finance.scope import base_year
from ....core.finance.staff import RATES, Payroll, line_payroll, payroll, posts, staffed_years, unit_cost
from ....core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation, combined, signed_sum
from ..grid import Column, Line, Look, Sheet
from ..source import Source, same_as, sum_of, sum_of_terms
from . import keys

NAME = "Personnel"
FIRST_YEAR = 4
LABELS = (("staff", "Masse salariale des lignes d’effectif"),
          ("beside", "Personnel extérieur et autres charges nommées"),
          ("explained", "Expliqué"), ("group", "Groupe II"), ("gap", "Expliqué − groupe II"))


def add(book: Book, source: Source) -> None:
    """The sheet; none while no post was typed."""
    lines, rows = source.model.all(StaffLine), source.model.all(StaffYear)
    items = source.model.all(PayrollItem)
    if not lines and not items:
        return
    typed = {row.year for row in rows} | {row.year for row in items}
    typed |= {line.unit_year for line in lines if line.unit_year is not None}
    years = list(range(min(typed), max(typed) + 1)) if typed else []
    columns = (Column("Fonction", 34), Column("Donnée", 30), Column("Année du coût", 9), Column("Coût d’un ETP", 14),
               *(Column(str(year), 15) for year in years))
    note = "Coût d’un ETP chargé, en euros. ETP réels, sinon cible, sinon autorisés. Un taux vide ne s’applique pas."
    sheet = book.add(source.sheet(NAME, "Effectifs et masse salariale", columns, note, 2))
    for section, name in source.sections:
        _Section(sheet, source, section, name, years).write()


def add_groups(book: Book, source: Source, found: Iterable[Group], name: str, title: str) -> None:
    """What the staff lines explain of the group II of each group of sections, with each of its sections below."""
    sections = [section for section, _ in source.sections]
    years = sorted({year for one in sections for year in staffed_years(source.model, one.id)}
                   | {row.year for row in source.model.all(PayrollItem)})
    if not years:
        return
    columns = (Column("Masse salariale", 50), *(Column(str(year), 15) for year in years))
    sheet = book.add(source.sheet(name, title, columns, "Sommes de sections, en euros."))
    for group in found:
        sheet.band(group.name)
        held = {one.id: _Section(sheet, source, one, source.name(one.id), years) for one in group.sections}
        for line, label in LABELS:
            row = sheet.line()
            row.text(label, Look.TOTAL)
            for one in held.values():
                one.write_part(line)
            for year in years:
                parts = [(one.part(year, line), one.figure(year, line), 1) for one in held.values()]
                whole = total(Part("", figure) for _, figure, _ in parts if not figure.idle)
                row.figure(("payroll of", group.key, year, line), whole, sum_of(parts), total=True)


class _Section:
    """The rows of one section."""

    def __init__(self, sheet: Sheet, source: Source, section: Section, name: str, years: Sequence[int]) -> None:
        self.sheet, self.source, self.section, self.name, self.years = sheet, source, section, name, years
        self.lines = sorted(source.model.where(StaffLine, "section", section.id),
                            key=lambda line: (line.order, line.function, line.id))

    def write(self) -> None:
        """The staff lines, the named items, and what they explain."""
        items = self.source.model.where(PayrollItem, "section", self.section.id)
        if not self.lines and not items:
            return
        self.sheet.band(self.name)
        for line in self.lines:
            self._staff(line)
        for label in sorted({item.label for item in items}):
            row = self.sheet.line()
            row.text(label or "Autre charge de personnel")
            row.text("montant")
            for item in items:
                if item.label == label:
                    row.column = FIRST_YEAR + self.years.index(item.year)
                    row.typed(item.at("cents"), item.cents, Form.CENTS)
        self._explained()
        self.sheet.gap()

    # In the sums of a group

    def part(self, year: int, name: str) -> Key:
        """Where a line of it stands in the sums of its group."""
        return ("payroll part", self.section.id, year, name)

    def figure(self, year: int, name: str) -> Figure:
        """A line of its payroll, also in a year without posts."""
        figure: Figure = getattr(self._held(year), name)
        return figure

    def write_part(self, name: str) -> None:
        """Its row under the sum of its group: what its own sheet says, computed here in a year that it leaves out."""
        row, told = self.sheet.line(), set(staffed_years(self.source.model, self.section.id))
        row.text(f"dont {self.name}")
        for year in self.years:
            figure = self.figure(year, name)
            formula = same_as(self._total(year, name)) if year in told else self._untold(year, name)
            row.figure(self.part(year, name), figure, None if figure.idle else formula)

    def _untold(self, year: int, name: str) -> Formula | None:
        held = self._held(year)
        if name == "beside":
            return sum_of_terms(held.beside)
        if name == "group":
            return self._group(year)
        signs = {"explained": (("staff", 1), ("beside", 1)), "gap": (("explained", 1), ("group", -1))}.get(name, ())
        return sum_of((self.part(year, part), getattr(held, part), sign) for part, sign in signs)

    def _staff(self, line: StaffLine) -> None:
        rows = {row.year: row for row in self.source.model.where(StaffYear, "staff", line.id)}
        self._posts(line, rows)
        shown = [one for one in RATES if one[0] == "seniority" or any(getattr(row, one[0]) is not None
                                                                      for row in rows.values())]
        last = max((year for year, row in rows.items() if posts(row)), default=0)
        costed = list(range(line.unit_year, last + 1)) if line.unit_year is not None else []
        for field, label in shown:
            row = self._label(line, label)
            for year in costed[1:]:
                row.column = FIRST_YEAR + self.years.index(year)
                rate = getattr(rows[year], field) if year in rows else None
                row.entered((*self._key(line, year), field), rate, Form.RATE)
        row = self._label(line, "coût d’un ETP")
        for year in costed:
            row.column = FIRST_YEAR + self.years.index(year)
            row.figure((*self._key(line, year), "cost"), unit_cost(self.source.model, line, year),
                       self._cost(line, year, [field for field, _ in shown]))
        row = self._label(line, "masse salariale")
        for year in (one for one in self.years if posts(rows.get(one))):
            row.column = FIRST_YEAR + self.years.index(year)
            row.figure((*self._key(line, year), "payroll"), line_payroll(self.source.model, line, year),
                       self._payroll(line, year, costed))

    def _posts(self, line: StaffLine, rows: dict[int, StaffYear]) -> None:
        row = self._label(line, "ETP")
        row.typed(line.at("unit_year"), line.unit_year, Form.INTEGER)
        row.typed(line.at("unit_cost"), line.unit_cost, Form.CENTS)
        for year, held in rows.items():
            if (found := posts(held)) is not None:
                row.column = FIRST_YEAR + self.years.index(year)
                row.entered((*self._key(line, year), "posts"), found[0], Form.DECIMAL)

    def _label(self, line: StaffLine, words: str) -> Line:
        row = self.sheet.line()
        row.text(" — ".join(filter(None, (line.function, line.grade))) or "Fonction à préciser")
        row.text(words)
        return row

    def _key(self, line: StaffLine, year: int) -> Key:
        return ("staff", line.id, year)

    def _cost(self, line: StaffLine, year: int, fields: Sequence[str]) -> Formula:
        """The cost of the year before with the sum of the rates; a year where none is typed is missing."""
        if year == line.unit_year:
            return same_as(tuple(line.at("unit_cost")))
        before = (*self._key(line, year - 1), "cost")
        rates = tuple((*self._key(line, year), field) for field in fields)
        listed = ",".join(f"{{{rank}}}" for rank in range(1, len(rates) + 1))
        text = f'IF(COUNT({listed})<1,"incomplet",ROUND({{0}}*(1+SUM({listed})),2))'
        return Formula(text, (before, *rates), (before,))

    def _payroll(self, line: StaffLine, year: int, costed: Sequence[int]) -> Formula:
        number: Key = (*self._key(line, year), "posts")
        if year in costed:
            return calculation("ROUND({0}*{1},2)", number, (*self._key(line, year), "cost"))
        if line.unit_year is None or line.unit_cost is None:
            cost, of_year = tuple(line.at("unit_cost")), tuple(line.at("unit_year"))
            return calculation("ROUND({0}*{1},2)", number, cost).needing(of_year)
        return Formula('"incomplet"')

    def _explained(self) -> None:
        years = staffed_years(self.source.model, self.section.id)
        held = {year: self._held(year) for year in years}
        for name, label in LABELS:
            row = self.sheet.line()
            row.text("", Look.TOTAL)
            row.text(label, Look.TOTAL)
            for year in years:
                row.column = FIRST_YEAR + self.years.index(year)
                figure: Figure = getattr(held[year], name)
                formula = None if figure.idle else self._formula(name, year, held[year])
                row.figure(self._total(year, name), figure, formula, total=True)

    def _held(self, year: int) -> Payroll:
        found = section_group2(self.source.model, self.section.id, year)
        group, status = found or (Figure(None, (f"groupe II {year}",)), "")
        return payroll(self.source.model, self.section.id, year, group, status)

    def _total(self, year: int, name: str) -> Key:
        return ("payroll", self.section.id, year, name)

    def _formula(self, name: str, year: int, held: Payroll) -> Formula | None:
        if name == "staff":
            figures = ((line, line_payroll(self.source.model, line, year)) for line in self.lines)
            return sum_of(((*self._key(line, year), "payroll"), one, 1) for line, one in figures if not one.idle)
        if name == "beside":
            return sum_of_terms(held.beside)
        if name == "group":
            return self._group(year)
        parts = (("staff", 1), ("beside", 1)) if name == "explained" else (("explained", 1), ("group", -1))
        return sum_of((self._total(year, part), getattr(held, part), sign) for part, sign in parts)

    def _group(self, year: int) -> Formula:
        found = section_group2(self.source.model, self.section.id, year)
        if found is None:
            return Formula('"incomplet"')
        if found[1] != "plan":
            return same_as(keys.budget(self.section.id, year, found[1], "c2"))
        first = base_year(self.source.model)
        assert first is not None, "a plan has a base year"
        rates: list[Key] = [("plan rate", "c2", one) for one in range(first + 1, year + 1)]
        growth = "".join(f"*(1+{{{rank}}})" for rank in range(1, len(rates) + 1))
        indexed = calculation(f"ROUND({{0}}{growth},2)", keys.budget(self.section.id, first, "base", "c2"), *rates)
        steps = [step for step in self.source.model.where(PlanStep, "line", "c2")
                 if step.cents is not None and step.section == self.section.id and step.first_year <= year
                 and (step.last_year is None or year <= step.last_year)]
        added = signed_sum((tuple(step.at("cents")), 1) for step in steps)
        return combined([(indexed, 1), (added, 1)]) if steps else indexed
