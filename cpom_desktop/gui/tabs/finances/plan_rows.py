"""The rows of the PGFP: what a year takes from the accounts, the contract and the PPI, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ....core.finance import investment
from ....core.finance.figure import NOTHING, Figure, Part, total
from ....core.finance.investment_records import Loan, Operation
from ....core.finance.plan import RAISED, ROW_LABELS, PlanColumn, investment_section
from ....core.finance.plan_records import PlanRate, PlanStep, PlanYear
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.records import fields_of
from ...grid import Align, Column, Content, GridCell, Row, RowKind, status, title
from ...theme import Status
from .cells import Reading, computed, typed

NAME = "finances/pgfp"
ACCOUNT, CASH_FLOW, FUNDS = "pgfp/compte", "pgfp/caf", "pgfp/financement"
BASE_WHY = "L’année de la base ne porte pas d’évolution."
STEP_WHY = "Une marche se saisit dans «\u00a0Marches\u00a0», une fois pour toutes ses années."
SHORT = {"autres": "autres produits", "c1": "groupe I", "c2": "groupe II", "c3": "groupe III"}
Cells = Iterable[GridCell]


class PlanTable:
    """The plan of one model, with what is typed in it. `contract` is the id from which those of new rows follow."""

    def __init__(self, reading: Reading, columns: Sequence[PlanColumn], contract: str) -> None:
        self._reading, self._model, self._contract = reading, reading.shown, contract
        self.columns = columns
        self._loans = [loan for loan in self._model.all(Loan) if loan.operation is not None]

    def content(self) -> Content:
        """Result, CAF, then what the year does to the fonds de roulement and to the trésorerie."""
        rows = [*self._account(), *self._cash_flow(), *self._funds()]
        return Content(NAME, _heads(self.columns, "Ligne du plan"), tuple(rows))

    # The three groups

    def _account(self) -> list[Row]:
        rows = [self._group(ACCOUNT, "Compte de résultat prévisionnel", "resultat")]
        rows += [self._figures(ACCOUNT, "dgc"), self._figures(ACCOUNT, "subventions")]
        for line in ("autres", "c1", "c2", "c3"):
            rows.append(self._figures(ACCOUNT, line, RowKind.STRONG))
            rows.append(self._rates(line))
            rows += self._steps(line)
        rows.append(self._figures(ACCOUNT, "resultat", RowKind.TOTAL))
        return rows

    def _cash_flow(self) -> list[Row]:
        return [
            self._group(CASH_FLOW, "Capacité d’autofinancement", "caf"),
            self._typed(CASH_FLOW, "depreciation"),
            self._of_operations(CASH_FLOW, "amort", "Amortissement des opérations du PPI", investment.amortisation),
            self._typed(CASH_FLOW, "provisions"),
            self._typed(CASH_FLOW, "subsidy_share"),
            self._of_operations(CASH_FLOW, "share", "Reprise de subvention des opérations", investment.subsidy_share),
            self._figures(CASH_FLOW, "caf", RowKind.TOTAL),
        ]

    def _funds(self) -> list[Row]:
        new = (computed(investment.loan_capital(self._loans, one.year)) for one in self.columns)
        return [
            self._group(FUNDS, "Financement, fonds de roulement et trésorerie", "tresorerie"),
            self._typed(FUNDS, "capital"),
            _row(FUNDS, "new-capital", "Capital des emprunts du PPI", new),
            self._figures(FUNDS, "capital", RowKind.STRONG, key="capital-all"),
            _row(FUNDS, "covered", "CAF ≥ capital remboursé (R. 314-222 I 4°)", map(_coverage, self.columns)),
            self._figures(FUNDS, "investissements"),
            self._figures(FUNDS, "ressources"),
            self._figures(FUNDS, "variation", RowKind.STRONG),
            self._figures(FUNDS, "frng", RowKind.TOTAL),
            self._typed(FUNDS, "bfr"),
            self._figures(FUNDS, "tresorerie", RowKind.TOTAL),
        ]

    # Rows

    def _group(self, key: str, label: str, line: str) -> Row:
        return Row(key, (title(label), *(computed(one.rows[line]) for one in self.columns)), RowKind.GROUP)

    def _figures(self, group: str, line: str, kind: RowKind = RowKind.PLAIN, key: str = "") -> Row:
        return _row(group, key or line, ROW_LABELS[line], (computed(one.rows[line]) for one in self.columns), kind)

    def _rates(self, line: str) -> Row:
        cells = [self._rate(line, one.year) if at else GridCell(why=BASE_WHY) for at, one in enumerate(self.columns)]
        return _row(ACCOUNT, f"{line}/taux", f"Évolution, {SHORT[line]}", cells, level=2)

    def _rate(self, line: str, year: int) -> GridCell:
        absent = natural_record(PlanRate, self._contract, line=line, year=year)
        return typed(self._reading, absent.at("rate"), absent)

    def _steps(self, line: str) -> list[Row]:
        steps = sorted(self._model.where(PlanStep, "line", line), key=lambda one: (one.order, one.first_year, one.id))
        return [_row(ACCOUNT, f"{line}/{step.id}", step.label or "Marche sans objet",
                     (self._step(step, one.year) for one in self.columns), level=2) for step in steps]

    def _step(self, step: PlanStep, year: int) -> GridCell:
        if not step.first_year <= year <= (step.last_year or year):
            return computed(NOTHING, STEP_WHY)
        cell = typed(self._reading, step.at("cents"))
        return GridCell(cell.text, why=STEP_WHY, tip=STEP_WHY)

    def _typed(self, group: str, field: str) -> Row:
        cells = []
        for one in self.columns:
            absent = natural_record(PlanYear, self._contract, year=one.year)
            cells.append(typed(self._reading, absent.at(field), absent))
        return _row(group, f"typed/{field}", fields_of(PlanYear)[field].label, cells)

    def _of_operations(
        self, group: str, key: str, label: str, compute: Callable[[Model, Operation, int], Figure]
    ) -> Row:
        return _row(group, key, label, (computed(_summed(self._model, one.year, compute)) for one in self.columns))


def section_content(model: Model, columns: Sequence[PlanColumn]) -> Content:
    """Section d’investissement: emplois, ressources, and what is taken from the fonds de roulement (R.314-15)."""
    uses, means = "pgfp/emplois", "pgfp/ressources"
    sums = [investment_section(model, one) for one in columns]
    rows = [Row(uses, (title("Emplois"), *(computed(one[0]) for one in sums)), RowKind.GROUP)]
    for operation in investment.operations(model):
        cells = (computed(investment.funding(model, operation, one.year).cost) for one in columns)
        name = " ".join(part for part in (operation.code, operation.name) if part) or "Opération sans nom"
        rows.append(_row(uses, operation.id, name, cells))
    rows.append(_row(uses, "capital", "Capital remboursé", (computed(one.rows["capital"]) for one in columns)))
    rows.append(_row(uses, "total", "Total des emplois", (computed(one[0]) for one in sums), RowKind.TOTAL))
    rows.append(Row(means, (title("Ressources"), *(computed(one[1]) for one in sums)), RowKind.GROUP))
    rows.append(_row(means, "caf", "CAF", (computed(one.rows["caf"]) for one in columns)))
    for source, label in RAISED:
        rows.append(_row(means, source, label, (computed(investment.resources(model, one.year, source))
                                                for one in columns)))
    rows.append(_row(means, "total", "Total des ressources", (computed(one[1]) for one in sums), RowKind.TOTAL))
    drawn = (computed(one[2], sign=True) for one in sums)
    rows.append(Row("pgfp/prelevement", (title("Prélevé sur le fonds de roulement"), *drawn), RowKind.GAP))
    return Content(f"{NAME}/section", _heads(columns, "Section d’investissement"), tuple(rows))


def _heads(columns: Sequence[PlanColumn], first: str) -> tuple[Column, ...]:
    units = ("base" if not at else "prévisionnel" for at in range(len(columns)))
    yearly = (Column(str(one.year), str(one.year), unit) for one, unit in zip(columns, units, strict=True))
    return (Column("title", first, "euros, sauf taux", Align.LEFT, least=208, stretch=True), *yearly)


def _row(group: str, key: str, label: str, cells: Cells, kind: RowKind = RowKind.PLAIN, level: int = 1) -> Row:
    return Row(f"{group}/{key}", (title(label), *cells), kind, group, level=0 if kind is RowKind.TOTAL else level)


def _summed(model: Model, year: int, compute: Callable[[Model, Operation, int], Figure]) -> Figure:
    """One effect of every operation in a year; « – » where none has any."""
    parts = [Part(investment.name_of(row), figure) for row in investment.operations(model)
             if not (figure := compute(model, row, year)).idle]
    return total(parts, "Somme des opérations", "R. 314-20") if parts else NOTHING


def _coverage(column: PlanColumn) -> GridCell:
    covered = column.capital_covered
    if covered is None:
        return status(Status.EMPTY, "incomplet")
    return status(Status.COMPLIANT, "oui") if covered else status(Status.BLOCKING, "non")

