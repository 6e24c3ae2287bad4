"""« Mesures et positions » and « Comparaison »: what each side asks; no part of the annex, written when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ....core.changes import Side
from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import over_years
from ....core.finance.records import Measure
from ....core.finance.trajectory import TrajectoryYear
from ....core.model import Model
from ....core.positions import position_value, standing
from ....core.records import Form, field_of
from ..book import Book, in_layer
from ..formulas import Key, calculation, signed_sum
from ..grid import Column, Line, Look
from ..source import Source, choice
from ..views import COMPARISON, POSITIONS
from . import keys

ASKED, OFFERED = "Demande", "Offre"
"""Names of the layers that hold the contract as each side would have it; that of the agreement has none."""
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
    """A line of the comparison: its name, where its total stands in a layer, and what it is for each of them."""

    name: str
    key: Key
    figures: Mapping[str, Figure]
    is_total: bool


def add_comparison(book: Book, accord: Source, asked: Source, offered: Source) -> None:
    """What each view costs over the contract, by section and by DGC, and what separates them."""
    years = accord.years
    span = f"{years[0]}–{years[-1]}" if years else ""
    columns = (Column("Section ou DGC", 40), *(Column(f"{word} {span}", 18) for word in (ASKED, OFFERED, "Accord")),
               Column("Accord − offre", 18), Column("Demande − accord", 18), Column("Écart demande − offre", 18))
    sheet = book.add(accord.sheet(COMPARISON, "Comparaison sur la durée du contrat", columns, f"Euros. {WORKING}"))
    sources = {ASKED: asked, OFFERED: offered, "": accord}
    for one in _lines(sources, [section for section, _ in accord.sections], accord):
        line = sheet.line()
        line.text(one.name, Look.TOTAL if one.is_total else Look.TEXT)
        for layer, figure in one.figures.items():
            line.figure((*one.key, layer or "Accord"), figure, calculation("{0}", in_layer(layer, one.key)))
        for first, other in (("", OFFERED), (ASKED, ""), (ASKED, OFFERED)):
            gap = total((Part("", one.figures[first]), Part("", one.figures[other], -1)))
            read = [((*one.key, first or "Accord"), 1), ((*one.key, other or "Accord"), -1)]
            known = [(key, sign) for (key, sign), layer in zip(read, (first, other), strict=True)
                     if not one.figures[layer].idle]
            line.figure((*one.key, first, other), gap, signed_sum(known or read), total=one.is_total)


def _lines(sources: Mapping[str, Source], sections: Iterable[Section], accord: Source) -> Iterable[_Compared]:
    for section in sections:
        chains: dict[str, list[TrajectoryYear]] = {layer: list(one.chain(section.id)) for layer, one in sources.items()}
        if all(chains.values()):
            figures = {layer: over_years(chain) for layer, chain in chains.items()}
            yield _Compared(accord.name(section.id), keys.line(section.id, 0, "grant"), figures, False)
    for grant in accord.grants:
        sums = {layer: one.books.grant(grant.id) for layer, one in sources.items()}
        if all(sums.values()):
            figures = {layer: over_years(years) for layer, years in sums.items()}
            yield _Compared(grant.name or "DGC", keys.grant(grant.id, 0, "grant"), figures, True)
