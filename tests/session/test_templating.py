"""The modèle de saisie comes back as what was typed in it: nothing else changes, and one undo restores everything."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.core.contract import Contract
from cpom_desktop.core.finance.budget_sheet import NEW, TEMPLATE_SHEET, Period, budget_template
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.model import Model
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.exports.xlsx.template import FIRST_COLUMN, FIRST_ROW, KEYS_ROW, write_template
from cpom_desktop.imports.xlsx.reader import read_book
from cpom_desktop.imports.xlsx.template import is_template, read_template
from cpom_desktop.session.document import Document
from cpom_desktop.session.importing import ImportPlan, apply_import
from cpom_desktop.session.templating import TemplateWritten, plan_template, print_template
from cpom_desktop.session.tools import save_author
from tests.imports.books import book_of
from tests.session.desk import ATTIAS, Desk


def made(model: Model, more: Sequence[Period] = ()) -> bytes:
    day = Desk("jour").tools.now().date()
    return write_template(budget_template(model, "7K3M-Q9XZ-2F4T", day, more))


def plan_of(document: Document, data: bytes) -> ImportPlan:
    filled = read_template(read_book(data, "modèle.xlsx"))
    return plan_template(document.model, document.contract_id, "modèle.xlsx", filled)


def changed(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def amounts(model: Model) -> dict[tuple[Any, ...], int | None]:
    return {(one.section, one.year, one.status, one.group, one.account): one.cents for one in model.all(AccountLine)}


def row_of(page: Any, key: str) -> int:
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == key)


def column_of(page: Any, period: str) -> int:
    return next(column for column in range(1, page.max_column + 1)
                if page.cell(KEYS_ROW + 1, column).value == period)


def test_a_template_that_nobody_touched_changes_nothing(document: Document) -> None:
    plan = plan_of(document, made(document.model))
    assert not plan.values and not plan.unread and len(plan.same) == len(document.model.all(AccountLine))


def test_a_template_saved_again_by_a_spreadsheet_changes_nothing(document: Document) -> None:
    plan = plan_of(document, changed(made(document.model), lambda book: None))
    assert not plan.values and not plan.unread


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_typed_is_written_exactly_and_one_undo_takes_it_back(document: Document, data: st.DataObject) -> None:
    before, fingerprint = amounts(document.model), document.fingerprint()
    book = openpyxl.load_workbook(io.BytesIO(made(document.model)))
    expected = dict(before)
    for _ in range(data.draw(st.integers(1, 6))):
        page = book.worksheets[data.draw(st.integers(0, 2))]
        rows = [row for row in range(FIRST_ROW + 1, page.max_row + 1) if (page.cell(row, 1).value or "n")[0] in "lg"]
        row, column = data.draw(st.sampled_from(rows)), data.draw(st.integers(FIRST_COLUMN + 1, page.max_column))
        cents = data.draw(st.one_of(st.none(), st.integers(-10**9, 10**9)))
        page.cell(row, column).value = None if cents is None else cents / 100
        section = page.cell(KEYS_ROW + 1, 1).value.split("|")[1]
        year, status = page.cell(KEYS_ROW + 1, column).value.split("|")
        _, group, account = page.cell(row, 1).value.split("|")
        key = (section, int(year), status, group, account)
        expected[key] = cents
        if cents is None and key not in before:
            expected.pop(key)
    out = io.BytesIO()
    book.save(out)
    plan = plan_of(document, out.getvalue())
    assert not plan.unread
    if not plan.values:
        assert expected == before
        return
    apply_import(document, plan)
    assert amounts(document.model) == expected
    document.undo()
    assert (amounts(document.model), document.fingerprint()) == (before, fingerprint)


def test_an_empty_row_receives_one_more_account(document: Document) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        row, column = row_of(page, f"{NEW}|c1|"), column_of(page, "2024|ca")
        page.cell(row, 2).value, page.cell(row, 3).value, page.cell(row, column).value = "6068", "Divers", 12.5

    plan = plan_of(document, changed(made(document.model), change))
    assert [(one.name, one.new) for one in plan.values] == [("6068 Divers", 1_250)]
    apply_import(document, plan)
    (line,) = document.model.where(AccountLine, "account", "6068")
    assert (line.group, line.year, line.label, line.cents) == ("c1", 2024, "Divers", 1_250)


@pytest.mark.parametrize(("account", "reason"), [
    (None, "un montant sans numéro de compte"), ("6O68", "lettre O"), (2154, "n’est pas un compte"),
    ("641", "figure déjà ailleurs"),
])
def test_a_row_that_cannot_be_is_said(account: Any, reason: str, document: Document) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        row = row_of(page, f"{NEW}|c1|")
        page.cell(row, 2).value, page.cell(row, column_of(page, "2025|ca")).value = account, 1

    plan = plan_of(document, changed(made(document.model), change))
    assert not plan.values and [reason in one.reason for one in plan.unread] == [True]


def test_words_in_the_place_of_an_amount_and_altered_keys_are_said(document: Document) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page.cell(row_of(page, "l|c1|6061"), column_of(page, "2025|ca")).value = "voir note"
        page.cell(row_of(page, "l|c1|611"), 1).value = "l|c9|611"

    plan = plan_of(document, changed(made(document.model), change))
    assert not plan.values
    assert sorted(one.reason.split("\u00a0")[-1] for one in plan.unread) == ["la clé de cette ligne a été modifiée",
                                                                            "» n’est pas un montant"]


def test_a_period_without_lines_is_offered_when_asked_for(document: Document) -> None:
    def change(book: Any) -> None:
        page = book.worksheets[0]
        page.cell(row_of(page, "l|c1|6061"), column_of(page, "2026|bp")).value = 70_000

    plan = plan_of(document, changed(made(document.model, [(2026, "bp")]), change))
    assert [(one.where.split(", ")[1], one.new) for one in plan.values] == [("Budget prévisionnel 2026", 7_000_000)]


def test_the_totals_of_the_template_are_those_of_the_contract(document: Document) -> None:
    page = openpyxl.load_workbook(io.BytesIO(made(document.model)), data_only=True).worksheets[0]
    totals = [page.cell(row, column_of(page, "2025|ca")).value for row in range(1, page.max_row + 1)
              if str(page.cell(row, 3).value).startswith("Total des")]
    assert totals == [1_021_000, 1_039_500]


def test_sections_of_one_name_and_of_strange_names_have_sheets_of_their_own(document: Document) -> None:
    from cpom_desktop.exports.xlsx.template import _sheet_name

    taken = set[str]()
    found = [_sheet_name(name, taken) for name in ("A/B: [c]", "A/B: [c]", "", "cpom-modele", "x" * 40, "x" * 40)]
    assert len({name.casefold() for name in found}) == 6 and all(0 < len(name) <= 31 for name in found)


def test_no_text_of_the_contract_is_a_formula(document: Document) -> None:
    page = openpyxl.load_workbook(io.BytesIO(made(document.model))).worksheets[0]
    formulas = [str(cell.value) for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas and all(text.startswith(("=SUM(", "=IF(COUNT(", "=D", "=E", "=F", "=G", "=H")) for text in formulas)


def test_the_template_of_another_contract_or_without_keys_is_refused(document: Document, tmp_path: Path) -> None:
    other = Document.create(tmp_path / "o.cpom", [Contract(id="d0" * 16, name="Autre CPOM", type="chrs")], ATTIAS,
                            Desk("autre").tools)
    data = made(other.model, [(2024, "ca")])
    other.close()
    with pytest.raises(Refused) as refused:
        plan_of(document, data if is_template(read_book(data, "x")) else b"")
    assert refused.value.reason is Reason.FOREIGN

    def change(book: Any) -> None:
        book[TEMPLATE_SHEET].cell(1, 2).value = "x"

    with pytest.raises(Refused, match="clés"):
        plan_of(document, changed(made(document.model), change))
    assert not is_template(read_book(book_of({"A": [[1]]}), "x"))


def test_the_commands_write_a_template_and_read_it_back(
    document: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document.close()
    save_author(tmp_path, ATTIAS)
    computer, out = Computer(Desk("poste").tools, tmp_path, tmp_path), tmp_path / "m.xlsx"

    def run(*arguments: str | Path) -> tuple[int, str]:
        code = cli.main([str(one) for one in arguments], computer)
        return code, capsys.readouterr().out

    code, said = run("export", "template", document.path, "-o", out, "--period", "2026:bp")
    assert code == 0 and "3 sections" in said
    code, said = run("import", document.path, out)
    assert code == 0 and "Rien à importer." in said
    with pytest.raises(SystemExit) as left:
        run("export", "template", document.path, "-o", out, "--period", "26:bp")
    assert left.value.code == 64


def test_a_template_is_written_by_another_process(document: Document, tmp_path: Path) -> None:
    out = tmp_path / "m.xlsx"
    status = print_template(document, out).wait()
    assert status.result == TemplateWritten(out, 3) and not plan_of(document, out.read_bytes()).values
