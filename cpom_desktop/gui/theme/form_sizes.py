"""Widths of the fields of a form, in logical pixels."""

from __future__ import annotations

FIELD_AMOUNT, FIELD_FIGURE, FIELD_DAY, FIELD_DAY_OR_NONE, FIELD_CHOICE = 150, 110, 120, 220, 320
FIELD_TEXT_HEIGHT = 96
GROWN = 16_000
"""As high as the room allows."""
