"""The text of the contract: articles in order, what is still blank in each, and the edits that add and move them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from PySide6.QtWidgets import QWidget

from ....core.changes import Edit
from ....core.clauses import PARTS, Article
from ....core.living_text import blanks
from ....core.model import Model
from ....core.ordering import move, ordered, place
from ...record_form import RecordForm
from ...theme import Role, Status, Type
from ...widgets.panel import Panel
from ...widgets.rail_list import Line
from ...widgets.text import Label
from ...workspace import Workspace

NBSP = "\u00a0"
FIELDS = ("name", "part", "body")


def in_order(model: Model) -> list[Article]:
    """The articles, part by part as the contract prints them, then in the order that people gave them."""
    ranks = {part: rank for rank, (part, _) in enumerate(PARTS)}
    return sorted(ordered(model.all(Article)), key=lambda one: ranks.get(one.part, len(ranks)))


def numbered(articles: Sequence[Article]) -> list[tuple[Article, int]]:
    """The articles with the numbers that the contract prints; 0 in the préambule, which has none."""
    ranks = count(1)
    return [(one, 0 if one.part == PARTS[0][0] else next(ranks)) for one in articles]


def line_of(model: Model, article: Article, number: int) -> Line:
    """The line of the rail: number, title, and what is left to write."""
    left = len(blanks(model, article.body))
    status = Status.EMPTY if not article.body.strip() else Status.TO_CHECK if left else Status.COMPLIANT
    name = f"{number}. {article.name}" if number else article.name
    return Line(article.id, name, str(left) if left else "", status)


def left_words(model: Model, article: Article) -> str:
    """« 1 blanc à remplir : préavis de […] mois »; empty when the text is whole."""
    left = blanks(model, article.body)
    if not left:
        return "" if article.body.strip() else "Cet article n’est pas encore écrit."
    shown = f"{NBSP}; ".join(f"«{NBSP}{one}{NBSP}»" for one in left[:3]) + (" …" if len(left) > 3 else "")
    return f"{len(left)} blanc{'s' if len(left) > 1 else ''} à remplir{NBSP}: {shown}"


def new_article(model: Model, key: str, after: Article | None) -> Edit:
    """An article after the selected one, in the same part."""
    rows = ordered(model.all(Article))
    at = rows.index(after) + 1 if after in rows else len(rows)
    position, others = place(rows, at)
    new = Article(id=key, name="Nouvel article", part=after.part if after else PARTS[0][0], position=position)
    return Edit(f"Nouvel article{NBSP}: {new.name}", (new,), others)


def moved(model: Model, article: Article, step: int) -> Edit:
    """An article moved among those of its part; nothing at either end."""
    mine = [one for one in in_order(model) if one.part == article.part]
    at = mine.index(article) + step
    if not 0 <= at < len(mine):
        return Edit("")
    rows = ordered(model.all(Article))
    return Edit(f"Ordre de {article.name}", values=move(rows, article.id, rows.index(mine[at])))


class ArticlePage(Panel):
    """One article, typed in place; what is blank in it is said below."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._workspace = workspace
        self.form = RecordForm(workspace, Article, FIELDS, tall=frozenset({"body"}), choices={"part": PARTS})
        self._left = Label("", Type.CAPTION, Role.WARN, wrap=True)
        self.body.addWidget(self.form, 1)
        self.body.addWidget(self._left)

    def show_article(self, article: Article) -> None:
        """Show an article and what it lacks."""
        self.form.show_record(article)
        self._left.setText(left_words(self._workspace.shown(), article))
