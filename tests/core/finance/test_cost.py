"""What a value costs: whatever short way is taken, the difference between two whole contracts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.contract import Section
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.cost import cost_between
from cpom_desktop.core.finance.records import Measure, SectionBase, YearRate
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Cell, Value
from tests.core.finance.build import two_rivers

SECTIONS = ("SE1", "SE2", "SE3")
CENTS = st.one_of(st.none(), st.integers(-10**9, 10**9))


def bargained() -> Model:
    """Rates, measures of each nature opened inside their year or not, transfers between sections, a typed base."""
    build = two_rivers().section("E2", 40_500_000, dgc="D1").rates("E2", 10_000, 7_500, 5_000, 5_000, 5_000)
    build.measure("E1", 2027, "nouvelle", 2_500_000, opening="2027-09-01")
    build.measure("E1", 2028, "cnr", 400_000)
    build.measure("E2", 2028, "economie", -700_000, opening="2028-12-31")
    build.row(Measure, section="SE1", from_section="SE2", year=2028, nature="transfert", cents=600_000,
              opening="2028-04-01")
    build.row(Measure, section="SE2", from_section="SE2", year=2029, nature="transfert", cents=100_000)
    return build.model()


CONTRACT = bargained()
CELLS = tuple(
    row.at(field) for kind, field in ((YearRate, "rate"), (Measure, "cents"), (SectionBase, "cents"))
    for row in CONTRACT.all(kind)
)


def possible(cell: Cell, value: int | None) -> Value:
    """A drawn value as the field takes it: a rate has bounds."""
    return value if cell.kind != YearRate.kind or value is None else value % 100_000


def dotations(model: Model) -> list[list[int | None]]:
    """Those of each section by year, computed from nothing."""
    return [[year.grant.cents for year in section_trajectory(model, one.id)] for one in model.all(Section)]


def some(most: int) -> st.SearchStrategy[dict[Cell, Value]]:
    """Values of one cell or of several, of one section or of all."""
    drawn = st.dictionaries(st.sampled_from(CELLS), CENTS, min_size=1, max_size=most)
    return drawn.map(lambda values: {cell: possible(cell, value) for cell, value in values.items()})


@given(st.one_of(st.tuples(some(1), some(1)), st.tuples(some(5), some(5))))
def test_a_cost_is_the_difference_between_two_whole_contracts(sides: tuple[dict[Cell, Value], ...]) -> None:
    held = cost_between(Books(CONTRACT), *sides)
    whole = [dotations(CONTRACT.overlaid(values)) for values in sides]
    moved = [(mine, its) for mine, its in zip(*whole, strict=True) if mine != its]
    for index, (_, figure) in enumerate(held.years):
        columns = [(mine[index], its[index]) for mine, its in moved]
        if figure.cents is not None:
            known = [(mine, its) for mine, its in columns if mine is not None and its is not None]
            assert len(known) == len(columns)
            assert figure.cents == sum(mine - its for mine, its in known)
        else:
            assert figure.missing, "a cost that is not known says why"
    assert held.years or not moved


@given(st.lists(st.tuples(st.sampled_from(CELLS), CENTS), min_size=2, max_size=6))
def test_one_cost_leaves_nothing_behind_for_the_next_one(tried: list[tuple[Cell, int | None]]) -> None:
    books = Books(CONTRACT)
    for cell, drawn in tried:
        value = possible(cell, drawn)
        assert cost_between(books, {cell: value}) == cost_between(Books(CONTRACT), {cell: value})
    assert [list(books.trajectory(section)) for section in SECTIONS] == [
        section_trajectory(CONTRACT, section) for section in SECTIONS]
