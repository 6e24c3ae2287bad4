"""« Échéancier »: the douzièmes of each DGC by year and by month, with their dates and acomptes, and who has what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from ....core.contract import Grant, Section
from ....core.finance.books import Books
from ....core.finance.figure import NOTHING, Figure, Part, Term, total
from ....core.finance.payments import MONTHS, Payment, advance_base, schedule
from ....core.finance.rounding import instalments
from ....core.finance.scope import contract_years, is_subsidised, section_name
from ....core.finance.split import Split, split
from ....core.finance.tariffs import grant_payments, paid_amount
from ....core.money import format_amount
from ....core.periods import MONTHS as MONTH_NAMES
from ....core.periods import format_day
from ....core.records import Form
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import computed
from .lines import folded, group

ADVANCE = "Acompte\u00a0: un douzième de la dotation de l’année précédente, jusqu’à la notification (R. 314-108)."
CATCH_UP = "Part égale de ce qui reste à payer après la notification\u202f; la dernière prend le reste."
TWELFTH = "Un douzième de la dotation\u202f; décembre prend le reste (R. 314-107)."
DATE_WHY = "Le 20 du mois, ou le dernier jour ouvré qui précède (R. 314-107)."
PENDING = "Une décision modificative attend l’approbation de l’autorité."
THIS_YEAR_ONLY = "Une section est au 4° de R. 314-40\u00a0: un redéploiement ne vaut que pour l’année (R. 314-43-1)."


def content(held: Books) -> Content:
    """Every DGC, then the tarified sections that none holds."""
    years = contract_years(held.model)
    heads = [Column("title", "Mois", "euros", Align.LEFT, least=184, stretch=True)]
    for year in years:
        heads.append(Column(f"{year}/jour", str(year), "date", Align.CENTRE, least=80))
        heads.append(Column(f"{year}/montant", str(year), "à payer"))
    rows: list[Row] = []
    for grant in sorted(held.model.all(Grant), key=lambda one: (one.order, one.name, one.id)):
        rows.append(_Grant(held, grant, years).row())
    for section, name in held.sections:
        if section.dgc is None and not is_subsidised(held.model, section):
            rows.append(_alone(held, section, name, years))
    return Content("finances/versements", tuple(heads), tuple(rows), folded(rows))


@dataclass(frozen=True, slots=True)
class _Year:
    """What is paid in a year: its payments, the dotation they come from, the base of its acomptes where it has some."""

    year: int
    due: Sequence[Payment]
    paid: Figure
    base: Figure = NOTHING

    @property
    def late(self) -> bool:
        return any(one.advance for one in self.due)

    def advances(self) -> Figure:
        """What was paid before the notification."""
        return total([Part(_day(one), self.amount(one)) for one in self.due if one.advance], "Somme des acomptes",
                     "R. 314-108")

    def amount(self, one: Payment) -> Figure:
        """One payment, with what it is computed from."""
        months = Term("Mois", MONTHS, Form.INTEGER, None, 0)
        if one.advance:
            return Figure(one.cents, (), ADVANCE, "R. 314-108", (self.base.term("Base des acomptes", 0), months))
        paid = self.paid.term("Dotation de l’année", 0)
        if not self.late:
            return Figure(one.cents, (), TWELFTH, "R. 314-107", (paid, months))
        left = Term("Mois restants", sum(not other.advance for other in self.due), Form.INTEGER, None, 0)
        return Figure(one.cents, (), CATCH_UP, "R. 314-108", (paid, self.advances().term("Acomptes versés", -1), left))

    def whole(self) -> Figure:
        """What the year pays in all; what is missing to know it where the dotation is unknown."""
        if self.paid.cents is None:
            return self.paid
        return total([Part(_day(one), self.amount(one)) for one in self.due], "Somme des versements", "R. 314-107")

    def cells(self, month: int) -> tuple[GridCell, GridCell]:
        """The date and the amount of a month."""
        if month >= len(self.due):
            return GridCell(why=DATE_WHY), computed(self.paid if self.paid.cents is None else self.base)
        one = self.due[month]
        why = ADVANCE if one.advance else CATCH_UP if self.late else TWELFTH
        day = GridCell(_day(one) + (" acompte" if one.advance else ""), why=DATE_WHY, italic=one.advance)
        amount = computed(self.amount(one), why)
        return day, replace(amount, italic=one.advance, tip=why if self.late else "",
                            spoken="acompte" if one.advance else "")


class _Grant:
    """The rows of one DGC."""

    def __init__(self, held: Books, grant: Grant, years: Sequence[int]) -> None:
        self._held, self._grant = held, grant
        self._key = f"versements/{grant.id}"
        self._foreseen = {one.year: one for one in held.grant(grant.id)}
        self._years = [self._year(year) for year in years]

    @cached_property
    def _splits(self) -> list[Split]:
        return [split(self._held.model, self._grant.id, one.year) for one in self._years]

    def _year(self, year: int) -> _Year:
        model, grant, before = self._held.model, self._grant, self._foreseen.get(year - 1)
        paid = paid_amount(model, grant.id, year, self._foreseen.get(year))
        base = NOTHING if before is None else advance_base(before.grant, before.cnr, grant.advances == "reconductible")
        return _Year(year, grant_payments(model, grant.id, year, list(self._foreseen.values())), paid, base)

    def row(self) -> Row:
        """What each year pays, and its months inside."""
        name = f"{self._grant.name or 'DGC'}, payeur {self._grant.payer or 'non renseigné'}"
        return group(self._key, (title(name), *_pairs([one.whole() for one in self._years])), self._rows)

    def _rows(self) -> list[Row]:
        rows = _calendar(self._key, self._years)
        if any(one.late for one in self._years):
            cells = _pairs([one.advances() if one.late else NOTHING for one in self._years])
            rows.append(Row(f"{self._key}/acomptes", (title("dont acomptes"), *cells), group=self._key, level=1))
        return [*rows, *self._sections()]

    def _sections(self) -> list[Row]:
        """The répartition of each year, and the douzième of each section."""
        rows, words = list[Row](), self._words()
        for section in (one for one, _ in self._held.sections if one.dgc == self._grant.id):
            figures = [parted.parts[section.id] for parted in self._splits]
            key = f"{self._key}/section/{section.id}"
            name = title(f"dont {section_name(self._held.model, section)}", tip=words)
            rows.append(Row(key, (name, *_pairs(figures)), RowKind.STRONG, self._key, level=1))
            twelfths = _pairs([_twelfth(figure) for figure in figures])
            rows.append(Row(f"{key}/douzieme", (title("par douzième"), *twelfths), group=self._key, level=2))
        return rows

    def _words(self) -> str:
        words = [PENDING] if any(one.pending for one in self._splits) else []
        words += [THIS_YEAR_ONLY] if any(one.this_year_only for one in self._splits) else []
        return " ".join(words)


def _alone(held: Books, section: Section, name: str, years: Sequence[int]) -> Row:
    """A tarified section outside any DGC: its own twelfths, from its own payer."""
    chain = {one.year: one.grant for one in held.trajectory(section.id)}
    found = [_Year(year, schedule(held.model, year, chain[year]), chain[year]) for year in years]
    key, words = f"versements/{section.id}", f"{name}, payeur {section.payer or 'non renseigné'}"
    return group(key, (title(words), *_pairs([one.whole() for one in found])), partial(_calendar, key, found))


def _calendar(key: str, years: Sequence[_Year]) -> list[Row]:
    """The twelve months and their total."""
    rows: list[Row] = []
    for month, word in enumerate(MONTH_NAMES):
        cells = (cell for year in years for cell in year.cells(month))
        rows.append(Row(f"{key}/{month + 1}", (title(word.capitalize()), *cells), group=key, level=1))
    return [*rows, Row(f"{key}/total", (title("Total de l’année"), *_pairs([one.whole() for one in years])),
                       RowKind.TOTAL, key)]


def _twelfth(figure: Figure) -> Figure:
    if figure.cents is None:
        return figure
    parts = instalments(figure.cents, MONTHS)
    rule = f"Un douzième\u202f; {format_amount(parts[-1], unit=True)} en décembre"
    return Figure(parts[0], (), rule, "R. 314-107", (figure.term("Dotation de l’année", 0),))


def _pairs(figures: Sequence[Figure]) -> list[GridCell]:
    """An empty date before each amount."""
    return [cell for figure in figures for cell in (title(""), computed(figure))]


def _day(one: Payment) -> str:
    return format_day(one.day.isoformat())
