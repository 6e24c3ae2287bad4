"""« PGFP »: six years from printed inputs alone, each row a formula on them (R.314-213 II)."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.finance import investment as core_investment
from ....core.finance.balance import consolidated
from ....core.finance.figure import Figure
from ....core.finance.investment_records import FundingLine, Loan, Operation, OperationYear
from ....core.finance.plan import RAISED, ROW_LABELS, PlanColumn, investment_section, plan
from ....core.finance.plan_lines import LINE_NAMES, begun
from ....core.finance.plan_records import PlanRate, PlanStep, PlanYear
from ....core.finance.records import CHARGES
from ....core.finance.scope import base_year
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation, combined, signed_sum
from ..grid import Column, Look, Sheet
from ..source import SUBSIDISED, TARIFIED, Source, same_as, sum_of
from . import balance, budgets, investment, keys
from .trajectory import REGIME, YEAR

NAME = "PGFP"
FIRST_YEAR = 5
STRONG = frozenset({"resultat", "caf", "frng", "tresorerie"})
TYPED = (("depreciation", "Amortissements en cours"), ("provisions", "Provisions, nettes de reprises"),
         ("subsidy_share", "Quote-part des subventions en cours"), ("capital", "Capital des emprunts en cours"),
         ("bfr", "BFR à la fin de l’année"))
SECTION = (("uses", "Emplois (opérations, capital remboursé)"), ("means", "Ressources (CAF, emprunts, subventions…)"),
           ("drawn", "Prélèvement sur le fonds de roulement"))
REGIME_SUM = ('IF(COUNTIFS({0},{1},{2},{3},{4},"incomplet")>0,"incomplet",SUMIFS({4},{0},{1},{2},{3}))')


def key(year: int, row: str) -> Key:
    """A row of the plan in a year."""
    return ("plan", year, row)


def add(book: Book, source: Source) -> None:
    """The sheet; none while the plan has no input."""
    first = base_year(source.model)
    if not begun(source.model) or first is None:
        return
    columns_of_plan = plan(source.model, source.books)
    columns = (Column("Ligne", 44), Column("Section", 24), Column("De", 8), Column("À", 8),
               Column("Montant annuel", 15),
               *(Column(str(column.year), 16) for column in columns_of_plan))
    sheet = book.add(source.sheet(NAME, "Plan global de financement pluriannuel (R. 314-213)", columns,
                                  "Montants en euros, prévisionnels\u202f; aucun montant sans sa donnée.", 1))
    _Plan(sheet, source, first, columns_of_plan).write()


class _Plan:
    """The sheet being written: inputs first, then the plan."""

    def __init__(self, sheet: Sheet, source: Source, first: int, columns: Sequence[PlanColumn]) -> None:
        self.sheet, self.source, self.first, self.columns = sheet, source, first, columns
        self.years = [column.year for column in columns]
        self.operations = core_investment.operations(source.model)
        self.loans = [loan for loan in source.model.all(Loan) if loan.operation is not None]
        self.steps = sorted((step for step in source.model.all(PlanStep) if step.cents is not None),
                            key=lambda step: (step.line, step.order, step.first_year, step.id))

    def write(self) -> None:
        """The whole sheet."""
        self._rates()
        self._steps()
        self._typed()
        self.sheet.band("Plan")
        line = self.sheet.line()
        line.text("Rangs des régimes (1 tarifé, 2 subventionné)", Look.SMALL)
        line.column = 2
        line.number(TARIFIED, ("plan rank", TARIFIED))
        line.number(SUBSIDISED, ("plan rank", SUBSIDISED))
        for row in ROW_LABELS:
            self._row(row)
        self._covered()
        self.sheet.gap()
        self._section()

    def _rates(self) -> None:
        self.sheet.band("Évolutions, appliquées à la base de l’année de départ")
        rows = {(row.line, row.year): row for row in self.source.model.all(PlanRate)}
        for name, label in LINE_NAMES.items():
            line = self.sheet.line()
            line.text(label)
            line.column = FIRST_YEAR + 1
            for year in self.years[1:]:
                row = rows.get((name, year))
                line.entered(("plan rate", name, year), row.rate if row is not None else None, Form.RATE)

    def _steps(self) -> None:
        if self.steps:
            self.sheet.band("Marches datées, non indexées")
        for step in self.steps:
            line = self.sheet.line()
            line.text(f"{LINE_NAMES[step.line]}\u00a0: {step.label}")
            line.text(self.source.name(step.section or ""))
            line.number(step.first_year)
            line.number(step.last_year) if step.last_year is not None else line.skip()
            line.typed(step.at("cents"), step.cents, Form.CENTS)

    def _typed(self) -> None:
        self.sheet.band("Données des comptes")
        rows = {row.year: row for row in self.source.model.all(PlanYear)}
        for name, label in TYPED:
            line = self.sheet.line()
            line.text(label)
            line.column = FIRST_YEAR
            for year in self.years:
                value = getattr(rows[year], name) if year in rows else None
                line.entered(("plan input", year, name), value, Form.CENTS)
        line = self.sheet.line()
        line.text(f"FRNG au 31/12/{self.first - 1}")
        line.column = FIRST_YEAR
        opening = consolidated(self.source.model, self.first - 1)
        if opening.items:
            line.figure(key(self.first - 1, "frng"), opening.frng, same_as(balance.key("", self.first - 1, "frng")))
        else:
            line.entered(key(self.first - 1, "frng"), None, Form.CENTS)

    def _row(self, row: str) -> None:
        line = self.sheet.line()
        line.text(ROW_LABELS[row], Look.TOTAL if row in STRONG else Look.TEXT)
        line.column = FIRST_YEAR
        for column in self.columns:
            figure = column.rows[row]
            formula = None if figure.idle else self._formula(row, column)
            line.figure(key(column.year, row), figure, formula, total=row in STRONG)

    def _formula(self, row: str, column: PlanColumn) -> Formula:
        year = column.year
        if row in ("dgc", "subventions"):
            return self._granted(year, TARIFIED if row == "dgc" else SUBSIDISED)
        if row in ("autres", *CHARGES):
            return self._line(row, year)
        if row == "resultat":
            signs = [("dgc", 1), ("subventions", 1), ("autres", 1), *((name, -1) for name in CHARGES)]
            found = sum_of((key(year, name), column.rows[name], sign) for name, sign in signs)
            assert found is not None, "the result has six parts"
            return found
        if row == "caf":
            return self._caf(column)
        return self._financing(row, column)

    def _granted(self, year: int, regime: int) -> Formula:
        """The produits de la tarification of the base, then the dotations of the trajectory."""
        rank: Key = ("plan rank", regime)
        if year == self.first:
            marks: tuple[Key, ...] = (budgets.mark("repère"), ("perimeter", "p1"), budgets.mark("régime"), rank)
            return Formula(REGIME_SUM, (*marks, budgets.column(year, "base")))
        if year not in self.source.years:
            return Formula('"incomplet"')
        text = REGIME_SUM.replace("{3}", str(year))
        return Formula(text, (keys.column(REGIME), rank, keys.column(YEAR), rank, keys.column("grant")))

    def _line(self, row: str, year: int) -> Formula:
        """The indexed base, the steps in force, and what operations add."""
        name = "offsetting" if row == "autres" else row
        rates: list[Key] = [("plan rate", row, one) for one in range(self.first + 1, year + 1)]
        held = self.source.books.consolidated(self.first, "base")
        base = keys.budget(budgets.PERIMETER, self.first, "base", name)
        growth = "".join(f"*(1+{{{rank}}})" for rank in range(1, len(rates) + 1))
        # A group without any line is « – »: N() reads 0 there.
        is_idle = budgets.part_of(held, name).idle
        text = f"ROUND({'N({0})' if is_idle else '{0}'}{growth},2)"
        parts = [(Formula(text, (base, *rates), tuple(rates) if is_idle else (base, *rates)), 1)]
        steps = [step for step in self.steps if step.line == row and step.first_year <= year
                 and (step.last_year is None or year <= step.last_year)]
        parts += [(signed_sum((tuple(step.at("cents")), 1) for step in steps), 1)] if steps else []
        if row == "autres":
            parts += [(one, 1) for one in self._of_operations(year, "subsidy_share")]
        if row == "c3":
            parts += [(one, 1) for one in self._of_operations(year, "amortisation")]
            parts += self._of_loans(year, "interest")
        return combined(parts)

    def _of_operations(self, year: int, name: str) -> list[Formula]:
        """One effect of the operations, where one of them has it."""
        compute = {"amortisation": core_investment.amortisation, "subsidy_share": core_investment.subsidy_share}[name]
        found = [(investment.key(row, year, name), compute(self.source.model, row, year), 1) for row in self.operations]
        held = [(one, sign) for one, figure, sign in found if not figure.idle]
        return [signed_sum(held)] if held else []

    def _of_loans(self, year: int, name: str) -> list[tuple[Formula, int]]:
        found = investment.loan_sum(self.loans, year, name)
        compute = core_investment.loan_interest if name == "interest" else core_investment.loan_capital
        return [] if found is None or compute(self.loans, year).idle else [(found, 1)]

    def _input(self, year: int, name: str) -> Formula:
        return calculation("{0}", ("plan input", year, name))

    def _caf(self, column: PlanColumn) -> Formula:
        year = column.year
        parts = [] if column.rows["resultat"].idle else [(calculation("{0}", key(year, "resultat")), 1)]
        parts += [(self._input(year, "depreciation"), 1)]
        parts += [(one, 1) for one in self._of_operations(year, "amortisation")]
        parts += [(self._input(year, "provisions"), 1), (self._input(year, "subsidy_share"), -1)]
        return combined([*parts, *((one, -1) for one in self._of_operations(year, "subsidy_share"))])

    def _financing(self, row: str, column: PlanColumn) -> Formula:
        year, model = column.year, self.source.model
        if row == "capital":
            return combined([(self._input(year, "capital"), 1), *self._of_loans(year, "capital")])
        if row == "bfr":
            return self._input(year, "bfr")
        if row == "investissements":
            known = {one.id for one in model.all(Operation)}
            spent = [one for one in model.where(OperationYear, "year", year) if one.operation in known]
            return signed_sum((tuple(one.at("cents")), 1) for one in spent)
        if row == "ressources":
            return self._raised(year)
        signs = {"variation": (("caf", 1), ("ressources", 1), ("capital", -1), ("investissements", -1)),
                 "tresorerie": (("frng", 1), ("bfr", -1))}
        if row == "frng":
            return signed_sum([(key(year - 1, "frng"), 1), (key(year, "variation"), 1)])
        found = sum_of((key(year, name), column.rows[name], sign) for name, sign in signs[row])
        assert found is not None, f"{row} has parts"
        return found

    def _raised(self, year: int) -> Formula:
        known, sources = {one.id for one in self.operations}, dict(RAISED)
        rows = [one for one in self.source.model.where(FundingLine, "year", year)
                if one.source in sources and one.operation in known]
        return signed_sum((tuple(one.at("cents")), 1) for one in rows) if rows else Formula("0")

    def _covered(self) -> None:
        """Whether the CAF pays the capital of the year (R.314-222 I 4°)."""
        line = self.sheet.line()
        line.text("La CAF couvre le capital remboursé (R. 314-222, I 4°)")
        line.column = FIRST_YEAR
        for column in self.columns:
            known = column.capital_covered
            shown = None if known is None else "oui" if known else "non"
            formula = calculation('IF({0}>={1},"oui","non")', key(column.year, "caf"), key(column.year, "capital"))
            line.computed(key(column.year, "covered"), shown, "euro", formula)

    def _section(self) -> None:
        """The section d’investissement of each year (R.314-15)."""
        self.sheet.band("Section d’investissement (R. 314-15)")
        held = {column.year: investment_section(self.source.model, column) for column in self.columns}
        for rank, (name, label) in enumerate(SECTION):
            line = self.sheet.line()
            line.text(label)
            line.column = FIRST_YEAR
            for column in self.columns:
                figure: Figure = held[column.year][rank]
                line.figure(key(column.year, name), figure, self._section_formula(name, column, held[column.year]))

    def _section_formula(self, name: str, column: PlanColumn, held: tuple[Figure, Figure, Figure]) -> Formula | None:
        rows, year = column.rows, column.year
        if name == "drawn":
            return sum_of([(key(year, "uses"), held[0], 1), (key(year, "means"), held[1], -1)])
        parts = ("investissements", "capital") if name == "uses" else ("caf", "ressources")
        return sum_of((key(year, part), rows[part], 1) for part in parts)
