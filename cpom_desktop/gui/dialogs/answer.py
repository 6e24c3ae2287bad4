"""A feuille de réponse that came back: what the party says of each point beside what it said; one act, or none."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ...core.bargaining.points import heading, subject
from ...core.changes import Author
from ...core.model import Model
from ...core.money import NBSP
from ...core.periods import format_day
from ...session.answering import AnswerPlan, Said
from ..grid import Align, Column, Content, GridView, Row, status, title
from ..tabs.positions import shown_value
from ..theme import Role, Status, Type, party_of
from ..theme.sizes import CHECKS_HEIGHT, GAP_12, GAP_16, ICON_CELL, IMPORT_WIDTH, LIST_ROW
from ..widgets.buttons import button
from ..widgets.chips import PartyLabel, StatusChip
from ..widgets.panel import Panel, row
from ..widgets.problem import Picture
from ..widgets.text import Label, caption, section_title
from ..workspace import Workspace
from .frame import room_for

SAFE = "Rien n’est encore changé dans le contrat. Ces réponses s’annulent en une fois (Ctrl+Z)."
MOVED = "Le point a bougé depuis la feuille"
COLUMNS = (
    Column("name", "Point", align=Align.LEFT, least=200, stretch=True),
    Column("old", "Disait"), Column("new", "Répond"),
    Column("argument", "Argument", align=Align.LEFT, least=140),
    Column("until", "Jusqu’au", align=Align.LEFT, least=98),
    Column("state", "À savoir", align=Align.LEFT, least=200),
)


def content(model: Model, plan: AnswerPlan) -> Content:
    """Every answer, then the rows that are not understood."""
    rows = [_row(model, at, one) for at, one in enumerate(plan.said)]
    for at, one in enumerate(plan.unread):
        cells = (title(one.text, tip=one.text), title(""), title(""), title(""), title(""),
                 status(Status.TO_CHECK, f"ligne {one.place.row}{NBSP}: {one.reason}"))
        rows.append(Row(f"unread/{at}", cells))
    return Content("reponse", COLUMNS, tuple(rows))


def _row(model: Model, at: int, one: Said) -> Row:
    old = "" if one.old is None else shown_value(one.cell, one.old)
    state = status(Status.TO_CHECK, MOVED) if one.stale else title("")
    name = f"{subject(model, one.cell)}, {heading(model, one.cell)[1]}"
    return Row(f"{at}", (title(name, tip=one.name), title(old), title(shown_value(one.cell, one.new)),
                         title(one.argument.replace("\n", " "), tip=one.argument), title(format_day(one.valid_until)),
                         state))


class AnswerDialog(QDialog):
    """Accepting writes the positions of the party; Escape leaves everything as it is."""

    def __init__(self, plan: AnswerPlan, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setWindowTitle("Recevoir une feuille de réponse")
        self.resize(QSize(IMPORT_WIDTH, CHECKS_HEIGHT).boundedTo(room_for(self)))
        self.table = GridView(workspace, "Réponses", row_height=LIST_ROW)
        self.table.show_content(content(workspace.model, plan))
        frame = Panel(flush=True)
        frame.body.addWidget(self.table)
        frame.body.addStretch(1)
        self.accept_button = button(self._verb(), self.accept, kind="primary")
        self.accept_button.setEnabled(bool(plan.said))
        self.accept_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_16, GAP_16, GAP_16, GAP_16)
        layout.setSpacing(GAP_12)
        layout.addWidget(section_title(f"Réponse de {plan.party}"))
        layout.addLayout(self._summary())
        layout.addWidget(caption(_behalf(plan, workspace.author), wrap=True))
        layout.addWidget(frame, 1)
        safe = (Picture("shield-check", Role.OK, ICON_CELL), Label(SAFE, Type.BODY))
        layout.addLayout(row(*safe, None, button("Ne rien changer", self.reject), self.accept_button))

    def _verb(self) -> str:
        count = len(self._plan.said)
        return f"Noter les {count} positions" if count > 1 else "Noter la position"

    def _summary(self) -> QHBoxLayout:
        plan = self._plan
        chips: list[QWidget | None] = [PartyLabel(party_of(plan.side.value))]
        for count, kind, one, several in (
            (len(plan.said), Status.ADVICE, "position", "positions"),
            (len(plan.stale), Status.TO_CHECK, "point a bougé", "points ont bougé"),
            (len(plan.unread), Status.TO_CHECK, "ligne non comprise", "lignes non comprises"),
        ):
            if count:
                chips.append(StatusChip(kind, f"{count} {several if count > 1 else one}"))
        return row(*chips, caption(f"feuille n°{NBSP}{plan.number} du {format_day(plan.made_on)}"), None)


def _behalf(plan: AnswerPlan, author: Author | None) -> str:
    if author is not None and author.side is plan.side:
        return "Ce sont les positions de votre partie."
    by = f" par {author.name}" if author is not None else ""
    return (f"Ces positions seront notées{by} pour le compte de {plan.party}, qui les confirmera ou les contestera au "
            "prochain échange.")
