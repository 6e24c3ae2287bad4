"""F1: the keys, and how one writes in a contract."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ..theme import Role, Type
from ..theme.sizes import DIALOG_WIDTH, FIELD_LABEL, FIT_HEIGHT, GAP_4, GAP_8, GAP_16
from ..widgets.buttons import button
from ..widgets.panel import row, scrolled
from ..widgets.text import Label, caption, page_title, section_title

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Se déplacer",
        (
            ("Ctrl+Page↓ · Ctrl+Page↑", "onglet suivant, onglet précédent"),
            ("F6 · Maj+F6", "liste, plan, volet, et retour"),
            ("Ctrl+K", "aller à…"),
            ("F8 · Maj+F8", "écart ou conflit suivant, précédent"),
            ("F4", "montrer ou cacher le volet"),
            ("F9", "accord, demande, offre, deux à la fois"),
        ),
    ),
    (
        "Saisir dans un tableau",
        (
            ("F2", "modifier la valeur"),
            ("Entrée · Tab", "valider et descendre · valider et aller à droite"),
            ("Échap", "renoncer à la saisie"),
            ("Ctrl+C · Ctrl+X · Ctrl+V", "copier, couper, coller, aussi avec Excel et Calc"),
            ("Ctrl+D", "recopier vers le bas"),
            ("Suppr", "vider les cellules choisies"),
            ("Ctrl+flèches", "aller au bord du bloc"),
            ("Espace", "replier ou ouvrir un groupe"),
            ("F3 · Maj+F3", "d’où vient ce chiffre · valeur à atteindre"),
        ),
    ),
    (
        "Le contrat",
        (
            ("Ctrl+Z · Ctrl+Y", "annuler, rétablir"),
            ("F7 · Échap", "commencer un essai\u00a0: rien n’est enregistré · le quitter"),
            ("Maj+F4", "masquer aussitôt les notes réservées à votre partie, les revoir"),
            ("Ctrl+S", "dit quand le contrat a été enregistré"),
            ("Ctrl+N · Ctrl+O", "nouveau contrat, ouvrir ou recevoir"),
            ("Ctrl+E", "exporter"),
            ("F10", "menu"),
            ("F1", "cette page"),
        ),
    ),
)
WRITING = (
    "Tout ce qui est saisi est enregistré aussitôt\u00a0: il n’y a rien à enregistrer en fermant.",
    "En mode «\u00a0Rédaction commune\u00a0», une saisie change la valeur retenue. En mode «\u00a0Chaque partie pour "
    "soi\u00a0», elle pose la position de votre partie sur les champs négociables\u00a0: la valeur retenue ne "
    "change que par un accord.",
)


class HelpPage(QDialog):
    """One page, read from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Aide")
        self.resize(DIALOG_WIDTH, min(FIT_HEIGHT, 640))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GAP_16, GAP_16, GAP_16, GAP_16)
        column.setSpacing(GAP_8)
        column.addWidget(page_title("Aide"))
        for sentence in WRITING:
            column.addWidget(caption(sentence, wrap=True))
        for heading, keys in KEYS:
            column.addWidget(section_title(heading))
            grid = QGridLayout()
            grid.setVerticalSpacing(GAP_4)
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, FIELD_LABEL)
            for at, (key, does) in enumerate(keys):
                grid.addWidget(Label(key, Type.TOTAL), at, 0)
                grid.addWidget(Label(does, Type.BODY, Role.MUTED, wrap=True), at, 1)
            column.addLayout(grid)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GAP_8)
        outer.addWidget(scrolled(content))
        close = button("Fermer", self.accept, kind="primary")
        close.setDefault(True)
        line = row(None, close)
        line.setContentsMargins(GAP_16, 0, GAP_16, GAP_8)
        outer.addLayout(line)
