"""What one can do with the positions of a cell: say, accept, refuse, reserve, withdraw, link, mark, confirm."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ...core.bargaining.packages import Linked, package_state
from ...core.bargaining.sheet import MOST_POINTS
from ...core.changes import Side
from ...core.negotiation import Package, Position
from ...core.overlay import View
from ...core.positions import is_pending
from ...core.records import Cell
from ...session import negotiation
from ..dialogs.package import PackageDialog
from ..dialogs.position import PositionDialog
from ..dialogs.question import ask
from ..privacy import warning
from ..window.menu import LINE, Act
from ..workspace import Workspace
from .told import package_words

LATER = "Annuler"
Session = Callable[..., object]


class PositionActs:
    """Acts through the workspace; a package is answered as one, after the sentence that says what it costs."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        self._workspace, self._parent = workspace, parent

    @property
    def side(self) -> Side | None:
        """Whose hands these are; None until the author is known."""
        return self._workspace.author.side if self._workspace.author is not None else None

    def modify(self, cell: Cell) -> None:
        """Say or change a position on a cell."""
        workspace, author = self._workspace, self._workspace.known_author()
        if author is None or not workspace.writable:
            return
        if workspace.model.record(cell.kind, cell.row) is None:
            workspace.say("Saisissez d’abord la valeur dans le tableau\u00a0: la ligne n’existe pas encore.")
            return
        warn = partial(warning, workspace.privacy.entries, cell)
        dialog = PositionDialog(workspace.model, cell, author, self._parent.window(), None, warn, workspace.today)
        if dialog.exec() and dialog.answer is not None:
            said = dialog.answer
            workspace.attempt(
                lambda: negotiation.propose(workspace.document, cell, said.value, said.view, **said.details)
            )

    def accept(self, position: Position) -> None:
        """Accept a position of another side, with its package."""
        self._answer([position], "Accepter", "Il retient ensemble toutes ses valeurs", negotiation.accept)

    def refuse(self, position: Position) -> None:
        """Refuse a position of another side, with its package; the point stays open."""
        self._answer([position], "Refuser", "Il les refuse ensemble", negotiation.refuse)

    def withdraw(self, position: Position) -> None:
        """Take back a position of one’s own side, with its package: it keeps its trace."""
        self._answer([position], "Retirer", "Il les retire ensemble", negotiation.withdraw)

    def reserve(self, position: Position) -> None:
        """Keep one’s answer for later."""
        self._do(lambda: negotiation.answer(self._workspace.document, [position], "reserve"))

    def arbitrate(self, position: Position) -> None:
        """Bring a point before those who decide."""
        self._do(lambda: negotiation.answer(self._workspace.document, [position], "a-arbitrer"))

    def mark(self, position: Position) -> None:
        """Make a position a préalable of its party, or take the mark off."""
        asked = not position.precondition
        self._do(lambda: negotiation.mark_precondition(self._workspace.document, position, asked))

    def confirm(self, position: Position) -> None:
        """Say that what was typed for one’s side is its position."""
        self._do(lambda: negotiation.confirm(self._workspace.document, [position]))

    def contest(self, position: Position) -> None:
        """Say that what was typed for one’s side is not its position."""
        self._do(lambda: negotiation.contest(self._workspace.document, [position]))

    def link(self, cells: Collection[Cell], side: Side | None = None) -> None:
        """Make a package of positions, those on these cells chosen to begin with."""
        workspace, author = self._workspace, self._workspace.known_author()
        if author is None or not workspace.writable:
            return
        document = workspace.document
        dialog = PackageDialog(workspace.books(View.ACCORD), author, cells, document.new_id, workspace.today, side,
                               self._parent.window())
        if dialog.exec() and dialog.answer is not None:
            made = dialog.answer
            workspace.attempt(lambda: negotiation.link(document, made.positions, made.package))

    def arbitration(self, cells: Collection[Cell]) -> None:
        """Write the fiche d’arbitrage of some points, for who decides on one’s own side."""
        if 1 <= len(cells) <= MOST_POINTS:
            self._workspace.arbitrationAsked.emit(list(cells))
        else:
            words = f"Une fiche d’arbitrage réunit de 1 à {MOST_POINTS} points"
            self._workspace.say(f"{words}\u00a0: choisissez leurs lignes.")

    def unlink(self, package: Package) -> None:
        """Set free the positions of a package."""
        self._do(lambda: negotiation.unlink(self._workspace.document, package))

    def package_of(self, position: Position) -> Linked | None:
        """The package of a position."""
        package = self._workspace.model.find(Package, position.package or "")
        return None if package is None else package_state(self._workspace.model, package, self._workspace.today)

    def menu(self, cell: Cell, moves: Sequence[Position]) -> list[Act]:
        """Everything that can be done on what stands on a cell, in words; acts that do not apply are left out."""
        acts: list[Act] = []
        for one in moves:
            theirs = one.party != (self.side.value if self.side is not None else "")
            if is_pending(one):
                whose = "la demande" if one.party == Side.MANAGER.value else "l’offre"
                acts += self._of_theirs(one, whose) if theirs else self._of_mine(one, whose)
                acts.append(LINE)
        acts.append(Act("Lier à…", "", partial(self.link, [cell])))
        acts.append(Act("Fiche d’arbitrage…", "", partial(self.arbitration, [cell])))
        own = self.side.value if self.side is not None else ""
        packages = {one.package for one in moves if one.package and is_pending(one) and one.party == own}
        acts += [
            Act(f"Délier le lot {package.code or package.name}", "", partial(self.unlink, package))
            for key in sorted(packages) if (package := self._workspace.model.find(Package, key)) is not None
        ]
        return acts

    def _of_theirs(self, one: Position, whose: str) -> list[Act]:
        lot = " et son lot" if one.package else ""
        return [
            Act(f"Accepter {whose}{lot}", "", partial(self.accept, one)),
            Act(f"Refuser {whose}{lot}", "", partial(self.refuse, one)),
            Act("Mettre en réserve", "", partial(self.reserve, one)),
            Act("Porter à l’arbitrage", "", partial(self.arbitrate, one)),
        ]

    def _of_mine(self, one: Position, whose: str) -> list[Act]:
        return [
            Act(f"Retirer {whose}{' et son lot' if one.package else ''}", "", partial(self.withdraw, one)),
            Act("Préalable", "", partial(self.mark, one), bool(one.precondition)),
        ]

    def _answer(self, positions: list[Position], verb: str, means: str, act: Session) -> None:
        """A package is asked about first; a single position is answered at once."""
        if self._workspace.known_author() is None:
            return
        held = self.package_of(positions[0])
        if held is not None and len(held.members) > 1:
            cost = package_words(self._workspace.books(View.ACCORD), held)
            name, agreed = held.package.code or held.package.name, f"{verb} le lot"
            sentence = f"Le lot réunit {len(held.members)} positions. {means}\u00a0: {cost}."
            if ask(f"{verb} le lot {name}\u202f?", sentence, (LATER, agreed), self._parent.window()) != agreed:
                return
        self._workspace.attempt(lambda: act(self._workspace.document, positions))

    def _do(self, act: Callable[[], object]) -> None:
        if self._workspace.known_author() is not None:
            self._workspace.attempt(act)
