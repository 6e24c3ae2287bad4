"""Sizes of the charts and of the Gantt, in logical pixels."""

from __future__ import annotations

LABEL_APART = 15
"""Two end labels never stand closer than this."""
LABEL_GAP, LABEL_PLATE = 10, 2
AXIS_LEFT, AXIS_BOTTOM, MARGIN = 46, 22, 10
MARKER, MARKER_STRONG, LINE, LINE_STRONG, LINE_GHOST = 9, 9, 1.8, 3.0, 1.4
DOT, OUTSIDE = 4, 16
WORDS_FROM = 140
"""A lower chart has no room for the words under its curves."""
SMALL_HEIGHT, SMALL_TITLE = 66, 18
BAND_SHARE, GAP_SHARE = 0.12, 0.10
HATCH = 6
BAR_SHARE, BAR_LABEL, CUT = 0.74, 16, 5
AGREEMENT_ROW, AGREEMENT_LABEL, AGREEMENT_BAR, AGREEMENT_BAR_STRONG = 34, 74, 2, 4

GANTT_ROW, GANTT_HEADER, GANTT_LABEL = 28, 40, 212
GANTT_BAR, GANTT_BRACKET, GANTT_TICK, GANTT_DIAMOND, GANTT_TODAY = 12, 6, 5, 11, 1.6
GANTT_MONTH, GANTT_WEEK, GANTT_YEAR = 59, 22, 150

COLUMNS_SHARE, COLUMNS_GAP, COLUMNS_BELOW = 0.62, 3, 17
"""Share of its place that a group of columns fills, gap between two of them, height of a line under the axis."""
COLUMN_MOST, DOT_STEP, SWATCH, REFERENCE_STRIP, REFERENCE_DASHES = 76, 5, 10, 3.4, (5.0, 4.0)
SHEET_WIDTH, SHEET_HEIGHT, SHEET_SCALE, SHEET_MARGIN, SHEET_HEAD, SHEET_FOOT = 960, 540, 2, 20, 34, 30
"""An exported picture in logical pixels; a PNG has twice as many."""
INCH, METRE = 96, 39.3701
"""Logical pixels in an inch, inches in a metre."""
