"""A party without the program answers on a sheet; its answers come back as its positions, after review, in one lot."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.core.bargaining.answer_sheet import KEYS_SHEET, answer_sheet, state_of
from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.negotiation import Position, Topic
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import positions_on, standing
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell, Value
from cpom_desktop.exports.xlsx.answer import ANSWER, ARGUMENT, FIRST_ROW, UNTIL, write_answer_sheet
from cpom_desktop.imports.xlsx.answer import is_answer, read_answer
from cpom_desktop.imports.xlsx.reader import read_book
from cpom_desktop.session.answering import (
    AnswerPlan,
    AnswerWritten,
    apply_answer,
    parties,
    party_name,
    plan_answer,
    print_answer_sheet,
)
from cpom_desktop.session.document import Document
from cpom_desktop.session.negotiation import propose, to_confirm
from cpom_desktop.session.tools import save_author
from tests.imports.books import book_of
from tests.session.desk import ATTIAS, MERLE, Desk


@pytest.fixture
def document(demo_file: Path, tmp_path: Path) -> Iterator[Document]:
    """The demonstration with three points asked by the manager: an amount, a rate, a text."""
    path = tmp_path / "demo.cpom"
    shutil.copy(demo_file, path)
    opened = Document.open(path, Desk("test").tools)
    opened.author = ATTIAS
    asked: tuple[Value, ...] = (4_500_000, 15_000, "Clause de revoyure")
    for cell, value in zip(points(opened), asked, strict=True):
        propose(opened, cell, value, argument="=DEMANDE(1)")
    yield opened
    opened.close()


def points(document: Document) -> tuple[Cell, Cell, Cell]:
    model = document.model
    return (model.all(Measure)[0].at("cents"), model.all(YearRate)[-1].at("rate"), model.all(Topic)[0].at("value"))


def made(document: Document, side: Side = Side.AUTHORITY) -> bytes:
    sheet = answer_sheet(document.model, side, party_name(document.model, side), 7, document.fingerprint(),
                         document.tools.now().date())
    return write_answer_sheet(sheet)


def rows_of(page: Any) -> dict[str, int]:
    """The rows of a sheet by key."""
    return {page.cell(row, 1).value: row for row in range(FIRST_ROW + 1, page.max_row + 1)}


def filled(data: bytes, answers: dict[Cell, tuple[Any, ...]]) -> bytes:
    """The sheet as a party sends it back: position, argument, validity, typed in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["Réponse"]
    rows = rows_of(page)
    for cell, values in answers.items():
        for column, value in zip((ANSWER, ARGUMENT, UNTIL), values, strict=False):
            page.cell(rows[str(cell)], column + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(document: Document, data: bytes) -> AnswerPlan:
    return plan_answer(document, "réponse.xlsx", read_answer(read_book(data, "réponse.xlsx")))


def test_the_answers_become_positions_of_the_party_typed_on_its_behalf(document: Document) -> None:
    amount, rate, text = points(document)
    data = filled(made(document), {amount: (12_345.67, "Enveloppe contrainte", "31/12/2026"), rate: ("1,1 %",),
                                   text: ("Clause annuelle", "Oui")})
    plan = plan_of(document, data)
    assert [one.new for one in plan.said] == [1_234_567, 11_000, "Clause annuelle"] and not plan.unread
    apply_answer(document, plan)
    one = standing(document.model, amount, Side.AUTHORITY)
    assert one is not None
    assert (one.value, one.argument, one.valid_until) == ("1234567", "Enveloppe contrainte", "2026-12-31")
    assert (one.typed_by, one.confirmed, one.on_behalf) == ("Mme Attias", "a-confirmer", "DREETS")
    assert len([said for said in to_confirm(document.model, Side.AUTHORITY) if said.typed_by == "Mme Attias"]) == 3


def test_one_undo_takes_the_whole_answer_back(document: Document) -> None:
    amount, rate, _ = points(document)
    fingerprint, count = document.fingerprint(), len(document.history())
    apply_answer(document, plan_of(document, filled(made(document), {amount: (1,), rate: (2,)})))
    assert len(document.history()) == count + 1
    document.undo()
    assert document.fingerprint() == fingerprint


def test_the_party_itself_needs_no_confirmation(document: Document) -> None:
    amount, _, _ = points(document)
    document.author = MERLE
    apply_answer(document, plan_of(document, filled(made(document), {amount: (10,)})))
    one = standing(document.model, amount, Side.AUTHORITY)
    assert one is not None and (one.confirmed, one.on_behalf) == ("sans-objet", "")


def test_a_sheet_left_empty_says_nothing(document: Document) -> None:
    plan = plan_of(document, made(document))
    assert not plan.said and not plan.unread and not plan.same
    assert not apply_answer(document, plan).rows


def test_the_same_position_is_not_said_twice(document: Document) -> None:
    amount, _, _ = points(document)
    data = filled(made(document), {amount: (10, "Argument")})
    apply_answer(document, plan_of(document, data))
    again = plan_of(document, data)
    assert not again.said and again.same == 1


def test_a_point_that_moved_since_is_flagged_and_still_read(document: Document) -> None:
    amount, rate, _ = points(document)
    data = filled(made(document), {amount: (10,), rate: (1,)})
    propose(document, amount, 4_400_000)
    plan = plan_of(document, data)
    assert [(one.cell, one.stale) for one in plan.said] == [(amount, True), (rate, False)] and len(plan.stale) == 1


def test_each_row_that_is_not_understood_says_why(document: Document) -> None:
    amount, rate, text = points(document)
    data = filled(made(document), {amount: ("beaucoup",), rate: (400,), text: (None, "un argument", "demain")})
    plan = plan_of(document, data)
    assert not plan.said and len(plan.unread) == 3
    assert "n’est pas un montant" in plan.unread[0].reason and "400" in plan.unread[1].reason
    assert plan.unread[2].reason == "un argument ou une date sans position"


def test_rows_may_be_sorted_and_columns_moved(document: Document) -> None:
    amount, rate, text = points(document)
    book = openpyxl.load_workbook(io.BytesIO(filled(made(document), {amount: (1,), rate: (2,), text: ("x",)})))
    page = book["Réponse"]
    first, last = FIRST_ROW + 1, page.max_row
    for column in range(1, page.max_column + 1):
        one, other = page.cell(first, column), page.cell(last, column)
        one.value, other.value = other.value, one.value
    page.move_range(f"K1:M{last}", cols=3)
    out = io.BytesIO()
    book.save(out)
    plan = plan_of(document, out.getvalue())
    assert {one.cell: one.new for one in plan.said} == {amount: 100, rate: 20_000, text: "x"}


def altered(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_whose_key_was_altered_is_not_understood_and_the_others_are(document: Document) -> None:
    amount, rate, _ = points(document)

    def change(book: Any) -> None:
        page = book["Réponse"]
        page.cell(rows_of(page)[str(amount)], 1).value = "measure/x/cents"

    plan = plan_of(document, altered(filled(made(document), {amount: (1,), rate: (2,)}), change))
    assert [one.cell for one in plan.said] == [rate]
    assert [one.reason for one in plan.unread] == ["la clé de cette ligne manque ou a été modifiée"]


def test_a_point_answered_twice_keeps_the_first_answer_and_says_the_second(document: Document) -> None:
    amount, rate, _ = points(document)

    def change(book: Any) -> None:
        page = book["Réponse"]
        page.cell(rows_of(page)[str(rate)], 1).value = str(amount)

    plan = plan_of(document, altered(filled(made(document), {amount: (1,), rate: (2,)}), change))
    assert len(plan.said) == 1 and [one.reason for one in plan.unread] == ["ce point a déjà une réponse plus haut"]


@pytest.mark.parametrize(("name", "value"), [
    ("contract", "autre"), ("side", "gestionnaire"), ("number", "8"), ("fingerprint", "X"), ("number", "²"),
    ("made", "hier"), ("seal", ""), ("format", "x"),
])
def test_a_sheet_whose_keys_were_altered_is_refused(name: str, value: str, document: Document) -> None:
    def change(book: Any) -> None:
        page = book[KEYS_SHEET]
        row = next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == name)
        page.cell(row, 2).value = value

    with pytest.raises(Refused) as refused:
        plan_of(document, altered(made(document), change))
    assert refused.value.reason is Reason.BAD_WORKBOOK and "clés" in refused.value.sentences.happened


def test_a_key_added_among_the_keys_breaks_the_seal(document: Document) -> None:
    def change(book: Any) -> None:
        book[KEYS_SHEET].append(["contract/x/stage", "0"])

    with pytest.raises(Refused, match="clés"):
        plan_of(document, altered(made(document), change))


def test_a_sheet_of_another_contract_is_refused_by_its_name(document: Document, tmp_path: Path) -> None:
    other = Document.create(tmp_path / "o.cpom", _other(), ATTIAS, Desk("autre").tools)
    data = made(other)
    other.close()
    with pytest.raises(Refused) as refused:
        plan_of(document, data)
    assert refused.value.reason is Reason.FOREIGN and "Autre CPOM" in refused.value.sentences.happened


def _other() -> list[Any]:
    from cpom_desktop.core.contract import Contract

    return [Contract(id="d0" * 16, name="Autre CPOM", type="chrs")]


def test_no_text_of_the_contract_is_a_formula_and_only_three_columns_are_open(document: Document) -> None:
    page = openpyxl.load_workbook(io.BytesIO(made(document)))["Réponse"]
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)
    assert any("=DEMANDE(1)" in str(cell.value) for row in page.iter_rows() for cell in row)
    open_columns = {cell.column - 1 for row in page.iter_rows(min_row=FIRST_ROW + 1) for cell in row
                    if not cell.protection.locked}
    assert page.protection.sheet and open_columns == {ANSWER, ARGUMENT, UNTIL}
    assert page.column_dimensions["A"].hidden and len(page.data_validations.dataValidation) >= 3


def test_equal_sheets_are_equal_bytes_and_an_ordinary_workbook_is_no_answer(document: Document) -> None:
    assert made(document) == made(document)
    assert is_answer(read_book(made(document), "x.xlsx")) and not is_answer(read_book(book_of({"A": [[1]]}), "x.xlsx"))


def test_what_stands_on_a_cell_changes_with_every_move(document: Document) -> None:
    amount, rate, _ = points(document)
    before = state_of(document.model, amount), state_of(document.model, rate)
    propose(document, amount, 1)
    assert state_of(document.model, amount) != before[0] and state_of(document.model, rate) == before[1]


def test_every_party_of_the_contract_may_have_a_sheet(document: Document) -> None:
    assert [side for side, _ in parties(document.model)] == [Side.MANAGER, Side.AUTHORITY, Side.SECOND_AUTHORITY]


def test_a_sheet_is_written_by_another_process(document: Document, tmp_path: Path) -> None:
    out = tmp_path / "réponse.xlsx"
    status = print_answer_sheet(document, Side.AUTHORITY, out).wait()
    assert isinstance(status.result, AnswerWritten) and status.result.points >= 3
    assert not plan_of(document, out.read_bytes()).said


@given(cents=st.integers(-10**11, 10**11))
def test_an_amount_comes_back_to_the_cent(cents: int) -> None:
    from cpom_desktop.core.money import parse_field
    from cpom_desktop.core.records import fields_of
    from cpom_desktop.imports.xlsx.book import of_number

    assert parse_field(fields_of(Measure)["cents"], of_number(cents / 100).text) == cents


def test_the_commands_write_a_sheet_and_read_it_back(
    document: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    amount, _, _ = points(document)
    document.close()
    save_author(tmp_path, ATTIAS)
    computer, out = Computer(Desk("poste").tools, tmp_path, tmp_path), tmp_path / "r.xlsx"

    def run(*arguments: str | Path) -> tuple[int, str]:
        code = cli.main([str(one) for one in arguments], computer)
        return code, capsys.readouterr().out

    code, said = run("export", "answer", document.path, "--side", "autorite", "-o", out)
    assert code == 0 and "pour DREETS" in said
    out.write_bytes(filled(out.read_bytes(), {amount: (500,)}))
    code, said = run("import", document.path, out, "--dry-run")
    assert code == 0 and "→ 500,00" in said and "Rien n’a été écrit." in said
    code, said = run("import", document.path, out, "--json")
    assert code == 0 and '"new": 50000' in said and '"written": true' in said
    again = Document.open_reading(document.path, computer.tools)
    assert any(one.value == "50000" for one in positions_on(again.model, amount))
    again.close()


def test_the_sheet_of_the_manager_makes_moves_of_the_manager(document: Document) -> None:
    amount, _, _ = points(document)
    apply_answer(document, plan_of(document, filled(made(document, Side.MANAGER), {amount: (9,)})))
    last = [one for one in document.model.all(Position) if one.cell == str(amount)]
    assert max(last, key=lambda one: (one.party == View.MANAGER.value, one.rank)).value == "900"
