"""Everything can be reached and named without a mouse and without eyes."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cpom_desktop.core.contract import Section
from cpom_desktop.gui.dialogs.author import AuthorDialog
from cpom_desktop.gui.dialogs.new_contract import NewContractDialog
from cpom_desktop.gui.dialogs.position import PositionDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.contract.tab import ContractTab
from cpom_desktop.gui.tabs.objectives.outline import Node
from cpom_desktop.gui.tabs.objectives.tab import ObjectivesTab
from cpom_desktop.gui.theme.sizes import FIT_HEIGHT, FIT_WIDTH
from cpom_desktop.gui.widgets.problem import ProblemLine
from cpom_desktop.gui.window.help import HelpPage
from cpom_desktop.gui.window.tab_order import stops
from cpom_desktop.session.document import Document
from tests.gui.conftest import ATTIAS
from tests.stories.keyboard import Keyboard, spoken_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def focusable(root: QWidget) -> list[QWidget]:
    """What Tab or a click may focus, hidden pages included; the inside of a table or of a list stands for itself.

    The link under a refused text is made of the text that it proposes: it says nothing before.
    """
    return [
        child
        for child in root.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and child.focusProxy() is None
        and not isinstance(child.parentWidget(), (QAbstractScrollArea, ProblemLine))
        and child.metaObject().className() not in ("QComboBoxListView", "QComboBoxPrivateContainer")
    ]


def unnamed(root: QWidget) -> list[str]:
    return [f"{child.metaObject().className()} {child.objectName()} in {type(child.parentWidget()).__name__}"
            for child in focusable(root) if not spoken_name(child)]


def every_state(window: MainWindow) -> None:
    """Build everything that is built late: each tab, each page of the tab Contrat, a fiche action."""
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        settle()
        if isinstance(tab, ContractTab):
            for at in range(tab.list.count()):
                tab.list.setCurrentRow(at)
        if isinstance(tab, ObjectivesTab):
            tab.tree.choose(next(node.key for node in outline_of(tab) if node.level == 2))
        settle()


def outline_of(tab: ObjectivesTab) -> tuple[Node, ...]:
    return tab._nodes


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    every_state(window)
    assert len(focusable(window)) > 60
    assert "\n".join(unnamed(window)) == ""


def test_every_button_without_a_word_says_in_a_tooltip_what_it_does(window: MainWindow) -> None:
    every_state(window)
    mute = [one for one in window.findChildren(QAbstractButton)
            if not one.text() and not isinstance(one.parentWidget(), (QAbstractScrollArea, ProblemLine))]
    assert mute and [one.objectName() for one in mute if not one.toolTip() or not one.accessibleName()] == []


def test_every_dialog_names_its_fields(qtbot: QtBot, window: MainWindow, document: Document) -> None:
    cell = document.model.all(Section)[0].at("code")
    position = PositionDialog(document.model, cell, ATTIAS)
    dialogs: list[QDialog] = [AuthorDialog(), NewContractDialog(), HelpPage(), position]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert dialog.windowTitle() and unnamed(dialog) == [], type(dialog).__name__


def test_tab_goes_round_the_whole_window_in_reading_order(window: MainWindow) -> None:
    window.resize(FIT_WIDTH, FIT_HEIGHT)
    keys = Keyboard(window)
    for title in window.tabs.titles:
        tab = window.tabs.show(title)
        settle()
        assert tab is not None
        parts = [window._form.bar, window._form.tabs, *tab.parts(), window._form.status]
        order = stops(window, parts)
        regions = [next(at for at, part in enumerate(parts) if part.isAncestorOf(stop)) for stop in order]
        assert regions == sorted(regions) and set(regions) >= {0, 1, len(parts) - 1}, title
        order[-1].setFocus()
        keys.press("Tab")
        assert window.focusWidget() is order[0]
        keys.press("Shift+Tab")
        assert window.focusWidget() is order[-1]


def test_a_button_that_goes_away_after_tab_takes_nothing_of_the_window_with_it(window: MainWindow) -> None:
    """Walking the chain of focus in Python ties each widget to the one before: then all of them end together."""
    going = QPushButton("Au revoir", window)
    going.show()
    kept = [window.addAction("Rester"), *window.bar.export.menu().actions()]
    Keyboard(window).press("Tab")
    going.deleteLater()
    del going
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert kept and all(isValid(one) for one in kept)


def test_what_tab_reaches_is_seen(window: MainWindow) -> None:
    """A field below the fold is scrolled into view before it is typed in."""
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    window.resize(910, 500)
    tab.list.choose("identite")
    keys = Keyboard(window)
    keys.tab_to("Tous les CHRS du département figurent au périmètre")
    assert keys.focus.visibleRegion().boundingRect().height() >= keys.focus.height() - 2


def test_what_is_entered_from_below_is_seen_too(window: MainWindow) -> None:
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    window.resize(683, 384)
    tab.list.choose("identite")
    settle()
    keys = Keyboard(window)
    window.status.blocking.setFocus()
    keys.press("Shift+Tab")
    assert keys.name == "Organe délibérant"
    assert keys.focus.visibleRegion().boundingRect().height() >= keys.focus.height() - 2


def test_f6_opens_the_list_that_the_rail_has_become_and_closes_it_again(window: MainWindow) -> None:
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab) and tab.rail is not None
    window.resize(910, 500)
    settle()
    keys = Keyboard(window)
    keys.tab_to("Intitulé")
    assert not tab.rail.isVisible()
    keys.press("F6")
    assert tab.rail.isVisible() and keys.focus is tab.list
    keys.press("Down")
    assert tab.rail.isVisible() and tab.list.currentRow() == 1
    keys.press("F6")
    assert not tab.rail.isVisible() and tab.table("autorites").view.hasFocus()


def test_every_tab_gives_the_focus_to_something_that_is_seen(window: MainWindow) -> None:
    keys = Keyboard(window)
    for _ in window.tabs.titles:
        keys.press("Ctrl+PgDown")
        focus = window.focusWidget()
        tab = window.tabs.tab(window.tabs.current)
        assert focus is not None and focus.isVisible() and tab.isAncestorOf(focus), window.tabs.current
