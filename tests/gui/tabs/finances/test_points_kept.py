"""« Points » as it is kept from edit to edit is what opening it would show, to the cent and to the word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.bargaining.bargain import Bargain
from cpom_desktop.core.bargaining.points import cost_of_all, in_order, point, spoken_of
from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Esms, Section, Transformation
from cpom_desktop.core.diagnosis import Item
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Meeting, Package, Position, Topic
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.core.records import Cell, Record
from cpom_desktop.gui.tabs.finances.bargaining.points_table import PointsTable
from cpom_desktop.gui.tabs.finances.cells import Reading
from tests.data.build import position
from tests.data.demo import demo

TODAY = dt.date(2026, 11, 20)
KINDS: tuple[type[Record], ...] = (
    Measure, Position, YearRate, SectionBase, Package, Meeting, Esms, Section, Topic, Indicator, Transformation)
SPOKEN: tuple[type[Record], ...] = (Measure, YearRate, Topic, IndicatorYear, Transformation, Item)
FIELDS: dict[type[Record], str] = {
    Measure: "cents", YearRate: "rate", Topic: "value", IndicatorYear: "target", Transformation: "places",
    Item: "value"}
FOLDED = st.frozensets(st.sampled_from((0, 1)))
"""The groups that are folded: those of an even rank, of an odd one, all, or none."""
Act = Callable[[Model, st.DataObject], Model]


def pick(model: Model, data: st.DataObject, kind: type[Record]) -> Record | None:
    rows = sorted(model.all(kind), key=lambda one: one.id)
    return data.draw(st.sampled_from(rows)) if rows else None


def say(model: Model, data: st.DataObject) -> Model:
    """A side says something of a cell, or says something else of it."""
    kind = data.draw(st.sampled_from(SPOKEN))
    row = pick(model, data, kind)
    if row is None:
        return model
    made = position(
        Cell(kind.kind, row.id, FIELDS[kind]), data.draw(st.sampled_from(Side)), data.draw(st.integers(1, 4)),
        data.draw(st.sampled_from((None, "5", "20000", "1200000", "deux mots"))),
        status=data.draw(st.sampled_from(("propose", "contre-propose", "valide", "refuse", "retire", "reserve"))),
        settled=data.draw(st.sampled_from((0, 0, 0, 1))), precondition=data.draw(st.sampled_from((0, 0, 1))),
        valid_until=data.draw(st.sampled_from((None, None, "2026-11-19", "2026-11-20"))),
        argument=data.draw(st.sampled_from(("", "parce que"))))
    return model.replacing([made])


def retain(model: Model, data: st.DataObject) -> Model:
    """Another value is retained, or typed."""
    kind = data.draw(st.sampled_from((Measure, YearRate, SectionBase)))
    row = pick(model, data, kind)
    field = "rate" if kind is YearRate else "cents"
    value = data.draw(st.sampled_from((None, 0, 12_500, 90_000)))
    return model if row is None else model.overlaid({row.at(field): value})


def describe(model: Model, data: st.DataObject) -> Model:
    """A measure is called, dated, placed otherwise; a package, an ESMS, an indicator has another name."""
    kind = data.draw(st.sampled_from((Measure, Measure, Package, Esms, Indicator, Section)))
    row = pick(model, data, kind)
    if row is None:
        return model
    sections = [one.id for one in model.all(Section)]
    changes = {
        Measure: st.sampled_from(({"label": "Autre"}, {"year": 2028}, {"order": 3}, {"opening": "2027-07-01"},
                                  {"nature": "cnr"}, *({"section": one} for one in sections),
                                  *({"nature": "transfert", "from_section": one} for one in sections))),
        Package: st.sampled_from(({"code": "K9"}, {"name": "Autre lot"})), Esms: st.just({"name": "Autre nom"}),
        Indicator: st.just({"name": "Autre indicateur"}), Section: st.sampled_from(({"order": 5}, {"dgc": None})),
    }
    return model.replacing([replace(row, **data.draw(changes[kind]))])  # type: ignore[arg-type]


def link(model: Model, data: st.DataObject) -> Model:
    """A position enters a package, or leaves it."""
    row, package = pick(model, data, Position), pick(model, data, Package)
    if row is None:
        return model
    held = data.draw(st.sampled_from((None, package.id if package is not None else None)))
    return model.replacing([replace(row, package=held)])  # type: ignore[call-arg]


def add(model: Model, data: st.DataObject) -> Model:
    """A new measure, of no amount yet."""
    number = data.draw(st.integers(0, 3))
    section = data.draw(st.sampled_from([one.id for one in model.all(Section)] or ["nulle"]))
    return model.replacing([Measure(id=f"m{number}", section=section, year=2028, label="Nouvelle mesure")])


def delete(model: Model, data: st.DataObject) -> Model:
    row = pick(model, data, data.draw(st.sampled_from(KINDS)))
    return model if row is None else model.replacing(removed=[(row.kind, row.id)])


ACTS: tuple[Act, ...] = (say, say, retain, describe, link, add, delete)


@given(st.data())
def test_what_is_kept_after_any_edits_is_what_would_be_made_afresh(data: st.DataObject) -> None:
    """Positions, values, packages, names, deletions, and the way back: each state is looked at or passed over.

    Groups are opened and folded on the way: what is opened late tells the contract as it stands then.
    """
    table, states = PointsTable(), [demo()]
    books = Books(demo())
    seen_of(table, books)
    for _ in range(data.draw(st.integers(1, 8))):
        back = data.draw(st.booleans()) and len(states) > 1
        model = states.pop() if back else data.draw(st.sampled_from(ACTS))(states[-1], data)
        if not back:
            states.append(model)
        books = books.after(model, model.differing(books.model))
        if data.draw(st.booleans()):
            seen_of(table, books, data.draw(FOLDED))
    assert seen_of(table, books) == seen_of(PointsTable(), Books(books.model))


def test_a_point_follows_the_name_of_what_it_is_a_target_of() -> None:
    model = demo()
    spoken = next(cell for cell in spoken_of(model) if cell.kind == IndicatorYear.kind)
    indicator = model.get(Indicator, model.get(IndicatorYear, spoken.row).indicator)
    table, books = PointsTable(), Books(model)
    seen_of(table, books)
    renamed = model.replacing([replace(indicator, name="Tout autre nom")])
    books = books.after(renamed, renamed.differing(model))
    assert seen_of(table, books) == seen_of(PointsTable(), Books(renamed))


def test_a_group_opened_during_a_trial_tells_the_shares_of_before_once_it_is_over() -> None:
    """A rate takes off while the groups are folded; they are opened, then the trial is given up."""
    model = demo()
    rate = next(one for one in model.all(YearRate) if model.get(Section, one.section).dgc is not None)
    table, books = PointsTable(), Books(model)
    seen_of(table, books, frozenset({0, 1}))
    tried = model.overlaid({rate.at("rate"): 100_000})
    seen_of(table, trial := books.after(tried, tried.differing(model)), frozenset({0, 1}))
    assert seen_of(table, trial) == seen_of(PointsTable(), Books(tried))
    assert seen_of(table, books) == seen_of(PointsTable(), Books(model))


def seen_of(table: PointsTable, books: Books, folded: frozenset[int] = frozenset()) -> list[object]:
    """What the table shows, the groups of an even or of an odd rank folded."""
    content = table.content(Reading(books.model, books.model, frozenset(), TODAY), books)
    keys = {row.key for rank, row in enumerate(content.rows) if rank % 2 in folded}
    return [content.columns, content.folded, *content.unfolded(keys)]


@given(st.data())
def test_the_closing_gap_is_the_one_chain_of_all_that_is_open(data: st.DataObject) -> None:
    bargain = Bargain.of(Books(demo()), TODAY)
    for _ in range(data.draw(st.integers(1, 6))):
        model = data.draw(st.sampled_from(ACTS))(bargain.books.model, data)
        bargain = bargain.after(bargain.books.after(model, model.differing(bargain.books.model)), TODAY)
    model = bargain.books.model
    measures = [one.at("cents") for one in model.all(Measure) if model.find(Section, one.section) is not None]
    assert set(bargain.points) == {*measures, *spoken_of(model)}
    assert all(held == point(model, cell, TODAY) for cell, held in bargain.points.items())
    waiting = [one for group in bargain.groups for one in group.points if one.open]
    assert (bargain.open, bargain.cost) == (len(waiting), cost_of_all(Books(model), waiting))
    kept, fresh = ([(one.key, one.name, one.points, one.sections) for one in held.groups]
                   for held in (bargain, Bargain.of(Books(model), TODAY)))
    assert kept == fresh, "in one order too, which is that of every list of cells"
    shown = [one.cell for group in bargain.groups for one in group.points]
    assert in_order(model, bargain.points) == shown
    assert spoken_of(model) == [cell for cell in shown if model.where(Position, "cell", str(cell))]


def test_the_closing_gap_follows_edits_that_are_looked_at_one_after_the_other() -> None:
    """Each sum is told from the one before: rates move, one of them is not known for a while, a point is settled."""
    asked = [position(one.at("cents"), Side.MANAGER, 9, "1234567") for one in demo().all(Measure)]
    model = demo().replacing(asked)
    rates, bargain, found = model.all(YearRate), Bargain.of(Books(model), TODAY), set[int | None]()
    edits = [*(model.overlaid({one.at("rate"): 100_000}) for one in rates), model.overlaid({rates[0].at("rate"): None}),
             model.replacing([replace(asked[0], settled=1)]), model.replacing(removed=[("position", asked[1].id)]),
             model]
    for edited in edits:
        bargain = bargain.after(bargain.books.after(edited, edited.differing(bargain.books.model)), TODAY)
        waiting = [one for one in bargain.points.values() if one.open]
        assert bargain.cost == cost_of_all(Books(edited), waiting)
        found.add(bargain.cost.whole.cents)
    assert None in found and len(found) > 4
