"""What a value costs more than another over the life of the contract, counted by its chain (TC-POS-1, TC-POS-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..contract import Section
from ..records import Cell, Value, changed, fields_of
from .books import Books, Chain
from .figure import Figure, Part, total
from .grants import Gap
from .inputs import ALONE
from .records import Measure, YearRate
from .scope import contract_years
from .touched import Row, Touched, touched
from .trajectory import TrajectoryYear, section_trajectory, trajectory_of

NOTHING_SAID: Mapping[Cell, Value] = {}
RULE, WHOLE = "Dotation avec la position − dotation sans elle", "Somme des années"
Pair = tuple[Section, Chain, Chain]
"""A section with its chain as each side would have it."""


def cost_of(books: Books, cell: Cell, value: Value) -> Gap:
    """What a value of one cell would add to the dotations. Raises `Refused` where the cell does not exist."""
    return cost_between(books, {cell: value})


def cost_between(books: Books, first: Mapping[Cell, Value], second: Mapping[Cell, Value] = NOTHING_SAID) -> Gap:
    """What some values cost more than others, year by year and over the contract; both are laid on the same books.

    A cell that one of them leaves out keeps there the value of the books. Every section concerned is counted, in a DGC
    or not; the reference is the dotation of the DGCs that they belong to, or of the sections that have none. Several
    cells are counted together: an amount asked grows with a rate asked, so a sum of costs is no cost of the sum.
    """
    rows = {(cell.kind, cell.row) for cell in (*first, *second)}
    laid = [_laid(books, values, rows) if _says_more(books, values) else None for values in (first, second)]
    found = [one.found for one in laid if one is not None] or [touched(books.model, books.model, rows)]
    one, other = (books.trajectory if own is None else own.chain for own in laid)
    return gap_of(books, [(section, one(section.id), other(section.id)) for section in in_their_order(books, found)])


def in_their_order(books: Books, found: Sequence[Touched]) -> list[Section]:
    """The sections that some changes concern, in the order of the contract."""
    if any(one.everything for one in found):
        return [section for section, _ in books.sections]
    wanted = {section for one in found for section in one.trajectories}
    if len(wanted) == 1:  # as with most costs: no look at hundreds of sections
        section = books.model.find(Section, next(iter(wanted)))
        return [section] if section is not None else []
    return [section for section, _ in books.sections if section.id in wanted] if wanted else []


def gap_of(books: Books, pairs: Sequence[Pair], sums: Sequence[int | None] | None = None) -> Gap:
    """What the first chains cost more than the second ones, against the dotations of the books.

    `sums` are these costs by year where they are known already.
    """
    held = contract_years(books.model) if pairs else ()
    found = _added(pairs) if sums is None else sums
    years = tuple((year, _of_year(pairs, index, found[index])) for index, year in enumerate(held))
    grants = dict.fromkeys(section.dgc for section, _, _ in pairs if section.dgc is not None)
    against = (*grants, *(section.id for section, _, _ in pairs if section.dgc is None))
    references, reference = books.reference(against)
    return Gap(years, _whole(years), reference, references, len(against) == len(grants), against)


class _Laid:
    """Some values laid on books: the chains that they change, each made when asked for."""

    def __init__(self, books: Books, values: Mapping[Cell, Value], rows: set[Row]) -> None:
        self._books = books
        self._model = books.model.overlaid(values)
        self.found = touched(books.model, self._model, rows)

    def chain(self, section: str) -> Chain:
        """The chain of a section: computed anew from the first year that changes."""
        if self.found.everything:
            return tuple(section_trajectory(self._model, section))
        held, first = self._books.trajectory(section), self.found.trajectories.get(section)
        if first is None:
            return held
        return tuple(section_trajectory(self._model, section, kept=_before(held, first)))


class _Alone:
    """Values of `ALONE` laid on books: the chains of their sections are made of inputs that all such values share."""

    def __init__(self, books: Books, values: Mapping[Cell, Value], rows: set[Row]) -> None:
        self._books, self._values = books, values
        self.found = touched(books.model, books.model, rows)

    def chain(self, section: str) -> Chain:
        """The chain of a section: computed anew from the first year that changes."""
        held, first = self._books.trajectory(section), self.found.trajectories.get(section)
        if first is None:
            return held
        inputs = self._books.inputs(section)
        for record in self._records.get(section, ()):
            inputs = inputs.with_value(record)
        return tuple(trajectory_of(inputs, kept=_before(held, first)))

    @cached_property
    def _records(self) -> dict[str | None, list[YearRate | Measure]]:
        """The rows with these values, by the sections whose chains they enter."""
        found: dict[str | None, list[YearRate | Measure]] = {}
        for cell, value in self._values.items():
            row = self._books.model.record(cell.kind, cell.row)
            if isinstance(row, YearRate | Measure):
                record = changed(row, {cell.field: fields_of(cell.kind)[cell.field].check(value)})
                for section in {row.section, row.from_section if isinstance(row, Measure) else None}:
                    found.setdefault(section, []).append(record)
        return found


def _laid(books: Books, values: Mapping[Cell, Value], rows: set[Row]) -> _Laid | _Alone:
    return (_Alone if all(ALONE.get(cell.kind) == cell.field for cell in values) else _Laid)(books, values, rows)


def _before(chain: Chain, year: int) -> list[TrajectoryYear]:
    return [row for row in chain if row.year < year]


def _says_more(books: Books, values: Mapping[Cell, Value]) -> bool:
    """Whether one of the values is not that of the books already."""
    return any(getattr(books.model.record(cell.kind, cell.row), cell.field, value) != value
               for cell, value in values.items())


def by_year(one: Chain, other: Chain) -> list[int | None]:
    """What the first chain costs more than the second one, in cents; None where one of them is unknown."""
    found = list[int | None]()
    for first, second in zip(one, other, strict=True):
        more, less = first.grant.cents, second.grant.cents
        found.append(None if more is None or less is None else more - less)
    return found


def _added(pairs: Sequence[Pair]) -> list[int | None]:
    columns = zip(*(by_year(one, other) for _, one, other in pairs), strict=True)
    return [None if None in column else sum(cents or 0 for cents in column) for column in columns]


def _of_year(pairs: Sequence[Pair], index: int, cents: int | None) -> Figure:
    if cents is None:
        return _explained(pairs, index)
    return Figure(cents, (), RULE, "", lambda: _explained(pairs, index).terms)


def _explained(pairs: Sequence[Pair], index: int) -> Figure:
    parts = [Part(section.code, chain[index].grant, sign)
             for section, one, other in pairs for chain, sign in ((one, 1), (other, -1))]
    return total(parts, RULE)


def _whole(years: Sequence[tuple[int, Figure]]) -> Figure:
    """The sum of the years; its terms are made when asked for, as those of a year are: most costs explain nothing."""
    cents = 0
    for _, figure in years:
        if figure.cents is None:
            return _summed(years)
        cents += figure.cents
    return Figure(cents, (), WHOLE, "", (lambda: _summed(years).terms) if years else ())


def _summed(years: Sequence[tuple[int, Figure]]) -> Figure:
    return total((Part(str(year), figure) for year, figure in years), WHOLE)
