"""Every character has a shape, or says that it had none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from reportlab import rl_config

from cpom_desktop.exports.pdf import fonts
from cpom_desktop.exports.pdf.fonts import COVERED, REPLACEMENT, Coverage
from cpom_desktop.exports.pdf.sanitize import plain


def test_the_faces_draw_what_french_and_the_tables_need() -> None:
    assert {ord(char) for char in "éèêëàâçîïôùûüœæÉÈŒÇ€%–—…’«»−±≤≥→÷×°²³·\u00a0\u2011" + REPLACEMENT} <= COVERED


def test_a_character_without_shape_is_replaced_and_named_once() -> None:
    coverage = Coverage()
    assert coverage.fit("a😀b😀\nא") == f"a{REPLACEMENT}b{REPLACEMENT}\n{REPLACEMENT}"
    assert coverage.missing == {"😀": 2, "א": 1}
    assert [warning[:23] for warning in coverage.warnings] == ["Le caractère U+05D0 « א", "Le caractère U+1F600 « "]


def test_a_text_of_the_faces_is_left_alone() -> None:
    coverage = Coverage()
    assert (
        coverage.fit("Élève, œuvre : 1\u00a0344\u00a0706,25\u00a0€") == "Élève, œuvre : 1\u00a0344\u00a0706,25\u00a0€"
    )
    assert not coverage.warnings


@given(st.text())
def test_no_text_reaches_the_page_with_a_missing_shape(text: str) -> None:
    fitted = Coverage().fit(plain(text))
    assert all(ord(char) in COVERED or char == "\n" for char in fitted)


def test_nothing_falls_back_on_helvetica() -> None:
    assert rl_config.canvas_basefontname == rl_config.defaultGraphicsFontName == fonts.REGULAR


def test_digits_are_of_one_width_and_groups_of_digits_stand_apart() -> None:
    widths = {round(fonts.width(digit, face, 10), 3) for digit in "0123456789" for face in fonts.NAMES}
    assert len(widths) == 1
    assert fonts.width("\u00a0", fonts.REGULAR, 10) > 2
