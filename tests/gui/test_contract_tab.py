"""The tab Contrat: rows named, not numbered; a section with its modality and base; articles that say what they lack."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import Authority, Contract, Esms, Section, SectionRule
from cpom_desktop.core.finance.records import SectionBase
from cpom_desktop.core.problems import Expected, Problem
from cpom_desktop.gui.grid.references import ReferenceReader, reference_cell
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.screenshots import settle
from cpom_desktop.gui.tabs.contract.articles import in_order, left_words, line_of, moved
from cpom_desktop.gui.tabs.contract.tab import ContractTab
from cpom_desktop.gui.tabs.contract.tables import TABLES, content_of
from cpom_desktop.session.document import Document


@pytest.fixture
def tab(window: MainWindow) -> ContractTab:
    shown = window.tabs.show("Contrat")
    settle()
    assert isinstance(shown, ContractTab)
    return shown


def test_every_table_shows_its_rows_and_is_a_sound_model(tab: ContractTab, document: Document) -> None:
    for table in TABLES:
        tab.list.choose(table.key)
        page = tab.tables[table.key]
        tester = QAbstractItemModelTester(page.view.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
        page.refresh()
        assert page.view.grid.rowCount() == len(document.model.all(table.kind)) and tester.model() is page.view.grid


def test_a_section_shows_its_esms_and_authority_by_name(document: Document) -> None:
    table = next(one for one in TABLES if one.key == "sections")
    row = content_of(document.model, document.model, table).rows[0]
    assert [row.cells[1].text, row.cells[3].text] == ["La Passerelle", "Préfet de la région Val-d’Orme"]


@pytest.mark.parametrize(
    ("typed", "read"), [("la passerelle", "e1"), ("  La   Passerelle ", "e1"), ("", None), ("—", None)]
)
def test_a_row_is_pointed_at_by_its_name(typed: str, read: str | None) -> None:
    reader = ReferenceReader("ESMS", (("e1", "La Passerelle"), ("e2", "Le Quai")), optional=True)
    assert reader.read(typed) == read


@pytest.mark.parametrize("typed", ["Passerelle", "inconnu", "double"])
def test_a_name_that_is_unknown_or_of_two_rows_is_refused_with_a_sentence(typed: str) -> None:
    reader = ReferenceReader("ESMS", (("e1", "La Passerelle"), ("a", "Double"), ("b", "Double")), optional=True)
    read = reader.read(typed)
    assert isinstance(read, Problem) and "ESMS" in read.sentence


def test_what_is_not_optional_cannot_be_left_empty(document: Document) -> None:
    cell = reference_cell(document.model, document.model.all(Section)[0], "esms")
    assert cell.reader is not None and isinstance(cell.reader.read(""), Problem)


def test_a_new_section_comes_with_a_modality_over_the_contract_and_a_base_to_type(
    tab: ContractTab, document: Document
) -> None:
    before = {one.id for one in document.model.all(Section)}
    tab.list.choose("sections")
    tab.add()
    settle()
    new = next(one for one in document.model.all(Section) if one.id not in before)
    rule = document.model.where(SectionRule, "section", new.id)
    assert [(one.first_year, one.last_year) for one in rule] == [(2027, 2031)]
    assert [one.cents for one in document.model.where(SectionBase, "section", new.id)] == [None]
    document.undo()
    assert {one.id for one in document.model.all(Section)} == before


def test_deleting_an_esms_takes_its_sections_and_ctrl_z_brings_all_back(tab: ContractTab, document: Document) -> None:
    esms = Esms(id=document.new_id(), code="E9", name="Un nouveau service", order=9)
    section = Section(id=document.new_id(), code="S9", esms=esms.id, order=9)
    document.apply(Edit("Nouveau service", new=(esms, section)))
    rows = len(document.model)
    assert tab.go_to(esms.at("name"))
    tab.delete()
    settle()
    assert document.model.find(Esms, esms.id) is None and not document.model.where(Section, "esms", esms.id)
    document.undo()
    assert len(document.model) == rows


def test_an_esms_that_still_serves_elsewhere_is_kept_with_the_reason(tab: ContractTab, document: Document) -> None:
    esms = next(one for one in document.model.all(Esms) if one.name == "L’Escale")
    told: list[Expected] = []
    tab.workspace.failed.disconnect()
    tab.workspace.failed.connect(told.append)
    assert tab.go_to(esms.at("name"))
    tab.delete()
    assert document.model.find(Esms, esms.id) == esms
    assert [error.sentences.safe for error in told] == ["Rien n’a été supprimé."]


def test_an_article_says_what_is_left_blank_in_it(document: Document) -> None:
    article = next(one for one in document.model.all(Article) if one.name == "Révision et résiliation")
    assert left_words(document.model, article) == "1 blanc à remplir\u00a0: «\u00a0[…]\u00a0»"
    assert line_of(document.model, article, 12).count == "1"


def test_articles_keep_the_order_of_the_parts_and_move_within_theirs(document: Document) -> None:
    model = document.model
    rows = [one for one in in_order(model) if one.part == "financement"]
    assert len(rows) > 1
    document.apply(moved(model, rows[0], 1))
    assert [one.id for one in in_order(document.model) if one.part == "financement"][:2] == [rows[1].id, rows[0].id]
    assert not moved(document.model, in_order(document.model)[0], -1)


def test_a_mandatory_article_is_not_deleted(tab: ContractTab, document: Document) -> None:
    article = document.model.all(Article)[0]
    document.apply(Edit("Obligatoire", values={article.at("mandatory"): 1}))
    said: list[str] = []
    tab.workspace.said.connect(said.append)
    tab.list.choose(article.id)
    tab.delete()
    assert document.model.find(Article, article.id) is not None and "obligatoire" in said[-1]


def test_an_edit_asked_elsewhere_leads_to_its_field(window: MainWindow, document: Document) -> None:
    assert window.workspace is not None
    contract = document.model.all(Contract)[0]
    window.workspace.go_to(contract.at("territory"))
    settle()
    tab = window.tabs.show("Contrat")
    assert isinstance(tab, ContractTab)
    assert tab.identity.contract.fields["territory"].hasFocus() or tab.identity.contract.isAncestorOf(
        window.focusWidget() or tab
    )


def test_a_new_authority_can_be_named_at_once(tab: ContractTab, document: Document) -> None:
    tab.list.choose("autorites")
    tab.add()
    settle()
    page = tab.tables["autorites"]
    cell = page.view.grid.cell(page.view.currentIndex())
    assert cell.address is not None and cell.address.field == "name"
    assert document.model.find(Authority, cell.address.row) is not None
