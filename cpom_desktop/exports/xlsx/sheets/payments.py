"""« Versements »: what of each DGC is paid each month, and on which day; the prix de journée (R.314-106 to -117)."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Grant, Section
from ....core.finance.activity import activity_row
from ....core.finance.figure import Figure, Term, typed
from ....core.finance.grant_records import NotifiedDgc
from ....core.finance.grants import GrantYear
from ....core.finance.payments import MONTHS, Payment, advance_base
from ....core.finance.tariffs import YEARS_OF_REFERENCE, DayPrice, day_price, grant_payments
from ....core.periods import MONTHS as MONTH_NAMES
from ....core.periods import PAYMENT_DAY, payment_days, public_holidays
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source, same_as
from . import keys

NAME = "Versements"
CUT = "TRUNC(ROUND({expression}*100,0)/{count})/100"
"""An instalment: cut to the cent below, the last one takes the remainder."""


def add(book: Book, source: Source) -> None:
    """The sheet; none where nothing is paid."""
    held = [(grant, source.books.grant(grant.id)) for grant in source.grants]
    held = [(grant, years) for grant, years in held if years]
    prices = [(section, price) for section, _ in source.sections for year in source.years
              if (price := day_price(source.model, section.id, year)) is not None]
    if not held and not prices:
        return
    columns = (Column("Mois ou donnée", 34), *(Column(text, width) for year in source.years
                                               for text, width in ((f"Date {year}", 12), (f"Montant {year}", 16))))
    note = "Versement le 20, ou le dernier jour ouvré avant le 20. Le dernier versement prend le reste. Prévisionnel."
    sheet = book.add(source.sheet(NAME, "Versements et prix de journée", columns, note))
    for grant, years in held:
        _Schedule(sheet, source, grant, years).write()
    _holidays(sheet, source)
    for section, price in prices:
        _price(sheet, source, section, price)


class _Schedule:
    """The payments of one DGC, a column for each year."""

    def __init__(self, sheet: Sheet, source: Source, grant: Grant, years: Sequence[GrantYear]) -> None:
        self.sheet, self.source, self.grant = sheet, source, grant
        self.years = {row.year: row for row in years}
        self.notified = {row.year: row for row in source.model.where(NotifiedDgc, "dgc", grant.id)}

    def key(self, year: int, name: str) -> Key:
        return ("payment", self.grant.id, year, name)

    def write(self) -> None:
        """What is notified, what is paid, and the twelve payments of each year."""
        payer = f"\u202f; payeur\u00a0: {self.grant.payer}" if self.grant.payer else ""
        self.sheet.band(f"{self.grant.name or 'DGC sans nom'}{payer}")
        if self.notified:
            self._notified()
        self._whole()
        if any(self._first_month(year) > 1 for year in self.years):
            self._advances()
        paid = {year: grant_payments(self.source.model, self.grant.id, year) for year in self.years}
        for month in range(1, MONTHS + 1):
            self._month(month, paid)
        self.sheet.gap()

    def _first_month(self, year: int) -> int:
        """The first month paid on the amount of the arrêté; 1 where no acompte comes before it."""
        row = self.notified.get(year)
        return (row.first_month if row is not None else None) or 1 if year - 1 in self.years else 1

    def _notified(self) -> None:
        for field, label, form in (("cents", "Montant de l’arrêté", Form.CENTS),
                                   ("first_month", "Premier mois payé sur ce montant", Form.INTEGER)):
            line = self.sheet.line()
            line.text(label)
            for year, row in self.notified.items():
                if year in self.years:
                    line.column = self._column(year)
                    line.typed(row.at(field), getattr(row, field), form)

    def _column(self, year: int) -> int:
        return 2 + 2 * list(self.source.years).index(year)

    def _grant(self, year: int) -> tuple[Figure, Formula]:
        row = self.notified.get(year)
        if row is not None and row.cents is not None:
            return typed(row.cents, "arrêté", row.at("cents")), same_as(tuple(row.at("cents")))
        return self.years[year].grant, same_as(keys.grant(self.grant.id, year, "grant"))

    def _whole(self) -> None:
        line = self.sheet.line()
        line.text("Dotation à verser", Look.TOTAL)
        for year in self.years:
            line.column = self._column(year)
            figure, formula = self._grant(year)
            line.figure(self.key(year, "whole"), figure, formula, total=True)

    def _advances(self) -> None:
        line = self.sheet.line()
        recurring = self.grant.advances == "reconductible"
        line.text("Base des acomptes (année précédente" + (", hors CNR)" if recurring else ")"))
        for year in (one for one in self.years if self._first_month(one) > 1):
            before = self.years[year - 1]
            signed = [(keys.grant(self.grant.id, year - 1, "grant"), 1)]
            if recurring and not before.cnr.idle:
                signed.append((keys.grant(self.grant.id, year - 1, "cnr"), -1))
            line.column = self._column(year)
            line.figure(self.key(year, "base"), advance_base(before.grant, before.cnr, recurring), signed_sum(signed))

    def _month(self, month: int, paid: dict[int, list[Payment]]) -> None:
        line = self.sheet.line()
        line.text(MONTH_NAMES[month - 1])
        for year in self.years:
            payment = paid[year][month - 1] if paid[year] else None
            line.column = self._column(year) - 1
            day = Formula(f"WORKDAY(DATE({year},{month},{PAYMENT_DAY}+1),-1,{{0}})", (("holidays", year),))
            line.computed(self.key(year, f"day {month}"), payment_days(year, self.source.contract.territory)[month - 1],
                          "day", day)
            figure = Figure(None, self._grant(year)[0].missing) if payment is None else Figure(
                payment.cents, source=(Term("Versement", payment.cents),))
            line.figure(self.key(year, f"month {month}"), figure, self._formula(year, month))

    def _formula(self, year: int, month: int) -> Formula:
        """An acompte of the year before, an equal part of what remains, or what is left in December."""
        whole, base, first = self.key(year, "whole"), self.key(year, "base"), self._first_month(year)
        if month == MONTHS:
            others = tuple(self.key(year, f"month {one}") for one in range(1, MONTHS))
            listed = ",".join(f"{{{rank}}}" for rank in range(1, MONTHS))
            return calculation(f"ROUND({{0}}-SUM({listed}),2)", whole, *others)
        if month < first:
            return calculation(CUT.format(expression="{0}", count=MONTHS), base).needing(whole)
        if first == 1:
            return calculation(CUT.format(expression="{0}", count=MONTHS), whole)
        rest = f"({{0}}-{first - 1}*{{1}})"
        return calculation(CUT.format(expression=rest, count=MONTHS - first + 1), whole, self.key(year, "month 1"))


def _holidays(sheet: Sheet, source: Source) -> None:
    """The public holidays that the days of payment avoid: data of the program."""
    territory = source.contract.territory
    sheet.band("Jours fériés de l’année")
    held = {year: sorted(public_holidays(territory, year)) for year in source.years}
    first = sheet.rows
    for rank in range(max(map(len, held.values()), default=0)):
        line = sheet.line()
        line.text(f"Jour férié {rank + 1}")
        for index, days in enumerate(held.values()):
            line.column = 1 + 2 * index
            if rank < len(days):
                line.entered(("holiday", days[rank]), days[rank].isoformat(), Form.DAY)
    for index, year in enumerate(held):
        sheet.block(("holidays", year), 1 + 2 * index, first)
    sheet.gap()


def _price(sheet: Sheet, source: Source, section: Section, held: DayPrice) -> None:
    """Prix de journée: the dotation ÷ the mean of the days of three years (R.314-113)."""
    def key(name: str) -> Key:
        return ("day price", section.id, held.year, name)

    state = " (provisoire)" if held.provisional else ""
    sheet.band(f"{source.name(section.id)}, prix de journée {held.year}{state}")
    column = 2 + 2 * list(source.years).index(held.year)
    row = activity_row(source.model, section.id, held.year)
    days = _days(source, section, held)
    line = sheet.line()
    line.text("Journées" + (" prévues" if held.provisional else ", moyenne des trois années précédentes"))
    line.column = column
    if days is None:
        line.entered(key("days"), None, Form.INTEGER)
    else:
        line.computed(key("days"), held.days, "places", days)
    line = sheet.line()
    line.text("Prix de journée")
    line.column = column
    rate = calculation('IF({1}=0,"incomplet",ROUND({0}/{1},2))', keys.line(section.id, held.year, "grant"), key("days"))
    line.figure(key("rate"), held.rate, rate)
    paid = tuple(row.at("days_paid")) if row is not None else key("paid")
    line = sheet.line()
    line.text("Dotation globalisée\u00a0: prix × journées à la charge du financeur")
    if row is None:
        line.column = column - 1
        line.entered(key("paid"), None, Form.INTEGER)
    line.column = column
    line.figure(key("whole"), held.whole, calculation("ROUND({0}*{1},2)", key("rate"), paid))


def _days(source: Source, section: Section, held: DayPrice) -> Formula | None:
    """The mean of the days realised, or the days planned for want of one of them; None where neither is known."""
    if not held.provisional:
        years = range(held.year - YEARS_OF_REFERENCE, held.year)
        rows = [activity_row(source.model, section.id, year) for year in years]
        read = [tuple(row.at("realised")) for row in rows if row is not None]
        total = "+".join(f"ROUND({{{rank}}},0)" for rank in range(len(read)))
        return calculation(f"ROUND(({total})/{len(read)},0)", *read)
    row = activity_row(source.model, section.id, held.year)
    return None if row is None else calculation("ROUND({0},0)", tuple(row.at("planned")))
