"""A workbook is imported as one lot that one undo takes back; what is not understood is said and changes nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Section
from cpom_desktop.core.finance.budgets import budget
from cpom_desktop.core.finance.records import GROUPS, AccountLine, Measure
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.overlay import View, value_for
from cpom_desktop.imports.xlsx.book import Book
from cpom_desktop.imports.xlsx.layout import Column, Role, Target
from cpom_desktop.imports.xlsx.reader import read_book
from cpom_desktop.session import workbooks
from cpom_desktop.session.account_groups import settle_groups, settled_groups
from cpom_desktop.session.document import Document
from cpom_desktop.session.importing import ImportPlan, apply_import, plan_import
from cpom_desktop.session.jobs import JobState, JobStatus
from cpom_desktop.session.sheets import SheetChoice, proposed, section_named
from cpom_desktop.session.tools import save_author
from cpom_desktop.session.workbooks import BookReading, is_workbook
from tests.data.import_books import BP, CA
from tests.imports.books import book_of
from tests.imports.test_reader import hostile
from tests.session.desk import ATTIAS, Desk

HEAD: list[Any] = ["Compte", "Libellé", "Réel 2024"]
ROWS: list[list[Any]] = [HEAD, [6061, "Eau", 100], [6226, "Honoraires", 40], [731, "Dotation", 140]]


def the_book(path: Path) -> Book:
    return read_book(path.read_bytes(), path.name)


def a_book(rows: list[list[Any]], name: str = "La Passerelle") -> Book:
    return read_book(book_of({name: rows}), "x.xlsx")


def plan_of(document: Document, book: Book, **groups: str) -> ImportPlan:
    choices = proposed(book, document.model)
    return plan_import(document.model, document.contract_id, book.name, choices, groups)


def sections(document: Document) -> dict[str, str]:
    """The sections of the demonstration by code."""
    return {section.code: section.id for section in document.model.all(Section)}


def groups_of(document: Document, code: str, year: int, status: str) -> dict[str, int | None]:
    held = budget(document.model, sections(document)[code], year, status)
    return {group: held.groups[group].cents for group, _ in GROUPS}


def without_budget(document: Document, year: int, status: str) -> None:
    gone = [(one.kind, one.id) for one in document.model.all(AccountLine) if (one.year, one.status) == (year, status)]
    document.apply(Edit("Suppression", deleted=tuple(gone)))


def test_the_ca_gives_back_the_budget_of_the_demonstration_to_the_cent(document: Document) -> None:
    before = {code: groups_of(document, code, 2024, "ca") for code in ("S1", "S2", "S3")}
    without_budget(document, 2024, "ca")
    assert set(groups_of(document, "S1", 2024, "ca").values()) == {0}
    plan = plan_of(document, the_book(CA))
    apply_import(document, plan)
    assert groups_of(document, "S1", 2024, "ca") == before["S1"]
    assert groups_of(document, "S2", 2024, "ca") == before["S2"]
    rounded = groups_of(document, "S3", 2024, "ca")
    assert all(abs((rounded[one] or 0) - (before["S3"][one] or 0)) <= 50_000 for one in rounded)
    assert any("Escale" in note and "500,00" in note for note in plan.notes)


def test_the_bp_gives_the_groups_of_the_base_and_says_the_total_that_is_wrong(document: Document) -> None:
    plan = plan_of(document, the_book(BP))
    assert plan.counts() == "24 valeurs à importer, 0 ligne non comprise, 1 total différent"
    assert [(one.written, one.computed) for one in plan.different] == [(70_848_000, 70_884_000)]
    apply_import(document, plan)
    assert groups_of(document, "S1", 2026, "bp") == groups_of(document, "S1", 2026, "base")


def test_what_is_not_understood_is_told_with_its_row_and_the_totals_agree(document: Document) -> None:
    plan = plan_of(document, the_book(CA))
    assert [(one.place.sheet, one.place.row) for one in plan.unread] == [("Charges", 16), ("Charges", 38)]
    assert plan.controls and not plan.different


def test_an_import_is_one_lot_and_one_undo_takes_it_back(document: Document) -> None:
    fingerprint, count = document.fingerprint(), len(document.history())
    apply_import(document, plan_of(document, the_book(CA)))
    assert len(document.history()) == count + 1 and document.undo_label == f"Import\u00a0: {CA.name}"
    document.undo()
    assert document.fingerprint() == fingerprint


def test_importing_twice_changes_nothing_the_second_time(document: Document) -> None:
    apply_import(document, plan_of(document, the_book(CA)))
    again = plan_of(document, the_book(CA))
    assert not again.values and len(again.same) == 41
    assert not apply_import(document, again).cells


def test_planning_writes_nothing(document: Document) -> None:
    data = document.path.read_bytes()
    plan_of(document, the_book(CA))
    assert document.path.read_bytes() == data


def test_an_amount_that_stands_already_is_shown_with_the_old_and_the_new(document: Document) -> None:
    plan = plan_of(document, the_book(CA))
    old = {one.name + one.where: (one.old, one.new) for one in plan.values if one.absent is None}
    assert (2_040_000, 2_000_000) in old.values() and len(old) == 5


def test_sheets_find_their_section_by_finess_or_name_and_others_are_left(document: Document) -> None:
    found = {choice.sheet.name: choice for choice in proposed(the_book(CA), document.model)}
    ids = sections(document)
    assert [found[name].section for name in ("Charges", "Produits", "CHU Le Quai", "Escale")] == [
        ids["S1"], ids["S1"], ids["S2"], ids["S3"]]
    assert [found[name].used for name in ("Page de garde", "Charges", "Investissement")] == [False, True, False]


def test_hidden_sheets_and_sheets_about_investments_are_offered_and_not_taken(document: Document) -> None:
    investments = read_book(book_of({"Investissement La Passerelle": ROWS}), "x.xlsx")
    assert [choice.used for choice in proposed(investments, document.model)] == [False]
    book = a_book(ROWS)
    hidden = replace(book, sheets=(replace(book.sheets[0], hidden=True),))
    assert [(choice.used, choice.recognised) for choice in proposed(hidden, document.model)] == [(False, True)]


def test_a_section_is_named_by_its_esms_its_code_or_its_finess(document: Document) -> None:
    ids = sections(document)
    found = [section_named(document.model, text) for text in ("la passerelle", "S2", "990000135", "Ailleurs", "")]
    assert found == [ids["S1"], ids["S2"], ids["S3"], "", ""]


def test_a_line_without_section_is_refused_and_says_it(document: Document) -> None:
    plan = plan_of(document, a_book(ROWS, "Feuil1"))
    assert not plan.values and {one.reason for one in plan.unread} == {"la section n’est pas connue"}


def test_a_year_that_no_contract_holds_is_refused_row_by_row(document: Document) -> None:
    plan = plan_of(document, a_book([["Compte", "Libellé", "Réel 2011"], *ROWS[1:]]))
    assert not plan.values and len(plan.unread) == 3 and "hors de la période" in plan.unread[0].reason


def test_the_same_account_twice_with_two_amounts_is_said(document: Document) -> None:
    plan = plan_of(document, a_book([*ROWS, [6061, "Eau", 100], [6226, "Honoraires", 41]]))
    assert len(plan.values) == 3 and ["ligne 3" in one.reason for one in plan.unread] == [True]


def test_an_account_that_the_contract_holds_in_another_group_is_not_written_a_second_time(document: Document) -> None:
    head: list[Any] = ["Compte", "Libellé", "Réel 2025"]
    book = a_book([head, ["Groupe III : structure"], [625, "Déplacements", 1], [626, "Poste", 2], [66, "Intérêts", 3]])
    plan = plan_of(document, book)
    assert [one.name for one in plan.values] == ["66 Intérêts"]
    assert all("figure déjà ailleurs" in one.reason for one in plan.unread)


def test_a_group_that_another_sheet_details_is_its_total_and_no_line(document: Document) -> None:
    titles: list[list[Any]] = [[None, "La Passerelle — Réel 2024"]]
    whole: list[list[Any]] = [*titles, [None, "Groupes", "Réel 2024"], [None, "Groupe I - Exploitation courante", 101],
                              [None, "Groupe II - Personnel", 5]]
    detail: list[list[Any]] = [HEAD, [6061, "Eau", 60], [6063, "Repas", 30], [611, "x", 10]]
    book = read_book(book_of({"Synthèse La Passerelle": whole, "Détail La Passerelle": detail}), "x.xlsx")
    without_budget(document, 2024, "ca")
    plan = plan_of(document, book)
    assert sorted(one.name for one in plan.values) == ["6061 Eau", "6063 Repas", "611 x", "Non détaillé"]
    assert [(one.written, one.computed) for one in plan.different] == [(10_100, 10_000)]


def test_groups_settled_by_the_user_are_remembered_and_used(document: Document, tmp_path: Path) -> None:
    assert plan_of(document, a_book(ROWS)).proposed_groups == {"6061": "c1", "6226": "c2", "731": "p1"}
    settle_groups(tmp_path, {"6226": "c3"})
    settle_groups(tmp_path, {"6061": "c1"})
    assert settled_groups(tmp_path) == {"6226": "c3", "6061": "c1"}
    plan = plan_of(document, a_book(ROWS), **settled_groups(tmp_path))
    assert plan.proposed_groups == {"731": "p1"}
    assert "Structure" in next(one.where for one in plan.values if one.name.startswith("6226"))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"6226": "c9", "x": "c1", "60": 3}', "\xff"])
def test_a_damaged_list_of_groups_is_an_empty_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "account-groups.json").write_text(text, "latin-1")
    assert settled_groups(tmp_path) == {}


def measures(document: Document, rows: list[list[Any]]) -> ImportPlan:
    """A table of measures, its columns named by hand."""
    book = a_book([["Section", "Mesure", "Année", "Montant"], *rows], "Mesures")
    choice = proposed(book, document.model)[0]
    layout = replace(choice.layout, first=1, target=Target.MEASURES)
    for at, role in enumerate((Role.SECTION, Role.LABEL, Role.YEAR, Role.AMOUNT)):
        layout = layout.with_column(at, Column(role))
    chosen = SheetChoice(choice.sheet, layout)
    return plan_import(document.model, document.contract_id, "x.xlsx", [chosen], {}, View.MANAGER)


@pytest.mark.parametrize(("unit", "doubted"), [(0.001, True), (1, False), (1_000, True)])
def test_a_unit_that_makes_a_budget_a_thousand_times_another_is_doubted(
    unit: float, doubted: bool, document: Document
) -> None:
    rows: list[list[Any]] = [HEAD, [6061, "Eau", 147_000 * unit], [641, "Paies", 663_500 * unit],
                             [615, "Entretien", 183_000 * unit]]
    without_budget(document, 2024, "ca")
    assert any("l’unité" in note for note in plan_of(document, a_book(rows)).notes) is doubted


def test_negative_charges_are_said(document: Document) -> None:
    rows: list[list[Any]] = [HEAD, [6061, "Eau", -1], [641, "Paies", -2], [615, "Entretien", -3]]
    plan = plan_of(document, a_book(rows))
    assert [one.new for one in plan.values] == [100, 200, 300] and any("négatives" in note for note in plan.notes)


def test_measures_of_any_table_become_positions_where_positions_rule(document: Document) -> None:
    rows: list[list[Any]] = [["L'Escale", "Renfort de nuit", 2028, 18_000], ["La Passerelle", "Gardien", 2029, -5]]
    plan = measures(document, rows)
    apply_import(document, plan, View.MANAGER)
    made = {one.label: one for one in document.model.all(Measure)}
    assert made["Renfort de nuit"].cents is None and made["Gardien"].nature == "economie"
    assert value_for(document.model, made["Renfort de nuit"].at("cents"), View.MANAGER) == 1_800_000
    document.undo()
    assert "Renfort de nuit" not in {one.label for one in document.model.all(Measure)}


def test_a_measure_that_is_there_receives_a_move_and_is_not_made_again(document: Document) -> None:
    first = measures(document, [["S3", "Renfort de nuit", 2028, 18_000]])
    apply_import(document, first, View.MANAGER)
    count = len(document.model.all(Measure))
    assert not measures(document, [["S3", "renfort de Nuit", 2028, 18_000]]).values
    apply_import(document, measures(document, [["S3", "Renfort de nuit", 2028, 20_000]]), View.MANAGER)
    assert len(document.model.all(Measure)) == count
    assert [one.value for one in document.model.all(Position)][-1] == "2000000"


def test_a_measure_of_an_unknown_section_is_said(document: Document) -> None:
    plan = measures(document, [["Ailleurs", "Renfort", 2028, 1], ["S3", "", 2028, 1], ["S3", "Renfort", "", 1]])
    assert not plan.values and len(plan.unread) == 3


@pytest.mark.parametrize("name", ["x.xlsx", "X.XLSM", "x.xls", "x.ods", "x.csv"])
def test_tables_are_known_by_their_name(name: str) -> None:
    assert is_workbook(Path(name)) and not is_workbook(Path("x.cpom"))


def test_a_workbook_is_read_by_another_process() -> None:
    assert BookReading(CA).book() == the_book(CA)


def test_a_reading_that_lasts_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        cancelled = False

        def __init__(self, *_: object) -> None: ...

        def poll(self, wait: float = 0.0) -> JobStatus:
            return JobStatus(JobState.RUNNING)

        def cancel(self) -> None:
            Endless.cancelled = True

    monkeypatch.setattr(workbooks, "Job", Endless)
    reading = BookReading(CA)
    assert reading.poll(1.0).state is JobState.RUNNING
    assert reading.poll(60.0).state is JobState.REFUSED and Endless.cancelled


class Post:
    """A computer with a command line."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.computer = Computer(Desk("poste").tools, folder, folder)
        self._capture = capture
        save_author(folder, ATTIAS)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main([str(one) for one in arguments], self.computer)
        said = self._capture.readouterr()
        return code, said.out, said.err


@pytest.fixture
def post(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Post:
    (tmp_path / "poste").mkdir()
    return Post(tmp_path / "poste", capsys)


@pytest.fixture
def contract(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_file, tmp_path / "c.cpom"))


def test_the_command_says_what_it_did_and_what_it_did_not_understand(post: Post, contract: Path) -> None:
    data = contract.read_bytes()
    code, said, _ = post.run("import", contract, CA, "--dry-run")
    assert code == 1 and "34 valeurs à importer" in said and "Rien n’a été écrit." in said
    assert "ligne 16" in said and "6O28" in said and contract.read_bytes() == data
    code, said, _ = post.run("import", contract, BP)
    assert code == 1 and "Importé, empreinte" in said and "708\u202f480,00" in said
    code, said, _ = post.run("import", contract, BP, "--json")
    assert '"written": false' in said and '"unchanged": 24' in said


def test_the_options_of_the_command_replace_what_the_workbook_says(post: Post, contract: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(book_of({"Feuil1": ROWS}))
    arguments = ("--section", "Le Quai", "--status", "bp", "--year", "2026", "--unit", "k", "--group", "6226=c3")
    code, said, _ = post.run("import", contract, path, *arguments)
    assert code == 0, said
    document = Document.open_reading(contract, post.computer.tools)
    groups = groups_of(document, "S2", 2026, "bp")
    document.close()
    assert (groups["c1"], groups["c3"], groups["p1"]) == (10_000_000, 4_000_000, 14_000_000)
    assert settled_groups(post.computer.settings) == {"6226": "c3"}


@pytest.mark.parametrize("arguments", [("--section", "Ailleurs"), ("--sheet", "Absente")])
def test_what_names_nothing_is_refused_by_the_command(arguments: tuple[str, str], post: Post, contract: Path) -> None:
    data = contract.read_bytes()
    code, _, complaint = post.run("import", contract, CA, *arguments)
    assert code == 2 and arguments[1] in complaint and contract.read_bytes() == data


@pytest.mark.parametrize("name", ["old format", "bomb", "entities", "not xml"])
def test_a_hostile_workbook_changes_no_byte(name: str, post: Post, contract: Path, tmp_path: Path) -> None:
    data, path = contract.read_bytes(), tmp_path / "x.xlsx"
    path.write_bytes(hostile(name))
    code, said, complaint = post.run("import", contract, path)
    assert code == 2 and not said and "ne peut pas être lu" in complaint and contract.read_bytes() == data
