"""A workbook is read within bounds whatever it holds, and what may not be read is refused with three sentences."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.imports.xlsx import container
from cpom_desktop.imports.xlsx.book import Form, Merge, Seen, Sheet
from cpom_desktop.imports.xlsx.reader import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, read_book
from tests.imports.books import SHEET, book_of, parts_of, sheet_xml, with_part, zipped

PLAIN = book_of({"Feuille": [["a", 1], ["b", 2.5]]})


def only(data: bytes) -> Sheet:
    (sheet,) = read_book(data, "x.xlsx").sheets
    return sheet


def cells(rows: str, **parts: str) -> Sheet:
    return only(with_part(PLAIN, SHEET, sheet_xml(rows, **parts)))


def test_texts_numbers_and_dates_come_as_they_were_typed() -> None:
    sheet = only(book_of({"S": [["6061", 6061, 0.1 + 0.2, True], [None, -1234.5]]}))
    assert [seen.text if seen else None for seen in sheet.rows[0]] == ["6061", "6061", "0,3", "oui"]
    assert sheet.rows[0][2] == Seen(Form.NUMBER, "0,3", Decimal("0.3"))
    assert sheet.rows[1] == (None, Seen(Form.NUMBER, "-1234,5", Decimal("-1234.5")))


@pytest.mark.parametrize(("number", "shown"), [("6061", "6\u202f061"), ("12345.5", "12\u202f345,5"), ("0.5", "0,5")])
def test_an_account_keeps_its_digits_and_an_amount_shows_its_groups(number: str, shown: str) -> None:
    seen = cells(f'<row r="1"><c r="A1"><v>{number}</v></c></row>').rows[0][0]
    assert seen is not None and (seen.text, seen.shown) == (number.replace(".", ","), shown)


def test_a_formula_without_value_says_so_and_one_with_a_value_is_that_value() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#REF!</v></c></row>'
    found = cells(row).rows[0]
    assert [seen.form if seen else None for seen in found] == [Form.UNCOMPUTED, Form.NUMBER, Form.ERROR]
    assert found[2] is not None and found[2].text == "#REF!"


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e300"])
def test_a_number_that_no_amount_can_be_is_an_error_and_not_a_value(number: str) -> None:
    seen = cells(f'<row r="1"><c r="A1"><v>{number}</v></c></row>').rows[0][0]
    assert seen is not None and seen.form is Form.ERROR


def test_a_date_out_of_every_calendar_is_no_fault() -> None:
    parts = parts_of(PLAIN)
    styles = parts["xl/styles.xml"].replace(b'numFmtId="0" fontId="0"', b'numFmtId="14" fontId="0"')
    data = zipped({**parts, "xl/styles.xml": styles,
                   SHEET: sheet_xml('<row r="1"><c r="A1"><v>1e15</v></c><c r="B1"><v>45000</v></c></row>')}.items())
    assert only(data).rows[0][0] is not None


def test_merged_cells_speak_for_all_that_they_cover() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'
    sheet = cells('<row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>', after=merged)
    assert sheet.merged == (Merge(0, 0, 1, 2),)
    assert [sheet.heading(1, 2), sheet.heading(1, 3), sheet.text(1, 2)] == ["Titre", "", ""]


def test_a_sheet_that_claims_a_million_rows_is_read_for_what_it_holds() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = cells(rows, before='<dimension ref="A1:XFD1048576"/>')
    assert len(sheet.rows) == 1 and "5000e" in sheet.left_out and "100e" in sheet.left_out
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert len(cells('<row r="1"><c r="A1"><v>1</v></c></row>', after=merged).rows) == 1


def test_rows_and_columns_beyond_the_bounds_are_said() -> None:
    sheet = only(book_of({"S": [[1] * (MAX_COLUMNS + 1)] + [[1]] * MAX_ROWS}))
    assert len(sheet.rows) == MAX_ROWS and sheet.width == MAX_COLUMNS
    assert "lignes après la 5000e" in sheet.left_out and "colonnes après la 100e" in sheet.left_out


def test_sheets_beyond_the_bound_are_said() -> None:
    book = read_book(book_of({f"F{n}": [[n]] for n in range(MAX_SHEETS + 2)}), "x.xlsx")
    assert len(book.sheets) == MAX_SHEETS and book.notes == ("2 feuilles n’ont pas été lues\u00a0: un classeur en a 60 "
                                                             "au plus.",)


def test_macros_are_said_and_never_read() -> None:
    book = read_book(with_part(PLAIN, "xl/vbaProject.bin", b"\xd0\xcf code"), "x.xlsm")
    assert book.notes == ("Les macros du classeur n’ont été ni lues ni exécutées.",)


def test_links_to_other_workbooks_are_not_followed() -> None:
    row = '<row r="1"><c r="A1"><f>[1]Feuil1!A1</f><v>12</v></c></row>'
    data = with_part(with_part(PLAIN, SHEET, sheet_xml(row)), "xl/externalLinks/externalLink1.xml", b"<x/>")
    assert only(data).text(0, 0) == "12"


def test_a_text_that_looks_like_a_formula_stays_a_text_and_control_characters_go() -> None:
    sheet = only(book_of({"S": [["=HYPERLINK(\"http://x\")", "+1", "@x"]]}))
    assert [sheet.text(0, at) for at in range(3)] == ["=HYPERLINK(\"http://x\")", "+1", "@x"]


def test_a_huge_text_is_an_error() -> None:
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'
    seen = cells(row).rows[0][0]
    assert seen is not None and (seen.form, seen.text) == (Form.ERROR, "texte trop long")


LAUGHS = (b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
          b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</worksheet>')
UTF16 = '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16")
HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    # The slow ones are made by the test that needs them, not by each process that collects it.
    "nothing": (b"", "pas un classeur"),
    "text": (b"a;b;c\n1;2;3\n", "pas un classeur"),
    "old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    "open document": (zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), ".ods"),
    "binary workbook": (zipped([("xl/workbook.bin", b"x")]), ".xlsb"),
    "another archive": (zipped([("a.txt", b"x")]), "pas un classeur"),
    "cut short": (PLAIN[:-200], "abîmé"),
    "damaged": (PLAIN[:400] + bytes(200) + PLAIN[600:], "abîmé"),
    "bomb": (lambda: with_part(PLAIN, SHEET, b" " * 30_000_000), "se déplie"),
    "many small bombs": (
        lambda: zipped([*parts_of(PLAIN).items(), *((f"xl/{n}.xml", b" " * 999_999) for n in range(130))]), "120"),
    "many parts": (zipped([*parts_of(PLAIN).items(), *((f"xl/{n}.bin", b"") for n in range(1_000))]), "parties"),
    "entities": (with_part(PLAIN, SHEET, LAUGHS), "entités"),
    "entities elsewhere": (with_part(PLAIN, "xl/theme/theme1.xml", LAUGHS), "entités"),
    "entities in relations": (with_part(PLAIN, "_rels/.rels", LAUGHS), "entités"),
    "another encoding": (with_part(PLAIN, SHEET, UTF16), "UTF-8"),
    "declared encoding": (with_part(PLAIN, SHEET, b'<?xml version="1.0" encoding="cp037"?><x/>'), "UTF-8"),
    "no sheet part": (zipped((n, c) for n, c in parts_of(PLAIN).items() if n != SHEET), "classeur"),
    "no workbook part": (zipped((n, c) for n, c in parts_of(PLAIN).items() if n != "xl/workbook.xml"), "classeur"),
    "not xml": (with_part(PLAIN, SHEET, b"<row"), "classeur"),
    "a string that is not there": (with_part(PLAIN, SHEET, sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
                                   "classeur"),
    "a row that is none": (with_part(PLAIN, SHEET, sheet_xml('<row r="x"><c><v>1</v></c></row>')), "classeur"),
}


def hostile(name: str) -> bytes:
    """One of them."""
    made = HOSTILE[name][0]
    return made if isinstance(made, bytes) else made()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_sound_workbook_is_refused_with_its_reason(name: str) -> None:
    data, word = hostile(name), HOSTILE[name][1]
    with pytest.raises(Refused) as refused:
        read_book(data, "envoi.xlsx")
    assert refused.value.reason is Reason.BAD_WORKBOOK
    assert word in refused.value.sentences.happened and "envoi.xlsx" in refused.value.sentences.happened


@pytest.mark.parametrize(("bound", "part"), [("MAX_TAGS", SHEET), ("MAX_OTHER_TAGS", "xl/styles.xml")])
def test_a_part_of_too_many_elements_is_refused(bound: str, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count = parts_of(PLAIN)[part].count(b"<")
    monkeypatch.setattr(container, bound, max(part.count(b"<") for part in parts_of(PLAIN).values()))
    assert only(PLAIN).rows
    monkeypatch.setattr(container, bound, count - 1)
    with pytest.raises(Refused, match="plus de cellules"):
        read_book(PLAIN, "x.xlsx")


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([*parts_of(PLAIN).items(), (SHEET, b"<x/>")])
    with pytest.raises(Refused, match="même nom"):
        read_book(data, "x.xlsx")


def test_a_protected_part_is_refused() -> None:
    data = bytearray(zipped(parts_of(PLAIN).items(), zipfile.ZIP_STORED))
    for at in range(len(data) - 4):
        if data[at:at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    with pytest.raises(Refused, match="mot de passe"):
        read_book(bytes(data), "x.xlsx")


@given(st.data())
def test_damaged_bytes_give_a_book_or_a_refusal(data: st.DataObject) -> None:
    broken = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_book(bytes(broken), "x.xlsx")
    except Refused as refused:
        assert refused.reason is Reason.BAD_WORKBOOK
