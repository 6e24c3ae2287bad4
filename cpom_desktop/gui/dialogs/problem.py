"""An error in three labelled sentences: what happened, what is safe, what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from ...core.problems import Expected, Kind, Reason, Refused, Sentences, Surroundings
from ..forms.ui_problem_dialog import Ui_ProblemDialog
from ..theme import Role, Type
from ..theme.sizes import ICON_DIALOG
from ..widgets.buttons import button
from ..widgets.problem import Picture
from ..widgets.text import Label

TITLES: dict[Kind | Reason, str] = {
    Kind.MISSING: "Le fichier est introuvable",
    Kind.BUSY: "Le fichier est occupé",
    Kind.FULL: "Le fichier n’a pas pu être enregistré",
    Kind.READ_ONLY: "Ce fichier est en lecture seule",
    Kind.DAMAGED: "Ce fichier est abîmé",
    Kind.TOO_NEW: "Ce fichier vient d’une version plus récente",
    Kind.NOT_OURS: "Ce fichier n’est pas un contrat",
    Kind.DISK: "Le disque ne répond pas",
    Kind.EXISTS: "Un fichier porte déjà ce nom",
    Kind.HELD: "Ce contrat est ouvert sur un autre poste",
    Kind.HOT_JOURNAL: "Ce fichier a été copié pendant un enregistrement",
    Reason.BAD_VALUE: "Valeur refusée",
    Reason.OUT_OF_BOUNDS: "Valeur refusée",
    Reason.UNKNOWN_CELL: "Le champ visé n’existe pas",
    Reason.BROKEN_LINK: "Un élément manque",
    Reason.STILL_USED: "Cet élément sert encore",
    Reason.NO_AUTHOR: "L’auteur n’est pas connu",
    Reason.NOT_NEGOTIABLE: "Ce champ ne se négocie pas",
    Reason.NEGOTIATED: "Cette valeur se négocie",
    Reason.HOLDS_AGREED: "Cette ligne porte une valeur retenue",
    Reason.NOT_STANDING: "Cette position ne tient plus",
    Reason.PACKAGE: "Ce lot lié ne peut pas être accepté",
    Reason.NO_PACKAGE: "Ces positions ne peuvent pas être liées",
    Reason.NOT_YOURS: "Cette position est celle d’une autre partie",
    Reason.NOTHING_TO_UNDO: "Rien à annuler ni à rétablir",
    Reason.UNDO_BLOCKED: "Cette action ne peut plus être annulée",
    Reason.MALFORMED: "Ce fichier ne peut pas être reçu",
    Reason.FOREIGN: "Cet envoi ne concerne pas ce contrat",
    Reason.NEWER_FORMAT: "Cet envoi vient d’une version plus récente",
    Reason.TOO_BIG: "Ce fichier est trop grand",
    Reason.BAD_SIGNATURE: "La signature ne tient pas",
    Reason.PASSPHRASE: "La phrase secrète ne convient pas",
    Reason.BAD_EDITS: "Le fichier de modifications ne peut pas être lu",
    Reason.BAD_WORKBOOK: "Ce classeur ne peut pas être lu",
    Reason.BAD_DOCUMENT: "Le document n’a pas pu être produit",
}
"""The fact, as a title. What is not listed has the general one."""
GENERAL = "L’action n’a pas pu être faite"
OWN_FAULT = Sentences(
    "Une erreur du programme a interrompu cette action.",
    "Le contrat est resté tel qu’il était.",
    "Continuez\u00a0; si l’erreur revient, transmettez le journal du programme ({folder}).",
)
LABELS = ("Ce qui s’est passé", "Ce qui est sûr", "Ce que vous pouvez faire")
WARNINGS = (Kind.HELD, Kind.READ_ONLY, Reason.NOTHING_TO_UNDO, Reason.UNDO_BLOCKED)
"""What stops an action without anything being wrong."""


class ProblemDialog(QDialog):
    """`choices` are verbs, the last one primary; Escape is the first one, which never does anything."""

    def __init__(
        self,
        title: str,
        sentences: Sentences,
        choices: Sequence[str] = (),
        warning: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form = Ui_ProblemDialog()
        self._form.setupUi(self)
        self.setWindowTitle(title)
        self.chosen = ""
        name, role = ("triangle-alert", Role.WARN) if warning else ("octagon-x", Role.ERROR)
        self._form.titleRow.addWidget(Picture(name, role, ICON_DIALOG))
        self._form.titleRow.addWidget(Label(title, Type.SECTION, wrap=True), 1)
        for label, sentence in zip(LABELS, (sentences.happened, sentences.safe, sentences.to_do), strict=True):
            self._form.sentences.addWidget(Label(label, Type.CAPTION_STRONG, Role.MUTED))
            self._form.sentences.addWidget(Label(sentence, wrap=True))
        verbs = list(choices) or ["Fermer"]
        for verb in verbs:
            made = button(verb, partial(self._choose, verb), kind="primary" if verb == verbs[-1] else "")
            made.setDefault(verb == verbs[-1])
            self._form.buttonRow.addWidget(made)

    def _choose(self, verb: str) -> None:
        self.chosen = verb
        self.accept()


def title_of(error: Expected) -> str:
    """The fact of an error, as a title."""
    if isinstance(error, Surroundings):
        return TITLES.get(error.kind, GENERAL)
    return TITLES.get(error.reason, GENERAL) if isinstance(error, Refused) else GENERAL


def dialog_for(error: Expected, choices: Sequence[str] = (), parent: QWidget | None = None) -> ProblemDialog:
    """The dialog of an expected error."""
    cause = error.kind if isinstance(error, Surroundings) else error.reason if isinstance(error, Refused) else None
    return ProblemDialog(title_of(error), error.sentences, choices, cause in WARNINGS, parent)


def tell(error: Expected, choices: Sequence[str] = (), parent: QWidget | None = None) -> str:
    """Show an expected error and return the verb chosen, '' if the dialog was left."""
    dialog = dialog_for(error, choices, parent)
    dialog.exec()
    return dialog.chosen


def tell_own_fault(folder: str, parent: QWidget | None = None) -> None:
    """Show that the program failed; the traceback is in the log of that folder."""
    ProblemDialog("Une erreur du programme", OWN_FAULT.filled({"folder": folder}), parent=parent).exec()
