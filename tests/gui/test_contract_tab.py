"""Contrat: identity as forms, parties and perimeter as tables, articles in order; every point leads to its field."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.checks import run
from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import Authority, Contract, Esms, Grant, Manager, Section, SectionRule, Signatory
from cpom_desktop.core.finance.records import SectionBase
from cpom_desktop.core.model import Model
from cpom_desktop.core.naming import name_of
from cpom_desktop.core.problems import Expected, Problem
from cpom_desktop.core.records import Cell
from cpom_desktop.gui import main_window
from cpom_desktop.gui.grid import GridView
from cpom_desktop.gui.grid.references import NOBODY, ReferenceReader, reference_cell
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.contract.articles import in_order, left_words, line_of, moved, new_article
from cpom_desktop.gui.tabs.contract.tab import IDENTITY, ContractTab
from cpom_desktop.gui.tabs.contract.tables import TABLES
from cpom_desktop.gui.theme import Status
from cpom_desktop.session.document import Document
from tests.session.desk import CONTRACT
from tests.stories.keyboard import Keyboard, spoken_name

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("no_dialog_waits"),
]


@pytest.fixture
def tab(window: MainWindow) -> ContractTab:
    shown = window.tabs.show("Contrat")
    settle()
    assert isinstance(shown, ContractTab)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    for one in TABLES:
        QAbstractItemModelTester(shown.table(one.key).view.grid, fatal, shown)
    return shown


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    return Keyboard(window)


def opened(tab: ContractTab, key: str) -> GridView:
    """A table of the tab, with the focus."""
    tab.list.choose(key)
    view = tab.table(key).view
    view.setFocus()
    return view


# Identity


def test_tab_goes_through_the_identity_in_reading_order(tab: ContractTab, keys: Keyboard) -> None:
    tab.list.choose(IDENTITY)
    fields = [*tab.identity.contract.fields.values(), *tab.identity.manager.fields.values()]
    names = [getattr(field, "editor", field).accessibleName() for field in fields]
    keys.tab_to(names[0])
    seen = [keys.name]
    for _ in names[1:]:
        keys.press("Tab")
        seen.append(keys.name)
    assert seen == names
    for expected in reversed(names[:-1]):
        keys.press("Shift+Tab")
        assert keys.name == expected


def test_what_is_typed_names_the_window_at_once(
    tab: ContractTab, keys: Keyboard, window: MainWindow, document: Document
) -> None:
    keys.fills("Intitulé", "CPOM du bassin")
    assert document.contract.name == "CPOM du bassin" and window.windowTitle().startswith("CPOM du bassin")


def test_a_wrong_siren_is_typed_and_then_watched(tab: ContractTab, keys: Keyboard, document: Document) -> None:
    keys.fills("SIREN", "123")
    assert document.model.all(Manager)[0].siren == "123"
    assert any("SIREN" in check.sentence for check in run(document.model, document.tools.now().date()))


# Tables


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_row_added_to_any_table_is_ready_to_be_typed_and_undone_at_once(
    tab: ContractTab, keys: Keyboard, document: Document, table: object
) -> None:
    key = getattr(table, "key", "")
    kind = tab.table(key).of.kind
    opened(tab, key)
    before = set(document.model)
    if not document.model.all(kind):
        keys.tab_to_button(tab.table(key).of.add)
        keys.press("Space")
    else:
        keys.press("Insert")
    assert len(document.model.all(kind)) == sum(record.kind == kind.kind for record in before) + 1
    current = tab.table(key).view.currentIndex()
    cell = tab.table(key).view.grid.cell(current)
    assert tab.table(key).view.hasFocus() and cell.address is not None
    assert document.model.record(kind.kind, cell.address.row) not in before
    keys.press("Ctrl+Z")
    assert set(document.model) == before


def test_a_new_section_comes_with_its_modality_and_its_base(
    tab: ContractTab, keys: Keyboard, document: Document
) -> None:
    opened(tab, "sections")
    known = {one.id for one in document.model.all(Section)}
    keys.press("Insert")
    (section,) = [one for one in document.model.all(Section) if one.id not in known]
    (rule,) = document.model.where(SectionRule, "section", section.id)
    (base,) = document.model.where(SectionBase, "section", section.id)
    assert (rule.first_year, rule.last_year) == (2027, 2031) and base.cents is None
    assert len(document.history()[0].changes) >= 1
    keys.press("Ctrl+Z")
    assert document.model.find(SectionRule, rule.id) is None and document.model.find(SectionBase, base.id) is None


def test_a_row_deleted_takes_what_belongs_to_it_and_says_how_to_get_it_back(
    tab: ContractTab, keys: Keyboard, document: Document, window: MainWindow
) -> None:
    esms, section = Esms(id="neuf", code="E9", name="La Halte", order=9), Section(id="s9", esms="neuf", code="S9")
    document.apply(Edit("La Halte", new=(esms, section)))
    before = set(document.model)
    opened(tab, "perimetre")
    keys.cell("E9", "name")
    keys.tab_to_button("Supprimer la ligne")
    keys.press("Space")
    assert document.model.find(Esms, "neuf") is None and document.model.find(Section, "s9") is None
    assert window.status.sentence == "Supprimé\u00a0: La Halte. Ctrl+Z le rétablit."
    keys.press("Ctrl+Z")
    assert set(document.model) == before


def test_a_new_row_never_takes_the_code_of_another(tab: ContractTab, keys: Keyboard, document: Document) -> None:
    opened(tab, "sections")
    keys.press("Insert", "Insert")
    codes = [one.code for one in document.model.all(Section)]
    middle = next(one for one in document.model.all(Section) if one.code == f"S{len(codes) - 1}")
    document.apply(Edit("une de moins", deleted=((middle.kind, middle.id),)))
    opened(tab, "sections")
    keys.press("Insert")
    codes = [one.code for one in document.model.all(Section)]
    assert len(set(codes)) == len(codes)


def test_a_row_that_others_still_use_is_not_deleted_and_says_which(
    tab: ContractTab, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[Expected]()
    monkeypatch.setattr(main_window, "tell", lambda error, **_: told.append(error))
    grant = document.model.all(Grant)[0]
    view = opened(tab, "dgc")
    view.go_to(0, 0)
    tab.delete()
    assert document.model.find(Grant, grant.id) == grant
    assert len(told) == 1 and "sert encore" in told[0].sentences.happened


def test_an_empty_table_says_what_its_rows_are_for(tab: ContractTab, document: Document) -> None:
    rows = document.model.all(Grant)
    document.apply(Edit("hors DGC", values={one.at("dgc"): None for one in document.model.all(Section)}))
    document.apply(Edit("sans DGC", deleted=tuple((one.kind, one.id) for one in rows)))
    tab.list.choose("dgc")
    page = tab.table("dgc")
    assert page.is_empty and not tab._add.isVisible()
    assert page.of.sentence.startswith("Une DGC réunit des sections")


def test_the_rail_counts_the_rows(tab: ContractTab, document: Document) -> None:
    lines = {tab.list.item(at).text(): tab.list.item(at) for at in range(tab.list.count())}
    assert "Périmètre" in lines and "Identité" in lines
    spoken = str(lines["Périmètre"].data(11))  # Qt.AccessibleTextRole
    assert spoken == f"Périmètre, {len(document.model.all(Esms))}"


def test_a_reference_is_chosen_by_its_name_in_a_list(
    tab: ContractTab, keys: Keyboard, document: Document
) -> None:
    opened(tab, "sections")
    section = document.model.all(Section)[0]
    other = next(one for one in document.model.all(Authority) if one.id != section.authority)
    keys.cell(section.code, "authority")
    keys.picks(name_of(document.model, other))
    assert document.model.get(Section, section.id).authority == other.id
    keys.cell(section.code, "authority")
    keys.picks(NOBODY[1])
    assert document.model.get(Section, section.id).authority is None


def test_a_letter_finds_its_word_in_a_list_cell(tab: ContractTab, keys: Keyboard, document: Document) -> None:
    opened(tab, "sections")
    section = document.model.all(Section)[0]
    keys.cell(section.code, "section_kind")
    keys.types("soi")
    keys.press("Return")
    assert document.model.get(Section, section.id).section_kind == "soins"


# Reference cells


def named() -> Model:
    rows = (Authority(id="a1", name="Préfet"), Authority(id="a2", name="ARS"), Authority(id="a3", name="ARS"))
    return Model([Contract(id=CONTRACT), *rows, Esms(id="e1", code="E1"), Signatory(id="s", authority="a1")])


def test_a_reference_shows_the_name_and_offers_nobody_where_it_may_be_empty() -> None:
    model = named()
    cell = reference_cell(model, model.get(Signatory, "s"), "authority")
    assert cell.text == "Préfet" and cell.value == "a1" and cell.choices[0] == NOBODY
    assert [word for _, word in cell.choices[1:]] == ["ARS", "ARS", "Préfet"]
    section = Section(id="s1", esms="e1")
    assert NOBODY not in reference_cell(model, section, "esms").choices


def test_a_name_that_is_not_in_the_list_is_refused_and_so_is_one_that_two_rows_bear() -> None:
    reader = ReferenceReader("Autorité", (("a1", "Préfet"), ("a2", "ARS"), ("a3", "ARS")), optional=True)
    assert reader.read("  préfet ") == "a1" and reader.read("") is None and reader.read("—") is None
    for text in ("Préfète", "ARS"):
        problem = reader.read(text)
        assert isinstance(problem, Problem) and text in problem.sentence
    strict = ReferenceReader("ESMS", (("e1", "Le Quai"),), optional=False)
    assert isinstance(strict.read(""), Problem) and strict.write("e1") == "Le Quai" and strict.write("x") == ""


def test_an_unknown_name_pasted_in_a_reference_is_ringed_and_writes_nothing(
    tab: ContractTab, document: Document, window: MainWindow
) -> None:
    view = opened(tab, "sections")
    section = document.model.all(Section)[0]
    index = view.grid.find(section.at("authority"))
    assert not view.grid.setData(index, "Autorité inconnue")
    assert document.model.get(Section, section.id) == section
    assert view.grid.refusal(index) is not None and "n’est pas dans la liste" in window.status.sentence


# Articles


def test_choosing_another_article_writes_what_was_typed_in_the_first(
    tab: ContractTab, keys: Keyboard, document: Document
) -> None:
    first, second = in_order(document.model)[:2]
    tab.list.choose(first.id)
    keys.tab_to("Intitulé")
    keys.press("Ctrl+A")
    keys.types("Parties au contrat")
    tab.list.choose(second.id)
    assert document.model.get(Article, first.id).name == "Parties au contrat"
    assert document.model.get(Article, second.id).name == second.name
    assert tab._title.text() == second.name


def test_ctrl_shift_arrows_move_an_article_within_its_part(
    tab: ContractTab, keys: Keyboard, document: Document
) -> None:
    parts = [one.part for one in in_order(document.model)]
    part = next((one for one in parts if parts.count(one) > 1), None)
    if part is None:
        one = in_order(document.model)[0]
        document.apply(new_article(document.model, document.new_id(), one))
        part = one.part
    mine = [one for one in in_order(document.model) if one.part == part]
    tab.list.choose(mine[0].id)
    tab.list.setFocus()
    keys.press("Ctrl+Shift+Down")
    assert [one.id for one in in_order(document.model) if one.part == part][:2] == [mine[1].id, mine[0].id]
    assert tab.list.current == mine[0].id
    keys.press("Ctrl+Shift+Up")
    assert [one.id for one in in_order(document.model) if one.part == part][:2] == [mine[0].id, mine[1].id]
    assert not moved(document.model, mine[0], -1)


def test_a_new_article_stands_after_the_selected_one_with_its_title_ready(
    tab: ContractTab, keys: Keyboard, document: Document
) -> None:
    before = in_order(document.model)
    tab.list.choose(before[1].id)
    keys.tab_to("Article")
    keys.press("Space")
    after = in_order(document.model)
    assert [one.id for one in after if one in before] == [one.id for one in before]
    (new,) = [one for one in after if one.id not in {old.id for old in before}]
    assert new.part == before[1].part and tab.list.current == new.id
    assert keys.name == "Intitulé"
    assert isinstance(keys.focus, QLineEdit) and keys.focus.text() == "Nouvel article"


def test_a_mandatory_article_is_not_deleted(
    tab: ContractTab, document: Document, window: MainWindow
) -> None:
    one = in_order(document.model)[0]
    document.apply(Edit("obligatoire", values={one.at("mandatory"): 1}))
    tab.list.choose(one.id)
    tab.delete()
    assert document.model.find(Article, one.id) is not None and "obligatoire" in window.status.sentence


def test_an_article_says_what_is_still_blank_while_it_is_typed(document: Document) -> None:
    one = in_order(document.model)[0]
    empty = Article(id="x", name="Vide", part=one.part)
    gap = Article(id="y", name="Blanc", part=one.part, body="Un préavis de […] mois.")
    whole = Article(id="z", name="Entier", part=one.part, body="Le contrat prend effet le 1er janvier.")
    assert left_words(document.model, empty) == "Cet article n’est pas encore écrit."
    assert left_words(document.model, gap).startswith("1 blanc à remplir") and left_words(document.model, whole) == ""
    statuses = [line_of(document.model, article, 1).status for article in (empty, gap, whole)]
    assert statuses == [Status.EMPTY, Status.TO_CHECK, Status.COMPLIANT]


# Going there


def test_a_point_de_vigilance_leads_to_its_field(tab: ContractTab, document: Document) -> None:
    contract, manager = document.contract, document.model.all(Manager)[0]
    article, section = in_order(document.model)[2], document.model.all(Section)[0]
    expected = ((contract.at("tariff_court"), "Juridiction du tarif (saisie)"), (manager.at("siren"), "SIREN"),
                (article.at("body"), "Texte"))
    for cell, name in expected:
        assert tab.go_to(cell)
        focus = tab.window().focusWidget()
        assert focus is not None and spoken_name(focus) == name
    assert tab.go_to(section.at("authority"))
    view = tab.table("sections").view
    assert view.hasFocus() and view.grid.cell(view.currentIndex()).address == section.at("authority")
    assert not tab.go_to(Cell("milestone", "x", "name"))


def test_every_point_of_the_demonstration_about_the_contract_is_reached(
    tab: ContractTab, window: MainWindow, document: Document
) -> None:
    found = [check for check in run(document.model, document.tools.now().date())
             if check.cell is not None and check.cell.kind in tab.kinds]
    assert found
    for check in found:
        assert check.cell is not None and window.tabs.go_to(check.cell), check.sentence
        focus = window.focusWidget()
        assert focus is not None and focus.isVisible(), check.sentence
