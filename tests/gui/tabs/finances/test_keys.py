"""An accountant at the keyboard: a staff line, a block of a spreadsheet, Ctrl+Z; no mouse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtGui import QGuiApplication

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.finance.staff_records import StaffLine, StaffYear
from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.widgets.rail_list import RailList
from cpom_desktop.session.document import Document
from tests.stories.keyboard import Keyboard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def keys(window: MainWindow, document: Document, no_dialog_waits: None) -> Keyboard:
    assert window.workspace is not None
    window.workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    made = Keyboard(window)
    window.tabs.show("Finances")
    settle()
    return made


def opens(keys: Keyboard, title: str, page: str) -> None:
    """By F6 to the rail, by the arrows to a table, by Tab to one of its pages, then into its cells."""
    for _ in range(5):
        if isinstance(keys.focus, RailList):
            break
        keys.press("F6")
    rail = keys.focus
    assert isinstance(rail, RailList)
    for _ in range(rail.count()):
        if rail.currentItem() is not None and rail.currentItem().text() == title:
            break
        keys.press("Down")
    # Of the pages of a table, Tab stops at the one that is shown; the arrows choose another one.
    keys.tab_to("Comptes")
    for _ in range(5):
        if keys.name != page:
            keys.press("Right")
    assert keys.name == page
    seen = []
    for _ in range(10):
        seen.append(keys.name)
        if isinstance(keys.focus, GridView):
            return
        keys.press("Tab")
    raise AssertionError(f"the table is not reached by Tab; seen: {seen}")


def test_tab_goes_through_the_head_in_reading_order_then_into_the_table(keys: Keyboard) -> None:
    opens(keys, "Budgets et personnel", "Comptes")
    keys.press("F6", "F6")
    seen = []
    for _ in range(12):
        seen.append(keys.name)
        if keys.name == "Tableau financier":
            break
        keys.press("Tab")
    wanted = ["Essai", "Supprimer la ligne", "Nouveau compte", "Comptes", "Regrouper", "Importer…", "Nouvel exercice",
              "Tableau financier"]
    assert [name for name in seen if name in wanted] == wanted, seen


def test_f6_leads_from_the_rail_to_the_table_not_to_what_stands_above_it(keys: Keyboard) -> None:
    opens(keys, "Budgets et personnel", "Comptes")
    keys.press("F6", "F6")
    assert isinstance(keys.focus, RailList)
    keys.press("F6")
    assert keys.name == "Tableau financier"


def test_a_staff_line_is_typed_by_keys_alone(keys: Keyboard, document: Document) -> None:
    opens(keys, "Budgets et personnel", "Effectifs")
    keys.cell_under("La Passerelle", "Nouvelle fonction", "function")
    keys.writes("Éducateur spécialisé")
    keys.writes("2,5")
    keys.writes("3")
    line = next(one for one in document.model.all(StaffLine) if one.function == "Éducateur spécialisé")
    found = {(row.year, row.actual, row.target) for row in document.model.where(StaffYear, "staff", line.id)}
    assert found == {(2025, "2.5", None), (2026, "3", None)}
    keys.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert not any(one.function == "Éducateur spécialisé" for one in document.model.all(StaffLine))
    keys.press("Ctrl+Y")
    assert any(one.function == "Éducateur spécialisé" for one in document.model.all(StaffLine))


def test_a_block_of_three_by_four_is_pasted_and_taken_back(keys: Keyboard, document: Document) -> None:
    opens(keys, "Budgets et personnel", "Effectifs")
    keys.cell_under("La Passerelle", "Direction/encadrement", "2028/target")
    QGuiApplication.clipboard().setText("1\t1\t1,0\t1,5\n1,2\t1,2\t1,2\t1,2\n6,8\t7\t7,25\t7,5")
    keys.press("Ctrl+V")
    rows = [row for row in document.model.all(StaffYear) if row.year >= 2028 and row.target is not None]
    assert len(rows) == 12 and sum(Decimal(row.target or "0") for row in rows) == Decimal("37.85")
    keys.press("Ctrl+Z")
    assert not [row for row in document.model.all(StaffYear) if row.year >= 2028 and row.target is not None]


def test_inser_leads_to_the_line_of_a_new_account_and_accounts_are_pasted_there(
    keys: Keyboard, document: Document
) -> None:
    opens(keys, "Budgets et personnel", "Comptes")
    keys.cell_under("La Passerelle", "Rémunérations", "2025/ca")
    keys.press("Ins")
    QGuiApplication.clipboard().setText("Primes\t6413\t1\t2\t3\t4\nStagiaires\t649\t\t\t\t500")
    keys.press("Ctrl+V")
    found = sorted((one.account, one.year, one.cents) for one in document.model.all(AccountLine)
                   if one.account in ("6413", "649") and one.group == "c2")
    assert found == [("6413", 2023, 100), ("6413", 2024, 200), ("6413", 2025, 300), ("6413", 2026, 400),
                     ("649", 2026, 50_000)]
    keys.press("Ctrl+Z")
    assert not any(one.account in ("6413", "649") for one in document.model.all(AccountLine))
