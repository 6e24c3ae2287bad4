"""The years of an item as curves: its own, and the reference that somebody brought."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ....core.contract import Esms
from ....core.diagnosis import Item, ItemYear
from ....core.model import Model
from ....core.money import format_amount, format_number
from ...charts.series import INK, INK_DASHED, Series, Trajectory
from .measures import is_figure


def history(model: Model, item: Item) -> Trajectory | None:
    """Its closed years; None where there are not two figures to join."""
    if not is_figure(item.measure):
        return None
    years = sorted(model.where(ItemYear, "item", item.id), key=lambda one: one.year)
    own = tuple((one.year, number) for one in years if (number := _number(one.value)) is not None)
    reference = tuple((one.year, number) for one in years if (number := _number(one.reference)) is not None)
    if len(own) < 2 and len(reference) < 2:
        return None
    esms = model.find(Esms, item.esms or "")
    named = next((one.reference_source for one in years if one.reference_source), "Référence")
    series = [Series(esms.name if esms else "Contrat", own, INK)]
    if reference:
        series.append(Series(named, reference, INK_DASHED))
    shown = _euros if item.measure == "euros" else _plain
    axis = _whole_euros if item.measure == "euros" else _plain
    return Trajectory(tuple(one.year for one in years), tuple(series), shown, axis, unit=item.unit)


def _number(text: str | None) -> float | None:
    try:
        return float(Decimal(text)) if text is not None else None
    except InvalidOperation:
        return None


def _euros(value: float) -> str:
    return format_amount(round(value * 100))


def _whole_euros(value: float) -> str:
    return format_amount(round(value * 100), 0)


def _plain(value: float) -> str:
    return format_number(str(round(value, 4)))
