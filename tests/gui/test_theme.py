"""The colours keep their contrast, the fonts are the bundled ones, and the theme changes live."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle, QStyleOptionButton

from cpom_desktop.gui.theme import DARK, LIGHT, Party, Role, Status, Type, draw_mark, font, icon, theme
from cpom_desktop.gui.theme.palette import contrast, palette
from cpom_desktop.paths import resource

BACKGROUNDS = (Role.SURFACE, Role.CANVAS, Role.SUNKEN, Role.HEADER, Role.HOVER, Role.SELECTED)
TEXTS = (
    Role.TEXT,
    Role.MUTED,
    Role.MANAGER,
    Role.AUTHORITY,
    Role.SECOND_AUTHORITY,
    Role.ACCORD,
    Role.OK,
    Role.WARN,
    Role.ERROR,
    Role.INFO,
)
CHARTS = tuple(party.look.chart for party in Party)


@pytest.mark.parametrize("name", [LIGHT, DARK])
@pytest.mark.parametrize("text", TEXTS, ids=lambda r: r.value)
def test_every_text_is_readable_on_every_background_of_its_theme(name: str, text: Role) -> None:
    colours = palette(name)
    for background in BACKGROUNDS:
        assert contrast(colours[text], colours[background]) >= 4.95, f"{text.value} sur {background.value}"


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_a_party_or_a_status_is_readable_on_its_own_background(name: str) -> None:
    colours = palette(name)
    for look in [party.look for party in Party] + [status.look for status in Status]:
        assert contrast(colours[look.text], colours[look.background]) >= 4.95, look.word


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_marks_lines_and_field_borders_stand_out_on_the_surface(name: str) -> None:
    colours = palette(name)
    for role in (*CHARTS, Role.LINE_STRONG, Role.ACCENT):
        assert contrast(colours[role], colours[Role.SURFACE]) >= 3.0, role.value
    assert contrast(colours[Role.ON_ACCENT], colours[Role.ACCENT]) >= 4.95


@pytest.mark.parametrize("name", [LIGHT, DARK])
@pytest.mark.parametrize("checked", [False, True])
def test_the_outline_of_a_box_stands_out_checked_or_not(qapp: QApplication, name: str, checked: bool) -> None:
    theme().choose(name)
    box = QCheckBox("Préalable")
    box.setChecked(checked)
    box.resize(box.sizeHint())
    option = QStyleOptionButton()
    box.initStyleOption(option)
    where = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    painted = box.grab().toImage()
    outline = painted.pixelColor(where.left() + 1, where.center().y()).name()
    beside = painted.pixelColor(where.left(), where.center().y()).name()
    strongest = max(contrast(one, palette(name)[Role.CANVAS]) for one in (outline, beside))
    theme().choose(LIGHT)
    assert strongest >= 3.0


def test_contrast_is_the_published_ratio() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_the_style_sheet_has_no_role_left_unfilled(name: str) -> None:
    assert "@" not in palette(name).style_sheet()


def test_the_style_sheet_itself_holds_no_colour() -> None:
    sheet = resource("themes/window.qss").read_text(encoding="utf-8")
    assert not [rule for rule in re.findall(r"\{([^}]*)\}", sheet) if "#" in rule or "rgb" in rule]


def test_the_bundled_typeface_is_used_and_its_digits_have_one_width(qapp: QApplication) -> None:
    theme()
    for use in Type:
        from PySide6.QtGui import QFontInfo, QFontMetricsF

        assert QFontInfo(font(use)).family() == "IBM Plex Sans"
        assert len({QFontMetricsF(font(use)).horizontalAdvance(d) for d in "0123456789"}) == 1


def test_an_icon_follows_the_theme_without_being_made_again(qapp: QApplication) -> None:
    kept = icon("check", Role.TEXT)
    inks = []
    for name in (LIGHT, DARK):
        theme().choose(name)
        image = kept.pixmap(QSize(16, 16)).toImage()
        inks.append(
            {
                image.pixelColor(x, y).name()
                for x in range(16)
                for y in range(16)
                if image.pixelColor(x, y).alpha() == 255
            }
        )
    theme().choose(LIGHT)
    assert inks[0] and inks[1] and not inks[0] & inks[1]


def test_an_icon_is_drawn_at_the_ratio_of_the_screen(qapp: QApplication) -> None:
    theme()
    picture = icon("check").pixmap(QSize(16, 16), 1.5)
    assert picture.width() == 24 and picture.devicePixelRatio() == 1.5


def test_every_status_has_its_icon_in_the_package() -> None:
    for status in Status:
        assert resource(f"icons/{status.look.icon}.svg").exists()


def test_the_marks_of_the_parties_differ_in_shape_not_only_in_colour(qapp: QApplication) -> None:
    def silhouette(party: Party) -> bytes:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_mark(painter, party, QPointF(12, 12), 16)
        painter.end()
        return bytes(1 if image.pixelColor(x, y).alpha() > 128 else 0 for y in range(24) for x in range(24))

    theme()
    assert len({silhouette(party) for party in Party}) == len(Party)
