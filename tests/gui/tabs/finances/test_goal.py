"""A value is sought for a computed figure; what is found is tried, and never written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cpom_desktop.core.contract import Grant
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.goal import GoalDialog
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.session.document import Document

SHIFT = Qt.KeyboardModifier.ShiftModifier


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


def go(finances: FinancesTab, row: str, column: str) -> None:
    keys = [one.key for one in finances.table.grid.content.columns]
    finances.table.go_to(finances.table.grid.row_of(row), keys.index(column))
    settle()


def unanswered(monkeypatch: pytest.MonkeyPatch) -> list[GoalDialog]:
    """The dialogs that are opened, and left without an answer."""
    seen: list[GoalDialog] = []

    def leave(dialog: GoalDialog) -> int:
        seen.append(dialog)
        return 0

    monkeypatch.setattr(GoalDialog, "exec", leave)
    return seen


def tries(dialog: GoalDialog) -> list[str]:
    found = [one for one in dialog.findChildren(QPushButton) if dialog._tries.indexOf(one) >= 0]
    return [one.text().replace("\u202f", " ").replace("\u00a0", " ") for one in found]


def test_a_dgc_is_brought_to_an_amount_by_the_rebasing_and_only_tried(
    finances: FinancesTab, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(finances, f"dgc/{document.model.all(Grant)[0].id}/accord", "2027")
    assert finances.goal.isVisible()
    history, print_ = len(document.history()), document.fingerprint()

    def answer(dialog: GoalDialog) -> int:
        dialog.input.setCurrentIndex(list(dialog._inputs).index(rebasing(document)))
        dialog.wanted.setText("1 350 000")
        dialog._search()
        assert "17\u202f293,75\u00a0€ donne exactement 1\u202f350\u202f000,00\u00a0€." in dialog.found.text().replace(
            "\u00a0293", "\u202f293").replace("1\u00a0350\u00a0000", "1\u202f350\u202f000")
        assert tries(dialog) == ["Essayer 17 293,75 €"]
        dialog._try(1_729_375)
        return dialog.result()

    monkeypatch.setattr(GoalDialog, "exec", answer)
    QTest.keyClick(finances.table, Qt.Key.Key_F3, SHIFT)
    settle()
    assert window.workspace is not None and window.workspace.trying.on
    assert window.workspace.books().grant(document.model.all(Grant)[0].id)[0].grant.cents == 135_000_000
    assert (len(document.history()), document.fingerprint()) == (history, print_)
    assert document.model.value(rebasing(document)) == 1_200_000


def test_where_no_value_is_exact_both_neighbours_can_be_tried(
    finances: FinancesTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(finances, f"dgc/{document.model.all(Grant)[0].id}/accord", "2027")
    seen = unanswered(monkeypatch)
    finances.seek_goal()
    dialog = seen[0]
    assert dialog._inputs[0].kind == "year_rate"
    dialog.wanted.setText("1 344 706,50")
    dialog._search()
    assert tries(dialog) == ["Essayer 1,25 %", "Essayer 1,2501 %"]
    dialog.low.setText("2")
    dialog._search()
    assert tries(dialog) == [] and "Aucune valeur" in dialog.found.text()


@pytest.mark.parametrize(
    ("wanted", "low", "high"), [("beaucoup", "", ""), ("", "", ""), ("1000", "abc", ""), ("1000", "3", "2")]
)
def test_what_cannot_be_read_is_said_beside_its_field(
    wanted: str, low: str, high: str, finances: FinancesTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(finances, f"dgc/{document.model.all(Grant)[0].id}/accord", "2027")
    seen = unanswered(monkeypatch)
    finances.seek_goal()
    for field, text in zip((seen[0].wanted, seen[0].low, seen[0].high), (wanted, low, high), strict=True):
        field.setText(text)
    seen[0]._search()
    assert seen[0]._problem.sentence and seen[0].answer is None


def test_a_line_of_a_section_varies_by_its_own_values_alone(finances: FinancesTab, document: Document) -> None:
    section = document.model.all(Measure)[0].section
    go(finances, f"section/{section}/indexation", "2028")
    goal = finances.shown.goal(finances._selection())
    assert goal is not None and goal.name.startswith("Actualisation") and goal.name.endswith("2028")
    model = document.model
    owners = {getattr(model.record(cell.kind, cell.row), "section", "") for cell in goal.inputs}
    assert owners == {section}
    assert all(getattr(model.record(cell.kind, cell.row), "year", 0) <= 2028 for cell in goal.inputs)


def test_a_line_that_measures_make_varies_by_the_measures_of_its_nature_alone(
    finances: FinancesTab, document: Document
) -> None:
    section = document.model.all(Measure)[0].section
    go(finances, f"section/{section}/cnr", "whole")
    goal = finances.shown.goal(finances._selection())
    found = {document.model.get(Measure, cell.row).nature for cell in goal.inputs} if goal is not None else set()
    assert found == {"cnr"}


def test_a_typed_cell_a_carried_line_and_another_view_offer_nothing(
    finances: FinancesTab, window: MainWindow, document: Document
) -> None:
    finances.go_to(rebasing(document))
    settle()
    assert not finances.goal.isVisible()
    section = document.model.all(Measure)[0].section
    go(finances, f"section/{section}/base", "whole")
    assert not finances.goal.isVisible()
    go(finances, f"dgc/{document.model.all(Grant)[0].id}/gestionnaire", "2027")
    assert not finances.goal.isVisible()
    said: list[str] = []
    assert window.workspace is not None
    window.workspace.said.connect(said.append)
    finances.seek_goal()
    assert said and "calculé" in said[0]
