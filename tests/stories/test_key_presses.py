"""The story of A.P.A.J.H. again, by key presses alone, in the real window: from the welcome page to two equal copies.

The manager, its five services and their FINESS numbers are those of a public act (see `test_apajh.py`); amounts, rates,
places and dates are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpom_desktop import app
from cpom_desktop.core.contract import Authority, Esms, Grant, Manager, Section, SectionRule, Signatory
from cpom_desktop.core.diagnosis import Finding
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.naming import name_of, of
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.gui.dialogs.author import AuthorDialog
from cpom_desktop.gui.dialogs.new_contract import NewContractDialog
from cpom_desktop.gui.dialogs.question import NameQuestion
from cpom_desktop.gui.main_window import MainWindow
from cpom_desktop.gui.widgets.rail_list import RailList
from cpom_desktop.session.document import Document
from tests.stories.keyboard import Keyboard

NAME = "CPOM A.P.A.J.H. La Réunion"
SERVICES = (
    ("CMPP", "970463345", "2 100 000,00"), ("FAM Un", "970405296", "1 234 567,89"),
    ("FAM Deux", "970406765", "1 500 000,00"), ("ITEP", "970407698", "3 400 000,00"),
    ("SESSAD", "970409009", "900 000,00"),
)
"""Name (invented but for its category), FINESS of the act, base of the soins section (invented)."""
FAMS = ("FAM Un", "FAM Deux")


class Seat:
    """A person at a computer of his own: folders, window, keyboard."""

    def __init__(self, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._qtbot, self._patch = home, qtbot, monkeypatch
        home.mkdir()
        self.window = self._opened()

    def _opened(self) -> MainWindow:
        self._patch.setenv("CPOM_DESKTOP_HOME", str(self.home))
        window = app.make_window()
        self._qtbot.addWidget(window)
        self.keys = Keyboard(window)
        with self._qtbot.waitExposed(window):
            window.show()
        self.sits()
        return window

    def sits(self) -> Keyboard:
        """Turn to this computer: its folders, its window."""
        self._patch.setenv("CPOM_DESKTOP_HOME", str(self.home))
        self.keys.window.activateWindow()
        self.keys.rest()
        return self.keys

    def reopens(self) -> None:
        """Leave the window and start the program again."""
        self.keys.press("Ctrl+W")
        assert not self.window.isVisible()
        self.window = self._opened()

    @property
    def document(self) -> Document:
        found = self.window.document
        assert found is not None
        return found

    def place(self, title: str) -> None:
        """In the tab shown, choose a line of the rail by the arrows, and go to the plan."""
        keys = self.keys
        while not isinstance(keys.focus, RailList):
            keys.press("F6")
        rail = keys.focus
        assert isinstance(rail, RailList)
        names = [rail.item(at).text() for at in range(rail.count())]
        while rail.currentRow() != names.index(title):
            keys.press("Down" if rail.currentRow() < names.index(title) else "Up")
        keys.press("F6")


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""What the offscreen platform says of windows that it cannot raise."""


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    made = Seat(tmp_path / "gestionnaire", qtbot, monkeypatch)
    yield made
    made.window.close()


def signs_in(keys: Keyboard, name: str, organisation: str, side: str) -> None:
    """Answer who types."""

    def act() -> None:
        keys.fills("Civilité et nom", name)
        keys.fills("Organisme", organisation)
        keys.tab_to("Partie")
        keys.chooses(side)
        keys.press("Return")

    keys.answers(AuthorDialog, act)


def begun(seat: Seat, path: Path) -> None:
    """From the welcome page to an empty contract of type `ph`."""
    keys = seat.keys

    def names_it() -> None:
        keys.types(NAME)
        keys.press("Return")

    keys.tab_to("CPOM personnes handicapées et SSIAD (L. 313-12-2)")
    keys.answers(NewContractDialog, names_it)
    keys.gives_file(path)
    signs_in(keys, "Mme Payet", "A.P.A.J.H.", "Gestionnaire")
    keys.press("Space")
    keys.all_answered()
    assert seat.document.contract.type == "ph" and seat.document.contract.name == NAME


def identified(seat: Seat) -> None:
    """Dates, territory, manager."""
    keys = seat.keys
    for field, text in (("Début", "1/1/2027"), ("Terme", "31/12/2031"), ("Année de base", "2026"),
                        ("Jours fériés", "La Réunion"), ("Département", "974"), ("Raison sociale", "A.P.A.J.H."),
                        ("FINESS EJ", "97 040 527 0")):
        keys.fills(field, text)
    contract = seat.document.contract
    assert (contract.start, contract.end, contract.base_year) == ("2027-01-01", "2031-12-31", 2026)
    assert (contract.territory, contract.department) == ("reunion", "974")
    assert seat.document.model.all(Manager)[0].finess == "97 040 527 0"


def parties(seat: Seat) -> None:
    """The ARS signs with the manager; the conseil départemental tarifies and does not sign."""
    keys = seat.keys
    seat.place("Autorités")
    keys.cell(keys.table.grid.row(0).title, "name")
    keys.writes("ARS La Réunion")
    keys.press("Insert")
    keys.writes("Conseil départemental")
    keys.cell("Conseil départemental", "authority_kind")
    keys.picks("Conseil départemental")
    keys.picks("2e autorité")
    seat.place("Signataires")


def services(seat: Seat) -> None:
    """Five services, their DGC, a soins section each, and the hébergement of both FAM outside it."""
    keys = seat.keys
    seat.place("DGC")
    keys.press("Space")
    keys.writes("DGC soins")
    keys.writes("Caisse pivot")
    seat.place("Périmètre")
    keys.press("Space")
    for name, finess, _ in SERVICES:
        if name != "CMPP":
            keys.press("Insert")
        code = keys.table.grid.row(keys.table.currentIndex().row()).title
        keys.cell(code, "name")
        keys.writes(name)
        keys.cell(code, "finess")
        keys.writes(finess)
        keys.cell(code, "capacity")
        keys.writes("30")
    esms = seat.document.model.all(Esms)
    assert sorted((one.name, one.finess, one.capacity) for one in esms) == sorted((n, f, 30) for n, f, _ in SERVICES)


def sections(seat: Seat) -> None:
    """A soins section for each service, in the DGC; the hébergement of both FAM is tarified by the département."""
    keys = seat.keys
    seat.place("Sections tarifaires")
    keys.press("Space")
    soins = [(name, "Soins", "ARS La Réunion", "Assurance maladie (DRL de l’ARS)", "DGC soins")
             for name, _, _ in SERVICES]
    housing = [(name, "Hébergement", "Conseil départemental", "Département (objectif L. 313-8)", "—") for name in FAMS]
    for at, words in enumerate(soins + housing, 1):
        if at > 1:
            keys.press("Insert")
        for column, word in zip(("esms", "section_kind", "authority", "envelope", "dgc"), words, strict=True):
            keys.cell(f"S{at}", column)
            keys.picks(word)
    model = seat.document.model
    named = {name_of(model, one): one for one in model.all(Section)}
    assert set(named) == {f"Soins {of(name)}" for name, _, _ in SERVICES} | {f"Hébergement de {n}" for n in FAMS}
    (grant,) = model.all(Grant)
    assert {one.dgc for name, one in named.items() if name.startswith("Soins")} == {grant.id}
    assert {one.dgc for name, one in named.items() if name.startswith("Héb")} == {None}
    # Each came with its modality over the whole contract.
    assert sorted(rule.section for rule in model.all(SectionRule)) == sorted(one.id for one in named.values())


def diagnosed(seat: Seat) -> None:
    """An element of the diagnosis is worth what the manager says; a constat is written on it."""
    keys = seat.keys
    keys.press("Ctrl+PgDown")
    keys.cell("SIREN", "manager")
    keys.writes("775 688 732", "Return")
    keys.cell("SIREN", "manager")

    def states() -> None:
        keys.types("Numéro à vérifier sur l’avis de situation")
        keys.press("Return")

    keys.answers(NameQuestion, states)
    keys.tab_to_button("Nouveau constat")
    keys.press("Space")
    keys.all_answered()
    assert keys.name == "Texte de la partie\u00a0: Gestionnaire"
    keys.types("Vérifié le 12 novembre.")
    keys.press("Tab")
    (finding,) = seat.document.model.all(Finding)
    assert finding.manager_text == "Vérifié le 12 novembre."


def planned(seat: Seat) -> None:
    """An axis, an objective, an indicator and its five targets."""
    keys = seat.keys
    keys.press("Ctrl+PgDown")
    for button, words in (("Ajouter un axe", "Parcours"), ("Ajouter un objectif", "Fluidifier les sorties")):
        keys.press("F6")
        assert keys.name == button
        keys.press("Space")
        keys.types(words)
        keys.press("Return")
    keys.press("F6")
    assert keys.name == "Ajouter un indicateur"
    keys.press("Space")
    keys.types("Part des sorties vers le logement")
    keys.press("Tab")
    for text in ("%", "baisse"):
        keys.writes(text)
    (one,) = seat.document.model.all(Indicator)
    assert (one.name, one.unit, one.sense) == ("Part des sorties vers le logement", "%", "baisse")
    keys.cell(one.code, "2027")
    for text in ("40", "45", "50", "55", "60,5"):
        keys.writes(text)
    found = {row.year: row.target for row in seat.document.model.where(IndicatorYear, "indicator", one.id)}
    assert found == {2027: "40", 2028: "45", 2029: "50", 2030: "55", 2031: "60.5"}


def priced(seat: Seat) -> None:
    """Bases, rates filled down the years, one measure; the DGC is the sum of its five sections."""
    keys = seat.keys
    keys.press("Ctrl+PgDown")
    names = {name: f"{name}, soins" if name in FAMS else name for name, *_ in SERVICES}
    bases = {names[name]: base for name, _, base in SERVICES} | {f"{fam}, hébergement": "800 000,00" for fam in FAMS}
    for section, base in bases.items():
        keys.cell_under(section, "Base reconductible N−1", "2027")
        keys.writes(base)
        keys.cell_under(section, "Taux d’actualisation", "2027")
        for _ in range(5):
            keys.writes("1,25")
    model = seat.document.model
    (grant,) = model.all(Grant)
    # 1 234 567,89 × 1,0125 = 1 249 999,99; the hébergement of the FAM is outside the DGC.
    assert [year.grant.cents for year in grant_years(model, grant.id)][0] == 924_874_999


def measured(seat: Seat) -> None:
    """A measure of the CMPP, typed in the table of measures."""
    keys = seat.keys
    seat.place("Mesures et positions")
    keys.tab_to_button("Nouvelle mesure")
    keys.press("Space")
    print(keys.focus, keys.name)
    keys.writes("Poste de psychologue")
    for r in keys.table.grid.content.rows: print([c.text for c in r.cells])


def test_probe(seat: Seat, tmp_path: Path) -> None:
    begun(seat, tmp_path / "apajh.cpom")
    identified(seat)
    parties(seat)
    services(seat)
    sections(seat)
    diagnosed(seat)
    planned(seat)
    priced(seat)
    measured(seat)
