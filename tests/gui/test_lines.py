"""Lines of a volet: what they show is what was asked last, and the widgets of like lines are used again."""

from __future__ import annotations

import random

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpom_desktop.gui.theme import Party, Role, Status, Type
from cpom_desktop.gui.widgets.chips import PartyLabel, StatusChip
from cpom_desktop.gui.widgets.lines import Chip, Line, Lines, Press, Rule, Said, Words, line
from cpom_desktop.gui.widgets.text import ElidedLabel, Label


@pytest.fixture
def lines(qtbot: QtBot) -> Lines:
    made = Lines(4)
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show()
    return made


def seen(lines: Lines) -> list[str]:
    """Every visible word, from top to bottom, then from left to right."""
    kinds = (Label, ElidedLabel, PartyLabel, StatusChip, QPushButton)
    found: list[QWidget] = [one for kind in kinds for one in lines.findChildren(kind) if one.isVisibleTo(lines)]
    found.sort(key=lambda one: (one.mapTo(lines, one.rect().topLeft()).y() // 20, one.mapTo(lines, one.pos()).x()))
    return [one.text() if isinstance(one, (Label, ElidedLabel, QPushButton)) else one.accessibleName() for one in found]


def nothing() -> None:
    """The act of a button that is not pressed."""


def some(rank: random.Random) -> list[Line]:
    """A few lines of any shape."""
    word = str(rank.randrange(1000))
    shapes = (
        line(Words(word, Type.SECTION), None, Chip(rank.choice(list(Status)))),
        line(Words(word, Type.CAPTION, rank.choice([Role.MUTED, Role.WARN]), wrap=True)),
        line(Said(rank.choice(list(Party)), word), None, Words(word, elided=True)),
        line(Press(word, nothing, word, enabled=rank.random() < 0.5), None),
        line(Rule()),
    )
    return [rank.choice(shapes) for _ in range(rank.randrange(7))]


def test_what_is_seen_is_what_a_new_column_would_show(lines: Lines, qtbot: QtBot) -> None:
    rank = random.Random(7)
    for _ in range(60):
        wanted, fresh = some(rank), Lines(4)
        qtbot.addWidget(fresh)
        fresh.resize(300, 600)
        fresh.show()
        lines.show_lines(wanted)
        fresh.show_lines(wanted)
        qtbot.wait(1)
        assert seen(lines) == seen(fresh)
        buttons = [[b for b in one.findChildren(QPushButton) if b.isVisibleTo(one)] for one in (lines, fresh)]
        assert sum(b.isEnabled() for b in buttons[0]) == sum(b.isEnabled() for b in buttons[1])


def test_a_text_that_becomes_shorter_gives_its_room_back(lines: Lines, qtbot: QtBot) -> None:
    """Lines of another shape were shown between: what was laid out then is not remembered."""
    long, short = (line(Words(words, Type.CAPTION, wrap=True)) for words in ("mot " * 60, "mot"))
    below = line(Words("dessous"), None, Words("0,00"))
    heights = []
    for wanted in ([long, below], [below], [long, below], [short, below]):
        lines.show_lines(wanted)
        qtbot.wait(1)
        heights.append(lines.heightForWidth(300))
    fresh = Lines(4)
    qtbot.addWidget(fresh)
    fresh.resize(300, 600)
    fresh.show()
    fresh.show_lines([short, below])
    assert heights[-1] == fresh.heightForWidth(300) < heights[0] == heights[2]


def test_a_like_line_keeps_its_widget_and_a_button_its_focus(lines: Lines, qtbot: QtBot) -> None:
    pressed: list[str] = []
    lines.show_lines([line(Words("un")), line(Press("Accepter", lambda: pressed.append("un"), "un"))])
    (button,) = lines.findChildren(QPushButton)
    button.setFocus()
    lines.show_lines([line(Words("deux")), line(Press("Accepter", lambda: pressed.append("deux"), "deux"))])
    assert lines.findChildren(QPushButton) == [button] and lines.focusWidget() is button
    button.click()
    assert pressed == ["deux"]
    assert seen(lines) == ["deux", "Accepter"]


def test_the_colour_of_a_text_follows_its_role(lines: Lines) -> None:
    lines.show_lines([line(Words("12", role=Role.MUTED))])
    (label,) = lines.findChildren(Label)
    before = label.styleSheet()
    lines.show_lines([line(Words("12", role=Role.ACCORD))])
    assert lines.findChildren(Label) == [label] and label.styleSheet() != before


def test_equal_lines_touch_no_widget(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [line(Words("12")), line(Press("Accepter", nothing, "un"))]
    lines.show_lines(wanted)
    before, written = lines.findChildren(QWidget), list[str]()
    monkeypatch.setattr(Label, "setText", lambda _label, text: written.append(text))
    lines.show_lines([line(Words("12")), line(Press("Accepter", lambda: None, "un"))])
    assert written == [] and lines.findChildren(QWidget) == before
    lines.show_lines([line(Words("13")), line(Press("Accepter", lambda: None, "un"))])
    assert written == ["13"]
