"""Every derived figure of a contract in one view, as plain data: for the command line and for tests, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from ..core import calendar_figures, diagnosis_figures, indicators
from ..core.calendar import Milestone
from ..core.diagnosis import Item, Theme
from ..core.finance.all_figures import all_figures
from ..core.finance.figure import Figure, Ratio, Term
from ..core.model import Model
from ..core.objectives import Indicator
from ..core.overlay import View, seen_by
from ..core.records import Cell

Plain = dict[str, Any]


def computed(model: Model, view: View, today: dt.date) -> Plain:
    """The figures of a contract as a view sees it: integer cents; null is unknown, and `missing` says why."""
    seen = seen_by(model, view, today)
    return {
        "view": view.value,
        **all_figures(seen),
        "indicators": {one.id: plain(indicators.figures(seen, one)) for one in seen.all(Indicator)},
        "diagnosis": _diagnosis(seen, today),
        "calendar": {one.id: _milestone(one, today) for one in seen.all(Milestone)},
    }


def plain(value: Any) -> Any:
    """A value of `core` as JSON knows it: figures with what they lack, exact numbers as text."""
    if isinstance(value, Figure):
        return {"cents": value.cents, **({"missing": list(value.missing)} if value.missing else {})}
    if isinstance(value, Ratio):
        return {"value": plain(value.value), "unit": value.unit, "missing": list(value.missing), "note": value.note}
    if isinstance(value, Cell):
        return str(value)
    if isinstance(value, Term):
        return {"label": value.label, "value": value.value}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (Decimal, Fraction)):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def _diagnosis(model: Model, today: dt.date) -> Plain:
    return {
        "progress": plain(diagnosis_figures.whole_progress(model)),
        "themes": {theme.id: diagnosis_figures.theme_status(model, theme) for theme in model.all(Theme)},
        "items": {item.id: diagnosis_figures.item_status(model, item, today) for item in model.all(Item)},
    }


def _milestone(milestone: Milestone, today: dt.date) -> Plain:
    return {
        "name": milestone.name, "due": plain(calendar_figures.due_day(milestone)),
        "done": plain(calendar_figures.done_day(milestone)), "late_days": calendar_figures.lateness(milestone, today),
        "state": plain(calendar_figures.state(milestone, today)),
    }
