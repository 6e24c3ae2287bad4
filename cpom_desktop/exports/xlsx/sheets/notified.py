"""« Notifié »: what each arrêté gave beside the contract’s own chain, which no arrêté moves."""

from __future__ import annotations

from ....core.finance.against import notifications
from ....core.finance.pricing_records import NotifiedGrant
from ..book import Book, in_layer
from ..formulas import Key, signed_sum
from ..grid import Column
from ..source import Source, same_as
from ..views import NOTIFIED
from . import keys

LAYER = "Contrat"
"""The layer of the contract’s own chain: the arrêtés left aside."""
WHY = "La dotation du contrat suit la trajectoire signée, sans les arrêtés (feuilles «\u00a0Contrat\u00a0»)."


def has_any(source: Source) -> bool:
    """Whether an arrêté was typed: without one there is nothing to set beside the contract."""
    return any(row.cents is not None for row in source.model.all(NotifiedGrant))


def add(book: Book, source: Source) -> None:
    """The sheet; the layer of the contract’s own chain must be in the same book."""
    columns = (Column("Section", 34), Column("Année", 8), Column("Dotation du contrat", 18),
               Column("Dotation notifiée", 18), Column("Écart", 16), Column("Écart sur la base suivante", 18),
               Column("Cause", 20), Column("Base suivante", 34))
    sheet = book.add(source.sheet(NOTIFIED, "Dotations notifiées et contrat", columns, WHY, 2))
    for section, name in source.sections:
        for held in notifications(source.model, section.id):
            def key(name: str, year: int = held.year, of: str = section.id) -> Key:
                return ("notification", of, year, name)

            line = sheet.line()
            line.text(name)
            line.number(held.year)
            own = in_layer(LAYER, keys.line(section.id, held.year, "grant"))
            base = in_layer(LAYER, keys.line(section.id, held.year, "base"))
            line.figure(key("contract"), held.contract, same_as(own))
            line.figure(key("notified"), held.notified, same_as(keys.notified(section.id, held.year, "cents")))
            line.figure(key("gap"), held.gap, signed_sum([(key("notified"), 1), (key("contract"), -1)]))
            carried = keys.line(section.id, held.year, "carried")
            line.figure(key("base gap"), held.base_gap, signed_sum([(carried, 1), (base, -1)]))
            line.text(held.cause)
            line.text(held.next_base)
