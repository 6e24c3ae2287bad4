"""« D’où vient ce chiffre »: the rule in words, its terms with their figures; a typed one leads to its cell.

A term that was itself computed is explained in its turn, and a link leads back.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ...core.finance.articles import reading
from ...core.finance.figure import Figure, Ratio, Term
from ...core.money import format_amount, format_number, format_rate
from ...core.records import Cell, Form
from ..theme import Role, Type
from ..theme.sizes import GAP_4
from ..widgets.lines import Line, Lines, Part, Press, Words, line
from ..workspace import Workspace

MOST = 12
SIGNS = {1: "+", -1: "−", 0: "×"}
NO_SIGN = "\u2007"
"""A space as wide as a sign: the first term stands under the others."""


class Origin(Lines):
    """The explanation of one figure, in the volet."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(GAP_4, parent)
        self._workspace = workspace
        self._path: list[tuple[str, Figure | Ratio]] = []
        self.hide()

    def show_figure(self, name: str, figure: Figure | Ratio | None) -> None:
        """Explain a figure; nothing is shown for a value that was simply typed."""
        self._path = []
        if figure is None or not (figure.terms or figure.missing):
            self.hide()
            return
        self._explain(name, figure)

    def _explain(self, name: str, figure: Figure | Ratio) -> None:
        self._path.append((name, figure))
        lines = [line(Words("D’où vient ce chiffre", Type.SECTION))]
        if len(self._path) > 1:
            before = self._path[-2]
            words = f"Revenir à «\u00a0{before[0]}\u00a0»"
            lines.append(line(Press(words, self._go_back, ("back", id(before[1])), "link", words)))
        lines.append(_caption(_heading(name, figure.rule)))
        lines += [self._term(term, at) for at, term in enumerate(figure.terms[:MOST])]
        if len(figure.terms) > MOST:
            lines.append(_caption(f"et {len(figure.terms) - MOST} autres termes"))
        if figure.terms:
            lines.append(line(Words("=", role=Role.MUTED), None, Words(_result(figure), Type.TOTAL), spacing=GAP_4))
        if figure.missing:
            missing = f"Il manque\u00a0: {', '.join(figure.missing)}"
            lines.append(line(Words(missing, Type.CAPTION, Role.WARN, wrap=True)))
        if figure.article:
            lines.append(_caption(_reference(figure.article)))
            if (read := reading(figure.article)) is not None:
                lines.append(_caption(read))
        self.show_lines(lines)
        self.show()

    def _go_back(self) -> None:
        del self._path[-1:]
        self._explain(*self._path.pop())

    def _follow(self, name: str, figure: Figure) -> None:
        """Explain a term in its turn; one that is a single typed amount leads to its cell at once."""
        terms = figure.terms
        cell = (terms[0].cell or _only_cell(terms[0].figure)) if len(terms) == 1 else None
        if cell is not None:
            self._workspace.go_to(cell)
        else:
            self._explain(name, figure)

    def _term(self, term: Term, at: int) -> Line:
        sign = NO_SIGN if at == 0 and term.factor == 1 else SIGNS.get(term.factor, NO_SIGN)
        name: Part = Words(term.label, elided=True)
        cell = term.cell or _only_cell(term.figure)
        if cell is not None:
            name = Press(term.label, partial(self._workspace.go_to, cell), cell, "link", "Aller à la cellule")
        elif term.figure is not None:
            follow = partial(self._follow, term.label, term.figure)
            name = Press(term.label, follow, id(term.figure), "link", "D’où vient ce chiffre")
        return line(Words(sign, role=Role.MUTED), name, None, Words(term_text(term)), spacing=GAP_4)


def _only_cell(figure: Figure | None) -> Cell | None:
    """The cell of a figure that is one typed amount; terms that are made when asked for belong to a sum."""
    if figure is None or callable(figure.source) or len(figure.source) != 1:
        return None
    return figure.source[0].cell


def _result(figure: Figure | Ratio) -> str:
    """What the terms come to."""
    if isinstance(figure, Figure):
        return "incomplet" if figure.cents is None else format_amount(figure.cents)
    return "n.s." if figure.shown is None else f"{format_number(figure.shown)} {figure.unit}".strip()


def _heading(name: str, rule: str) -> str:
    """The figure and its rule; a rule that begins with the name of its line does not say it twice."""
    line_name, _, rest = rule.partition("\u00a0: ")
    said = rest if rest and name.startswith(line_name) else rule
    return f"{name}\u00a0: {said}" if said else name


def _caption(text: str) -> Line:
    return line(Words(text, Type.CAPTION, Role.MUTED, wrap=True))


def _reference(source: str) -> str:
    """« Article R. 314-40 » for an article of the code; another text is named by itself."""
    return f"Article {source}" if source[:2] in ("R.", "L.", "D.") else source


def term_text(term: Term) -> str:
    """The value of a term as its kind is written."""
    if term.value is None:
        return "incomplet"
    if term.form is Form.CENTS:
        return format_amount(int(term.value))
    if term.form is Form.RATE:
        return format_rate(int(term.value), unit=True)
    return format_number(str(term.value)) if term.form in (Form.DECIMAL, Form.INTEGER) else str(term.value)
