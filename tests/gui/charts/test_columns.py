"""Columns start at zero, leave out what is unknown, and are told apart without colour."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cpom_desktop.gui.charts.columns import UNDER, ColumnChart, Columns, ColumnSeries, Reference
from cpom_desktop.gui.charts.inks import IN_ORDER, Ink
from cpom_desktop.gui.theme import DARK, LIGHT, theme

YEARS = ("2026", "2027", "2028")


def whole(value: float) -> str:
    return f"{value:.0f}"


def columns(*series: ColumnSeries, stacked: bool = False, references: tuple[Reference, ...] = ()) -> Columns:
    return Columns(YEARS, series, whole, whole, stacked, references)


def drawn(qtbot: QtBot, data: Columns, wide: int = 500) -> QImage:
    chart = ColumnChart("Colonnes")
    qtbot.addWidget(chart)
    chart.resize(wide, 260)
    chart.show_data(data)
    return chart.grab().toImage()


def lightness(picture: QImage, x: int, y: int) -> int:
    return picture.pixelColor(x, y).lightness()


def test_an_unknown_year_is_an_empty_cell_and_a_stack_without_it_has_no_sum() -> None:
    data = columns(ColumnSeries("FRNG", (1.0, None, 3.0), Ink.FULL), ColumnSeries("BFR", (1.0, 1.0, 1.0), Ink.GREY))
    assert [data.whole(at) for at in range(3)] == [2.0, None, 4.0]


def test_the_table_twin_holds_the_columns_and_what_they_are_compared_with(qtbot: QtBot) -> None:
    chart = ColumnChart("FRNG")
    qtbot.addWidget(chart)
    chart.show_data(columns(ColumnSeries("FRNG", (1.0, None, 3.0), Ink.FULL),
                            references=(Reference("minimum", (2.0, 2.0, 2.0)),)))
    assert chart.rows() == [["Année", "FRNG", "minimum"], ["2026", "1", "2"], ["2027", "", "2"], ["2028", "3", "2"]]


def test_a_column_below_its_threshold_is_hatched_and_says_so(qtbot: QtBot) -> None:
    floor = Reference("minimum", (2.0, 2.0, None), floor=True)
    data = columns(ColumnSeries("FRNG", (1.0, 3.0, 0.5), Ink.FULL), references=(floor,))
    assert [data.under(at) for at in range(3)] == [True, False, False]
    line = Reference("minimum", (2.0, 2.0, None))
    same = columns(ColumnSeries("FRNG", (1.0, 3.0, 0.5), Ink.FULL), references=(line,))
    assert not same.under(0)
    assert drawn(qtbot, data) != drawn(qtbot, same)
    assert UNDER == "sous le seuil"


@pytest.mark.parametrize("mode", [LIGHT, DARK])
def test_four_stacked_series_differ_in_lightness_or_texture(qtbot: QtBot, mode: str) -> None:
    theme().choose(mode)
    series = tuple(ColumnSeries(f"s{at}", (100.0, 100.0, 100.0), ink) for at, ink in enumerate(IN_ORDER))
    picture = drawn(qtbot, columns(*series, stacked=True), 600)
    theme().choose(LIGHT)
    middle = next(x for x in range(60, 200) if abs(lightness(picture, x, 225) - theme_ink(mode)) < 3) + 8
    textures = [frozenset(lightness(picture, x, y) // 16 for x in range(middle, middle + 12) for y in band(at))
                for at in range(4)]
    assert len(set(textures)) == 4


def theme_ink(mode: str) -> int:
    theme().choose(mode)
    from cpom_desktop.gui.theme import Role

    found = theme().colour(Role.INK_FIRST).lightness()
    theme().choose(LIGHT)
    return found


def band(at: int) -> range:
    """Some rows of pixels inside the piece of a series, from the bottom: four equal pieces of about 53 pixels."""
    bottom = 243 - at * 53
    return range(bottom - 34, bottom - 20)


def test_columns_below_zero_go_down_from_the_axis(qtbot: QtBot) -> None:
    picture = drawn(qtbot, columns(ColumnSeries("CAF", (-50.0, 20.0, 50.0), Ink.FULL)))
    first, last = [], []
    for y in range(20, 240):
        if lightness(picture, 110, y) < 90:
            first.append(y)
        if lightness(picture, 420, y) < 90:
            last.append(y)
    assert first and last and min(first) >= max(last) - 20


def test_nothing_to_draw_leaves_no_column(qtbot: QtBot) -> None:
    full = ColumnSeries("plein", (1.0, 1.0, 1.0), Ink.FULL)
    void = ColumnSeries("vide", (None, None, None), Ink.FULL)
    zero = ColumnSeries("nul", (0.0, 0.0, 0.0), Ink.FULL)
    assert dark(drawn(qtbot, columns(full))) > 1_000
    for data in (Columns((), (), whole, whole), columns(void), columns(zero, stacked=True)):
        assert dark(drawn(qtbot, data)) < dark(drawn(qtbot, columns(full))) / 4


def dark(picture: QImage) -> int:
    """How many points of a picture are inked."""
    return sum(lightness(picture, x, y) < 90 for x in range(picture.width()) for y in range(picture.height()))
