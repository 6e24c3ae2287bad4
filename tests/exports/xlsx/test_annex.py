"""The annex says every figure, each computed cell is a formula, and no word that somebody typed ever is one."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest

from cpom_desktop.core.contract import Contract, Esms, Manager, Section
from cpom_desktop.core.finance.all_figures import all_figures
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.pricing_records import NotifiedGrant
from cpom_desktop.core.finance.records import AccountLine, Measure, YearRate
from cpom_desktop.core.finance.result_records import ReserveOpening, ResultAllocation
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.model import Model
from cpom_desktop.exports.pdf.agreed import agreed
from cpom_desktop.exports.xlsx.annex import SHEETS, annex, annex_bytes, negotiated
from cpom_desktop.exports.xlsx.book import Book
from cpom_desktop.exports.xlsx.grid import NOTHING, Look
from cpom_desktop.exports.xlsx.sheets import keys
from cpom_desktop.exports.xlsx.views import ANNEX, NAMES, NEGOTIATION, POSTS, STATES, VIEWS
from tests.core.finance.build import Build, two_rivers
from tests.data.demo import demo, section
from tests.exports.xlsx.evaluated import FINGERPRINT, MADE_ON, computed, disagreements, written

DANGEROUS = ('=HYPERLINK("http://exemple.fr";"x")', "+1+1", "-2", "@SUM(A1)", "{=1}", "'=1", "\t=1")


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_formulas_of_the_demonstration_give_its_figures(tmp_path: Path) -> None:
    found = list(computed(written(demo()), tmp_path))
    assert len(found) > 900 and [one for one in found if not one.agrees] == []


def test_the_demonstration_has_every_sheet() -> None:
    assert opened(written(demo())).sheetnames == ["Lisez-moi", *ANNEX]
    assert tuple(name for name, _ in SHEETS) == ANNEX
    assert {name for names in VIEWS.values() for name in names} <= {*NAMES, POSTS}


def said(book: Book, key: tuple[object, ...]) -> object:
    """What a cell shows; a column that no section uses is not written, and stands for no effect."""
    try:
        return book.value("", key)
    except KeyError:
        return NOTHING


def expected(model: Model) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """The figures of the model, by the key of their cell."""
    held = all_figures(model)
    for one in held["sections"]:
        for row in one["trajectory"]:
            lines = (line for line in row if isinstance(row[line], dict) and line != "contract_grant")
            yield from ((keys.line(one["id"], row["year"], line), row[line]) for line in lines)
        for row in one["budgets"]:
            parts = {**row["groups"], **{name: row[name] for name in ("charges", "products", "result", "offsetting")}}
            yield from ((keys.budget(one["id"], row["year"], row["status"], name), parts[name]) for name in parts)
        for row in one["payroll"]:
            yield from ((("payroll", one["id"], row["year"], name), row[name]) for name in row if name != "year")
        for row in one["results"]:
            yield from ((("result", one["id"], row["year"], name), row[name]) for name in row if name != "year")
    for one in held["dgc"]:
        for row in one["years"]:
            yield from ((keys.grant(one["id"], row["year"], name), figure) for name, figure in row["lines"].items())
            for month, paid in enumerate(row["payments"], start=1):
                yield ("payment", one["id"], row["year"], f"month {month}"), paid
    for row in held["plan"]:
        figures = {name: figure for name, figure in row.items() if isinstance(figure, dict) and name != "investment"}
        yield from ((("plan", row["year"], name), figures[name]) for name in figures)
        yield from ((("plan", row["year"], name), figure) for name, figure in row["investment"].items())
    for one, row in held["operations"].items():
        yield from ((("operation", one, 0, name), row[name]) for name in ("cost", "funding", "gap"))
        for year, costs in row["extra_cost"].items():
            yield from ((("operation", one, int(year), name), figure) for name, figure in costs.items())
    for year, balances in held["balances"].items():
        own = {name: one for name, one in balances["consolidated"].items() if name != "ratios"}
        yield from ((("balance", "", int(year), name), own[name]) for name in own)
    for year, quotas in held["head_office"].items():
        yield from ((("quota", int(year), one, "computed"), quota["computed"]) for one, quota in quotas.items())


def test_the_workbook_says_every_figure_of_the_program() -> None:
    book, checked = annex(demo()), 0
    for key, figure in expected(agreed(demo())):
        shown = said(book, key)
        if figure["cents"] == 0 and shown == NOTHING:
            continue
        known = figure["cents"] is not None
        assert shown in ((figure["cents"] / 100,) if known else ("incomplet", None)), key
        checked += 1
    assert checked > 500


def test_no_computed_cell_is_a_constant() -> None:
    for book in (annex(demo()), negotiated(demo(), MADE_ON)):
        cells = [cell for sheet in book.sheets.values() for cell in sheet.cells.values()]
        for cell in cells:
            if cell.look in (Look.COMPUTED, Look.TOTAL) and isinstance(cell.value, int | float | dt.date):
                assert cell.formula is not None, cell
            if isinstance(cell.value, int | float | dt.date) and cell.formula is None:
                assert cell.look in (Look.TYPED, Look.SMALL), cell
            assert cell.formula is None or cell.formula.text != "0" or cell.value == 0


def test_words_that_begin_like_a_formula_stay_words(tmp_path: Path) -> None:
    build = Build(name=DANGEROUS[0]).dgc()
    for rank, name in enumerate(DANGEROUS):
        build.section(f"E{rank}", 1_000_000, name=name, dgc="D1").rates(f"E{rank}", 1, 1, 1, 1, 1)
        build.measure(f"E{rank}", 2027, "rebasage", 100, label=name, code=name)
        build.row(AccountLine, section=f"SE{rank}", year=2025, status="ca", group="c1", account=name[:20],
                  label=name, cents=100)
    data = written(build.model())
    words = [cell for sheet in opened(data) for row in sheet.iter_rows() for cell in row if cell.value in DANGEROUS]
    assert len(words) >= 3 * len(DANGEROUS) and {cell.data_type for cell in words} == {"s"}
    assert disagreements(data, tmp_path) == []


def test_the_header_of_a_page_holds_no_code_of_the_user() -> None:
    model = demo().replacing([replace(demo().all(Contract)[0], name="CPOM &A & Fils " + "x" * 300)])
    sheet = opened(written(model))["Bilan"]
    assert sheet.oddHeader.left.text == ("CPOM &A & Fils " + "x" * 300)[:59].replace("&", "&&") + "…"


def test_equal_data_and_date_give_equal_bytes() -> None:
    assert written(demo()) == written(demo())
    later = annex_bytes(demo(), made_on=dt.date(2026, 11, 21), fingerprint=FINGERPRINT, progress=lambda *_: None)
    assert later != written(demo())


def test_each_page_prints_on_a4_with_its_head_and_says_what_it_is() -> None:
    for sheet in opened(written(demo())):
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes is not None
        assert sheet.oddHeader.right.text == STATES.get(sheet.title, "Prévisionnel")
        assert FINGERPRINT in sheet.oddFooter.left.text and "20/11/2026" in sheet.oddFooter.center.text


class Typing:
    """A workbook in the hands of somebody who types in it."""

    def __init__(self, data: bytes, folder: Path) -> None:
        (folder / "b.xlsx").write_bytes(data)
        self._engine = ironcalc.load_from_xlsx(str(folder / "b.xlsx"))
        self._names = opened(data).sheetnames

    def type(self, book: Book, key: tuple[object, ...], text: str) -> None:
        spot = book.where("", key)
        self._engine.set_user_input(self._names.index(spot.sheet), spot.row + 1, spot.column + 1, text)
        self._engine.evaluate()

    def read(self, book: Book, key: tuple[object, ...]) -> object:
        spot = book.where("", key)
        return self._engine.get_cell_value(self._names.index(spot.sheet), spot.row + 1, spot.column + 1)


def test_a_rate_typed_in_the_workbook_moves_what_it_moves_in_the_program(tmp_path: Path) -> None:
    book, typing = annex(demo()), Typing(written(demo()), tmp_path)
    first = section("S1")
    row = next(one for one in demo().where(YearRate, "section", first.id) if one.year == 2027)
    typing.type(book, tuple(row.at("rate")), "0.02")
    moved = Books(agreed(demo().replacing([replace(row, rate=20_000)])))
    assert first.dgc is not None
    for year in moved.grant(first.dgc):
        assert year.grant.cents is not None
        assert round(float(str(typing.read(book, keys.grant(first.dgc, year.year, "grant")))) * 100) == year.grant.cents


@pytest.mark.parametrize("text", ["", "à revoir"])
def test_a_value_taken_out_leaves_incomplete_and_never_zero(text: str, tmp_path: Path) -> None:
    book, typing = annex(demo()), Typing(written(demo()), tmp_path)
    first = section("S1")
    typing.type(book, ("base", first.id), text)
    assert first.dgc is not None
    read = (keys.line(first.id, 2031, "grant"), keys.grant(first.dgc, 2029, "grant"), keys.grant(first.dgc, 0, "grant"),
            ("payment", first.dgc, 2028, "month 12"), ("plan", 2030, "tresorerie"))
    for key in read:
        assert typing.read(book, key) == "incomplet"


def test_the_positions_are_in_no_annex_and_in_the_sheets_asked_for_by_name(tmp_path: Path) -> None:
    rebasing = next(row for row in demo().all(Measure) if row.nature == "rebasage" and row.cents == 1_200_000)
    assert 38_000 not in numbers(written(demo()))
    asked = written(demo(), names=NEGOTIATION)
    assert opened(asked).sheetnames[1:3] == list(NEGOTIATION)
    assert {38_000, 12_000} <= numbers(asked) and disagreements(asked, tmp_path) == []
    book = negotiated(demo(), MADE_ON)
    assert book.value("", ("position", rebasing.id, "retained")) == 12_000


def numbers(data: bytes) -> set[object]:
    return {cell.value for sheet in opened(data) for row in sheet.iter_rows() for cell in row
            if isinstance(cell.value, int | float)}


def test_some_sheets_are_written_with_what_they_read_and_no_more(tmp_path: Path) -> None:
    data = written(demo(), names=("Ratios",))
    assert opened(data).sheetnames == ["Lisez-moi", "Ratios", "Bilan"] and disagreements(data, tmp_path) == []


def test_a_sheet_without_anything_is_said_and_not_made() -> None:
    book = opened(written(Build().model(), names=("Bilan",)))
    assert book.sheetnames == ["Lisez-moi"]
    assert any(row[0].value == "Bilan" for row in book["Lisez-moi"].iter_rows())


def test_a_sum_of_many_cells_goes_through_subtotals(tmp_path: Path) -> None:
    build = Build()
    build.row(ReserveOpening, reserve="compensation", year=2025, cents=0)
    for rank in range(150):
        build.section(f"E{rank}", 100)
        build.row(ResultAllocation, section=f"SE{rank}", year=2025, option="compensation", cents=rank)
    data = written(build.model())
    assert "Sous-totaux" in opened(data).sheetnames and disagreements(data, tmp_path) == []
    longest = max(len(one.formula) for one in computed(data, tmp_path))
    assert longest < 8_192


def test_who_signs_is_named_and_every_rule_has_its_article() -> None:
    sheet = opened(written(demo()))["Lisez-moi"]
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert demo().all(Manager)[0].name in words
    assert any("R. 314-40" in str(word) for word in words) and any("arrondi" in str(word) for word in words)


def test_the_names_of_the_services_are_those_of_the_contract() -> None:
    sheet = opened(written(demo()))["Trajectoire"]
    words = {cell.value for row in sheet.iter_rows() for cell in row}
    for one in demo().all(Section):
        assert demo().get(Esms, one.esms).name in words


def test_what_was_asked_for_and_not_retained_is_in_no_annex() -> None:
    build = Build().section("E1", 1_000_000).rates("E1", 1, 1, 1, 1, 1)
    build.measure("E1", 2027, "rebasage", None, label="Demande refusée")
    build.measure("E1", 2027, "rebasage", 100, label="Mesure retenue", justification="argument de la séance")
    words = {cell.value for sheet in opened(written(build.model())) for row in sheet.iter_rows() for cell in row}
    assert "Mesure retenue" in words and not words & {"Demande refusée", "argument de la séance"}


def test_what_was_notified_stands_beside_the_contract_that_no_arrete_moves(tmp_path: Path) -> None:
    build = two_rivers()
    build.row(NotifiedGrant, section="SE1", year=2028, cents=99_000_000, base=98_000_000, next_base="reprise")
    book, data = annex(build.model()), written(build.model())
    own = section_trajectory(build.model(), "SE1", notified=False)[1].grant.cents
    assert own is not None and book.value("", ("notification", "SE1", 2028, "gap")) == (99_000_000 - own) / 100
    assert {"Notifié", "Trajectoire Contrat"} <= set(opened(data).sheetnames) and disagreements(data, tmp_path) == []
