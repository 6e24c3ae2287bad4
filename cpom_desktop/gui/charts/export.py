"""« Exporter le graphique »: as a picture, as a drawing, or on the clipboard, with the contract named in the foot."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ...core.contract import Contract
from ...core.overlay import View
from ...core.periods import format_day
from ...session.files import write_output
from ..dialogs.saving import ask_where, folder_word
from ..trying import IN_TRIAL
from ..workspace import Workspace
from .sheet import Sheet

if TYPE_CHECKING:
    from .panel import ChartPanel

PNG, SVG = "Image PNG (*.png)", "Dessin SVG (*.svg)"
FORECAST, TRIED = "montants futurs prévisionnels", "essai, non retenu"
SAID_BY = {View.MANAGER: "demande du gestionnaire", View.AUTHORITY: "offre de l’autorité",
           View.SECOND_AUTHORITY: "offre de la 2e autorité"}
_YEAR = re.compile(r"\b20\d\d\b")
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80


class ChartExport:
    """What the panels of one contract export with."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def menu(self, panel: ChartPanel, parent: QWidget) -> QMenu:
        """The ways out of a chart."""
        menu = QMenu(parent)
        menu.addAction("Image PNG…", partial(self.save, panel, "png"))
        menu.addAction("Dessin SVG…", partial(self.save, panel, "svg"))
        menu.addAction("Copier l’image (Ctrl+C)", partial(self.copy, panel))
        return menu

    def copy(self, panel: ChartPanel) -> None:
        """Put the picture on the clipboard, on white."""
        QGuiApplication.clipboard().setImage(self.sheet(panel).image())
        self._workspace.say("Graphique copié.")

    def save(self, panel: ChartPanel, form: str) -> None:
        """Write the picture or the drawing where the user says; never what is only tried."""
        if self._workspace.trying.on:
            self._workspace.say(IN_TRIAL)
            return
        sheet, contract = self.sheet(panel), self._workspace.document.path
        made: dict[str, tuple[str, Callable[[], bytes]]] = {"png": (PNG, sheet.png), "svg": (SVG, sheet.svg)}
        kind, data = made[form]
        path = ask_where(contract.parent, f"{file_name(sheet.title)}.{form}", "Exporter le graphique", kind)
        if path is not None and self._workspace.attempt(lambda: write_output(path, data(), contract)):
            self._workspace.say(f"Graphique écrit\u00a0: {path.name}, dans {folder_word(path)}")

    def sheet(self, panel: ChartPanel) -> Sheet:
        """What a panel shows, ready for paper."""
        return Sheet(panel.make, panel.name, panel.title.text(), panel.caption.text(), panel.chart.data,
                     self._foot(panel))

    def _foot(self, panel: ChartPanel) -> str:
        workspace = self._workspace
        contract = workspace.document.model.first(Contract)
        words = [contract.name if contract else "", format_day(workspace.today.isoformat())]
        years = {int(year) for line in panel.chart.rows() for year in _YEAR.findall(" ".join(line[:1]))}
        years |= {int(year) for line in panel.chart.rows()[:1] for year in _YEAR.findall(" ".join(line))}
        if any(year >= workspace.today.year for year in years):
            words.append(FORECAST)
        words += [SAID_BY[workspace.view]] if workspace.view in SAID_BY else []
        words += [TRIED] if workspace.trying.on else []
        words.append(f"empreinte {workspace.document.fingerprint()}")
        return " · ".join(word for word in words if word)


def file_name(title: str) -> str:
    """A title as the name of a file on any system."""
    words = _NOT_IN_A_NAME.sub(" ", title.replace("→", "à")).split()
    return " ".join(words)[:LONGEST_NAME].strip(" .") or "graphique"
