"""« Mesures et positions »: points, packages, concessions and moves, each row leading to its cell."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.bargaining.packages import Linked, package_cost
from cpom_desktop.core.changes import Edit
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, SectionBase
from cpom_desktop.core.negotiation import Acceptance, Decision, Effect, Meeting, Package, Position, Topic
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import positions_on
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.grid import Content, RowKind
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.finances.bargaining import given_table, moves_table, packages_table
from cpom_desktop.gui.tabs.finances.bargaining.points_table import PointsTable
from cpom_desktop.gui.tabs.finances.bargaining.words import meeting_words
from cpom_desktop.gui.tabs.finances.cells import Reading
from cpom_desktop.gui.tabs.finances.tab import FinancesTab
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import negotiation
from cpom_desktop.session.document import Document
from tests.gui.conftest import LEBREUIL


def reading(workspace: Workspace) -> Reading:
    return Reading(workspace.model, workspace.model, workspace.conflicts(), workspace.today)


def points(workspace: Workspace, table: PointsTable | None = None) -> Content:
    return (table or PointsTable()).content(reading(workspace), workspace.books(View.ACCORD))


def shown(content: Content, title: str) -> dict[str, str]:
    """The texts of the first row of that title by column, in plain spaces."""
    row = next(row for row in content.unfolded() if row.title.startswith(title))
    return {column.key: plain(cell.text) for column, cell in zip(content.columns, row.cells, strict=True)}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def rebasing(document: Document) -> Cell:
    return next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("cents")


@pytest.fixture
def tab(window: MainWindow) -> FinancesTab:
    window.tabs.show("Finances")
    settle()
    tab = window.tabs.tab("Finances")
    assert isinstance(tab, FinancesTab)
    tab._list.choose("measures")
    settle()
    return tab


@pytest.mark.parametrize("page", ["points", "packages", "given", "moves"])
def test_the_name_of_a_point_is_read_on_a_laptop(tab: FinancesTab, page: str) -> None:
    tab._choose_page(page)
    settle()
    assert tab.table.columnWidth(0) >= 220


def test_the_share_of_a_point_follows_the_sections_that_it_does_not_touch(workspace: Workspace) -> None:
    """The DGC holds other sections: what a share is a share of moves with each of them."""
    workspace.apply(Edit("", values={workspace.document.contract.at("writing"): "commune"}))
    measure = workspace.model.record(*rebasing(workspace.document)[:2])
    table, seen = PointsTable(), set[tuple[str, ...]]()
    for cents in (None, 90_000_000, 30_000_000):
        points(workspace, table)
        others = [one for one in workspace.model.all(SectionBase) if one.section != getattr(measure, "section", "")]
        assert workspace.apply(Edit("", values={one.at("cents"): cents for one in others}))
        kept, fresh = ([[cell.text for cell in row.cells] for row in content.unfolded()]
                       for content in (points(workspace, table), points(workspace)))
        assert kept == fresh
        seen.add(tuple(shown(points(workspace), "Rebasage").values()))
    assert len(seen) == 3


def test_a_measure_shows_what_each_side_says_what_is_retained_and_what_the_gap_costs(workspace: Workspace) -> None:
    """TC-POS-1: what separates 38 000 from 12 000 costs 132 918,01 € over the contract, 1,89 % of the DGC."""
    row = shown(points(workspace), "Rebasage")
    assert (row["asked"], row["offered"], row["retained"], row["gap"]) == (
        "38 000,00", "12 000,00", "12 000,00", "+26 000,00")
    assert (row["cost"], row["share"], row["status"], row["package"]) == ("+132 918,01", "+1,89", "Accord", "K1")
    assert (row["precondition"], row["nature"], row["year"]) == ("n° 1, réglé", "Rebasage", "2027")


def test_every_negotiable_cell_that_was_spoken_of_is_a_point(workspace: Workspace) -> None:
    content = points(workspace)
    groups = [row.title for row in content.unfolded() if row.key.startswith("points/")]
    assert groups == ["La Passerelle", "L’Escale", "Objectifs et indicateurs", "Clauses et sujets · 1 point ouvert"]
    assert shown(content, "Taux d’actualisation 2027")["gap"] == "+0,75"
    assert shown(content, "Places TR1") | {"status": ""} == {
        "title": "Places TR1", "unit": "places", "asked": "8", "offered": "5", "retained": "5", "gap": "+3",
        "cost": "–", "share": "", "status": "", "package": "K1", "precondition": "", "nature": "", "year": "",
        "opening": ""}


def test_the_closing_row_counts_what_is_open_and_nothing_else(workspace: Workspace, document: Document) -> None:
    """TC-POS-1: 38 000 asked again against the 12 000 retained."""
    assert shown(points(workspace), "Écart demande − offre")["cost"] == ""
    negotiation.propose(document, rebasing(document), 3_800_000, argument="encore")
    closing = shown(points(workspace), "Écart demande − offre")
    assert closing["title"] == "Écart demande − offre, 2 points ouverts"
    assert (closing["cost"], closing["share"]) == ("+132 918,01", "+1,89")


def test_an_offer_past_its_validity_is_still_there_and_is_no_offer(workspace: Workspace, document: Document) -> None:
    document.author = LEBREUIL
    clause = next(one for one in document.model.all(Topic) if one.value is None and "revoyure" in one.name.lower())
    negotiation.withdraw(document, [one for one in positions_on(document.model, clause.at("value"))
                                    if one.party == "autorite"])
    negotiation.propose(document, clause.at("value"), "Revoyure chaque année", valid_until="2020-01-01")
    row = next(row for row in points(workspace).unfolded() if row.title.startswith("Clause de revoyure"))
    offer = row.cells[3]
    assert (offer.text, offer.muted, offer.party) == ("Revoyure chaque année", True, None)
    assert plain(offer.tip) == "Échue depuis le 01/01/2020"


def test_a_group_is_kept_until_something_in_it_changes(workspace: Workspace, document: Document) -> None:
    table = PointsTable()
    before = {row.key: row for row in points(workspace, table).rows}
    assert all(row is before[row.key] for row in points(workspace, table).rows[:-1])
    cell = rebasing(document)
    negotiation.propose(document, cell, 100)
    again = {row.key for row in points(workspace, table).rows[:-1] if row is not before[row.key]}
    section = document.model.get(Measure, cell.row).section
    assert again == {f"points/{section}"}


def test_a_package_shows_each_effect_and_the_whole_by_year(workspace: Workspace) -> None:
    """TC-POS-1: K1 weighs 61 346,79 over the contract."""
    content = packages_table.content(reading(workspace), workspace.books(View.ACCORD))
    head = shown(content, "K1")
    assert (head["2027"], head["cost"], head["status"], head["agreed"]) == (
        "+12 000,00", "+61 346,79", "Accepté", "D-R3-01")
    assert [row.title.split(",")[0] for row in list(content.unfolded())[1:]] == [
        "Rebasage de la veille de nuit", "Places TR1", "Cible"]
    assert shown(content, "Places TR1")["cost"] == "–" and shown(content, "Cible")["cost"] == ""


def test_concessions_tell_who_gave_what_since_the_start(workspace: Workspace) -> None:
    """TC-POS-1 both ways: the manager came down by 132 918,01, the authority came up by 61 346,79."""
    content = given_table.content(reading(workspace), workspace.books(View.ACCORD))
    rows = [row for row in content.unfolded() if row.title.startswith("Rebasage")]
    cost = column(content, "cost")
    assert [plain(row.cells[cost].text) for row in rows] == ["+132 918,01", "+61 346,79"]
    head = shown(content, "Ce que le gestionnaire")
    assert head["title"] == "Ce que le gestionnaire a cédé · 11 points sur 12" and head["cost"] == "+364 937,52"


def column(content: Content, key: str) -> int:
    return [one.key for one in content.columns].index(key)


def test_moves_stand_under_their_meeting_with_what_became_of_them(workspace: Workspace) -> None:
    content = moves_table.content(reading(workspace))
    assert [row.title for row in content.unfolded() if row.key.startswith("meeting/")] == [
        "R1, 24/02/2026", "R2, 25/06/2026", "R3, 15/09/2026", "R4, 22/10/2026"]
    fates = [
        (row.cells[1].text, plain(row.cells[3].text), row.cells[column(content, "fate")].text)
        for row in content.unfolded() if row.title.startswith("Rebasage")
    ]
    assert fates == [("1", "38 000,00", "Point réglé"), ("2", "0,00", "Remplacée"), ("3", "20 000,00", "Retirée"),
                     ("4", "12 000,00", "Acceptée")]
    last = [row for row in content.unfolded() if row.title.startswith("Rebasage")][-1]
    assert plain(last.cells[-1].text) == (
        "Solène Attias, pour le compte de DDETS d’Aure-et-Lys, confirmée le 17/09/2026")


def test_a_package_that_came_with_a_position_on_what_no_side_negotiates_still_shows(workspace: Workspace) -> None:
    """Such a position is in no order of points; it stands after the others."""
    member = next(one for one in workspace.model.all(Position) if one.package)
    name = workspace.model.all(Measure)[0].at("label")
    stray = replace(member, id="f" * 32, cell=str(name), value="Autre nom")
    model = workspace.model.replacing([stray])
    content = packages_table.content(replace(reading(workspace), retained=model), workspace.books(View.ACCORD))
    assert [row.key for row in content.unfolded()][-1].endswith(stray.id)


def test_a_move_stands_under_its_own_meeting_even_where_meetings_alternate(workspace: Workspace) -> None:
    """Moves made out of any meeting, between two meetings and after the last, are told under neither."""
    later = [one for one in workspace.model.all(Position) if one.rank == 2 or one.party != "gestionnaire"]
    model = workspace.model.replacing([replace(one, meeting=None) for one in later])
    rows = list(moves_table.content(replace(reading(workspace), retained=model)).unfolded())
    title, headings = "", []
    for row in rows:
        if row.kind is RowKind.GROUP:
            title = row.title
            headings.append(title)
        else:
            meeting = model.find(Meeting, model.get(Position, row.key.removeprefix("move/")).meeting or "")
            assert title == meeting_words(meeting)
    assert headings.count("hors séance") > 1
    assert len({row.key for row in rows}) == len(rows)


@pytest.mark.parametrize("table", [given_table, packages_table])
def test_the_cost_of_each_point_is_counted_when_its_group_is_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, table: ModuleType
) -> None:
    """Counted for thousands of points at once, the concessions took four seconds to show."""
    counted: list[object] = []
    name = "conceded" if table is given_table else "member_cost"
    count = getattr(table, name)

    def seen(books: Books, *of: object) -> object:
        counted.append(of)
        return count(books, *of)

    monkeypatch.setattr(table, name, seen)
    monkeypatch.setattr(table, "MANY", 1)
    content = table.content(reading(workspace), workspace.books(View.ACCORD))
    assert content.folded == {row.key for row in content.rows} and counted == []
    assert len(list(content.unfolded())) == len(content.rows) + len(counted)


def test_many_concessions_stand_under_their_sections_none_lost_nor_told_otherwise(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = given_table.content(reading(workspace), workspace.books(View.ACCORD))
    monkeypatch.setattr(given_table, "MANY", 1)
    many = given_table.content(reading(workspace), workspace.books(View.ACCORD))
    assert list(many.unfolded(many.folded)) == list(few.rows), "the sides alone are seen, with what they gave in all"
    lines, as_before = ([(row.key, row.cells) for row in content.unfolded() if row.kind is RowKind.PLAIN]
                        for content in (many, few))
    assert lines == as_before
    titles = {row.key: row.title for row in many.rows if row.level}
    assert all(titles[row.group].startswith(row.cells[1].text) for row in many.unfolded() if row.level == 2)


@pytest.mark.parametrize("page", ["points", "packages", "given", "moves"])
def test_every_page_is_a_sound_model_and_each_row_leads_to_its_cell(
    tab: FinancesTab, document: Document, page: str
) -> None:
    tester = QAbstractItemModelTester(tab.table.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tab.head.pages is not None
    tab.head.pageChosen.emit(page)
    settle()
    grid = tab.table.grid
    rows = [at for at in range(grid.rowCount()) if grid.row(at).level]
    assert rows
    for at in rows:
        tab.table.go_to(at, 0)
        cell = tab.shown.spoken_of(tab._selection())
        assert cell is not None and document.model.record(cell.kind, cell.row) is not None
        assert tab.negotiation._cell == cell
    assert tester is not None


def test_a_page_that_is_turned_to_again_is_counted_again_only_once_the_contract_has_changed(
    tab: FinancesTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = list[str]()

    def seen(books: Books, of: Linked) -> object:
        counted.append(of.package.code)
        return package_cost(books, of)

    monkeypatch.setattr(packages_table, "package_cost", seen)
    for page in ("packages", "given", "points", "packages"):
        tab.head.pageChosen.emit(page)
    packages = [one.code for one in document.model.all(Package)]
    assert counted == packages
    document.apply(Edit("autre code", values={document.model.all(Package)[0].at("code"): "K9"}), decided=True)
    tab.refresh()
    assert counted == [*packages, "K9", *packages[1:]] and tab.table.grid.row(0).title.startswith("K9")


def test_f3_on_a_move_goes_to_its_cell_and_a_figure_explains_itself(tab: FinancesTab) -> None:
    tab.head.pageChosen.emit("moves")
    grid = tab.table.grid
    tab.table.go_to(next(at for at in range(grid.rowCount()) if grid.row(at).title.startswith("Rebasage")), 0)
    wanted = tab.shown.spoken_of(tab._selection())
    tab.table.ask_origin()
    settle()
    assert tab.shown.page == "points"
    current = tab._current()
    assert current is not None and current.address == wanted
    tab.table.go_to(tab.table.currentIndex().row(), column(grid.content, "cost"))
    tab.table.ask_origin()
    assert tab.origin.isVisibleTo(tab)


def test_an_empty_page_says_what_it_is_for(tab: FinancesTab, document: Document) -> None:
    rows = [(one.kind, one.id) for kind in (Acceptance, Effect, Decision, Position, Package)
            for one in document.model.all(kind)]
    document.apply(Edit("tout retirer", deleted=tuple(rows)), decided=True)
    for page in ("packages", "given", "moves"):
        tab.head.pageChosen.emit(page)
        assert tab.shown.empty() is not None
    tab.head.pageChosen.emit("points")
    assert tab.shown.empty() is None
