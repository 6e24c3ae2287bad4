"""How cells are drawn: French number formats, the two grounds of typed and computed values, borders."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from .grid import Look

INK, MUTED, TYPED_INK, MISSING_INK = "#17202E", "#505D6E", "#1F3FA6", "#8A4B00"
TYPED_GROUND, HEAD_GROUND, BAND_GROUND, TOTAL_GROUND = "#FFF9E3", "#27344C", "#DDE3EC", "#EEF1F5"
MISSING_GROUND, LINE = "#FFE8CC", "#C3CBD6"

NUMBERS = {
    # Groups and decimals are those of the reader's language: « 1 234,50 » in French.
    "euro": '#,##0.00;"−"#,##0.00;0.00',
    "cents": '#,##0.00;"−"#,##0.00;0.00',
    "rate": "0.00##\u00a0%;−0.00##\u00a0%",
    "integer": "0",
    "places": "#,##0",
    "decimal": "#,##0.00##",
    "day": "dd/mm/yyyy",
    "rank": "0",
    "share": "0.000000",
    "decimal1": '#,##0.0;"−"#,##0.0', "decimal2": '#,##0.00;"−"#,##0.00',
    "percent1": "0.0\u00a0%;−0.0\u00a0%", "percent2": "0.00\u00a0%;−0.00\u00a0%",
}
"""Codes of the file format, by what a number is."""

BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
LOOKS: dict[Look, dict[str, Any]] = {
    Look.TITLE: {"bold": True, "font_size": 15},
    Look.NOTE: {"italic": True, "font_color": MUTED},
    Look.HEAD: {"bold": True, "bg_color": HEAD_GROUND, "font_color": "#FFFFFF", "text_wrap": True, "border": 1,
                "border_color": LINE, "align": "center"},
    Look.BAND: {"bold": True, "bg_color": BAND_GROUND, "top": 1, "border_color": LINE},
    Look.TEXT: {"bottom": 1, "border_color": LINE, "indent": 1},
    Look.WRAPPED: {"text_wrap": True, "valign": "top", "indent": 1},
    Look.SMALL: {"font_color": MUTED, "bottom": 1, "border_color": LINE, "align": "center"},
    Look.TYPED: {"bg_color": TYPED_GROUND, "font_color": TYPED_INK, "border": 1, "border_color": LINE},
    Look.COMPUTED: {"bottom": 1, "border_color": LINE},
    Look.TOTAL: {"bold": True, "bg_color": TOTAL_GROUND, "top": 1, "bottom": 1, "border_color": LINE},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Look, str, bool], Format] = {}

    def of(self, look: Look, form: str = "", *, is_words: bool = False) -> Format:
        """The format of a cell; words in the place of a number stand at its right."""
        key = (look, form, is_words)
        if key not in self._made:
            properties = {**BASE, **LOOKS[look]}
            if form in NUMBERS:
                properties |= {"num_format": NUMBERS[form]}
                if is_words or form in ("euro", "cents"):
                    properties |= {"align": "right"}
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def missing(self) -> Format:
        """What « incomplet » looks like, also when it appears later."""
        return self._workbook.add_format({"bg_color": MISSING_GROUND, "font_color": MISSING_INK, "italic": True})
