"""The annex as a whole: its sheets in their order, those of one view of the window, and its bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from ...core.model import Model
from ...core.overlay import View, seen_by
from ..pdf.agreed import agreed
from .book import Book
from .grid import Sheet
from .sheets import (
    activity,
    balance,
    budgets,
    grants,
    grouped,
    head_office,
    investment,
    loans,
    measures,
    modalities,
    negotiation,
    notified,
    payments,
    perimeter,
    plan,
    poolings,
    ratios,
    reserves,
    results,
    staff,
    trajectory,
)
from .sheets.readme import readme
from .source import Source
from .views import LAYERS, NEGOTIATION, SECTION, Seen
from .writer import Labels, written

Progress = Callable[[float, str], None]
"""Hears how far the work is, from 0 to 1, and in French what is being done."""
Builder = Callable[[Book, Source], None]
SHEETS: tuple[tuple[str, Builder], ...] = (
    (perimeter.NAME, perimeter.add), (budgets.NAME, budgets.add), (staff.NAME, staff.add),
    (measures.NAME, measures.add), (modalities.NAME, modalities.add), (trajectory.NAME, trajectory.add),
    (grants.NAME, grants.add), (payments.NAME, payments.add), (activity.NAME, activity.add),
    (poolings.NAME, poolings.add), (head_office.NAME, head_office.add),
    (results.NAME, results.add), (reserves.NAME, reserves.add),
    (investment.NAME, investment.add), (loans.NAME, loans.add),
    (balance.NAME, balance.add), (ratios.NAME, ratios.add), (plan.NAME, plan.add),
)
"""The sheets of the annex, in their order."""


def annex(model: Model) -> Book:
    """The whole annex, laid out: what the parties agreed on, and nothing of how they came to it."""
    book = _agreed_upon(Source(agreed(model)))
    book.finish()
    return book


def negotiated(model: Model, today: dt.date, seen: Seen | None = None) -> Book:
    """The annex and, beside it, the contract as each side would have it: a working document."""
    accord, asked, offered = (_source(model, view, today) for view in (View.ACCORD, View.MANAGER, View.AUTHORITY))
    book = Book()
    negotiation.add_positions(book, model, accord, today)
    grouping = seen.grouping if seen is not None and seen.table == "comparison" else SECTION
    negotiation.add_comparison(book, accord, asked, offered, grouping)
    for source in (accord, asked, offered):
        _fill(book, source)
    if seen is not None and seen.both:
        grouped.add(book, {one.layer: one for one in (accord, asked, offered)}, seen)
    book.finish()
    return book


def as_seen(model: Model, seen: Seen, today: dt.date) -> Book:
    """What a table of the window says with its page, its grouping and its view, and all that it reads."""
    if seen.both or seen.names[:1] and seen.names[0].startswith(NEGOTIATION):
        return negotiated(model, today, seen)
    source = _source(model, seen.view, today)
    book = _agreed_upon(source) if not seen.layer else Book()
    if seen.layer:
        _fill(book, source)
    if seen.grouped:
        grouped.add(book, {seen.layer: source}, seen)
    book.finish()
    return book


def _source(model: Model, view: View, today: dt.date) -> Source:
    """The contract as a view has it, in the layer of that view."""
    return Source(agreed(seen_by(model, view, today)), LAYERS[view])


def _agreed_upon(source: Source) -> Book:
    book = Book()
    _fill(book, source)
    if notified.has_any(source):
        notified.add(book, source)
        _fill(book, Source(source.model, notified.LAYER, notified=False))
    return book


def _fill(book: Book, source: Source) -> None:
    for _, build in SHEETS:
        build(book, source)


def annex_bytes(model: Model, *, made_on: dt.date, fingerprint: str, progress: Progress,
                names: Sequence[str] = (), seen: Seen | None = None) -> bytes:
    """The annex as an .xlsx; `names` keep some of its sheets, with those that they read, `seen` those of a table."""
    progress(0.0, "Lecture du contrat")
    if seen is not None:
        names, book = seen.names, as_seen(model, seen, made_on)
    else:
        book = negotiated(model, made_on) if set(names) & set(NEGOTIATION) else annex(model)
    progress(0.3, "Mise en page du classeur")
    whole = [name for name, sheet in book.sheets.items() if not sheet.layer]
    sheets = book.with_what_they_read(names or whole)
    source = Source(agreed(model))
    first = readme(source, sheets, fingerprint, [name for name in names if name not in book.sheets])
    every: list[Sheet] = [first, *sheets]
    book.add(first)
    book.finish()
    labels = Labels(source.contract.name or "CPOM", fingerprint, made_on)
    return written(book, every, labels, lambda share: progress(0.4 + 0.6 * share, "Écriture du classeur"))
