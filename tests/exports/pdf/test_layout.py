"""Paper: nothing is cut, figures stay whole, words break as French does, wide tables turn the sheet."""

from __future__ import annotations

import io
import math

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import SimpleDocTemplate

from cpom_desktop.exports.pdf import fonts
from cpom_desktop.exports.pdf.dto import (
    Block,
    Column,
    ContractData,
    Cover,
    GrantChart,
    Heading,
    IndicatorChart,
    NewPage,
    Prose,
    Row,
    Signatures,
    Signer,
    Sort,
    Table,
)
from cpom_desktop.exports.pdf.layout import charts, tables
from cpom_desktop.exports.pdf.layout.boxes import BOX_HEIGHT, BOX_WIDTH
from cpom_desktop.exports.pdf.layout.ink import BODY, French, Ink
from cpom_desktop.exports.pdf.layout.render import Rendered, render
from tests.exports.pdf.build import MADE_ON

COVER = Cover("Contrat", "Nom", "Type", "période", ("A", "B"))


def pages(*blocks: Block) -> tuple[Rendered, list[pypdf.PageObject]]:
    rendered = render(ContractData(COVER, blocks, MADE_ON, "7K3M-Q9XZ-2F4T", 1, False))
    return rendered, list(pypdf.PdfReader(io.BytesIO(rendered.pdf)).pages)


def is_landscape(page: pypdf.PageObject) -> bool:
    return bool(page.mediabox.width > page.mediabox.height)


def wide(count: int) -> Table:
    return Table(
        f"{count} colonnes",
        tuple(Column(f"c{rank}", Sort.FIGURE) for rank in range(count)),
        (Row(("1 000,00",) * count),),
    )


def test_a_table_beyond_eight_columns_turns_the_sheet_and_what_follows_turns_it_back() -> None:
    _, found = pages(Heading(1, "A"), wide(8), wide(9), wide(10), Prose("Suite."))
    assert [is_landscape(page) for page in found] == [False, False, False, True, False]


def test_a_title_goes_with_its_wide_table() -> None:
    _, found = pages(Heading(1, "Avant"), Prose("Texte."), Heading(1, "Titre du tableau large"), wide(9))
    assert is_landscape(found[3]) and "Titre du tableau large" in found[3].extract_text()


def test_new_pages_leave_no_blank_sheet() -> None:
    rendered, found = pages(NewPage(), Heading(1, "A"), NewPage(), NewPage(), Heading(1, "B"))
    assert rendered.pages == 4 and all(len(page.extract_text()) > 60 for page in found)


def test_the_number_of_pages_is_true_even_without_any_title() -> None:
    _, found = pages(Prose("ligne\n" * 200))
    assert [f"page {rank} / {len(found)}" in page.extract_text() for rank, page in enumerate(found, 1)] == [True] * len(
        found
    )


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for lines in range(20, 50):
        _, found = pages(
            Heading(1, "A"),
            Prose("ligne\n" * lines),
            Heading(2, "Article 7"),
            Prose("premier alinéa\nsecond alinéa\n" * 3),
        )
        page = next(page for page in found[2:] if "Article 7" in page.extract_text())
        assert "premier alinéa" in page.extract_text()


AMOUNTS = st.lists(
    st.integers(-(10**13), 10**13).map(lambda cents: f"{cents:,}".replace(",", "\u202f") + ",00"),
    min_size=1,
    max_size=8,
)


@given(AMOUNTS, st.text(alphabet="abcdef ", max_size=80))
def test_figures_never_wrap_and_a_table_never_leaves_the_page(amounts: list[str], label: str) -> None:
    table = Table(
        "T",
        (Column("Libellé"), *(Column(f"Année {rank}", Sort.FIGURE) for rank in range(len(amounts)))),
        (Row((label, *amounts)),),
    )
    made = tables.grid(table, Ink(), 482.0)
    size = made._cellStyles[1][1].fontsize
    assert sum(made._colWidths) <= 482.01
    for text, room in zip(made._cellvalues[1][1:], made._colWidths[1:], strict=True):
        assert size == tables.SMALLEST or fonts.width(text, fonts.REGULAR, size) <= room


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    table = Table("T", (Column("a"), Column("b")), (Row(("étiquette", "mot " * 4000)),))
    _, found = pages(table)
    assert sum(page.extract_text().count("mot") for page in found) == 4000


def test_a_head_is_repeated_on_each_page() -> None:
    table = Table(
        "T", (Column("Intitulé"), Column("Montant", Sort.FIGURE)), tuple(Row((f"l{i}", "1,00")) for i in range(120))
    )
    _, found = pages(table)
    assert len(found) > 4 and all("Intitulé" in page.extract_text() for page in found[2:])


def test_words_are_cut_three_letters_from_each_end_and_names_never() -> None:
    french = French()
    cuts = list(french("hébergement"))
    assert cuts and all(len(head.rstrip("-")) >= 3 and len(tail) >= 3 for head, tail in cuts)
    french.begin()
    assert not list(french("Marchadier")) and not list(french("CPOM"))


def test_two_lines_running_are_never_cut() -> None:
    french = French()
    assert next(iter(french("hébergement")), None) is not None
    assert not list(french("établissement"))
    assert list(french("établissement"))


def test_no_two_lines_of_a_justified_page_end_in_a_hyphen() -> None:
    sentence = "établissements médicosociaux conventionnellement subventionnés, interdépartementaux, "
    paragraph = Ink().paragraph(sentence * 40, BODY)
    paragraph.wrap(482, 800)
    ends = [str(line[1][-1]).endswith("-") for line in paragraph.blPara.lines]
    assert any(ends) and not any(a and b for a, b in zip(ends, ends[1:], strict=False))


def test_alineas_are_numbered_in_the_margin_once_each() -> None:
    _, found = pages(Prose("un\ndeux\n\n" + "trois " * 900, numbered=True))
    text = [line.strip() for page in found[2:] for line in page.extract_text().splitlines()]
    assert [line for line in text if line in {"1", "2", "3", "4"}] == ["1", "2", "3"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_each_signatory_has_a_box_inside_the_page_and_none_overlaps(count: int) -> None:
    signers = tuple(
        Signer(f"Organisme {rank} " + "au nom très long " * 8, "Qualité", "Nom", "Autre", "acte")
        for rank in range(count)
    )
    rendered, found = pages(Heading(1, "Signatures"), Signatures(signers))
    assert len({place.name for place in rendered.places}) == count
    for place in rendered.places:
        left, bottom, right, top = place.box
        assert (right - left, top - bottom) == (round(BOX_WIDTH), round(BOX_HEIGHT)) or abs(
            right - left - BOX_WIDTH
        ) < 1.5
        assert 56 < left and right < 596 - 56 and bottom > 62 and top < 842 - 70
        assert place.page < len(found)
    for one in rendered.places:
        for other in rendered.places:
            apart = (
                one is other
                or one.page != other.page
                or (
                    one.box[2] <= other.box[0]
                    or other.box[2] <= one.box[0]
                    or one.box[3] <= other.box[1]
                    or other.box[3] <= one.box[1]
                )
            )
            assert apart


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_the_marks_of_an_axis_enclose_what_is_drawn_and_stay_few(low: float, extent: float) -> None:
    marks = charts.ticks(low, low + extent)
    span = max(abs(low), abs(low + extent), 1.0) * 1e-9
    assert marks[0] <= low + span and marks[-1] >= low + extent - span
    assert 2 <= len(marks) <= 7 and all(math.isfinite(mark) for mark in marks)


CHARTS = [
    IndicatorChart(
        "x", "%", 1, 2027, (2025, 35.4), ((2025, 35.4),), tuple((y, y - 1990.0) for y in range(2027, 2032)), 2.0
    ),
    IndicatorChart("one target", "", 0, None, None, (), ((2027, 5.0), (2028, 5.0))),
    IndicatorChart("same year", "%", 1, 2027, None, ((2027, 0.0),), ((2027, 0.0),)),
    GrantChart("dgc", (2027, 2028), (132_470_625, 137_262_861), (2_000_000, 0)),
    GrantChart("nothing", (2027,), (0,), (0,)),
    GrantChart("negative one-off", (2027,), (100,), (-50,)),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: getattr(chart, "name", getattr(chart, "title", "")))
def test_a_chart_of_any_values_is_drawn_within_its_sheet(chart: IndicatorChart | GrantChart) -> None:
    drawing = (
        charts.indicator(chart, Ink(), 482) if isinstance(chart, IndicatorChart) else charts.grant(chart, Ink(), 482)
    )
    SimpleDocTemplate(io.BytesIO(), initialFontName=fonts.REGULAR).build([drawing])
    left, bottom, right, top = drawing.getBounds()
    assert left >= -1 and bottom >= -1 and right <= 483 and top <= charts.HEIGHT + 3


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["W" * 500, "mot " * 125, "1" * 500])
def test_names_as_long_as_a_field_allows_are_printed_wherever_they_stand(text: str, sort: Sort) -> None:
    columns = (Column("Groupe"), *(Column(text, sort) for _ in range(9)))
    _, found = pages(Table("T", columns, (Row((text,) * 10),)), Table("U", columns[:2], (Row(("I", text)),)))
    assert "Groupe" in "".join(page.extract_text() for page in found)


@given(st.lists(st.floats(1, 900), min_size=1, max_size=20), st.floats(100, 700))
def test_columns_that_ask_too_much_share_the_sheet_and_none_starves(needs: list[float], width: float) -> None:
    found = tables._narrowed(needs, width)
    assert sum(found) <= width + 1e-6
    assert all(room >= min(need, width / len(needs)) - 1e-6 for need, room in zip(needs, found, strict=True))
