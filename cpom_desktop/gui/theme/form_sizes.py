"""Widths of the fields of a form, in logical pixels."""

from __future__ import annotations

FIELD_AMOUNT, FIELD_FIGURE, FIELD_DAY, FIELD_CHOICE = 150, 110, 120, 320
GROWN = 16_000
"""As high as the room allows."""
