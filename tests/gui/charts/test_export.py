"""A chart leaves the program on white, with the name of the contract, whatever the screen shows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.problems import Surroundings
from cpom_desktop.gui.charts.columns import ColumnChart, Columns, ColumnSeries
from cpom_desktop.gui.charts.export import ChartExport, file_name
from cpom_desktop.gui.charts.inks import Ink
from cpom_desktop.gui.charts.panel import ChartPanel
from cpom_desktop.gui.charts.series import Series, Trajectory
from cpom_desktop.gui.charts.trajectory import TrajectoryChart
from cpom_desktop.gui.theme import DARK, LIGHT, Party, Role, theme
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document


def whole(value: float) -> str:
    return f"{value:.0f}"


def trajectory_panel(qtbot: QtBot, workspace: Workspace, title: str = "DGC par année") -> ChartPanel:
    panel = ChartPanel(title, "DGC", TrajectoryChart, ChartExport(workspace))
    qtbot.addWidget(panel)
    asked = Series.of_party(Party.MANAGER, ((2026, 100), (2027, 120)), "Demande")
    panel.show_data(Trajectory((2026, 2027), (asked,), whole, whole), "k€")
    return panel


def column_panel(qtbot: QtBot, workspace: Workspace, year: str) -> ChartPanel:
    panel = ChartPanel("FRNG", "FRNG", ColumnChart, ChartExport(workspace))
    qtbot.addWidget(panel)
    panel.show_data(Columns((year,), (ColumnSeries("FRNG", (5.0,), Ink.FULL),), whole, whole))
    return panel


def share_of_white(picture: QImage) -> float:
    points = [(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)]
    return sum(picture.pixelColor(x, y).lightness() > 250 for x, y in points) / len(points)


def test_the_picture_is_white_and_the_screen_keeps_its_theme(qtbot: QtBot, workspace: Workspace) -> None:
    panels = trajectory_panel(qtbot, workspace), column_panel(qtbot, workspace, "2027")
    theme().choose(DARK)
    seen = theme().colour(Role.SURFACE).name()
    for panel in panels:
        picture = ChartExport(workspace).sheet(panel).image()
        assert (picture.width(), picture.height()) == (1920, 1080) and share_of_white(picture) > 0.5
    assert theme().dark and theme().colour(Role.SURFACE).name() == seen
    theme().choose(LIGHT)


def test_the_same_chart_gives_the_same_picture_in_both_themes(qtbot: QtBot, workspace: Workspace) -> None:
    pictures = []
    for mode in (LIGHT, DARK):
        theme().choose(mode)
        pictures.append(ChartExport(workspace).sheet(trajectory_panel(qtbot, workspace)).image())
    theme().choose(LIGHT)
    assert pictures[0] == pictures[1]


def test_the_foot_names_the_contract_its_day_and_its_fingerprint(qtbot: QtBot, workspace: Workspace) -> None:
    foot = ChartExport(workspace).sheet(trajectory_panel(qtbot, workspace)).foot
    assert foot.startswith("CPOM Les Deux Rives") and foot.endswith(workspace.document.fingerprint())
    assert "montants futurs prévisionnels" in foot and re.search(r"\d\d/\d\d/20\d\d", foot)


def test_a_chart_of_closed_years_is_not_called_a_forecast(qtbot: QtBot, workspace: Workspace) -> None:
    export = ChartExport(workspace)
    assert "prévisionnel" not in export.sheet(column_panel(qtbot, workspace, "2020")).foot
    assert "prévisionnel" in export.sheet(column_panel(qtbot, workspace, "2031")).foot


def test_the_drawing_keeps_its_words_and_names_itself(qtbot: QtBot, workspace: Workspace) -> None:
    root = ElementTree.fromstring(ChartExport(workspace).sheet(trajectory_panel(qtbot, workspace)).svg())
    space = {"s": "http://www.w3.org/2000/svg"}
    words = [one.text for one in root.findall(".//s:text", space)]
    assert "DGC par année" in words and any("Demande" in (word or "") for word in words)
    title, description = root.find("s:title", space), root.find("s:desc", space)
    assert title is not None and title.text == "DGC par année"
    assert description is not None and "empreinte" in (description.text or "")
    assert not root.findall(".//s:image", space)


def test_a_hostile_name_stays_text_in_the_drawing(qtbot: QtBot, workspace: Workspace, document: Document) -> None:
    document.apply(Edit("nom", values={document.contract.at("name"): '<script>alert("x")</script> & co'}))
    panel = trajectory_panel(qtbot, workspace, '<g onload="x"/>')
    root = ElementTree.fromstring(ChartExport(workspace).sheet(panel).svg())
    assert not [one for one in root.iter() if one.tag.endswith("script") or "onload" in one.attrib]


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG\r\n\x1a\n"), ("svg", b"<?xml")])
def test_a_file_is_written_where_the_user_says(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, start: bytes
) -> None:
    out = tmp_path / "graphique"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    said: list[str] = []
    workspace.said.connect(said.append)
    ChartExport(workspace).save(trajectory_panel(qtbot, workspace), form)
    assert out.with_suffix(f".{form}").read_bytes().startswith(start)
    assert said == [f"Graphique écrit\u00a0: graphique.{form}, dans {tmp_path.name}"]


def test_a_chart_never_takes_the_place_of_a_contract(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.document.path
    before = path.stat().st_size
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    failed: list[object] = []
    workspace.failed.connect(failed.append)
    ChartExport(workspace).save(trajectory_panel(qtbot, workspace), "png")
    assert len(failed) == 1 and isinstance(failed[0], Surroundings) and path.stat().st_size == before


def test_giving_up_writes_nothing(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    before = sorted(tmp_path.iterdir())
    ChartExport(workspace).save(trajectory_panel(qtbot, workspace), "svg")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_ctrl_c_copies_the_white_picture_and_e_opens_the_menu(qtbot: QtBot, workspace: Workspace) -> None:
    panel = trajectory_panel(qtbot, workspace)
    with qtbot.waitExposed(panel):
        panel.show()
    theme().choose(DARK)
    QTest.keyClick(panel.widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert share_of_white(QGuiApplication.clipboard().image()) > 0.5
    theme().choose(LIGHT)
    QTest.keyClick(panel.widget, Qt.Key.Key_E)
    menu = next(one for one in panel.findChildren(QMenu) if one.isVisible())
    assert [act.text() for act in menu.actions()] == ["Image PNG…", "Dessin SVG…", "Copier l’image (Ctrl+C)"]
    menu.close()


@pytest.mark.parametrize(("title", "name"), [
    ("Base 2026 → DGC 2027", "Base 2026 à DGC 2027"), ("a/b\\c: d?", "a b c d"), ("", "graphique"),
    ("...", "graphique")])
def test_a_title_becomes_the_name_of_a_file_on_any_system(title: str, name: str) -> None:
    assert file_name(title) == name
