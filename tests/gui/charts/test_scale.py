"""Lines of a chart fall on round values, and labels never touch nor change order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.gui.charts.scale import apart, padded, ticks

FINITE = st.floats(-1e9, 1e9, allow_nan=False)


@given(FINITE, st.floats(1e-3, 1e9))
def test_lines_are_few_stand_inside_the_range_and_at_equal_steps(low: float, width: float) -> None:
    high = low + width
    if high - low < abs(low) * 1e-9:
        return
    lines = ticks(low, high)
    assert 1 <= len(lines) <= 5
    slack = (high - low) * 1e-6
    assert all(low - slack <= line <= high + slack for line in lines)
    steps = [b - a for a, b in zip(lines, lines[1:], strict=False)]
    assert all(abs(step - steps[0]) <= slack for step in steps)


def test_a_range_of_tens_gets_lines_at_every_five() -> None:
    assert ticks(29.7, 52.0) == [30, 35, 40, 45, 50]


def test_a_flat_series_gets_air_so_that_its_line_is_not_on_the_edge() -> None:
    low, high = padded([97.0, 97.0])
    assert low < 97 < high
    assert padded([0.0]) == (-1.0, 1.0)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_labels_are_pushed_apart_and_keep_their_order(wanted: list[float]) -> None:
    placed = apart(wanted, 15, 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    heights = [placed[i] for i in order]
    assert all(b - a >= 15 - 1e-9 for a, b in zip(heights, heights[1:], strict=False))


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert apart([100.0, 10.0, 50.0], 15, 0, 300) == [100.0, 10.0, 50.0]
