"""The volet of a point: its moves in order, its package, and the acts that apply, each one lot in the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cpom_desktop.core.bargaining.packages import PackageFate, linked_positions
from cpom_desktop.core.changes import Side
from cpom_desktop.core.contract import Transformation
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.negotiation import Meeting, Package, Topic
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import open_preconditions, standing
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.package import PackageDialog
from cpom_desktop.gui.dialogs.position import PositionDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs import acts as acts_module
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.widgets.lines import Press, Said, Words
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation
from cpom_desktop.session.document import Document
from tests.gui.conftest import ATTIAS, LEBREUIL

OG, AT = Side.MANAGER, Side.AUTHORITY


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


def places(document: Document) -> Cell:
    return next(one for one in document.model.all(Transformation) if one.code == "TR1").at("places")


@pytest.fixture
def offered(document: Document) -> Document:
    """The authority offers 15 000 against 6 places, as one package."""
    document.author = LEBREUIL
    negotiation.propose(document, rebasing(document), 1_500_000, argument="Contre 6 places")
    negotiation.propose(document, places(document), 6)
    moves = [standing(document.model, cell, AT) for cell in (rebasing(document), places(document))]
    package = Package(id=document.new_id(), code="K2", name="Rebasage contre places")
    negotiation.link(document, [one for one in moves if one is not None], package)
    document.author = ATTIAS
    return document


@pytest.fixture
def tab(window: MainWindow, offered: Document) -> FinancesTab:
    shown = window.tabs.show("Finances")
    assert isinstance(shown, FinancesTab)
    shown._list.choose("measures")
    settle()
    assert shown.table.go_to_address(rebasing(offered))
    settle()
    return shown


def words(tab: FinancesTab) -> str:
    """All that the volet says, in plain spaces."""
    parts = [part for line in tab.negotiation.lines for part in line.parts if isinstance(part, Words | Said | Press)]
    return "\n".join(part.text for part in parts).replace("\u202f", " ").replace("\u00a0", " ")


def press(tab: FinancesTab, text: str) -> None:
    """A button of the volet, by the keyboard."""
    button = next(one for one in tab.negotiation.findChildren(QPushButton) if one.text() == text and one.isVisible())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()


def state(document: Document) -> PackageFate:
    return next(one for one in linked_positions(document.model) if one.package.code == "K2").fate


def answers(monkeypatch: pytest.MonkeyPatch, take: Callable[[tuple[str, ...]], str]) -> list[str]:
    """Answer every question; returns the sentences asked."""
    asked: list[str] = []

    def ask(title: str, sentence: str, verbs: tuple[str, ...], *_: Any) -> str:
        asked.append(f"{title} {sentence}".replace("\u202f", " ").replace("\u00a0", " "))
        return take(verbs)

    monkeypatch.setattr(acts_module, "ask", ask)
    return asked


def test_the_volet_tells_the_package_and_the_order_of_moves(tab: FinancesTab) -> None:
    """TC-POS-1 by difference: 15 000 instead of the 12 000 retained weigh 15 336,70 over the contract."""
    said = words(tab)
    assert "Lot lié K2\nOuvert\nRebasage contre places" in said and "Places TR1\n6" in said
    assert "Le lot : +15 336,70 € sur 2027–2031, soit 0,22 % de la DGC, par rapport à l’accord." in said
    order = said[said.index("Ordre des échanges"):].split("\n")
    assert [text for text in order if text[:3] in ("1 ·", "2 ·", "3 ·", "4 ·", "5 ·")] == [
        "1 · R1", "2 · R2", "3 · R3", "4 · R3", "5 · hors séance"]


def test_a_link_of_the_package_leads_to_its_other_position(tab: FinancesTab, offered: Document) -> None:
    press(tab, "Places TR1")
    current = tab._current()
    assert current is not None and current.address == places(offered)


def test_a_package_is_accepted_as_one_after_the_sentence_of_what_it_costs(
    tab: FinancesTab, offered: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answers(monkeypatch, lambda verbs: verbs[-1])
    press(tab, "Accepter le lot")
    assert asked == ["Accepter le lot K2 ? Le lot réunit 2 positions. Il retient ensemble toutes ses valeurs : "
                     "+15 336,70 € sur 2027–2031, soit 0,22 % de la DGC, par rapport à l’accord."]
    assert state(offered) is PackageFate.ACCEPTED
    settle()
    assert "par rapport au contrat sans ses mesures" in words(tab), "what it is told against has moved, and is said"
    assert (offered.model.value(rebasing(offered)), offered.model.value(places(offered))) == (1_500_000, 6)
    offered.undo()
    assert state(offered) is PackageFate.OPEN and offered.model.value(rebasing(offered)) == 1_200_000


def test_a_package_is_left_open_when_the_question_is_left(
    tab: FinancesTab, offered: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, lambda verbs: verbs[0])
    press(tab, "Accepter le lot")
    assert state(offered) is PackageFate.OPEN


def test_the_acts_that_apply_depend_on_whose_position_it_is(tab: FinancesTab, offered: Document) -> None:
    cell = rebasing(offered)

    def menu() -> list[str]:
        moves = [one for side in (OG, AT) if (one := standing(offered.model, cell, side)) is not None]
        return [act.words for act in tab.negotiation.acts.menu(cell, moves) if act.words]

    assert menu() == ["Accepter l’offre et son lot", "Refuser l’offre et son lot", "Mettre en réserve",
                      "Porter à l’arbitrage", "Lier à…", "Fiche d’arbitrage…"]
    offered.author = LEBREUIL
    assert menu() == ["Retirer l’offre et son lot", "Préalable", "Lier à…", "Fiche d’arbitrage…", "Délier le lot K2"]


def test_refuse_reserve_withdraw_and_mark_write_what_they_say(
    tab: FinancesTab, offered: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, lambda verbs: verbs[-1])
    acts, cell = tab.negotiation.acts, rebasing(offered)
    offer = standing(offered.model, cell, AT)
    assert offer is not None
    acts.reserve(offer)
    assert (held := standing(offered.model, cell, AT)) is not None and held.status == "reserve"
    acts.arbitrate(held)
    assert (held := standing(offered.model, cell, AT)) is not None and held.status == "a-arbitrer"
    acts.refuse(held)
    assert state(offered) is PackageFate.REFUSED
    offered.undo()
    offered.author = LEBREUIL
    acts.mark(held)
    assert [one.cell for one in open_preconditions(offered.model, AT)] == [str(cell)]
    acts.withdraw(held)
    assert state(offered) is PackageFate.WITHDRAWN


def test_what_was_typed_for_ones_side_is_confirmed_or_contested_in_the_volet(
    tab: FinancesTab, offered: Document
) -> None:
    cell = rebasing(offered)
    offered.author = LEBREUIL
    negotiation.propose(offered, cell, 2_500_000, View.MANAGER)
    offered.author = ATTIAS
    settle()
    tab.refresh()
    settle()
    press(tab, "Contester")
    held = standing(offered.model, cell, OG)
    assert held is not None and held.confirmed == "contestee"


def test_the_dialog_of_a_position_gives_meeting_package_and_prealable(offered: Document, workspace: Workspace) -> None:
    offered.author = LEBREUIL
    dialog = PositionDialog(offered.model, rebasing(offered), LEBREUIL)
    form = dialog._form
    assert form.package.currentText() == "K2 · Rebasage contre places" and form.meeting.currentData() is None
    meeting = next(one for one in offered.model.all(Meeting) if one.code == "R3")
    form.meeting.setCurrentIndex(form.meeting.findData(meeting.id))
    form.precondition.setChecked(True)
    form.value.setText("16 000")
    dialog._accept()
    assert dialog.answer is not None
    negotiation.propose(offered, rebasing(offered), dialog.answer.value, dialog.answer.view, **dialog.answer.details)
    held = standing(offered.model, rebasing(offered), AT)
    assert held is not None and (held.value, held.meeting, held.precondition) == ("1600000", meeting.id, 1)
    assert state(offered) is PackageFate.OPEN


def test_a_package_is_made_of_the_open_positions_of_one_party(offered: Document, workspace: Workspace) -> None:
    cnr = next(one for one in offered.model.all(Measure) if one.nature == "cnr").at("cents")
    for cell, value in ((rebasing(offered), 2_500_000), (cnr, 3_000_000)):
        negotiation.propose(offered, cell, value)
    dialog = PackageDialog(workspace.books(View.ACCORD), ATTIAS, [rebasing(offered)], offered.new_id, workspace.today)
    assert not dialog._primary.isEnabled() and dialog._whole.text() == "Un lot réunit au moins deux positions."
    assert [box.isChecked() for box, _ in dialog._boxes].count(True) == 1
    for box, position in dialog._boxes:
        box.setChecked(position.cell in (str(rebasing(offered)), str(cnr)))
    assert dialog._whole.text().startswith("Ensemble\u00a0: +76")
    dialog.name.setText("Rebasage contre CNR")
    dialog._accept()
    assert dialog.answer is not None and len(dialog.answer.positions) == 2
    assert (dialog.answer.package.code, dialog.answer.package.name) == ("K3", "Rebasage contre CNR")
    dialog.side.setCurrentIndex(dialog.side.findData(AT.value))
    assert [dialog.package.itemText(at) for at in range(dialog.package.count())] == ["Nouveau lot K3", "K2"]


def test_the_rows_selected_are_those_that_the_package_begins_with(
    tab: FinancesTab, offered: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[Cell]] = []
    monkeypatch.setattr(tab.shown._acts, "link", lambda cells, side=None: begun.append(list(cells)))  # type: ignore[attr-defined]
    row = tab.table.currentIndex().row()
    tab.table.go_to(row, 0)
    tab.table.go_to(row + 1, 0, True)
    next(button for button in tab.head.buttons if button.text() == "Lier…").click()
    assert len(begun) == 1 and len(begun[0]) == 2 and begun[0][0] == rebasing(offered)


def test_a_fiche_is_asked_for_the_selected_points_and_never_for_more_than_a_page_holds(
    tab: FinancesTab, offered: Document
) -> None:
    asked: list[list[Cell]] = []
    said: list[str] = []
    window = tab.window()
    assert isinstance(window, MainWindow)
    tab.workspace.arbitrationAsked.disconnect(window._exporting.arbitration)
    tab.workspace.arbitrationAsked.connect(asked.append)
    tab.workspace.said.connect(said.append)
    tab.negotiation.acts.arbitration([rebasing(offered), places(offered)])
    assert asked == [[rebasing(offered), places(offered)]]
    for wrong in ([], [rebasing(offered)] * 7):
        tab.negotiation.acts.arbitration(wrong)
    assert len(asked) == 1 and said[-1].startswith("Une fiche d’arbitrage réunit de 1 à 6 points")


def test_what_is_said_of_a_text_fits_in_the_volet(window: MainWindow, document: Document) -> None:
    """Three acts, words as long as a clause, and the names of a package: nothing is cut at the right."""
    tab = window.tabs.show("Finances")
    assert isinstance(tab, FinancesTab)
    window.resize(1366, 690)
    document.author = LEBREUIL
    clause = next(one for one in document.model.all(Topic) if one.name.startswith("Clause de revoyure"))
    window.workspace.go_to(clause.at("value"))  # type: ignore[union-attr]
    settle()
    assert tab.negotiation.isVisible() and "Accepter la demande" in [
        one.text() for one in tab.negotiation.findChildren(QPushButton) if one.isVisible()]
    assert tab.negotiation.minimumSizeHint().width() <= tab._told.viewport().width()


def test_the_dialog_of_a_position_says_in_what_unit_its_value_is_typed(window: MainWindow, offered: Document) -> None:
    for cell, words in ((rebasing(offered), "Valeur, en €"), (places(offered), "Valeur, en places")):
        dialog = PositionDialog(offered.model, cell, LEBREUIL)
        assert dialog._form.valueLabel.text().replace("\u00a0", " ") == words
        dialog.deleteLater()
