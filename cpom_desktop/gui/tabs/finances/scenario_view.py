"""« Scénarios » in the tab: kept for one’s own side or shared, three at most side by side, adopted by one act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QMenu

from ....core.contract import Contract
from ....core.finance.books import Books
from ....core.finance.groupings import DGC, ESMS, SECTION
from ....core.finance.scope import contract_years
from ....core.model import Model
from ....core.overlay import View
from ....session import scenarios
from ....session.retained import is_negotiated
from ....session.scenarios import Kept
from ....session.trial import differences
from ...dialogs.changes import ChangesDialog
from ...dialogs.envelopes import EnvelopesDialog
from ...dialogs.question import NameQuestion, ask
from ...grid import Content, GridView, Row
from ...theme import Party
from ...trying import IN_TRIAL
from ...window.menu import LINE, Act, fill, show_under
from ...workspace import Workspace
from .kept import KeptReads
from .scenario_books import ScenarioBooks
from .scenario_rows import Compared, compared, listed
from .views import Action, EmptyState, SubView

MOST = 3
LISTED, ALONE, WITH_SIDES = "liste", "cote-a-cote", "avec-parties"
PARTIES = ((View.MANAGER, "Demande", Party.MANAGER), (View.AUTHORITY, "Offre", Party.AUTHORITY))
SIDES = {"gestionnaire": "du gestionnaire", "autorite": "de l’autorité", "autorite2": "de la 2e autorité"}
PURPOSE = (
    "Un scénario garde des valeurs à comparer, sans toucher au contrat\u00a0: un essai (F7) que l’on garde, ou trois "
    "enveloppes calculées sur les taux. Il reste à votre partie tant que vous ne le partagez pas."
)
SHARED = "Il est visible par l’autre partie au prochain envoi. Votre copie privée reste."


class Scenarios(SubView):
    """Private scenarios show while the private space does; shared ones always."""

    key, title = "scenarios", "Scénarios"
    kinds = frozenset({"scenario", "scenario_value"})
    pages = ((LISTED, "Liste"), (ALONE, "Côte à côte"), (WITH_SIDES, "Avec demande et offre"))
    groupings = ((DGC, "Par DGC"), (ESMS, "Par ESMS"), (SECTION, "Par section"))

    def __init__(self, workspace: Workspace, table: GridView) -> None:
        super().__init__(workspace, table)
        self._chosen: list[str] = []
        self._books, self._rows = ScenarioBooks(), KeptReads[Sequence[Row]]()
        self._found: list[Kept] | None = None
        self._read_from: Model | None = None
        workspace.scenariosChanged.connect(self._forget)
        workspace.privacy.changed.connect(self._forget)

    def _forget(self) -> None:
        self._found = None
        self._books.clear()

    # What is shown

    def found(self) -> list[Kept]:
        """The scenarios that may be seen: one’s own while they are not hidden, then the shared ones."""
        document = self.workspace.document
        if self._found is None or not self._reads_the_same(document.model):
            own = [] if self.workspace.privacy.entries is None else scenarios.private_scenarios(document)
            self._found = [*own, *scenarios.shared_scenarios(document.model)]
        self._read_from = document.model
        return self._found

    def _reads_the_same(self, model: Model) -> bool:
        """Whether scenarios are read as before: their cells still exist, and none lacks one, whose name may change."""
        before = self._read_from
        if before is None or before is model:
            return before is model
        return not any(one.missing for one in self._found or ()) and not any(
            kind in self.kinds or model.record(kind, row) is None or before.record(kind, row) is None
            for kind, row in model.differing(before))

    def _chosen_ones(self) -> list[Kept]:
        """Those side by side; the first ones until the user has chosen."""
        found = self.found()
        chosen = [one for one in found if one.key in self._chosen]
        return chosen or found[:MOST]

    def _figures(self, one: Kept) -> Books:
        """The books of a scenario, kept until the contract or the scenario changes."""
        return self._books.of(one, self.workspace.without_trial(one.view))

    def empty(self) -> EmptyState | None:
        if self.found():
            return None
        if self.workspace.privacy.hidden or not self.workspace.writable:
            return EmptyState("columns-2", "Aucun scénario partagé", PURPOSE)
        return EmptyState("columns-2", "Aucun scénario", PURPOSE, "Proposer trois enveloppes…", self.propose)

    def content(self) -> Content:
        base = self.workspace.without_trial(View.ACCORD)
        if self.page == LISTED:
            years = contract_years(base.model)
            keys = [one.key for one in self._chosen_ones()]
            return listed(self.found(), self._figures, self.workspace.without_trial, keys, years)
        return compared(self.reading(), self.grouping, self._compared(), self._rows)

    def _compared(self) -> list[Compared]:
        shown = [Compared("accord", "Accord", self.workspace.without_trial(View.ACCORD), Party.ACCORD)]
        if self.page == WITH_SIDES:
            shown += [Compared(view.value, word, self.workspace.without_trial(view), party)
                      for view, word, party in PARTIES]
        if self.workspace.trying.on:
            shown.append(Compared("essai", "Essai en cours", self.workspace.books()))
        return [*shown, *(Compared(one.key, one.name, self._figures(one), None, one.is_private)
                          for one in self._chosen_ones())]

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        return self.groupings if self.page != LISTED else ()

    # Acts

    def actions(self) -> Sequence[Action]:
        if self.page != LISTED:
            return ()
        return (
            Action("Reprendre en essai", self.take_up, "flask-conical",
                   tip="Essayer ces valeurs sans rien enregistrer", writes=False),
            Action("Adopter…", self.adopt, primary=True, tip="Écrire ces valeurs, après les avoir relues"),
            Action("Autres actes", self.show_others, "list", tip="Comparer, partager, dupliquer, renommer, supprimer",
                   writes=False),
        )

    def current(self) -> Kept | None:
        """The scenario of the active row."""
        index = self.table.currentIndex()
        key = self.table.grid.row(index.row()).key.removeprefix("scenario/") if index.isValid() else ""
        found = next((one for one in self.found() if one.key == key), None)
        if found is None:
            self.workspace.say("Choisissez d’abord un scénario dans la liste.")
        return found

    def show_others(self) -> None:
        """The acts that are not in sight, as a menu under the button that has the focus."""
        if (one := self.current()) is None:
            return
        author = self.workspace.author
        own = one.is_private or (author is not None and one.party is author.side)
        shown = one.key in [held.key for held in self._chosen_ones()]
        acts = [Act("Ne plus comparer" if shown else "Comparer", "", lambda: self.compare(one))]
        if self.workspace.writable:
            acts += [LINE, Act("Dupliquer", "", lambda: self.duplicate(one))]
            acts += [Act("Renommer…", "", lambda: self.rename(one))] if own else []
            acts += [Act("Partager…", "", lambda: self.share(one))] if one.is_private else []
            acts += [Act("Supprimer…", "", lambda: self.delete(one))] if own else []
            acts += [LINE, Act("Proposer trois enveloppes…", "", self.propose)]
        menu = QMenu(self.table)
        fill(menu, acts)
        show_under(menu, QApplication.focusWidget() or self.table)

    def compare(self, one: Kept) -> None:
        """Put a scenario side by side with the others, or take it away."""
        keys = [held.key for held in self._chosen_ones()]
        if one.key in keys:
            keys.remove(one.key)
        elif len(keys) >= MOST:
            self.workspace.say(f"{MOST} scénarios au plus se comparent\u00a0: retirez-en un d’abord.")
            return
        else:
            keys.append(one.key)
        self._chosen = keys or [""]
        self.workspace.scenariosChanged.emit()

    def take_up(self) -> None:
        """Try the values of a scenario, over the view on which it is computed."""
        if (one := self.current()) is not None:
            self.workspace.set_view(one.view)
            # Its name may be private: the trial does not bear it.
            self.workspace.trying.begin(one.what, "Scénario repris")

    def adopt(self) -> None:
        """Write the values of a scenario, as typing them in the accord would."""
        one, workspace = self.current(), self.workspace
        if one is None or workspace.known_author() is None:
            return
        model = workspace.document.model
        found = list(differences(model, one.what))
        if not found:
            workspace.say("Rien à adopter\u00a0: le contrat porte déjà ces valeurs.")
            return
        dialog = ChangesDialog("Adopter ce scénario", self._adopted_as(model), one.what.over(model), found,
                               ("Ne rien changer", "Adopter"), self.table.window())
        # The name of a private scenario enters no history.
        label = "Scénario adopté" if one.is_private else f"Scénario adopté\u00a0: {one.name}"
        if dialog.exec():
            workspace.trying.put_down(one.what, View.ACCORD, label)
        dialog.deleteLater()

    def _adopted_as(self, model: Model) -> str:
        contract, author = model.first(Contract), self.workspace.author
        if contract is not None and author is not None and is_negotiated(contract.stage, contract.writing):
            return (f"Ces valeurs deviennent des positions {SIDES[author.side.value]}, en une seule action\u00a0; les "
                    "valeurs retenues ne changent pas.")
        return "Ces valeurs sont retenues dans le contrat, en une seule action."

    def duplicate(self, one: Kept) -> None:
        """A private copy."""
        if self._may_keep() and self.workspace.attempt(lambda: scenarios.duplicate(self.workspace.document, one)):
            self.workspace.scenariosChanged.emit()

    def rename(self, one: Kept) -> None:
        """Another name."""
        question = NameQuestion("Renommer le scénario", "Nom du scénario", "Renommer", self.table.window())
        question.field.setText(one.name)
        question.field.selectAll()
        if question.exec() and self._may_write(one):
            document = self.workspace.document
            if self.workspace.attempt(lambda: scenarios.rename(document, one, question.answer)):
                self.workspace.scenariosChanged.emit()
        question.deleteLater()

    def share(self, one: Kept) -> None:
        """Show it to the others with the next envoi."""
        verbs = ("Garder pour ma partie", "Partager")
        if self.workspace.known_author() is None:
            return
        if ask("Partager ce scénario", f"«\u00a0{one.name}\u00a0»\u00a0: {SHARED[:1].lower()}{SHARED[1:]}", verbs,
               self.table.window()) == verbs[1]:
            if self.workspace.attempt(lambda: scenarios.share(self.workspace.document, one)):
                self.workspace.say(f"Scénario partagé\u00a0: {one.name}. {SHARED}")

    def delete(self, one: Kept) -> None:
        """Forget a private one, delete a shared one."""
        words = ("Il n’est gardé nulle part ailleurs\u00a0: rien ne le ramène." if one.is_private
                 else "L’autre partie ne le verra plus. Ctrl+Z le ramène.")
        verbs = ("Conserver", "Supprimer")
        if ask(f"Supprimer «\u00a0{one.name}\u00a0»", words, verbs, self.table.window()) == verbs[1]:
            if self._may_write(one) and self.workspace.attempt(lambda: scenarios.delete(self.workspace.document, one)):
                self.workspace.scenariosChanged.emit()

    def propose(self) -> None:
        """Three private scenarios: the rates of the contract lower, as they are, higher."""
        if not self._may_keep():
            return
        dialog = EnvelopesDialog(self.table.window())
        if dialog.exec() and dialog.spread is not None:
            spread = dialog.spread
            if self.workspace.attempt(lambda: scenarios.envelopes(self.workspace.document, spread)):
                self.workspace.scenariosChanged.emit()
        dialog.deleteLater()

    def _may_keep(self) -> bool:
        """A private scenario is written in no journal, so that a trial does not hinder it."""
        return self.workspace.known_author(even_in_trial=True) is not None

    def _may_write(self, one: Kept) -> bool:
        if one.is_private or not self.workspace.trying.on:
            return self._may_keep()
        self.workspace.say(IN_TRIAL)
        return False
