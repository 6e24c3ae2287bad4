"""« Mutualisations »: what each service saves, inside and outside the DGC."""

from __future__ import annotations

from ....core.contract import Section
from ....core.finance.pooling import saved, saving
from ....core.finance.pooling_records import Pooling, PoolingShare
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, signed_sum
from ..grid import Column, Look, Sheet
from ..source import Source, choice, same_as, sum_of

NAME = "Mutualisations"


def add(book: Book, source: Source) -> None:
    """The sheet; none where nothing is pooled."""
    rows = sorted(source.model.all(Pooling), key=lambda row: (row.order, row.code, row.id))
    if not rows:
        return
    columns = (Column("Service", 40), Column("Début", 12), Column("Coût avant", 15), Column("Coût après", 15),
               Column("Économie saisie", 15), Column("Économie annuelle", 16), Column("Usage", 44))
    sheet = book.add(source.sheet(NAME, "Mutualisations", columns, "Économie saisie, sinon coût avant − coût après."))
    for row in rows:
        _pooling(sheet, source, row)


def _pooling(sheet: Sheet, source: Source, row: Pooling) -> None:
    sheet.band(" ".join(filter(None, (row.code, row.name))) or "Mutualisation")
    shares = source.model.where(PoolingShare, "pooling", row.id)
    for share in shares:
        _share(sheet, source, row, share)
    held = saving(source.model, row)
    known = [(share, source.model.find(Section, share.section)) for share in shares]
    sides = {"inside": [share for share, section in known if section is not None and section.dgc is not None],
             "outside": [share for share, section in known if section is not None and section.dgc is None]}
    for name, label in (("inside", "Dans la DGC"), ("outside", "Hors DGC")):
        parts = [(_key(share), saved(share, ""), 1) for share in sides[name]]
        _total(sheet, row, name, label, sum_of(parts), held)
    both = sum_of([(("pooling", row.id, "inside"), held.inside, 1), (("pooling", row.id, "outside"), held.outside, 1)])
    _total(sheet, row, "whole", "Économie totale", both, held)


def _key(share: PoolingShare) -> Key:
    return ("saving", share.id)


def _total(sheet: Sheet, row: Pooling, name: str, label: str, formula: Formula | None, held: object) -> None:
    line = sheet.line()
    line.text(label, Look.TOTAL)
    line.column = 5
    line.figure(("pooling", row.id, name), getattr(held, name), formula, total=True)


def _share(sheet: Sheet, source: Source, row: Pooling, share: PoolingShare) -> None:
    line = sheet.line()
    line.text(source.name(share.section))
    line.typed(row.at("start"), row.start, Form.DAY) if share == next(
        iter(source.model.where(PoolingShare, "pooling", row.id))) else line.skip()
    for field in ("cost_before", "cost_after", "saving"):
        line.typed(share.at(field), getattr(share, field), Form.CENTS)
    is_typed = share.saving is not None or share.cost_before is None or share.cost_after is None
    formula = same_as(tuple(share.at("saving"))) if is_typed else signed_sum(
        [(tuple(share.at("cost_before")), 1), (tuple(share.at("cost_after")), -1)])
    line.figure(_key(share), saved(share, source.name(share.section)), formula)
    line.text(" ".join(filter(None, (choice(share, "use"), share.use_text))))
