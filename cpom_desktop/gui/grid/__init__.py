"""The one table used everywhere: content as data, a painter, and a spreadsheet’s hands."""

from .content import Align, Column, Content, FieldReader, GridCell, Inside, Marker, Reader, Row, RowKind, status, title
from .model import Entry, GridModel, Writer
from .view import GridView

__all__ = [
    "Align",
    "Column",
    "Content",
    "Entry",
    "FieldReader",
    "GridCell",
    "GridModel",
    "GridView",
    "Inside",
    "Marker",
    "Reader",
    "Row",
    "RowKind",
    "Writer",
    "status",
    "title",
]
