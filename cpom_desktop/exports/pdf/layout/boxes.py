"""Signature boxes: drawn as page content so that they print whatever a viewer does, and remembered for the fields."""

from __future__ import annotations

from dataclasses import dataclass

from .. import fonts
from ..dto import Signer
from .ink import LINE, MUTED, TEXT, Ink

# isort: split
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

BOX_WIDTH: float = 80 * mm
BOX_HEIGHT: float = 35 * mm
_LINES = ((9.5, fonts.SEMIBOLD), (8.5, fonts.REGULAR), (8.5, fonts.REGULAR), (8, fonts.ITALIC))
_LEADING: float = 4.2 * mm


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature field goes: page from 0, and its box in points from the bottom left."""

    name: str
    title: str
    page: int
    box: tuple[int, int, int, int]


class SignatureBox(Flowable):  # type: ignore[misc]  # ReportLab is untyped
    """Name, quality and act of a signatory above an empty frame of 80 × 35 mm."""

    def __init__(self, signer: Signer, rank: int, ink: Ink, places: dict[str, Place]) -> None:
        super().__init__()
        self._name, self._places = f"signature-{rank}", places
        person = signer.person or signer.represented_by
        by = (
            f"représenté par {signer.represented_by}"
            if signer.represented_by and signer.represented_by != person
            else ""
        )
        who = ", ".join(filter(None, (person, by)))
        texts = (signer.organisation, signer.quality, who, signer.act)
        self._lines = [
            (_wrapped(ink.line(text), face, size), size, face) for text, (size, face) in zip(texts, _LINES, strict=True)
        ]
        self._title = ink.line(
            ", ".join(filter(None, (person, signer.quality, signer.organisation))) or "Signature", 120
        )
        self._hint = ink.plain("Signature")

    @property
    def _head(self) -> float:
        return sum(len(lines) for lines, _, _ in self._lines) * _LEADING

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return BOX_WIDTH, self._head + BOX_HEIGHT + 6 * mm

    def draw(self) -> None:
        canvas, top = self.canv, 3 * mm + BOX_HEIGHT + self._head
        canvas.setFillColor(TEXT)
        for lines, size, face in self._lines:
            for line in lines:
                top -= _LEADING
                canvas.setFont(face, size)
                canvas.drawString(0, top + 1.6 * mm, line)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.6)
        canvas.rect(0, 3 * mm, BOX_WIDTH, BOX_HEIGHT)
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, 7)
        canvas.drawString(1.5 * mm, BOX_HEIGHT, self._hint)
        left, bottom = canvas.absolutePosition(0, 3 * mm)
        # Drawn once in each pass: the last pass is the one that is written.
        self._places[self._name] = Place(
            self._name,
            self._title,
            canvas.getPageNumber() - 1,
            (round(left), round(bottom), round(left + BOX_WIDTH), round(bottom + BOX_HEIGHT)),
        )


def _wrapped(text: str, face: str, size: float, most: int = 3) -> list[str]:
    """The text on lines of the width of the box; what passes the third line ends in « … »."""
    lines: list[str] = []
    words = text.split(" ") if text else []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and fonts.width(longer, face, size) <= BOX_WIDTH:
            lines[-1] = longer
        else:
            lines.append(_cut(word, face, size))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + "…", face, size)]
    return lines


def _cut(word: str, face: str, size: float) -> str:
    if fonts.width(word, face, size) <= BOX_WIDTH:
        return word
    while word and fonts.width(word + "…", face, size) > BOX_WIDTH:
        word = word[:-1]
    return word + "…"
