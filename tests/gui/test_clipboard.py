"""What a spreadsheet writes on the clipboard is read back cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.gui.grid.clipboard import read_block, write_block
from cpom_desktop.gui.grid.moves import jump

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\u2212\r"), max_size=12)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a", [["a"]]),
        ("", [[""]]),
        ('"deux\nlignes"\t"dit ""oui"""', [["deux\nlignes", 'dit "oui"']]),
        ('5" de large\tb', [['5" de large', "b"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ('"sans fin', [['"sans fin']]),
    ],
)
def test_a_pasted_text_is_read_as_excel_and_calc_write_it(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_any_block_comes_back_from_the_clipboard(block: list[list[str]]) -> None:
    # One empty last line is the end mark of Excel: a lone empty row at the end cannot be told from it.
    if block[-1] != [""] or len(block) == 1:
        assert read_block(write_block(block)) == block


def test_a_negative_figure_leaves_with_the_hyphen_of_spreadsheets() -> None:
    assert write_block([["−9 000,00", "10−2"]]) == "-9 000,00\t10−2"


@pytest.mark.parametrize(
    ("filled", "at", "step", "lands"),
    [
        ("xxx..x", 0, 1, 2),
        ("xxx..x", 2, 1, 5),
        ("xxx..x", 5, 1, 5),
        ("x....", 0, 1, 4),
        ("xxx..x", 5, -1, 2),
        ("....", 3, -1, 0),
    ],
)
def test_ctrl_arrow_lands_where_a_spreadsheet_does(filled: str, at: int, step: int, lands: int) -> None:
    assert jump(lambda i: filled[i] == "x", at, len(filled) - 1, step) == lands
