"""« Mesures et positions » and « Comparaison »: what each side asks; no part of the annex, written when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ....core.changes import Side
from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import over_years
from ....core.finance.groupings import groups
from ....core.finance.records import Measure
from ....core.model import Model
from ....core.positions import position_value, standing
from ....core.records import Form, field_of
from ..book import Book, in_layer
from ..formulas import Formula, Key, calculation, signed_sum
from ..grid import Column, Line, Look
from ..source import Source, choice, sum_of
from ..views import ASKED, COMPARISON, GROUPED_BY, OFFERED, POSITIONS, SECTION
from . import keys

WORKING = "Document de négociation\u00a0: il n’est pas joint au contrat."


def add_positions(book: Book, model: Model, accord: Source, today: dt.date) -> None:
    """What each side says of every measure, asked, offered, retained."""
    columns = (Column("Section", 26), Column("Mesure", 40), Column("Nature", 20), Column("Année", 8),
               Column("Demande", 16), Column("Offre", 16), Column("Retenu", 16), Column("Écart demande − offre", 16))
    sheet = book.add(accord.sheet(POSITIONS, POSITIONS, columns, f"Montants en année pleine. {WORKING}", 2))
    for section, name in accord.sections:
        rows = sorted(model.where(Measure, "section", section.id), key=lambda row: (row.year, row.order, row.id))
        for measure in rows:
            line = sheet.line()
            line.text(name)
            line.text(measure.label or measure.code)
            line.text(choice(measure, "nature"))
            line.number(measure.year)
            _sides(line, model, measure, today)


def _sides(line: Line, model: Model, measure: Measure, today: dt.date) -> None:
    address, said = measure.at("cents"), dict[str, Figure]()
    for layer, side in ((ASKED, Side.MANAGER), (OFFERED, Side.AUTHORITY)):
        position = standing(model, address, side, today)
        if position is None:
            line.skip()
            continue
        value = position_value(field_of(address), position.value)
        said[layer] = Figure(int(value)) if value is not None else Figure(None)
        line.entered(("position", measure.id, layer), value, Form.CENTS)
    line.entered(("position", measure.id, "retained"), measure.cents, Form.CENTS)
    if len(said) == 2:
        gap = total((Part(ASKED, said[ASKED]), Part(OFFERED, said[OFFERED], -1)))
        read = (("position", measure.id, ASKED), ("position", measure.id, OFFERED))
        line.figure(("position", measure.id, "gap"), gap, calculation("{0}-{1}", *read))


@dataclass(frozen=True)
class _Compared:
    """A line of the comparison: its name and key, what each layer adds up for it, with where each part stands there."""

    name: str
    key: Key
    parts: Mapping[str, Sequence[tuple[Key, Figure]]]
    is_total: bool = False

    def figure(self, layer: str) -> Figure:
        """Its total in a layer."""
        return total(Part("", figure) for _, figure in self.parts[layer])

    def formula(self, layer: str) -> Formula | None:
        """The same as a formula."""
        return sum_of((in_layer(layer, key), figure, 1) for key, figure in self.parts[layer])


def add_comparison(book: Book, accord: Source, asked: Source, offered: Source, grouping: str = SECTION) -> None:
    """What each view costs over the contract, by section or group of them and by DGC, and what separates them."""
    years = accord.years
    span = f"{years[0]}–{years[-1]}" if years else ""
    columns = (Column("Section ou DGC", 40), *(Column(f"{word} {span}", 18) for word in (ASKED, OFFERED, "Accord")),
               Column("Accord − offre", 18), Column("Demande − accord", 18), Column("Écart demande − offre", 18))
    name = " ".join(filter(None, (COMPARISON, GROUPED_BY.get(grouping, ""))))
    sheet = book.add(accord.sheet(name, "Comparaison sur la durée du contrat", columns, f"Euros. {WORKING}"))
    sources = {ASKED: asked, OFFERED: offered, "": accord}
    for one in _lines(sources, accord, grouping):
        line = sheet.line()
        line.text(one.name, Look.TOTAL if one.is_total else Look.TEXT)
        for layer in sources:
            line.figure((*one.key, layer or "Accord"), one.figure(layer), one.formula(layer))
        for first, other in (("", OFFERED), (ASKED, ""), (ASKED, OFFERED)):
            gap = total((Part("", one.figure(first)), Part("", one.figure(other), -1)))
            read = [((*one.key, first or "Accord"), 1), ((*one.key, other or "Accord"), -1)]
            known = [(key, sign) for (key, sign), layer in zip(read, (first, other), strict=True)
                     if not one.figure(layer).idle]
            line.figure((*one.key, first, other), gap, signed_sum(known or read), total=one.is_total)


def _lines(sources: Mapping[str, Source], accord: Source, grouping: str) -> Iterable[_Compared]:
    """The groups, with their sections below where there are several, then each DGC."""
    for group in groups(accord.model, grouping):
        sections = [one for one in group.sections if all(source.chain(one.id) for source in sources.values())]
        if sections and grouping != SECTION:
            yield _of_sections(sources, group.name, ("comparison", grouping, group.key), sections, len(sections) > 1)
        if grouping == SECTION or len(sections) > 1:
            for section in sections:
                key = ("comparison", grouping, group.key, section.id)
                yield _of_sections(sources, accord.name(section.id), key, [section])
    for grant in accord.grants:
        sums = {layer: one.books.grant(grant.id) for layer, one in sources.items()}
        if all(sums.values()):
            parts = {layer: [(keys.grant(grant.id, 0, "grant"), over_years(years))] for layer, years in sums.items()}
            yield _Compared(grant.name or "DGC", ("comparison", "/dgc", grant.id), parts, True)


def _of_sections(
    sources: Mapping[str, Source], name: str, key: Key, sections: Sequence[Section], is_total: bool = False
) -> _Compared:
    parts = {layer: [(keys.line(one.id, 0, "grant"), over_years(source.chain(one.id))) for one in sections]
             for layer, source in sources.items()}
    return _Compared(name, key, parts, is_total)
