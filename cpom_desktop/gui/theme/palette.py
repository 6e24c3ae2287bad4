"""The colours of a theme, read from `resources/themes`, and the style sheet filled with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ...paths import resource
from .roles import Role


@dataclass(frozen=True)
class Palette:
    """One theme: a colour, as '#RRGGBB', for each role."""

    name: str
    colours: Mapping[Role, str]

    def __getitem__(self, role: Role) -> str:
        return self.colours[role]

    def style_sheet(self) -> str:
        """The sheet of the window with `@role` replaced, longest name first so that `@line` spares `@line_strong`."""
        sheet = resource("themes/window.qss").read_text(encoding="utf-8")
        for role in sorted(Role, key=lambda r: len(r.value), reverse=True):
            sheet = sheet.replace("@" + role.value, self[role])
        return sheet


@cache
def palette(name: str) -> Palette:
    """The theme « light » or « dark »; a role without colour is our own fault and raises `KeyError`."""
    stored = json.loads(resource(f"themes/{name}.json").read_text(encoding="utf-8"))
    return Palette(name, {role: stored[role.value] for role in Role})


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
