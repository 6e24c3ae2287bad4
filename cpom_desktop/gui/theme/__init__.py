"""Colours, type, sizes, icons and marks by role; nothing outside writes a hex value or a pixel."""

from .fonts import Type, font, metrics, shown
from .icons import draw_icon, icon, pixmap
from .marks import draw_mark
from .roles import Party, PartyLook, Role, Shape, Status, StatusLook, party_of
from .theme import DARK, LIGHT, SYSTEM, Theme, theme

__all__ = [
    "DARK",
    "LIGHT",
    "SYSTEM",
    "Party",
    "PartyLook",
    "Role",
    "Shape",
    "Status",
    "StatusLook",
    "Theme",
    "Type",
    "draw_icon",
    "draw_mark",
    "font",
    "icon",
    "metrics",
    "party_of",
    "pixmap",
    "shown",
    "theme",
]
