"""The tables of the window that are summed up by ESMS, by DGC or as a whole, or seen for two views at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ....core.contract import Section
from ....core.finance.budgets import Budget, summed_budget
from ....core.finance.figure import NOTHING, Figure, Part, total
from ....core.finance.grants import GrantYear, over_years, summed
from ....core.finance.groupings import Group, groups
from ....core.finance.records import GROUPS
from ....core.finance.trajectory import LINE_LABELS, LINES
from ..book import Book, in_layer
from ..formulas import Formula, Key
from ..grid import Column, Line, Look, Sheet
from ..source import Source, same_as, sum_of
from ..views import ASKED, GROUPED_BY, OFFERED, PAYROLL, POSTS, SECTION, SIDES, Seen
from . import budgets, keys, posts, staff
from .negotiation import WORKING

CARRIED = ("opening", "base")
"""Lines carried from year to year: they do not add up over the contract."""
FIRST = {"esms": "ESMS", "dgc": "DGC", "ensemble": "Périmètre", SECTION: "Section"}
DISPLAY = "Sommes de sections, pour la lecture\u00a0: chaque DGC a son payeur. Montants en euros."
EUROS = 15
Years = Sequence[GrantYear]


def add(book: Book, sources: Mapping[str, Source], seen: Seen) -> None:
    """The sheet of a table that is summed up; `sources` by the name of their layer."""
    if seen.both:
        _both(book, sources, seen)
        return
    source = sources[seen.layer]
    title = seen.grouped.replace(PAYROLL, "Masse salariale")
    found = groups(source.model, seen.grouping)
    if seen.grouped == POSTS:
        posts.add(book, source)
    elif seen.table == "trajectory":
        _trajectory(book, source, found, seen, title)
    elif seen.page == "comptes":
        _budgets(book, source, found, seen, title)
    elif seen.page == "effectifs":
        posts.add(book, source)
        posts.add_groups(book, source, found, seen.grouped, title)
    else:
        staff.add_groups(book, source, found, seen.grouped, title)


# Trajectoire


def _years(source: Source, group: Group) -> Years:
    return summed(source.model, group.sections, {one.id: source.chain(one.id) for one in group.sections})


def _trajectory(book: Book, source: Source, found: Iterable[Group], seen: Seen, title: str) -> None:
    columns = (Column(FIRST[seen.grouping], 38), *(Column(str(year), EUROS) for year in source.years),
               Column(_span(source), EUROS))
    sheet = book.add(source.sheet(seen.grouped, title, columns, f"{DISPLAY} Prévisionnel."))
    for group in found:
        if years := _years(source, group):
            sheet.band(group.name)
            for name in LINES:
                if name != "grant" and any(not year.lines[name].idle for year in years):
                    _summed_line(sheet.line(), source, group, years, name)
            for section in group.sections if len(group.sections) > 1 else ():
                _section(sheet.line(), source, section)
            _summed_line(sheet.line(), source, group, years, "grant")
    _grants(sheet, source)


def _summed_line(line: Line, source: Source, group: Group, years: Years, name: str) -> None:
    is_total = name == "grant"
    line.text(f"Dotation {group.name}" if is_total else LINE_LABELS[name], Look.TOTAL if is_total else Look.TEXT)
    for at, year in enumerate(years):
        parts = [(keys.line(one.id, year.year, name), getattr(source.chain(one.id)[at], name), 1)
                 for one in group.sections]
        line.figure(_key(group, year.year, name), year.lines[name], sum_of(parts), total=is_total)
    if name not in CARRIED:
        every = [(_key(group, year.year, name), year.lines[name], 1) for year in years]
        idle = all(figure.idle for _, figure, _ in every)
        line.figure(_key(group, 0, name), NOTHING if idle else over_years(years, name), sum_of(every), total=is_total)


def _key(group: Group, year: int, name: str) -> Key:
    return ("group", group.key, year, name)


def _section(line: Line, source: Source, section: Section) -> None:
    chain = source.chain(section.id)
    line.text(f"dont {source.name(section.id)}")
    for year in chain:
        line.figure(("of group", section.id, year.year), year.grant, same_as(keys.line(section.id, year.year, "grant")))
    line.figure(("of group", section.id, 0), over_years(chain), same_as(keys.line(section.id, 0, "grant")))


def _grants(sheet: Sheet, source: Source) -> None:
    """Each DGC, whatever the grouping."""
    held = [(grant, years) for grant in source.grants if (years := source.books.grant(grant.id))]
    if held:
        sheet.band("Dotations globalisées communes")
    for grant, years in held:
        line = sheet.line()
        line.text(grant.name or "DGC", Look.TOTAL)
        for year in years:
            line.figure(("of dgc", grant.id, year.year), year.grant, same_as(keys.grant(grant.id, year.year, "grant")),
                        total=True)
        line.figure(("of dgc", grant.id, 0), over_years(years), same_as(keys.grant(grant.id, 0, "grant")), total=True)


def _span(source: Source) -> str:
    return f"{source.years[0]}–{source.years[-1]}" if source.years else "Durée du contrat"


# Demande and offre side by side


def _both(book: Book, sources: Mapping[str, Source], seen: Seen) -> None:
    accord, asked, offered = sources[""], sources[ASKED], sources[OFFERED]
    columns = [Column(FIRST[seen.grouping], 38)]
    for year in accord.years:
        columns += [Column(f"{year} {ASKED.lower()}", EUROS), Column(f"{year} {OFFERED.lower()}", EUROS)]
    columns.append(Column(f"Écart {_span(accord)}", EUROS))
    title = f"{SIDES} {GROUPED_BY.get(seen.grouping, 'par section')}"
    sheet = book.add(accord.sheet(seen.grouped, title, columns, f"Somme des écarts à la fin. {WORKING}"))
    for group in groups(accord.model, seen.grouping):
        sides = (asked, _years(asked, group)), (offered, _years(offered, group))
        sheet.band(group.name)
        for name in (*(one for one in LINES if one != "grant"), "grant"):
            if name == "grant" or any(not year.lines[name].idle for _, years in sides for year in years):
                _pairs(sheet.line(), group, sides, name)
    for grant in accord.grants:
        _grant_pairs(sheet.line(), grant.id, grant.name or "DGC", (asked, offered))


Sides = tuple[tuple[Source, Years], tuple[Source, Years]]


def _pairs(line: Line, group: Group, sides: Sides, name: str) -> None:
    def formula(source: Source, at: int, year: int) -> Formula | None:
        return sum_of((in_layer(source.layer, keys.line(one.id, year, name)),
                       getattr(source.chain(one.id)[at], name), 1) for one in group.sections)

    words = f"Dotation {group.name}" if name == "grant" else LINE_LABELS[name]
    figures = [[(source, year.year, year.lines[name]) for source, years in sides for year in years[at:at + 1]]
               for at in range(len(sides[0][1]))]
    _written(line, words, ("sides", group.key, name), figures, formula, name == "grant", name not in CARRIED)


def _grant_pairs(line: Line, dgc: str, words: str, sources: Sequence[Source]) -> None:
    def formula(source: Source, at: int, year: int) -> Formula | None:
        return same_as(in_layer(source.layer, keys.grant(dgc, year, "grant")))

    chains = [source.books.grant(dgc) for source in sources]
    figures = [[(source, row.year, row.grant) for source, row in zip(sources, rows, strict=True)]
               for rows in zip(*chains, strict=True)]
    _written(line, words, ("sides", "/dgc", dgc), figures, formula, True, True)


def _written(line: Line, words: str, key: Key, figures: Sequence[Sequence[tuple[Source, int, Figure]]],
             formula: Callable[[Source, int, int], Formula | None], is_total: bool, adds_up: bool) -> None:
    """A line for each year and side, and over the contract what separates them."""
    line.text(words, Look.TOTAL if is_total else Look.TEXT)
    gaps: list[tuple[Key, Figure, int]] = []
    for at, pair in enumerate(figures):
        for sign, (source, year, figure) in zip((1, -1), pair, strict=True):
            own = (*key, year, source.layer)
            line.figure(own, figure, formula(source, at, year), total=is_total)
            gaps.append((own, figure, sign))
    if adds_up and gaps:
        gap = total(Part("", figure, sign) for _, figure, sign in gaps)
        line.figure((*key, "gap"), gap, sum_of(gaps), total=True)


# Budgets


def _budgets(book: Book, source: Source, found: Iterable[Group], seen: Seen, title: str) -> None:
    shown = budgets.columns_of(source)
    if not shown:
        return
    columns = (Column(FIRST[seen.grouping], 44), *(Column(f"{budgets.WORDS[status]} {year}", 16)
                                                   for year, status in shown))
    sheet = book.add(source.sheet(seen.grouped, title, columns, "Sommes de sections. Montants en euros."))
    for group in found:
        sheet.band(group.name)
        held = {one.id: {key: source.books.budget(one.id, *key) for key in shown} for one in group.sections}
        for name, label in (*GROUPS, *((name, label) for name, label, _ in budgets.TOTALS)):
            _budget_line(sheet.line(), source, group, held, (name, label))
            if len(group.sections) > 1 and name in dict(GROUPS):
                for one in group.sections:
                    _budget_part(sheet.line(), source, one, held[one.id], name)


def _budget_line(line: Line, source: Source, group: Group, held: Mapping[str, Mapping[budgets.Year, Budget]],
                 named: tuple[str, str]) -> None:
    name, label = named
    line.text(label, Look.TOTAL)
    for key in next(iter(held.values()), {}):
        begun = {one: of[key] for one, of in held.items() if of[key].begun}
        if not begun:
            line.skip()
            continue
        whole = summed_budget([(source.name(one), of) for one, of in begun.items()], *key)
        parts = [(keys.budget(one, *key, name), budgets.part_of(of, name), 1) for one, of in begun.items()]
        line.figure(("budget of", group.key, *key, name), budgets.part_of(whole, name), sum_of(parts), total=True)


def _budget_part(line: Line, source: Source, section: Section, held: Mapping[budgets.Year, Budget], name: str) -> None:
    line.text(f"dont {source.name(section.id)}")
    for key, of in held.items():
        if of.begun:
            line.figure(("budget part", section.id, *key, name), of.groups[name],
                        same_as(keys.budget(section.id, *key, name)))
        else:
            line.skip()
