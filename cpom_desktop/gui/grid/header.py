"""The header of a table: title, unit on a second line, mark of the party."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ..theme import Role, Type, draw_mark, font, metrics, theme
from ..theme.sizes import CELL_PADDING, GAP_4, HEADER, HEADER_WITH_UNIT, MARK_SMALL
from .content import Align, Column
from .model import GridModel
from .paint import hairline

_ELIDE = Qt.TextElideMode.ElideRight
_HORIZONTAL = Qt.Orientation.Horizontal


class GridHeader(QHeaderView):
    """Painted, not styled: one look for every table."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(_HORIZONTAL, parent)
        self._model = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setAccessibleName("Colonnes")

    def sizeHint(self) -> QSize:
        units = any(column.unit for column in self._model.content.columns)
        return QSize(super().sizeHint().width(), HEADER_WITH_UNIT if units else HEADER)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self._model.column(logicalIndex)
        painter.fillRect(rect, theme().colour(Role.HEADER))
        hairline(painter, rect, Role.LINE)
        content = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        if not column.unit:
            self._title(painter, column, content)
            return
        half = rect.height() // 2
        self._title(painter, column, QRect(content.x(), rect.y() + 3, content.width(), half - 1))
        painter.setFont(font(Type.UNIT))
        painter.setPen(theme().colour(Role.MUTED))
        low = QRect(content.x(), rect.y() + half, content.width(), half - 3)
        painter.drawText(low, _flag(column), metrics(Type.UNIT).elidedText(column.unit, _ELIDE, low.width()))

    def _title(self, painter: QPainter, column: Column, area: QRect) -> None:
        measure = metrics(Type.CAPTION_STRONG)
        room = area.width() - (MARK_SMALL + GAP_4 * 2 if column.party else 0)
        text = measure.elidedText(column.title, _ELIDE, room)
        if column.party:
            left = (
                area.x()
                if column.align is Align.LEFT
                else area.right() - measure.horizontalAdvance(text) - MARK_SMALL - GAP_4
            )
            draw_mark(painter, column.party, QPointF(left + MARK_SMALL / 2, area.center().y() + 0.5), MARK_SMALL)
            if column.align is Align.LEFT:
                area = area.adjusted(MARK_SMALL + GAP_4 * 2, 0, 0, 0)
        painter.setFont(font(Type.CAPTION_STRONG))
        painter.setPen(theme().colour(column.party.look.text if column.party else Role.TEXT))
        painter.drawText(area, _flag(column), text)


def _flag(column: Column) -> int:
    side = {
        Align.LEFT: Qt.AlignmentFlag.AlignLeft,
        Align.RIGHT: Qt.AlignmentFlag.AlignRight,
        Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    }
    return int(side[column.align] | Qt.AlignmentFlag.AlignVCenter)


def header_width(column: Column) -> int:
    """The width that shows a header whole."""
    title = metrics(Type.CAPTION_STRONG).horizontalAdvance(column.title) + (
        MARK_SMALL + GAP_4 * 2 if column.party else 0
    )
    return max(title, metrics(Type.UNIT).horizontalAdvance(column.unit)) + 2 * CELL_PADDING + 2
