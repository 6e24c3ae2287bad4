"""« Effectifs » and « Coûts unitaires »: a row for each staff line, its posts and the drift of its cost by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import count

from ....core.contract import Section
from ....core.finance.books import Books
from ....core.finance.groupings import Group
from ....core.finance.scope import base_year, contract_years
from ....core.finance.staff import RATES, unit_cost
from ....core.finance.staff_records import StaffLine, StaffYear
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.money import format_number
from ....core.problems import Problem
from ....core.records import Value, canonical_number
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import COMPUTED, Reading, computed, typed
from .kept import KeptReads
from .lines import Made, Values, empty_line, entry, folded, group, new_values
from .listing import key_of, next_order, record_cell

POSTS = (("actual", "réels"), ("target", "cible"), ("vacant", "vacants"), ("authorised", "autorisés"))
POST_FIELDS = frozenset({"function", "grade", "covered_by", "", *(field for field, _ in POSTS)})
"""The fields of the table of posts; those of costs stand in the other one."""
NEW_LINE = "Nouvelle fonction"
FUNCTION_FIRST = Problem("La fonction se saisit d’abord\u00a0: elle nomme la ligne.")
POST_WIDTH = 60


def staff_lines(model: Model, section: Section) -> list[StaffLine]:
    """The staff lines of a section, in their order."""
    return sorted(model.where(StaffLine, "section", section.id), key=lambda one: (one.order, one.function, one.id))


def post_columns(model: Model, this_year: int) -> list[tuple[int, str]]:
    """The years in which each number of posts is asked for, those that are typed anywhere included.

    Real posts are those of years begun. By number, then by year, so that a block of years is pasted at once.
    """
    base, years = base_year(model), contract_years(model)
    closed = [] if base is None else [base - 1, base]
    closed += [year for year in years if year <= this_year and year not in closed]
    wanted = {"actual": closed, "vacant": closed, "target": list(years), "authorised": sorted({*closed, *years})[1:]}
    found = {(row.year, field) for row in model.all(StaffYear) for field, _ in POSTS if getattr(row, field) is not None}
    return [(year, field) for field, _ in POSTS
            for year in sorted({*wanted[field], *(one for one, name in found if name == field)})]


def posts_content(
    reading: Reading, held: Books, contract: str, new_id: Callable[[], str], kept: KeptReads[Row]
) -> Content:
    """The table of posts, section by section, with their totals."""
    model = reading.shown
    shown, words = post_columns(model, reading.today.year), dict(POSTS)
    columns = (
        Column("function", "Fonction", "ETP", Align.LEFT, least=184, stretch=True),
        *(Column(f"{year}/{field}", str(year), words[field], least=POST_WIDTH) for year, field in shown),
        Column("grade", "Grade", align=Align.LEFT, least=96),
        Column("covered_by", "Financé par", align=Align.LEFT, least=96),
    )

    def row_of(section: Section, name: str, reading: Reading) -> Row:
        key, model = f"effectifs/{section.id}", reading.shown
        sums = _posts_sums(model, staff_lines(model, section), shown)
        return group(key, (title(name), *sums), partial(rows_of, reading, section, name, key))

    def rows_of(reading: Reading, section: Section, name: str, key: str) -> list[Row]:
        model = reading.shown
        lines = staff_lines(model, section)
        cells = {f"{year}/{field}": entry(model, StaffYear, field) for year, field in shown}
        cells |= {field: entry(model, StaffLine, field) for field in ("function", "grade", "covered_by")}
        fill = NewLine(model, section, contract, new_id)
        return [
            *(_posts_row(reading, line, shown, contract, key) for line in lines),
            empty_line(f"{key}/nouvelle", NEW_LINE, columns, cells, fill, key),
            Row(f"{key}/total", (title(f"Total {name}"), *_posts_sums(model, lines, shown)), RowKind.TOTAL, key),
        ]

    rows = [kept.get(section.id, (section, name, tuple(shown)), reading, partial(row_of, section, name))
            for section, name in held.sections]
    return Content("finances/effectifs", columns, tuple(rows), folded(rows))


def grouped_posts(reading: Reading, found: Sequence[Group], kept: KeptReads[Row]) -> Content:
    """The same summed by function over the sections of each group."""
    model = reading.shown
    shown, words = post_columns(model, reading.today.year), dict(POSTS)
    columns = (Column("function", "Fonction", "ETP", Align.LEFT, least=184, stretch=True),
               *(Column(f"{year}/{field}", str(year), words[field], least=POST_WIDTH) for year, field in shown))
    rows = [kept.get(one.key, (one, tuple(shown)), reading, partial(_grouped, one, shown)) for one in found]
    return Content("finances/effectifs/groupes", columns, tuple(rows), folded(rows))


def _grouped(one: Group, shown: Sequence[tuple[int, str]], reading: Reading) -> Row:
    model, key = reading.shown, f"effectifs/{one.key}"
    lines = [line for section in one.sections for line in staff_lines(model, section)]
    sums = _posts_sums(model, lines, shown)
    return group(key, (title(one.name), *sums), partial(_by_function, model, one.name, lines, shown, key))


def _by_function(
    model: Model, name: str, lines: Sequence[StaffLine], shown: Sequence[tuple[int, str]], key: str
) -> list[Row]:
    rows = []
    for at, function in enumerate(dict.fromkeys(line.function for line in lines)):
        same = [line for line in lines if line.function == function]
        rows.append(Row(f"{key}/{at}", (title(function or "Fonction sans nom"), *_posts_sums(model, same, shown)),
                        group=key, level=1))
    return [*rows, Row(f"{key}/total", (title(f"Total {name}"), *_posts_sums(model, lines, shown)), RowKind.TOTAL, key)]


def costs_content(
    reading: Reading, held: Books, contract: str, new_id: Callable[[], str], kept: KeptReads[Row]
) -> Content:
    """The unit cost of each line in its year of reference, then its rates and the cost that follows, by year."""
    years = cost_years(reading.shown)
    heads = [Column("function", "Fonction", "coût chargé d’un ETP", Align.LEFT, least=184, stretch=True),
             Column("unit_year", "Année", "de référence", Align.CENTRE, least=72),
             Column("unit_cost", "Coût", "euros")]
    for year in years:
        heads += [Column(f"{year}/{field}", str(year), word, least=POST_WIDTH) for field, word in _RATE_WORDS]
        heads.append(Column(f"{year}/cost", str(year), "coût, euros"))

    def row_of(section: Section, name: str, reading: Reading) -> Row:
        key = f"couts/{section.id}"
        return group(key, (title(name),), partial(rows_of, reading, section, key))

    def rows_of(reading: Reading, section: Section, key: str) -> list[Row]:
        model = reading.shown
        cells = {f"{year}/{field}": entry(model, StaffYear, field) for year in years for field, _ in RATES}
        cells |= {field: entry(model, StaffLine, field) for field in ("function", "unit_year", "unit_cost")}
        fill = NewLine(model, section, contract, new_id)
        return [*(_cost_row(reading, line, years, contract, key) for line in staff_lines(model, section)),
                empty_line(f"{key}/nouvelle", NEW_LINE, heads, cells, fill, key)]

    rows = [kept.get(section.id, (section, name, tuple(years)), reading, partial(row_of, section, name))
            for section, name in held.sections]
    return Content("finances/couts", tuple(heads), tuple(rows), folded(rows))


_RATE_WORDS = (("seniority", "GVT"), ("point", "point"), ("segur", "Ségur"), ("minimum_wage", "SMIC"),
               ("other", "autre"))


def cost_years(model: Model) -> list[int]:
    """The years in which a cost drifts: from the one after the earliest reference to the base and the contract."""
    typed_in = {row.year for row in model.all(StaffYear)}
    base, years = base_year(model), contract_years(model)
    first = min((line.unit_year for line in model.all(StaffLine) if line.unit_year is not None),
                default=base - 1 if base is not None else None)
    wanted = typed_in | ({base} if base is not None else set()) | set(years)
    return [year for year in sorted(wanted) if first is not None and year > first]


class NewLine:
    """A new staff line from an empty one: its fields, and the posts or rates of the years that were given."""

    def __init__(self, model: Model, section: Section, contract: str, new_id: Callable[[], str]) -> None:
        self._section, self._contract, self._new_id = section, contract, new_id
        self._base = base_year(model)
        self._ranks: Iterator[int] = count(next_order(staff_lines(model, section)))

    def __call__(self, values: Values) -> Made:
        if not str(values.get("function") or "").strip():
            return FUNCTION_FIRST
        year = self._base - 1 if self._base is not None and "unit_cost" in values else None
        line = StaffLine(id=self._new_id(), section=self._section.id, unit_year=year, order=next(self._ranks))
        own = {key: value for key, value in values.items() if "/" not in key}
        made = new_values(line, own)
        for key, value in values.items():
            if "/" in key:
                made.append(self._of_year(line, key, value))
        return made

    def _of_year(self, line: StaffLine, key: str, value: Value) -> tuple[GridCell, Value]:
        year, field = key.split("/")
        row = natural_record(StaffYear, self._contract, staff=line.id, year=int(year))
        return GridCell(address=row.at(field), absent=row), value


def _posts_row(reading: Reading, line: StaffLine, shown: Sequence[tuple[int, str]], contract: str, key: str) -> Row:
    posts = (_of_year(reading, line, year, field, contract) for year, field in shown)
    name, grade, cover = (record_cell(reading, line, field) for field in ("function", "grade", "covered_by"))
    return Row(key_of(line), (name, *posts, grade, cover), group=key, level=1)


def _cost_row(reading: Reading, line: StaffLine, years: Sequence[int], contract: str, key: str) -> Row:
    cells = [record_cell(reading, line, field) for field in ("function", "unit_year", "unit_cost")]
    for year in years:
        drifts = line.unit_year is not None and year > line.unit_year
        cells += [_of_year(reading, line, year, field, contract) if drifts else GridCell(why=_BEFORE)
                  for field, _ in _RATE_WORDS]
        known = line.unit_year is not None and year >= line.unit_year
        cells.append(computed(unit_cost(reading.shown, line, year)) if known else GridCell(why=COMPUTED))
    return Row(key_of(line), tuple(cells), group=key, level=1)


_BEFORE = "Le coût part de son année de référence\u00a0: il n’évolue qu’ensuite."


def _of_year(reading: Reading, line: StaffLine, year: int, field: str, contract: str) -> GridCell:
    absent = natural_record(StaffYear, contract, staff=line.id, year=year)
    return typed(reading, absent.at(field), absent)


def _posts_sums(model: Model, lines: Sequence[StaffLine], shown: Sequence[tuple[int, str]]) -> list[GridCell]:
    """The sums of what is typed in each column; empty where nothing is."""
    held = {(line.id, row.year): row for line in lines for row in model.where(StaffYear, "staff", line.id)}
    cells = []
    for year, field in shown:
        found = [Decimal(number) for line in lines if (row := held.get((line.id, year))) is not None
                 and (number := getattr(row, field)) is not None]
        text = format_number(canonical_number(sum(found, Decimal(0)))) if found else ""
        cells.append(GridCell(text, why="Somme des lignes d’effectif."))
    return cells
