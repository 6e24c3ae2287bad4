"""« Mutualisations »: what each saves inside and outside the DGC, typed by line; the check that leads there."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.checks import run
from cpom_desktop.core.finance.pooling_records import Pooling, PoolingShare
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.head_office_view import HeadOfficeView
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen

PAGE = ("head_office", "mutualisations")


def view(seen: Seen) -> HeadOfficeView:
    shown = seen.tab.shown
    assert isinstance(shown, HeadOfficeView)
    return shown


def shares(seen: Seen) -> list[tuple[str, int | None]]:
    return sorted(((row.section, row.saving) for row in seen.model.all(PoolingShare)), key=str)


def test_what_the_demonstration_pools_and_saves_inside_and_outside_the_dgc(show: Show) -> None:
    seen = show(*PAGE)
    assert seen.texts("Veille de nuit commune", "code", "about", "detail") == ["MU1", "la veille de nuit", "01/01/2028"]
    assert seen.texts("La Passerelle", "about", "posts_before", "posts_after", "saving") == [
        "Débasage", "2,6", "2,41", "9 000,00"]
    sums = ("Économie dans la DGC", "Économie hors DGC", "Économie totale")
    assert [seen.texts(name, "saving") for name in sums] == [["9 000,00"], ["3 000,00"], ["12 000,00"]]


def test_a_saving_that_is_typed_changes_its_side_of_the_dgc_and_is_taken_back(show: Show) -> None:
    seen = show(*PAGE)
    seen.goes_to("Le Quai", "saving")
    seen.types("4500,50")
    assert seen.texts("Économie hors DGC", "saving") == ["4 500,50"]
    assert seen.texts("Économie totale", "saving") == ["13 500,50"]
    seen.undoes()
    assert seen.texts("Économie totale", "saving") == ["12 000,00"]


def test_while_no_saving_is_typed_both_costs_give_it_and_one_alone_leaves_it_incomplete(show: Show) -> None:
    seen = show(*PAGE)
    seen.goes_to("La Passerelle", "saving")
    QTest.keySequence(seen.tab.table, "Del")
    settle()
    seen.goes_to("La Passerelle", "cost_before")
    seen.types("120000")
    assert seen.texts("Économie dans la DGC", "saving") == ["incomplet"]
    seen.goes_to("La Passerelle", "cost_after")
    seen.types("112500")
    cell = seen.cell("La Passerelle", "saving")
    assert seen.texts("La Passerelle", "saving") == ["7 500,00"] and cell.italic and cell.value is None
    assert seen.texts("Économie totale", "saving") == ["10 500,00"]


def test_a_mutualisation_is_added_with_its_sections_and_deleted_with_them(show: Show) -> None:
    seen = show(*PAGE)
    before = shares(seen)
    view(seen).new_line()
    seen.types("Transport")
    made = next(one for one in seen.model.all(Pooling) if one.name == "Transport")
    assert made.order == 2 and seen.texts("Économie totale", "saving", at=1) == ["0,00"]
    seen.goes_to("Nouvelle section", "title", at=1)
    seen.pastes("L’Escale\t\t\t\t\t\t\t\t1 200\nLe Quai\t\t\t\t\t\t\t\t300")
    assert seen.texts("Économie totale", "saving", at=1) == ["1 500,00"]
    seen.goes_to("Nouvelle section", "title", at=1)
    seen.pastes("La Passerelle")
    assert len(shares(seen)) == len(before) + 3 and seen.texts("Économie totale", "saving", at=1) == ["incomplet"]
    seen.undoes()
    seen.goes_to("Transport", "about")
    seen.types("les navettes")
    assert seen.model.get(Pooling, made.id).function == "les navettes"
    seen.goes_to("Transport", "title")
    view(seen).delete_lines()
    assert seen.model.find(Pooling, made.id) is None and shares(seen) == before
    seen.undoes()
    assert len(shares(seen)) == len(before) + 2


def test_one_section_leaves_a_mutualisation_and_a_computed_line_is_not_deleted(show: Show) -> None:
    seen = show(*PAGE)
    seen.goes_to("Économie totale", "saving")
    view(seen).delete_lines()
    assert "ne" in seen.said and len(shares(seen)) == 2
    seen.goes_to("Le Quai", "saving")
    view(seen).delete_lines()
    assert len(shares(seen)) == 1 and len(seen.model.all(Pooling)) == 1


def test_a_section_that_is_missing_or_already_there_is_refused(show: Show) -> None:
    seen = show(*PAGE)
    seen.goes_to("Nouvelle section", "saving")
    seen.types("5")
    assert "se choisit d’abord" in seen.said and len(shares(seen)) == 2
    seen.goes_to("Nouvelle section", "title")
    seen.pastes("La Passerelle\t\t\t\t\t\t\t\t5")
    assert sorted(cents or 0 for _, cents in shares(seen)) == [300_000, 900_000]


def test_the_check_of_money_counted_twice_leads_to_the_function(show: Show) -> None:
    """Check N4, by the link at the side and by F8."""
    seen = show(*PAGE)
    assert seen.window.workspace is not None
    found = next(one for one in run(seen.model, seen.window.workspace.today) if one.id == "N4")
    assert found.cell == seen.model.all(Pooling)[0].at("function")
    show("trajectory", together=False)
    assert seen.tab.go_to(found.cell) and seen.current == found.cell and seen.tab.shown.page == "mutualisations"
    seen.goes_to("Économie totale", "saving")
    seen.window.workspace.tell_checks((found,))
    QTest.keySequence(seen.tab.table, "F8")
    settle()
    assert seen.current == found.cell
    seen.goes_to("Économie totale", "saving")
    settle()
    seen.window.workspace.tell_checks((found,))
    link = next(one for one in seen.tab.vigilance.findChildren(QPushButton) if one.isVisible())
    link.setFocus()
    QTest.keySequence(link, "Space")
    settle()
    assert seen.current == found.cell


def test_a_section_of_a_mutualisation_is_found_by_its_line(show: Show) -> None:
    seen = show("trajectory")
    row = next(one for one in seen.model.all(PoolingShare) if one.saving == 300_000)
    assert seen.tab.go_to(row.at("section"))
    assert seen.tab.table.grid.row(seen.tab.table.currentIndex().row()).title == "Le Quai"


def test_without_any_mutualisation_the_page_waits_for_one(show: Show) -> None:
    seen = show(*PAGE)
    assert seen.window.workspace is not None
    seen.window.workspace.apply(Edit("sans", deleted=tuple((one.kind, one.id) for one in seen.model.all(Pooling))))
    settle()
    assert [row.title for row in seen.tab.table.grid.rows] == ["Nouvelle mutualisation"] and not shares(seen)
