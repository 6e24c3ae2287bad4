"""One ratio, or what one valeur de référence is compared with, year after year, with its reference lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from ....core.finance.balance import balance, consolidated, typed_years
from ....core.finance.balance_records import RATIOS
from ....core.finance.figure import Ratio
from ....core.finance.observed import Observed, number_of, observed
from ....core.finance.ratios import bounds_of, ratios
from ....core.finance.reference_records import SUBJECTS, ReferenceValue
from ....core.finance.references import acceptance_text, amount_text, references, source_text
from ....core.model import Model
from ....core.money import NBSP, format_number
from ...charts.columns import Columns, ColumnSeries, Reference
from ...charts.inks import Ink
from .column_charts import column_chart
from .views import Drawing

Write = Callable[[float], str]


def ratio_chart(model: Model, ratio: str, esms: str) -> Drawing | None:
    """A ratio of the perimeter or of an ESMS, with its bounds and the benchmarks on it."""
    if ratio not in dict(RATIOS):
        return None
    held = {year: balance(model, year, esms) if esms else consolidated(model, year) for year in typed_years(model)}
    found = {year: ratios(one)[ratio] for year, one in held.items() if one.items}
    bounds = bounds_of(model, ratio)
    lines = [(word, level, bounds.source_text, word == "minimum")
             for word, level in (("minimum", bounds.low), ("maximum", bounds.high)) if level is not None]
    unit = next((one.unit for one in found.values()), "")
    named = [Reference(f"{word} {_with_unit(level, unit)}{_after(source)}", (float(level),) * len(found), floor)
             for word, level, source, floor in lines]
    named += [_benchmark(row, len(found)) for row in references(model, ratio, esms or None)]
    return _drawing(dict(RATIOS)[ratio], found, named)


def reference_chart(model: Model, row: ReferenceValue) -> Drawing | None:
    """What the contract shows for the subject of a benchmark, with the benchmark as a dashed line."""
    found = observed(model, row)
    lines = [_benchmark(row, len(found))] if row.value is not None else []
    made = _drawing(dict(SUBJECTS)[row.subject], found, lines)
    said = acceptance_text(row)
    return replace(made, caption=f"{made.data.unit} · {said}" if made.data.unit else said) if made and said else made


def _drawing(title: str, found: Mapping[int, Observed], lines: list[Reference]) -> Drawing | None:
    values = tuple(number_of(figure) for figure in found.values())
    if all(value is None for value in values):
        return None
    first = next(iter(found.values()))
    decimals, unit = (first.decimals, first.unit) if isinstance(first, Ratio) else (0, "€")
    series = (ColumnSeries(title, tuple(None if value is None else float(value) for value in values), Ink.FULL),)
    data = Columns(tuple(map(str, found)), series, _written(decimals), _written(0 if decimals < 2 else 1),
                   references=tuple(lines), unit=unit)
    return Drawing(column_chart, title, title, data)


def _benchmark(row: ReferenceValue, count: int) -> Reference:
    words = ", ".join(part for part in (row.name, source_text(row)) if part)
    return Reference(f"{amount_text(row)}{_after(words)}", (float(Decimal(row.value or 0)),) * count)


def _written(decimals: int) -> Write:
    return lambda value: format_number(format(Decimal(repr(value)), "f"), decimals)


def _with_unit(value: Decimal, unit: str) -> str:
    return f"{format_number(format(value, 'f'))}{NBSP}{unit}".rstrip(NBSP)


def _after(words: str) -> str:
    return f"{NBSP}\u2013 {words}" if words else ""
