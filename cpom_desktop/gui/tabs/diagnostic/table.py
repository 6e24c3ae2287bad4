"""The items of a theme as a table: gestionnaire, autorité, retenu, statut, by ESMS."""

from __future__ import annotations

import datetime as dt

from ....core.changes import Side
from ....core.contract import Esms
from ....core.diagnosis import STATUSES, Item, Theme
from ....core.diagnosis_figures import item_status
from ....core.model import Model
from ....core.negotiation import Meeting
from ....core.ordering import ordered
from ....core.overlay import View
from ....core.positions import standing
from ....core.records import Cell
from ...grid import Align, Column, Content, GridCell, Marker, Row, RowKind, status, title
from ...theme import Party, Status
from ..positions import marks
from .measures import YES_NO, MeasureReader, is_figure, shown

NAME = "diagnostic/elements"
COLUMNS = (
    Column("label", "Élément", align=Align.LEFT, least=168, stretch=True),
    Column("unit", "Unité", align=Align.LEFT, least=72),
    Column("manager", "Gestionnaire", party=Party.MANAGER, least=104),
    Column("authority", "Autorité", party=Party.AUTHORITY, least=104),
    Column("retained", "Retenu", party=Party.ACCORD, least=104),
    Column("status", "Statut", align=Align.LEFT, least=112),
    Column("settled", "Réglé en", align=Align.LEFT, least=72),
)
LOOKS = {
    "partage": Status.SHARED,
    "reserve-og": Status.RESERVE,
    "reserve-at": Status.RESERVE,
    "desaccord": Status.DISAGREEMENT,
    "vide": Status.EMPTY,
    "renonce": Status.WAIVED,
}
ALL, OPEN, EMPTY = "tout", "a-regler", "vide"
SIDES = ((Side.MANAGER, View.MANAGER, Party.MANAGER), (Side.AUTHORITY, View.AUTHORITY, Party.AUTHORITY))


def items_of(model: Model, theme: str, wanted: str = ALL) -> list[Item]:
    """The items of a theme, in their order; all of them, those to settle, or those of which nothing is known."""
    found = ordered(model.where(Item, "theme", theme))
    if wanted == ALL:
        return found
    keep = ("vide",) if wanted == EMPTY else ("vide", "reserve-og", "reserve-at", "desaccord")
    return [item for item in found if item_status(model, item) in keep]


def content(model: Model, theme: Theme, wanted: str, conflicts: frozenset[Cell], today: dt.date) -> Content:
    """The items of a theme grouped by ESMS; those of the whole contract first."""
    items = items_of(model, theme.id, wanted)
    ranks = {esms.id: at for at, esms in enumerate(sorted(model.all(Esms), key=lambda e: (e.order, e.code, e.id)))}
    groups = sorted({item.esms for item in items}, key=lambda key: ranks.get(key or "", -1))
    rows: list[Row] = []
    for group in groups:
        key = f"esms/{group or ''}"
        if len(groups) > 1 or group:
            rows.append(Row(key, (title(_esms_title(model, group)),), RowKind.GROUP))
        rows += (_row(model, item, key, conflicts, today) for item in items if item.esms == group)
    return Content(NAME, COLUMNS, tuple(rows))


def _esms_title(model: Model, key: str | None) -> str:
    esms = model.find(Esms, key) if key else None
    if esms is None:
        return "Ensemble du contrat"
    details = [esms.category, f"{esms.capacity} {esms.place_unit}" if esms.capacity is not None else ""]
    words = ", ".join(word for word in details if word)
    return f"{esms.name or esms.code} ({words})" if words else esms.name or esms.code


def _row(model: Model, item: Item, group: str, conflicts: frozenset[Cell], today: dt.date) -> Row:
    word = item_status(model, item, today)
    settled = model.find(Meeting, item.settled_in or "")
    closed = word in ("partage", "renonce")
    return Row(
        f"item/{item.id}",
        (
            GridCell(item.label, item.at("label"), item.label),
            GridCell(item.unit, item.at("unit"), item.unit, muted=True),
            *(_said(model, item, *side, today) for side in SIDES),
            _retained(model, item, conflicts, today),
            status(LOOKS[word], dict(STATUSES)[word]),
            GridCell(settled.code if settled else "" if closed else "ouvert", plain=True, muted=True),
        ),
        group=group,
        level=1 if item.esms else 0,
    )


def _said(model: Model, item: Item, side: Side, view: View, party: Party, today: dt.date) -> GridCell:
    """What one side says; typing here is its position, whoever types."""
    address = item.at("value")
    position = standing(model, address, side, today)
    value = position.value if position is not None else None
    reserved = position is not None and position.status == "reserve" and value is None
    text = "réserve" if reserved else shown(item.measure, value) if value is not None else ""
    return GridCell(
        text,
        address,
        value,
        reader=MeasureReader(item.measure),
        choices=_choices(item),
        italic=reserved,
        align=_align(item),
        tip=position.argument if position else "",
        view=view,
    )


def _retained(model: Model, item: Item, conflicts: frozenset[Cell], today: dt.date) -> GridCell:
    address = item.at("value")
    marker, spoken = marks(model, address, today)
    word = item_status(model, item, today)
    if word not in ("desaccord", "reserve-og", "reserve-at") and marker is Marker.OPEN:
        # Both sides say the same, or only one has spoken: nothing is being argued about.
        marker, spoken = Marker.NONE, ""
    text = shown(item.measure, item.value) if item.value is not None else ""
    if not text and word == "desaccord":
        text = "–"
    return GridCell(
        text,
        address,
        item.value,
        reader=MeasureReader(item.measure),
        choices=_choices(item),
        marker=marker,
        align=_align(item),
        spoken=spoken,
        conflict=address in conflicts,
        muted=text == "–",
    )


def _align(item: Item) -> Align | None:
    """Words are read from the left, also in a column of figures."""
    return None if is_figure(item.measure) or item.measure == "date" else Align.LEFT


def _choices(item: Item) -> tuple[tuple[str, str], ...]:
    return YES_NO if item.measure == "ouinon" else ()
