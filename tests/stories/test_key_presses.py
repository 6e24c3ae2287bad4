"""The story of A.P.A.J.H. again, by key presses alone, in the real window: from the welcome page to two equal copies.

The manager, its five services and their FINESS numbers are those of a public act (see `test_apajh.py`); amounts, rates,
places and dates are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.contract import Esms, Grant, Manager, Section, SectionRule
from cpom_desktop.core.diagnosis import Finding
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.naming import name_of, of
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.exports.pdf.read_back import read_contract
from cpom_desktop.gui.charts.gantt import Gantt
from cpom_desktop.gui.dialogs.new_contract import NewContractDialog
from cpom_desktop.gui.dialogs.question import NameQuestion
from cpom_desktop.gui.window.checks import ChecksDialog
from tests.stories.exchanges import begun_from, fingerprint, received, sent, signs_in
from tests.stories.seat import Seat

NAME = "CPOM A.P.A.J.H. La Réunion"
SERVICES = (
    ("CMPP", "970463345", "2 100 000,00"), ("FAM Un", "970405296", "1 234 567,89"),
    ("FAM Deux", "970406765", "1 500 000,00"), ("ITEP", "970407698", "3 400 000,00"),
    ("SESSAD", "970409009", "900 000,00"),
)
"""Name (invented but for its category), FINESS of the act, base of the soins section (invented)."""
FAMS = ("FAM Un", "FAM Deux")


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""What the offscreen platform says of windows that it cannot raise."""


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    made = Seat(tmp_path / "gestionnaire", qtbot, monkeypatch)
    yield made
    made.window.close()


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
    keys.writes("Poste de psychologue")
    keys.cell("Poste de psychologue", "retained")
    keys.writes("42 000")
    (made,) = seat.document.model.all(Measure)
    assert (made.label, made.cents, made.year) == ("Poste de psychologue", 4_200_000, 2027)


def dated(seat: Seat) -> None:
    """A step of the calendar: named and dated in the strip, moved on the frise by the arrows, and brought back."""
    keys = seat.keys
    keys.press("Ctrl+PgDown")
    keys.tab_to_button("Nouvelle étape")
    keys.press("Space")
    keys.types("Réunion de cadrage")
    keys.press("Tab")
    keys.cell("Réunion de cadrage", "planned_start")
    keys.writes("15/12/2026")
    keys.writes("15/12/2026")
    keys.press("F6")
    keys.tab_to("Frise du calendrier")
    assert isinstance(keys.focus, Gantt)
    keys.press("Ctrl+Right", "Right")
    assert planned_day(seat) == "2026-12-23"
    keys.press("Ctrl+Z")
    assert planned_day(seat) == "2026-12-22"
    keys.press("Ctrl+Z")
    assert planned_day(seat) == "2026-12-15"
    keys.press("Ctrl+Y")
    assert planned_day(seat) == "2026-12-22"


def planned_day(seat: Seat) -> str | None:
    steps = seat.document.model.all(Milestone)
    return next(step.planned_start for step in steps if step.name == "Réunion de cadrage")


def reopened(seat: Seat) -> None:
    """Close the window, start again, open the contract by the recent ones: everything is there, undo included."""
    keys, path, before = seat.keys, seat.document.path, set(seat.document.model)
    fingerprint = seat.document.fingerprint()
    seat.reopens()
    keys = seat.keys
    keys.tab_to(path.stem)
    keys.press("Space")
    assert set(seat.document.model) == before and seat.document.fingerprint() == fingerprint
    keys.press("Ctrl+Z")
    assert planned_day(seat) == "2026-12-15"
    keys.press("Ctrl+Y")
    assert set(seat.document.model) == before


def warned(seat: Seat) -> None:
    """The points de vigilance name both sections of the département, and Entrée leads to the authority of each."""
    keys = seat.keys
    for fam in FAMS:
        words = f"Hébergement de {fam}\u00a0: Conseil départemental tarife cette section"

        def goes(words: str = words) -> None:
            table = keys.table
            lines = [cells[1].text for cells in (row.cells for row in table.grid.content.rows)]
            (at,) = [at for at, line in enumerate(lines) if line.startswith(words)]
            for _ in lines:
                if table.currentIndex().row() != at:
                    keys.press("Down" if table.currentIndex().row() < at else "Up")
            keys.press("Return")

        keys.answers(ChecksDialog, goes)
        blocking = seat.window.status.blocking.text()
        keys.tab_to_button(blocking)
        keys.press("Space")
        keys.all_answered()
        found = keys.table.grid.cell(keys.table.currentIndex())
        assert found.text == "Conseil départemental" and found.address is not None
        assert name_of(seat.document.model, seat.document.model.get(Section, found.address.row)).endswith(fam)


def printed(seat: Seat, out: Path) -> None:
    """The contract as a PDF by the menu Exporter; another process writes it while the window goes on."""
    keys = seat.keys
    keys.takes("Contrat, projet (PDF)…")
    keys.gives_file(out)
    keys.press("Ctrl+E")
    keys.all_answered()
    seat.waits(out.is_file)
    held = read_contract(out)
    assert held.fingerprint == seat.document.fingerprint()
    assert {one.finess for one in held.model.all(Esms)} == {finess for _, finess, _ in SERVICES}
    seat.waits(lambda: seat.window.status.sentence.startswith(f"Contrat écrit\u00a0: {out.name}"))


def typed_in_perimeter(seat: Seat, name: str, column: str, text: str) -> None:
    keys = seat.sits()
    for _ in seat.window.tabs.titles:
        if seat.window.tabs.current != "Contrat":
            keys.press("Ctrl+PgDown")
    seat.place("Périmètre")
    (code,) = [one.code for one in seat.document.model.all(Esms) if one.name == name]
    keys.cell(code, column)
    keys.writes(text)


def test_from_the_welcome_page_to_two_equal_copies_without_a_mouse(
    seat: Seat, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(seat, tmp_path / "apajh.cpom")
    for step in (identified, parties, services, sections, diagnosed, planned, priced, measured, dated):
        step(seat)
    reopened(seat)
    warned(seat)
    printed(seat, tmp_path / "apajh.pdf")
    first = sent(seat, tmp_path / "premier.cpomsync")

    other = Seat(tmp_path / "ars", qtbot, monkeypatch)
    begun_from(other, first, tmp_path / "ars" / "contrat.cpom", "M. Hoarau", "ARS La Réunion", "Autorité")
    assert other.document.contract.name == NAME
    assert fingerprint(other) == fingerprint(seat)
    typed_in_perimeter(seat, "ITEP", "capacity", "60")
    typed_in_perimeter(other, "ITEP", "capacity", "58")
    typed_in_perimeter(other, "CMPP", "town", "Saint-Denis")
    assert fingerprint(other) != fingerprint(seat)

    received(other, sent(seat, tmp_path / "second.cpomsync"), {"Capacité initiale d’ITEP": "Retenir la leur"})
    received(seat, sent(other, tmp_path / "ars" / "retour.cpomsync"))
    assert fingerprint(other) == fingerprint(seat)
    for document in (seat.document, other.document):
        assert not document.conflicts() and document.file.is_sound()
        held = {one.name: (one.capacity, one.town) for one in document.model.all(Esms)}
        assert held["ITEP"] == (60, "") and held["CMPP"] == (30, "Saint-Denis")
    other.window.close()
