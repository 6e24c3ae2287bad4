"""What one side keeps for itself leaves this computer in no file, raw or unpacked."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Manager
from cpom_desktop.core.finance.records import Measure
from cpom_desktop.core.negotiation import Topic
from cpom_desktop.core.overlay import View
from cpom_desktop.session import scenarios
from cpom_desktop.session.document import Document
from cpom_desktop.session.private import Mandate, private_of
from cpom_desktop.session.tools import save_author
from cpom_desktop.session.trial import Tried
from cpom_desktop.storage.private import Area
from tests.session.desk import ATTIAS, ESMS, MEASURE, Desk, new_document

PUBLIC = "Zébulon-Publique-4F2"
"""Typed in an ordinary field: the search must find it in what carries that field, or it finds nothing at all."""
SECRETS = {area: f"PRIVE-{area.name}-7Q4-été" for area in Area}
DRAFT_SECRET = "PRIVE-BROUILLON-2M8-hâte"
TYPED = ("PRIVE-REPLI-7Q4", "PRIVE-ARGUMENT-7Q4", "PRIVE-CIBLE-7Q4", "PRIVE-SCENARIO-7Q4", "PRIVE-LIGNE-7Q4")
"""What is typed by the doors of the window: fallback, arguments, target of a text, name and row of a scenario."""
FLOOR, TRIED = "987654321", "876543219"
"""A floor and a value of a scenario, in cents; their digits are searched as they are and as amounts."""
EVERY_SECRET = (
    *SECRETS.values(), DRAFT_SECRET, *TYPED, FLOOR, TRIED,
    *(f"9{space}876{space}543,21" for space in " \u00a0\u202f"),
    *(f"8{space}765{space}432,19" for space in " \u00a0\u202f"),
)

Export = Callable[[Path, Path, Computer], None]


def _run(computer: Computer, *arguments: str | Path) -> None:
    assert cli.main([str(one) for one in arguments], computer) == 0


def _copy(contract: Path, out: Path, computer: Computer) -> None:
    document = Document.open_reading(contract, computer.tools)
    document.file.write_copy(out, computer.tools.now())
    document.close()


def _answer(contract: Path, out: Path, computer: Computer) -> None:
    _run(computer, "export", "answer", contract, "--side", "gestionnaire", "-o", out)


def _sheet(source: Path, out: Path, computer: Computer, *more: str) -> None:
    """The fiche d’arbitrage of the owner of every secret, who did not ask for the reserved elements."""
    _run(computer, "export", "arbitration", source, "--point", str(MEASURE.at("cents")), "--side", "gestionnaire",
         "--object", PUBLIC, *more, "-o", out)


EXPORTS: dict[str, tuple[str, Export]] = {
    "answer": ("x.xlsx", _answer),
    "template": ("x.xlsx", lambda source, out, computer: _run(computer, "export", "template", source, "-o", out)),
    "xlsx": ("x.xlsx", lambda source, out, computer: _run(computer, "export", "xlsx", source, "-o", out)),
    "comparison": ("x.xlsx", lambda source, out, computer: _run(
        computer, "export", "xlsx", source, "--sheets", "Mesures et positions,Comparaison", "-o", out)),
    "arbitration": ("x.pdf", lambda source, out, computer: _sheet(source, out, computer)),
    "arbitration-word": ("x.docx", lambda source, out, computer: _sheet(source, out, computer)),
    "contract": ("x.pdf", lambda source, out, computer: _run(computer, "export", "contract", source, "-o", out)),
    "bundle": ("x.cpomsync", lambda source, out, computer: _run(computer, "export", "bundle", source, "-o", out)),
    "copy": ("x.cpom", _copy),
}
"""Every way in which a contract leaves this computer. A new one belongs here: see the test below."""


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    (tmp_path / "poste").mkdir()
    save_author(tmp_path / "poste", ATTIAS)
    return Computer(Desk("attias").tools, tmp_path / "poste", tmp_path / "poste")


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A contract in which everything private holds a secret, and one that was typed and removed."""
    document = new_document(tmp_path, Desk("depart"))
    private = document.file.private
    for area, secret in SECRETS.items():
        private.put(area, Side.MANAGER, f"nom {secret}", {"texte": secret, "liste": [secret, {"plus": secret}]})
        private.put(area, Side.MANAGER, "oublié", f"{secret}-OUBLIE")
        private.remove(area, Side.MANAGER, "oublié")
    _type_by_the_doors(document)
    document.file.drafts.keep(ESMS.at("public"), DRAFT_SECRET, document.tools.now())
    document.apply(Edit("", values={document.model.all(Manager)[0].at("name"): PUBLIC}))
    document.close()
    return document.path


def _type_by_the_doors(document: Document) -> None:
    """Mandate, notes and scenarios of the manager, and others that were typed and then removed."""
    topic, cell = Topic(id="t1", name="Revoyure"), MEASURE.at("cents")
    document.apply(Edit("Sujet", new=(topic,)))
    mine = private_of(document)
    assert mine is not None
    mine.put(topic.at("value"), Mandate(notes=f"{TYPED[1]}-OUBLIE"))
    mine.put(topic.at("value"), Mandate(target=TYPED[2]))
    mine.put(cell, Mandate(FLOOR, None, None, TYPED[0], TYPED[1]))
    row = Measure(id="m9", section="s1", year=2029, label=TYPED[4])
    kept = scenarios.keep(document, f"{TYPED[3]}-OUBLIE", View.ACCORD, Tried((row,), {cell: int(TRIED)}))
    scenarios.rename(document, kept, TYPED[3])
    scenarios.delete(document, scenarios.duplicate(document, kept))


def pieces(data: bytes) -> Iterator[bytes]:
    """A file as it is, and whatever can be unpacked from it: members of a ZIP, streams of a PDF, values."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from pieces(archive.read(name))
    elif data.startswith(b"%PDF"):
        yield from _pdf_pieces(data)
    elif data.startswith(b"SQLite format 3"):
        yield from _database_pieces(data)


def _pdf_pieces(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes()
            yield repr(thing).encode()
        # A page draws the glyphs of a subset of its font: its words are in no stream as they are read.
        for page in PdfReader(io.BytesIO(data)).pages:
            yield page.extract_text().encode()
        for attached in pdf.attachments.values():
            yield from pieces(attached.get_file().read_bytes())


def _database_pieces(data: bytes) -> Iterator[bytes]:
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        for row in db.execute(f'SELECT * FROM "{table}"'):
            yield from (value if isinstance(value, bytes) else str(value).encode() for value in row)
    db.close()


def holds(data: bytes, secret: str) -> bool:
    """Whether a text is anywhere in a file, in the encodings that our formats use."""
    forms = [secret.encode("utf-8"), secret.encode("utf-16-be"), secret.encode("utf-16-le")]
    if all(ord(sign) < 256 for sign in secret):
        forms.append(secret.encode("latin-1"))
    forms.append(secret.encode("ascii", "backslashreplace"))
    return any(form in piece for piece in pieces(data) for form in forms)


def test_the_search_finds_every_secret_where_it_is(contract: Path, computer: Computer) -> None:
    document = Document.open_reading(contract, computer.tools)
    data = document.snapshot()
    document.close()
    assert all(holds(data, secret) for secret in EVERY_SECRET if "," not in secret)


def test_what_was_removed_has_left_the_bytes_of_the_file(contract: Path) -> None:
    data = contract.read_bytes()
    assert not any(holds(data, f"{secret}-OUBLIE") for secret in (*SECRETS.values(), *TYPED))


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_holds_anything_private(name: str, contract: Path, computer: Computer, tmp_path: Path) -> None:
    suffix, export = EXPORTS[name]
    (tmp_path / "sorties").mkdir()
    export(contract, tmp_path / "sorties" / suffix, computer)
    written = list((tmp_path / "sorties").iterdir())
    assert [path.name for path in written] == [suffix]
    data = written[0].read_bytes()
    assert holds(data, PUBLIC), "the search sees nothing in this format"
    assert [secret for secret in EVERY_SECRET if holds(data, secret)] == []


@pytest.mark.parametrize("name", ["x.pdf", "x.docx"])
def test_the_reserved_elements_are_found_where_their_owner_asked_for_them(
    name: str, contract: Path, computer: Computer, tmp_path: Path
) -> None:
    """The search above has something to find on a page."""
    _sheet(contract, tmp_path / name, computer, "--with-private")
    assert any(holds((tmp_path / name).read_bytes(), secret) for secret in TYPED)


@pytest.mark.parametrize("command", [["show"], ["compute"], ["history"], ["check"]])
def test_no_answer_of_the_command_line_holds_anything_private(
    command: list[str], contract: Path, computer: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main([*command, str(contract), "--json"], computer)
    cli.main([*command, str(contract)], computer)
    said = capsys.readouterr().out
    assert said and not [secret for secret in EVERY_SECRET if secret in said]


def test_every_export_of_the_command_line_is_searched(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export", "--help"])
    help = capsys.readouterr().out
    offered = [line.split()[0] for line in help.splitlines() if line.startswith("    ") and line[4] != " "]
    assert sorted(offered) == sorted(cli.EXPORTS)
    assert set(cli.EXPORTS) <= set(EXPORTS)
