"""A bargaining by key presses on two computers, from the accounts that are imported to the annex that is recalculated.

The contract is the demonstration’s (domain §10), all of it invented. The manager asks, the authority offers, a package
is agreed by both; a trial leaves nothing, a scenario is adopted; the annex says to the cent what the program says.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Side
from cpom_desktop.core.finance.budgets import budget
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Package, Position
from cpom_desktop.core.overlay import View, seen_by
from cpom_desktop.core.positions import is_pending, standing
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.dialogs.changes import ChangesDialog
from cpom_desktop.gui.dialogs.envelopes import EnvelopesDialog
from cpom_desktop.gui.dialogs.importing.dialog import ImportDialog
from cpom_desktop.gui.dialogs.package import PackageDialog
from cpom_desktop.gui.dialogs.question import Question
from tests.data.import_books import CA
from tests.exports.xlsx.evaluated import disagreements
from tests.exports.xlsx.libreoffice import agree, compared, office_here, recalculated
from tests.stories import passerelle
from tests.stories.exchanges import begun_from, fingerprint, opened, received, sent, signs_in
from tests.stories.finances import ACCORD, cells, chosen, heard, presses, says, shows, ticks
from tests.stories.keyboard import Keyboard
from tests.stories.passerelle import ACCOUNTS_2024, AGREED, BARE, BASE, HIGH, RATES, TRIED, YEARS
from tests.stories.seat import Seat

REBASING, TRAINING, PLACES = "Rebasage veille de nuit", "Formation au DUI", "Cinq places en diffus"
MEASURES = {
    REBASING: ("Rebasage", 2027, "38 000", "12 000"),
    TRAINING: ("Crédit non reconductible", 2027, "45 000", "20 000"),
    PLACES: ("Mesure nouvelle", 2028, "63 000", "36 000"),
}
"""Nature, year, asked, offered (§10.4)."""
TRAJECTORY, POINTS = "Trajectoire et DGC", "Mesures et positions"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def seats(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Seat, Seat]]:
    """The manager’s computer with the contract, and the authority’s with nothing yet."""
    passerelle.starting(tmp_path / "les deux rives.cpom")
    made = Seat(tmp_path / "gestionnaire", qtbot, monkeypatch), Seat(tmp_path / "autorite", qtbot, monkeypatch)
    yield made
    for one in made:
        one.window.close()


def dgc(model: Model) -> tuple[int | None, ...]:
    """The dotation of each year, in cents."""
    return tuple(year.grant.cents for year in grant_years(model, "dgc"))


def euros(cents: int) -> str:
    """An amount as a table writes it, in plain spaces."""
    return f"{cents // 100:,}".replace(",", " ") + f",{cents % 100:02}"


def measure(seat: Seat, label: str) -> Measure:
    (found,) = [one for one in seat.document.model.all(Measure) if one.label == label]
    return found


def said(seat: Seat, cell: Cell, side: Side) -> str | None:
    found = standing(seat.document.model, cell, side)
    return None if found is None else found.value


def imported(seat: Seat) -> None:
    """A compte administratif, from the button to the table; Ctrl+Z takes it back, Ctrl+Y brings it."""
    document = seat.document
    before, count = set(document.model), len(document.history())
    keys = shows(seat, "Budgets et personnel")
    keys.gives_file(CA)
    keys.answers(ImportDialog, lambda: keys.press("Return"))
    signs_in(keys, "Mme Solène Attias", "Les Deux Rives", "Gestionnaire")
    keys.tab_to_button("Importer…")
    keys.press("Space")
    keys.all_answered()
    seat.waits(lambda: len(document.history()) == count + 1)
    held = budget(document.model, "s1", 2024, "ca")
    assert {group: held.groups[group].cents for group in ACCOUNTS_2024} == ACCOUNTS_2024
    keys.press("Ctrl+Z")
    assert set(document.model) == before and not document.model.all(AccountLine)
    keys.press("Ctrl+Y")
    assert {group: budget(document.model, "s1", 2024, "ca").groups[group].cents
            for group in ACCOUNTS_2024} == ACCOUNTS_2024
    assert heard(seat).startswith("Rétabli : Import")


def based(seat: Seat) -> None:
    """The base and five rates, typed in the accord: they are the manager’s demand, and nothing is retained yet."""
    document, keys = seat.document, shows(seat, TRAJECTORY)
    keys.cell_under("La Passerelle", "Base reconductible N−1", "2027")
    keys.writes("984 500,00")
    assert heard(seat) == (
        "Noté : demande du gestionnaire ; la valeur retenue ne change qu’avec l’accord de toutes les parties.")
    keys.cell_under("La Passerelle", "Taux d’actualisation", "2027")
    for text in ("1,25", "0,9", "1,5", "1", "1"):
        keys.writes(text)
    (base,) = document.model.where(SectionBase, "section", "s1")
    rates = sorted(document.model.where(YearRate, "section", "s1"), key=lambda one: one.year)
    assert base.cents is None and [one.rate for one in rates] == [None] * 5
    assert said(seat, base.at("cents"), Side.MANAGER) == str(BASE)
    assert [said(seat, one.at("rate"), Side.MANAGER) for one in rates] == [str(rate) for rate in RATES]
    assert dgc(document.model) == (None,) * 5 and dgc(seen_by(document.model, View.MANAGER)) == BARE


def asked(seat: Seat) -> None:
    """Three measures with what is asked: one by the dialog, as a préalable of R3, two over their cell."""
    keys = shows(seat, POINTS)
    for label, (nature, year, wanted, _) in MEASURES.items():
        keys.tab_to_button("Nouvelle mesure")
        keys.press("Space")
        keys.writes(label)
        keys.cell(label, "nature")
        keys.picks(nature)
        keys.writes(str(year))
        if label == REBASING:
            says(seat, label, "asked", asks_first)
        else:
            keys.cell(label, "retained")
            keys.writes(wanted)
        made = measure(seat, label)
        assert (made.section, made.year, made.cents) == ("s1", year, None)
        assert cells(seat, label)[1:4] == [f"{wanted},00", "", ""]
    assert position(seat, REBASING).precondition == 1


def asks_first(keys: Keyboard) -> None:
    """The first demand: with its argument, in the meeting where it was made, as a préalable."""
    keys.fills("Valeur, en\u00a0€", MEASURES[REBASING][2])
    keys.fills("Argument", "Déficit de 2024\u00a0: veille de nuit non couverte.")
    chosen(keys, "Séance", "R3")
    ticks(keys, "Préalable")


def position(seat: Seat, label: str, side: Side = Side.MANAGER) -> Position:
    found = standing(seat.document.model, measure(seat, label).at("cents"), side)
    assert found is not None
    return found


def recorded_for_the_authority(seat: Seat) -> None:
    """In the room, the manager notes the authority’s offer on one point; the authority will have to confirm it."""

    def offers(keys: Keyboard) -> None:
        keys.fills("Partie", "Autorité")
        keys.fills("Valeur, en\u00a0€", MEASURES[TRAINING][3])

    says(seat, TRAINING, "offered", offers)
    assert position(seat, TRAINING, Side.AUTHORITY).confirmed == "a-confirmer"
    assert cells(seat, TRAINING)[1:5] == ["45 000,00", "20 000,00", "", "+25 000,00"]


def agreed_on_the_base(seat: Seat) -> None:
    """On the authority’s computer: base and rates are accepted one by one, and the DGC is known for all."""
    document, keys = seat.document, shows(seat, POINTS)
    assert dgc(document.model) == (None,) * 5
    for row in ("Base reconductible de départ", *(f"Taux d’actualisation {year}" for year in YEARS)):
        keys.cell(row, "title")
        presses(keys, "Accepter la demande")
    assert dgc(document.model) == BARE


def offered(seat: Seat) -> None:
    """The authority confirms what was noted for it, and offers on the two other measures; nothing is retained yet."""
    keys = shows(seat, POINTS)
    keys.cell(TRAINING, "title")
    presses(keys, "Confirmer")
    assert position(seat, TRAINING, Side.AUTHORITY).confirmed == "confirmee"

    def offers(keys: Keyboard) -> None:
        keys.fills("Valeur, en\u00a0€", MEASURES[REBASING][3])
        keys.fills("Argument", "Si la formation et les places sont au même prix.")

    says(seat, REBASING, "offered", offers)
    keys.cell(PLACES, "retained")
    keys.writes(MEASURES[PLACES][3])
    assert heard(seat) == (
        "Noté : offre de l’autorité ; la valeur retenue ne change qu’avec l’accord de toutes les parties.")
    for label, (_, _, wanted, given) in MEASURES.items():
        assert cells(seat, label)[1:4] == [f"{wanted},00", f"{given},00", ""]


def linked(seat: Seat) -> None:
    """« Lier… » makes one package of the three offers: they are accepted or refused together."""
    keys = seat.keys

    def links() -> None:
        keys.fills("Intitulé", "Rebasage contre formation et places")
        for label in (TRAINING, PLACES):
            ticks(keys, label)
        keys.press("Return")

    keys.cell(REBASING, "title")
    keys.answers(PackageDialog, links)
    keys.tab_to_button("Lier…")
    keys.press("Space")
    keys.all_answered()
    (package,) = seat.document.model.all(Package)
    held = [position(seat, label, Side.AUTHORITY) for label in MEASURES]
    assert [one.package for one in held] == [package.id] * 3 and all(is_pending(one) for one in held)
    assert dgc(seat.document.model) == BARE


def accepted(seat: Seat) -> None:
    """The manager accepts the package whole, after the question that says what it costs."""
    keys = shows(seat, POINTS)
    assert dgc(seat.document.model) == BARE
    keys.cell(REBASING, "title")
    keys.answers(Question, lambda: keys.press("Return"))
    presses(keys, "Accepter le lot")
    assert [measure(seat, label).cents for label in MEASURES] == [1_200_000, 2_000_000, 3_600_000]
    assert dgc(seat.document.model) == AGREED
    assert [cells(seat, label)[3] for label in MEASURES] == ["12 000,00", "20 000,00", "36 000,00"]


def agreed_by_both(manager: Seat, authority: Seat, folder: Path) -> None:
    """The offers come, the answer goes back: only then does the authority’s copy retain anything."""
    received(manager, sent(authority, folder / "offres.cpomsync"))
    assert fingerprint(manager) == fingerprint(authority)
    accepted(manager)
    authority.sits()
    assert [measure(authority, label).cents for label in MEASURES] == [None] * 3
    assert dgc(authority.document.model) == BARE
    received(authority, sent(manager, folder / "accord.cpomsync"))
    assert dgc(authority.document.model) == AGREED
    assert fingerprint(manager) == fingerprint(authority)
    shows(authority, TRAJECTORY)
    assert cells(authority, ACCORD) == [euros(cents) for cents in (*AGREED, sum(AGREED))]


def bytes_of(path: Path) -> str:
    """The SHA-256 of a contract that is open, read by another process: here it would lose the lock on its file."""
    code = "import hashlib, pathlib, sys; print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())"
    return subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True).stdout


def tried(seat: Seat) -> None:
    """F7, another rate: the DGC moves on the screen and nowhere else; Échap, and everything is as it was."""
    document, keys = seat.document, shows(seat, TRAJECTORY)
    keys.cell_under("La Passerelle", "Taux d’actualisation", "2027")
    before, file, count = set(document.model), bytes_of(document.path), len(document.history())
    shown = [cells(seat, row) for row in (ACCORD, "Demande du gestionnaire", "Offre de l’autorité")]
    keys.press("F7")
    assert seat.window.trials.band.isVisible()
    keys.writes("2")
    assert cells(seat, ACCORD) == [euros(cents) for cents in (*TRIED, sum(TRIED))]
    assert dgc(document.model) == AGREED
    keys.press("Escape")
    assert not seat.window.trials.band.isVisible() and heard(seat).startswith("Essai quitté")
    assert [cells(seat, row) for row in (ACCORD, "Demande du gestionnaire", "Offre de l’autorité")] == shown
    assert set(document.model) == before and len(document.history()) == count and bytes_of(document.path) == file


def adopted(seat: Seat) -> None:
    """Three envelopes are offered at start; the high one is adopted by one act, which one Ctrl+Z takes back."""
    document, keys = seat.document, shows(seat, "Scénarios")
    before, count = set(document.model), len(document.history())
    keys.answers(EnvelopesDialog, lambda: keys.press("Return"))
    keys.tab_to("Proposer trois enveloppes…")
    keys.press("Space")
    keys.all_answered()
    assert set(document.model) == before and len(document.history()) == count, "a scenario is private"
    keys = shows(seat, "Scénarios")
    keys.cell("Enveloppe haute", "title")
    assert cells(seat, "Enveloppe haute")[-1] == "+" + euros(sum(HIGH) - sum(AGREED))
    keys.answers(ChangesDialog, lambda: keys.press("Return"))
    keys.tab_to_button("Adopter…")
    keys.press("Space")
    keys.all_answered()
    assert len(document.history()) == count + 1
    assert_high_is_asked(document.model)
    keys.press("Ctrl+Z")
    assert set(document.model) == before
    keys.press("Ctrl+Y")
    assert_high_is_asked(document.model)


def assert_high_is_asked(model: Model) -> None:
    """Half a point more on each rate, as the manager’s demand: what is retained stays."""
    for row in model.all(YearRate):
        last = standing(model, row.at("rate"), Side.MANAGER)
        assert row.rate == RATES[row.year - YEARS[0]] and last is not None and last.value == str(row.rate + 5_000)
    assert dgc(model) == AGREED


def exported(seat: Seat, out: Path) -> bytes:
    """The annex by the menu Exporter; another process writes it while the window goes on."""
    keys = seat.keys
    keys.takes("Annexe financière (Excel)…")
    keys.gives_file(out)
    keys.press("Ctrl+E")
    keys.all_answered()
    seat.waits(out.is_file)
    seat.waits(lambda: heard(seat).startswith(f"Classeur écrit : {out.name}"))
    return out.read_bytes()


def bargained(manager: Seat, authority: Seat, folder: Path) -> bytes:
    """The whole story; the annex that it ends with."""
    opened(manager, folder / "les deux rives.cpom")
    imported(manager)
    based(manager)
    asked(manager)
    recorded_for_the_authority(manager)
    first = sent(manager, folder / "premier.cpomsync")
    begun_from(authority, first, folder / "autorite" / "contrat.cpom", "Mme Vasseur", "DREETS", "Autorité")
    assert fingerprint(authority) == fingerprint(manager)
    agreed_on_the_base(authority)
    offered(authority)
    linked(authority)
    agreed_by_both(manager, authority, folder)
    manager.sits()
    tried(manager)
    adopted(manager)
    return exported(manager, folder / "annexe.xlsx")


def dotations(book: Workbook, name: str) -> list[int]:
    """What a sheet « DGC » says of a dotation, year by year, in cents."""
    sheet = book["DGC"]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Année" for cell in row))
    column = {cell.value: cell.column for cell in heads}
    found = {sheet.cell(row, column["Année"]).value: sheet.cell(row, column["Dotation"]).value
             for row in range(heads[0].row + 1, sheet.max_row + 1)
             if sheet.cell(row, column["DGC ou section"]).value == name}
    return [round(100 * found[year]) for year in YEARS]


def test_from_an_imported_account_to_an_annex_that_says_what_the_program_says(
    seats: tuple[Seat, Seat], tmp_path: Path
) -> None:
    data = bargained(*seats, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert dotations(book, "DGC-1") == list(AGREED)
    charges = sum(cents for group, cents in ACCOUNTS_2024.items() if group.startswith("c"))
    assert charges / 100 in [cell.value for row in book["Budgets"].iter_rows() for cell in row]
    assert disagreements(data, tmp_path) == []


@pytest.mark.long
def test_the_annex_of_the_story_is_recalculated_by_libreoffice_to_the_cent(
    seats: tuple[Seat, Seat], tmp_path: Path
) -> None:
    office = office_here()
    data = bargained(*seats, tmp_path)
    found = recalculated(office, data, tmp_path)
    places = list(compared(data, found))
    assert len(places) > 200 and [one for one in places if not agree(*one[1:])] == []
    assert dotations(found, "DGC-1") == list(AGREED)
