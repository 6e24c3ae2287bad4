"""What one side keeps for itself leaves this computer in no file, raw or unpacked."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Manager
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import save_author
from cpom_desktop.storage.private import Area
from tests.session.desk import ATTIAS, ESMS, Desk, new_document

PUBLIC = "Zébulon-Publique-4F2"
"""Typed in an ordinary field: the search must find it in what carries that field, or it finds nothing at all."""
SECRETS = {area: f"PRIVE-{area.name}-7Q4-été" for area in Area}
DRAFT_SECRET = "PRIVE-BROUILLON-2M8-hâte"
EVERY_SECRET = (*SECRETS.values(), DRAFT_SECRET)

Export = Callable[[Path, Path, Computer], None]


def _run(computer: Computer, *arguments: str | Path) -> None:
    assert cli.main([str(one) for one in arguments], computer) == 0


def _copy(contract: Path, out: Path, computer: Computer) -> None:
    document = Document.open_reading(contract, computer.tools)
    document.file.write_copy(out, computer.tools.now())
    document.close()


EXPORTS: dict[str, tuple[str, Export]] = {
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
    document.file.drafts.keep(ESMS.at("public"), DRAFT_SECRET, document.tools.now())
    document.apply(Edit("", values={document.model.all(Manager)[0].at("name"): PUBLIC}))
    document.close()
    return document.path


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
    forms = [secret.encode("utf-8"), secret.encode("utf-16-be"), secret.encode("utf-16-le"), secret.encode("latin-1")]
    forms.append(secret.encode("ascii", "backslashreplace"))
    return any(form in piece for piece in pieces(data) for form in forms)


def test_the_search_finds_every_secret_where_it_is(contract: Path, computer: Computer) -> None:
    document = Document.open_reading(contract, computer.tools)
    data = document.snapshot()
    document.close()
    assert all(holds(data, secret) for secret in EVERY_SECRET)


def test_what_was_removed_has_left_the_bytes_of_the_file(contract: Path) -> None:
    assert not any(holds(contract.read_bytes(), f"{secret}-OUBLIE") for secret in SECRETS.values())


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
