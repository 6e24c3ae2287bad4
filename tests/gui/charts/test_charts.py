"""Charts follow their figures, leave out what is unknown, and have a table twin."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.gui.charts.agreement import AgreementChart, Opinion
from cpom_desktop.gui.charts.indicator import IndicatorChart
from cpom_desktop.gui.charts.indicator_curve import IndicatorCurve
from cpom_desktop.gui.charts.panel import ChartPanel
from cpom_desktop.gui.charts.series import Series, Trajectory
from cpom_desktop.gui.charts.small import SmallCurve, SmallMultiples
from cpom_desktop.gui.charts.trajectory import TrajectoryChart
from cpom_desktop.gui.charts.waterfall import Cascade, Column, Step, Waterfall
from cpom_desktop.gui.theme import Party, Role, theme

YEARS = (2026, 2027, 2028)


def whole(value: float) -> str:
    return f"{value:.0f}"


def trajectory(last: float = 130.0) -> Trajectory:
    asked = Series.of_party(Party.MANAGER, ((2026, 100), (2027, 120), (2028, last)), "Demande")
    offered = Series.of_party(Party.AUTHORITY, ((2026, 100), (2027, 110)), "Offre")
    return Trajectory(YEARS, (asked, offered), whole, whole)


def colours_in(widget: QWidget) -> set[str]:
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}


def test_a_curve_is_kept_and_given_new_figures_while_typing(qtbot: QtBot) -> None:
    chart = IndicatorChart("Taux")
    qtbot.addWidget(chart)
    chart.show_data(IndicatorCurve(YEARS, ((2026, 100), (2027, 120)), (), (), None, 2027, None, whole))
    curve = chart._curves["0"]
    chart.show_data(IndicatorCurve(YEARS, ((2026, 100), (2027, 190)), (), (), None, 2027, None, whole))
    assert chart._curves["0"] is curve
    assert list(curve.getData()[1]) == [100, 190]


def test_an_unknown_year_is_an_empty_cell_of_the_table_never_zero(qtbot: QtBot) -> None:
    chart = TrajectoryChart("DGC")
    qtbot.addWidget(chart)
    chart.show_data(trajectory())
    head, *body = chart.rows()
    assert head == ["Année", "Demande", "Offre"]
    assert body == [["2026", "100", "100"], ["2027", "120", "110"], ["2028", "130", ""]]


def test_the_words_of_the_axes_follow_the_figures(qtbot: QtBot) -> None:
    pictures = []
    for first in (130.0, 13_000.0):
        chart = TrajectoryChart("DGC")
        qtbot.addWidget(chart)
        chart.resize(400, 250)
        chart.show_data(trajectory(last=first))
        chart.show()
        chart.grab()
        chart.show_data(trajectory(last=13_000.0))
        pictures.append(chart.grab().toImage())
    assert pictures[0] == pictures[1]


def test_each_party_is_drawn_in_its_own_colour(qtbot: QtBot) -> None:
    chart = TrajectoryChart("DGC")
    qtbot.addWidget(chart)
    chart.resize(400, 250)
    chart.show()
    chart.show_data(trajectory())
    seen = colours_in(chart)
    assert theme().palette[Role.MANAGER_CHART] in seen
    assert theme().palette[Role.AUTHORITY_CHART] in seen
    assert theme().palette[Role.ACCORD_CHART] not in seen


def test_the_gap_between_demande_and_offre_is_tinted_where_both_know_every_year(qtbot: QtBot) -> None:
    pictures = []
    for band in (None, (0, 1)):
        chart = TrajectoryChart("DGC")
        qtbot.addWidget(chart)
        chart.resize(400, 250)
        chart.show()
        full_offer = replace(trajectory().series[1], points=((2026, 100), (2027, 110), (2028, 115)))
        for offer in (trajectory().series[1], full_offer):
            chart.show_data(replace(trajectory(), series=(trajectory().series[0], offer), band=band))
            pictures.append(chart.grab().toImage())
    partly_known, known, partly_known_with_band, known_with_band = pictures
    assert partly_known_with_band == partly_known
    assert known_with_band != known


def test_a_measure_outside_the_band_of_its_target_is_marked() -> None:
    actuals, targets = ((2027, 41.0), (2028, 39.0)), ((2027, 37.0), (2028, 40.0))
    curve = IndicatorCurve(YEARS, actuals, targets, (), 35.4, 2027, 2.0, whole)
    assert curve.outside == ((2027, 41.0),)


def test_an_indicator_without_any_figure_is_drawn_without_a_fault(qtbot: QtBot) -> None:
    chart = IndicatorChart("Taux")
    qtbot.addWidget(chart)
    chart.show()
    chart.show_data(IndicatorCurve(YEARS, (), (), (), None, 2027, None, whole))
    chart.repaint()
    assert chart.rows()[0][0] == "Année"


def test_t_turns_a_chart_into_its_table_and_back(qtbot: QtBot) -> None:
    panel = ChartPanel("DGC", "DGC", TrajectoryChart)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_data(trajectory())
    chart = panel.widget
    QTest.keyClick(chart, Qt.Key.Key_T)
    twin = panel.findChild(QTableWidget)
    assert twin is not None and twin.isVisible() and not chart.isVisible()
    item = twin.item(2, 1)
    assert item is not None and item.text() == "130"
    QTest.keyClick(twin, Qt.Key.Key_T)
    assert chart.isVisible()


def test_a_cascade_says_when_its_axis_is_cut(qtbot: QtBot) -> None:
    chart = Waterfall("DGC")
    qtbot.addWidget(chart)
    base = Column("Base", 129_650_000, Step.TOTAL)
    total = Column("DGC", 131_650_000, Step.TOTAL)
    chart.show_data(Cascade((base, Column("CNR", 2_000_000, Step.ONE_OFF), total), whole, whole))
    assert chart.axis_is_cut
    chart.show_data(Cascade((Column("Base", 100, Step.TOTAL), Column("Mesure", 900, Step.PERMANENT)), whole, whole))
    assert not chart.axis_is_cut


def test_a_row_of_the_agreement_leads_to_its_theme(qtbot: QtBot) -> None:
    chart = AgreementChart("Accord par thème")
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.show_data((Opinion("a", "Identité", 5, 5), Opinion("b", "Budget", 4, 2), Opinion("c", "RH", None, 3)))
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.keyClick(chart, Qt.Key.Key_Down)
        QTest.keyClick(chart, Qt.Key.Key_Space)
    assert chosen.args == ["b"]
    assert [one.gap for one in chart.data] == [0, 2, 0]


def test_small_charts_lead_to_their_indicator(qtbot: QtBot) -> None:
    chart = SmallMultiples("Tous les indicateurs")
    qtbot.addWidget(chart)
    first = SmallCurve("a", "C1", "Un", "1 → 2", ((2025, 1),), ((2027, 2),))
    chart.show_data((first, SmallCurve("b", "C2", "Deux", "", (), ())))
    chart.resize(300, 184)
    with qtbot.waitSignal(chart.chosen) as chosen:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 120))
    assert chosen.args == ["b"]
