"""The rows of the ratios: their value in each exercice, how it stands to its bounds, and the bounds typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from ....core.finance.balance import balance, consolidated
from ....core.finance.balance_records import RATIOS, BalanceLine, RatioReference
from ....core.finance.figure import Ratio
from ....core.finance.ratios import Bounds, bounds_of, ratios
from ....core.identifiers import natural_record
from ....core.money import NBSP, format_number
from ...grid import Align, Column, Content, GridCell, Inside, Row, RowKind, status, title
from ...theme import Status
from .balance_rows import esms_word, ordered_esms
from .cells import INCOMPLETE, Reading, typed

NAME = "finances/ratios"
NOT_SIGNIFICANT = "n.s."
PROPOSED = "Valeur proposée par le programme\u00a0; celle qui est saisie ici la remplace."


def content(reading: Reading, contract: str, years: Sequence[int]) -> Content:
    """The ratios of the perimeter, then those of each ESMS that has a balance."""
    model = reading.shown
    columns = (
        Column("title", "Ratio", align=Align.LEFT, least=192, stretch=True),
        Column("unit", "Unité", align=Align.LEFT, least=48),
        *(Column(str(year), str(year)) for year in years),
        Column("reading", "Lecture", "dernier exercice", Align.LEFT, least=132),
        Column("low", "Minimum", "référence"),
        Column("high", "Maximum", "référence"),
        Column("source", "Source", align=Align.LEFT, least=80),
        Column("read_on", "Lu le"),
    )
    scopes = [("", "Périmètre"), *((one.id, esms_word(one)) for one in ordered_esms(model)
                                   if model.where(BalanceLine, "esms", one.id))]
    rows = [Row(f"ratios/{key}", (title(name),), RowKind.GROUP,
                inside=Inside(partial(_rows, reading, contract, key, years))) for key, name in scopes]
    return Content(NAME, columns, tuple(rows), frozenset(row.key for row in rows[1:]))


def _rows(reading: Reading, contract: str, esms: str, years: Sequence[int]) -> list[Row]:
    model, group = reading.shown, f"ratios/{esms}"
    held = [balance(model, year, esms) if esms else consolidated(model, year) for year in years]
    found = [ratios(one) if one.items else None for one in held]
    rows = []
    for key, label in RATIOS:
        values = [one[key] if one is not None else None for one in found]
        last = next((value for value in reversed(values) if value is not None), None)
        bounds = bounds_of(reading.shown, key)
        cells = [title(label, tip=last.rule if last else ""), title(last.unit if last else "")]
        cells += [ratio_cell(value) for value in values]
        cells.append(_reading(last, bounds))
        cells += _bounds(reading, contract, key, bounds) if not esms else []
        rows.append(Row(f"{group}/{key}", tuple(cells), group=group, level=1))
    return rows


def ratio_cell(ratio: Ratio | None) -> GridCell:
    """A ratio with its decimals; « n.s. » and « incomplet » say why."""
    if ratio is None:
        return GridCell(why="Aucun poste de ce bilan n’est saisi.")
    if ratio.shown is not None:
        return GridCell(format_number(ratio.shown, ratio.decimals), why=ratio.rule, link=ratio)
    if ratio.missing:
        words = f"Il manque\u00a0: {', '.join(ratio.missing)}"
        return GridCell(INCOMPLETE, muted=True, italic=True, spoken=words, why=words, tip=words, link=ratio)
    words = ratio.note if ratio.note != NOT_SIGNIFICANT else "Le dénominateur est nul."
    return GridCell(NOT_SIGNIFICANT, muted=True, spoken=words, why=words, tip=words, link=ratio)


def _reading(ratio: Ratio | None, bounds: Bounds) -> GridCell:
    """How the last known value stands to its bounds, in words."""
    if ratio is None or ratio.value is None or (bounds.low is None and bounds.high is None):
        return GridCell(plain=True)
    unit = f"{NBSP}{ratio.unit}" if ratio.unit else ""
    if bounds.low is not None and ratio.value < bounds.low:
        return status(Status.TO_CHECK, f"Sous {_number(bounds.low)}{unit}")
    if bounds.high is not None and ratio.value > bounds.high:
        return status(Status.TO_CHECK, f"Au-dessus de {_number(bounds.high)}{unit}")
    return status(Status.COMPLIANT)


def _bounds(reading: Reading, contract: str, ratio: str, bounds: Bounds) -> list[GridCell]:
    """The bounds typed for the contract; while there are none, those proposed, in a muted ink."""
    absent = natural_record(RatioReference, contract, ratio=ratio)
    cells = [typed(reading, absent.at(name), absent) for name in ("low", "high", "source", "read_on")]
    if reading.shown.record(absent.kind, absent.id) is not None:
        return cells
    proposed = (_number(bounds.low), _number(bounds.high), bounds.source, "")
    return [replace(cell, text=text, muted=True, italic=True, tip=PROPOSED if text else "")
            for cell, text in zip(cells, proposed, strict=True)]


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_number(format(value, "f"))
