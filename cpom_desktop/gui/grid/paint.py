"""How a cell looks: backgrounds, lines, markers, marks, icons, focus ring and fill handle, painted in one place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from ..theme import Party, Role, Status, Type, draw_icon, draw_mark, font, metrics, shown, theme
from ..theme.sizes import (
    CELL_PADDING,
    FILL_HANDLE,
    GAP_4,
    HAIRLINE,
    ICON_CELL,
    INDENT,
    MARK_SMALL,
    PARTY_EDGE,
    RING,
    TRIED_CORNER,
)
from .content import Align, Column, GridCell, Marker, Row, RowKind

_NO_BRUSH = Qt.BrushStyle.NoBrush
_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}
_STRONG = (RowKind.STRONG, RowKind.TOTAL, RowKind.GROUP, RowKind.GAP)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that one cell needs to be painted."""

    rect: QRect
    row: Row
    column: Column
    cell: GridCell
    text: str
    first: bool
    folded: bool
    selected: bool
    active: bool
    refused: bool
    tried: bool
    handle: bool


def snapped(painter: QPainter, value: float) -> float:
    """A logical coordinate moved to the device grid: hairlines stay sharp at 150 %."""
    ratio = painter.device().devicePixelRatioF()
    return round(value * ratio) / ratio


def hairline(painter: QPainter, rect: QRect, role: Role, top: bool = False, right: bool = False) -> None:
    """A one-pixel line at the bottom, at the top or at the right of a cell."""
    thickness = max(1, round(theme_ratio(painter) * HAIRLINE)) / theme_ratio(painter)
    colour = theme().colour(role)
    if right:
        at = snapped(painter, rect.x() + rect.width()) - thickness
        painter.fillRect(QRectF(at, rect.y(), thickness, rect.height()), colour)
        return
    at = snapped(painter, rect.y()) if top else snapped(painter, rect.y() + rect.height()) - thickness
    painter.fillRect(QRectF(rect.x(), at, rect.width(), thickness), colour)


def theme_ratio(painter: QPainter) -> float:
    """Device pixels for one logical pixel of what is painted on."""
    return painter.device().devicePixelRatioF()


def paint_cell(painter: QPainter, look: Look) -> None:
    """One cell, from its background to its ring."""
    painter.fillRect(look.rect, theme().colour(_background(look)))
    _lines(painter, look)
    _marker(painter, look)
    if look.tried:
        _tried(painter, look.rect.adjusted(0, RING, -RING, 0) if look.active else look.rect)
    content = look.rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
    if look.first:
        content = _title_furniture(painter, look, content)
    if look.cell.status is not None:
        content = _status_icon(painter, look.cell.status, content)
    if look.cell.conflict:
        centre = QPointF(look.rect.x() + CELL_PADDING + ICON_CELL / 2, look.rect.center().y() + 0.5)
        draw_icon(painter, Status.CONFLICT.look.icon, Role.ERROR, centre, ICON_CELL)
    _text(painter, look, content)
    if look.refused:
        _ring(painter, look.rect, Role.ERROR)
    if look.active:
        _ring(painter, look.rect, Role.ACCENT)
    if look.handle:
        _handle(painter, look.rect)


def type_of(row: Row, cell: GridCell) -> Type:
    """The type of a cell’s text; the width of columns is measured with it."""
    return Type.TOTAL if cell.strong or row.kind in _STRONG else Type.BODY


def furniture_width(row: Row, cell: GridCell, first: bool) -> int:
    """What stands before the text of a cell: indent, chevron, mark, status icon."""
    width = 0
    if first:
        width += row.level * INDENT + (ICON_CELL + GAP_4 if row.kind is RowKind.GROUP else 0)
        width += MARK_SMALL + GAP_4 * 2 if row.party else 0
    if cell.status is not None:
        width += ICON_CELL + GAP_4 + 2
    return width + (ICON_CELL + GAP_4 if cell.conflict else 0)


def is_cut(row: Row, cell: GridCell, first: bool, text: str, width: int) -> bool:
    """Whether a text has no room in a cell of that width, so that « … » stands for a part of it."""
    room = width - 2 * CELL_PADDING - furniture_width(row, cell, first)
    return metrics(type_of(row, cell)).horizontalAdvance(shown(text)) > room


def elision(text: str) -> Qt.TextElideMode:
    """Where a text without room is cut: not at its end when that is a year, which tells it from its neighbours."""
    return Qt.TextElideMode.ElideMiddle if text[-1:].isdigit() else Qt.TextElideMode.ElideRight


def _background(look: Look) -> Role:
    if look.row.kind is RowKind.GROUP:
        return Role.SELECTED if look.selected and not look.active else Role.HEADER
    if look.selected and not look.active:
        return Role.SELECTED
    return Role.SURFACE if look.first or look.cell.plain or look.cell.is_typed else Role.SUNKEN


def _lines(painter: QPainter, look: Look) -> None:
    hairline(painter, look.rect, Role.LINE)
    if look.row.kind is not RowKind.GROUP:
        hairline(painter, look.rect, Role.LINE, right=True)
    if look.row.kind is RowKind.TOTAL:
        hairline(painter, look.rect, Role.TEXT, top=True)


def _marker(painter: QPainter, look: Look) -> None:
    """Two blocks with a gap « : » while something is open, one bar « | » once agreed: a shape before a colour."""
    rect, marker = look.rect, look.cell.marker
    if marker is Marker.NONE:
        return
    inset = RING if look.active else 0
    left, top = rect.x() + inset, rect.y() + inset
    height = rect.height() - 2 * inset - HAIRLINE
    if marker is Marker.AGREED:
        painter.fillRect(left, top, PARTY_EDGE, height, theme().colour(Role.ACCORD_CHART))
        return
    block = max(GAP_4, (height - GAP_4 * 2) // 2)
    painter.fillRect(left, top + 2, PARTY_EDGE, block, theme().colour(Role.MANAGER_CHART))
    painter.fillRect(left, top + height - block - 2, PARTY_EDGE, block, theme().colour(Role.AUTHORITY_CHART))


def _tried(painter: QPainter, rect: QRect) -> None:
    """A folded corner at the top right, as in a page that one may tear out; the text is in italics too."""
    right, top = rect.x() + rect.width() - HAIRLINE, rect.y() + HAIRLINE
    corner = QPolygonF([QPointF(right - TRIED_CORNER, top), QPointF(right, top), QPointF(right, top + TRIED_CORNER)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(Role.WARN))
    painter.drawPolygon(corner)
    painter.restore()


def _title_furniture(painter: QPainter, look: Look, content: QRect) -> QRect:
    left, middle = content.x() + look.row.level * INDENT, look.rect.center().y() + 0.5
    if look.row.kind is RowKind.GROUP:
        name = "chevron-right" if look.folded else "chevron-down"
        draw_icon(painter, name, Role.TEXT, QPointF(left + ICON_CELL / 2 - 2, middle), ICON_CELL)
        left += ICON_CELL + GAP_4 - 2
    if look.row.party:
        draw_mark(painter, look.row.party, QPointF(left + MARK_SMALL / 2, middle), MARK_SMALL)
        left += MARK_SMALL + GAP_4 * 2
    content.setLeft(left)
    return content


def _status_icon(painter: QPainter, status: Status, content: QRect) -> QRect:
    draw_icon(
        painter,
        status.look.icon,
        status.look.text,
        QPointF(content.x() + ICON_CELL / 2, content.center().y() + 0.5),
        ICON_CELL,
    )
    content.setLeft(content.x() + ICON_CELL + GAP_4 + 2)
    return content


def _text(painter: QPainter, look: Look, content: QRect) -> None:
    text = shown(look.text)
    if not text:
        return
    used = type_of(look.row, look.cell)
    measure: QFontMetrics = metrics(used)
    if measure.horizontalAdvance(text) > content.width():
        text = measure.elidedText(text, elision(text), content.width())
    painter.setFont(font(used, look.cell.italic or look.tried))
    painter.setPen(theme().colour(_ink(look)))
    painter.drawText(content, int(_ALIGN[look.cell.align or look.column.align]), text)


def _ink(look: Look) -> Role:
    if look.refused:
        return Role.ERROR
    party: Party | None = look.cell.party
    if party is not None:
        return party.look.text
    return Role.MUTED if look.cell.muted else Role.TEXT


def _ring(painter: QPainter, rect: QRect, role: Role) -> None:
    pen = QPen(theme().colour(role), RING)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(_NO_BRUSH)
    painter.drawRect(QRectF(rect).adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2))


def _handle(painter: QPainter, rect: QRect) -> None:
    square = QRect(0, 0, FILL_HANDLE, FILL_HANDLE)
    square.moveBottomRight(rect.bottomRight())
    painter.fillRect(square.adjusted(-HAIRLINE, -HAIRLINE, 0, 0), theme().colour(Role.SURFACE))
    painter.fillRect(square, theme().colour(Role.ACCENT))
