"""« D’où vient ce chiffre »: the rule in words, its terms with their figures, each typed one a link to its cell."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.finance.figure import Figure, Term
from ...core.money import format_amount, format_number, format_rate
from ...core.records import Form
from ..theme import Role, Type
from ..theme.sizes import GAP_4
from ..widgets.buttons import button
from ..widgets.panel import clear, row
from ..widgets.text import ElidedLabel, Label, caption, section_title
from ..workspace import Workspace

MOST = 12
SIGNS = {1: "+", -1: "−", 0: "×"}


class Origin(QWidget):
    """The explanation of one figure, in the volet."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_4)
        self.hide()

    def show_figure(self, name: str, figure: Figure | None) -> None:
        """Explain a figure; nothing is shown for a value that was simply typed."""
        clear(self._column)
        self.setVisible(figure is not None and bool(figure.terms or figure.missing))
        if figure is None or self.isHidden():
            return
        self._column.addWidget(section_title("D’où vient ce chiffre"))
        self._column.addWidget(caption(f"{name}\u00a0: {figure.rule}" if figure.rule else name, wrap=True))
        for at, term in enumerate(figure.terms[:MOST]):
            self._column.addLayout(self._term(term, at))
        if len(figure.terms) > MOST:
            self._column.addWidget(caption(f"et {len(figure.terms) - MOST} autres termes"))
        if figure.missing:
            self._column.addWidget(
                Label(f"Il manque\u00a0: {', '.join(figure.missing)}", Type.CAPTION, Role.WARN, wrap=True)
            )
        if figure.article:
            self._column.addWidget(caption(f"Article {figure.article}"))

    def _term(self, term: Term, at: int) -> QHBoxLayout:
        sign = "" if at == 0 and term.factor == 1 else SIGNS.get(term.factor, "")
        name: QWidget
        if term.cell is not None:
            name = button(term.label, partial(self._workspace.go_to, term.cell), kind="link", tip="Aller à la cellule")
        else:
            name = ElidedLabel(term.label)
        return row(Label(sign, Type.BODY, Role.MUTED), name, None, Label(term_text(term), Type.BODY), spacing=GAP_4)


def term_text(term: Term) -> str:
    """The value of a term as its kind is written."""
    if term.value is None:
        return "incomplet"
    if term.form is Form.CENTS:
        return format_amount(int(term.value))
    if term.form is Form.RATE:
        return format_rate(int(term.value), unit=True)
    return format_number(str(term.value)) if term.form in (Form.DECIMAL, Form.INTEGER) else str(term.value)
