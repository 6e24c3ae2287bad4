"""The échéancier of each loan: what is owed, interest, capital, annuity, at every due date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ....core.finance import loans
from ....core.finance.figure import Figure, Term
from ....core.finance.investment_records import Loan
from ....core.money import format_amount
from ....core.periods import format_day
from ....core.records import Form
from ...grid import Align, Column, Content, GridCell, Inside, Row, RowKind, title
from .cells import INCOMPLETE, computed

NAME = "finances/emprunts/echeancier"
COLUMNS = (
    Column("title", "Échéance", "", Align.LEFT, least=200, stretch=True),
    Column("before", "Capital début", "euros"), Column("capital", "Capital remboursé", "euros"),
    Column("interest", "Intérêts", "euros"), Column("annuity", "Annuité", "euros"),
    Column("after", "Capital fin", "euros"),
)
INTEREST = "Capital dû × taux ÷ périodes de l’année, arrondi au centime"
REPAID = {
    "capital": "Capital emprunté ÷ nombre d’échéances\u202f; la dernière prend le reste",
    "annuite": "Annuité constante, moins les intérêts\u202f; la dernière échéance solde le capital",
}
BEFORE = "Capital emprunté, moins ce qui est déjà remboursé"
AFTER = "Capital dû, moins le capital remboursé à cette date"
ANNUITY = "Capital remboursé et intérêts de l’échéance"
ARTICLE = "R. 314-20"


def content(rows: Sequence[Loan], open_one: str) -> Content:
    """Every loan; the one that is chosen is open."""
    made = [_row(loan) for loan in rows]
    return Content(NAME, COLUMNS, tuple(made), frozenset(row.key for row in made) - {f"loan/{open_one}"})


def lender(loan: Loan) -> str:
    """The name by which a loan is called."""
    return loan.lender or "Emprunt sans prêteur"


def _row(loan: Loan) -> Row:
    due = loans.schedule(loan)
    if not due:
        missing = f"Il manque\u00a0: {', '.join(loans.gaps(loan))}"
        cells = [GridCell(INCOMPLETE, muted=True, italic=True, tip=missing, why=missing) for _ in COLUMNS[1:]]
        return Row(f"loan/{loan.id}", (title(lender(loan)), *cells), RowKind.GROUP, always=True)
    sums = (GridCell(format_amount(loan.cents), why=BEFORE), *_sums(loan, due), GridCell(why=AFTER))
    inside = Inside(partial(_lines, loan, due))
    return Row(f"loan/{loan.id}", (title(lender(loan)), *sums), RowKind.GROUP, inside=inside)


def _lines(loan: Loan, due: Sequence[loans.Due]) -> list[Row]:
    group = f"loan/{loan.id}"
    rows = [Row(f"{group}/{at}", (title(format_day(one.day.isoformat())), *_cells(loan, one)), group=group, level=1)
            for at, one in enumerate(due)]
    return [*rows, Row(f"{group}/total", (title("Total"), GridCell(), *_sums(loan, due), GridCell()), RowKind.TOTAL,
                       group)]


def _cells(loan: Loan, due: loans.Due) -> list[GridCell]:
    borrowed = Term("Capital emprunté", loan.cents, Form.CENTS, loan.at("cents"))
    already = Term("Déjà remboursé", (loan.cents or 0) - due.before, Form.CENTS, None, -1)
    before = Figure(due.before, (), BEFORE, ARTICLE, (borrowed, already))
    years = Term("Durée, en années", loan.years, Form.INTEGER, loan.at("years"), 0)
    repaid = Figure(due.capital, (), REPAID[loan.shape], ARTICLE, (borrowed._replace(factor=0), years))
    owed, rate = before.term("Capital dû", 0), Term("Taux", loan.rate, Form.RATE, loan.at("rate"), 0)
    interest = Figure(due.interest, (), INTEREST, ARTICLE, (owed, rate))
    annuity = Figure(due.annuity, (), ANNUITY, ARTICLE, (repaid.term("Capital remboursé"), interest.term("Intérêts")))
    after = Figure(due.after, (), AFTER, ARTICLE, (before.term("Capital dû"), repaid.term("Capital remboursé", -1)))
    return [computed(one) for one in (before, repaid, interest, annuity, after)]


def _sums(loan: Loan, due: Sequence[loans.Due]) -> list[GridCell]:
    terms = (Term("Capital", loan.cents, Form.CENTS, loan.at("cents"), 0),)
    sums = (sum(one.capital for one in due), sum(one.interest for one in due), sum(one.annuity for one in due))
    return [computed(Figure(cents, (), "Somme des échéances", ARTICLE, terms)) for cents in sums]
