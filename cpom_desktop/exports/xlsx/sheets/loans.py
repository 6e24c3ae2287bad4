"""« Emprunts »: every due date of each loan, from its capital, its rate and its duration."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.finance.figure import Figure, Term
from ....core.finance.investment import name_of
from ....core.finance.investment_records import Loan, Operation
from ....core.finance.loans import Due, gaps, schedule
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation
from ..grid import Column, Line, Sheet
from ..source import Source, choice

NAME = "Emprunts"
FIELDS = (("cents", "Capital", Form.CENTS), ("rate", "Taux annuel", Form.RATE),
          ("years", "Durée en années", Form.INTEGER), ("frequency", "Échéances par an", Form.INTEGER),
          ("first_due", "Première échéance", Form.DAY))
ANNUITY = "ROUND({0}*({1}/{3})/(1-POWER(1+{1}/{3},-{2}*{3})),2)"


def block(loan: Loan, name: str) -> Key:
    """A column of the schedule of a loan: « year », « interest », « capital »."""
    return ("loan block", loan.id, name)


def ready(loan: Loan) -> Key:
    """A cell that is a number once the schedule is there."""
    return ("loan", loan.id, "first")


def of_year(loan: Loan, year: int, name: str) -> Formula:
    """The interest or the capital of a loan in a year."""
    return Formula(f"SUMIFS({{0}},{{1}},{year})", (block(loan, name), block(loan, "year")), (ready(loan),))


def add(book: Book, source: Source) -> None:
    """The sheet; none while there is no loan."""
    rows = sorted(source.model.all(Loan), key=lambda row: (row.first_due or "", row.lender, row.id))
    if not rows:
        return
    columns = (Column("Emprunt ou rang", 30), Column("Échéance", 13), Column("Année", 9), Column("Dû avant", 16),
               Column("Intérêts", 14), Column("Capital", 16), Column("Annuité", 16), Column("Dû après", 16))
    note = "Capital constant ou annuité constante\u202f; la dernière échéance solde l’emprunt."
    sheet = book.add(source.sheet(NAME, "Emprunts\u00a0: échéanciers", columns, note, 2))
    for row in rows:
        _loan(sheet, source, row)


def _loan(sheet: Sheet, source: Source, loan: Loan) -> None:
    operation = source.model.find(Operation, loan.operation or "")
    name = " — ".join(filter(None, (loan.lender or "Prêteur à préciser", name_of(operation) if operation else "")))
    sheet.band(name)
    for field, label, form in FIELDS:
        line = sheet.line()
        line.text(label)
        value = getattr(loan, field)
        line.typed(loan.at(field), int(value) if field == "frequency" else value, form)
    line = sheet.line()
    line.text("Remboursement")
    line.text(choice(loan, "shape"))
    due = schedule(loan)
    if due and loan.shape == "annuite" and loan.rate:
        line = sheet.line()
        line.text("Annuité")
        # The last annuity settles what is left: the first one is the one that was rounded.
        value = Figure(due[0].annuity, source=(Term("Annuité", due[0].annuity),))
        line.figure(("loan", loan.id, "annuity"), value, calculation(ANNUITY, *_inputs(loan)[:4]))
    first = sheet.rows
    if due:
        _schedule(sheet, loan, due)
    else:
        line = sheet.line()
        line.text("Échéancier")
        waiting = Formula('IF(COUNT({0},{1},{2},{4})<4,"incomplet","à recalculer dans le programme")', _inputs(loan))
        line.computed(ready(loan), None, "euro", waiting, gaps(loan))
    for index, name in ((2, "year"), (4, "interest"), (5, "capital")):
        sheet.block(block(loan, name), index, first)


def _inputs(loan: Loan) -> tuple[Key, ...]:
    return tuple(tuple(loan.at(field)) for field, _, _ in FIELDS)


def _schedule(sheet: Sheet, loan: Loan, due: Sequence[Due]) -> None:
    for rank, row in enumerate(due):
        line = sheet.line()
        line.text(f"Échéance {rank + 1}")
        _due(line, loan, rank, row, is_last=rank == len(due) - 1)


def _due(line: Line, loan: Loan, rank: int, row: Due, *, is_last: bool) -> None:
    def key(name: str, of: int = rank) -> Key:
        return ready(loan) if name == "before" and of == 0 else ("loan", loan.id, of, name)

    capital, rate, years, frequency, first = _inputs(loan)
    line.computed(key("day"), row.day, "day", calculation(f"EDATE({{0}},{rank}*12/{{1}})", first, frequency))
    line.computed(key("year"), row.day.year, "rank", calculation("YEAR({0})", key("day")))
    before = calculation("{0}", capital) if not rank else calculation("{0}", key("after", rank - 1))
    amounts = {"before": (row.before, before),
               "interest": (row.interest, calculation("ROUND({0}*{1}/{2},2)", key("before"), rate, frequency)),
               "capital": (row.capital, _capital(loan, key("before"), key("interest"), is_last=is_last)),
               "annuity": (row.annuity, calculation("ROUND({0}+{1},2)", key("interest"), key("capital"))),
               "after": (row.after, calculation("ROUND({0}-{1},2)", key("before"), key("capital")))}
    for name, (cents, formula) in amounts.items():
        # An amount of 0,00 € on a due date is said: the figure has a term, and is no line without effect.
        line.figure(key(name), Figure(cents, source=(Term(name, cents),)), formula)


def _capital(loan: Loan, before: Key, interest: Key, *, is_last: bool) -> Formula:
    if is_last:
        return calculation("{0}", before)
    if loan.shape == "annuite" and loan.rate:
        return calculation("MIN(ROUND({0}-{1},2),{2})", ("loan", loan.id, "annuity"), interest, before)
    capital, _, years, frequency, _ = _inputs(loan)
    return calculation("TRUNC(ROUND({0}*100,0)/({1}*{2}))/100", capital, years, frequency)


