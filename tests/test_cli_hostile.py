"""The command line against what it should never be given: outputs that would destroy, outputs that fail, bad lists."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cpom_desktop import cli
from cpom_desktop.core.changes import Edit
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import save_author

from .session.desk import ATTIAS, CONTRACT, ESMS, Desk, new_document
from .test_cli import Post, post


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Post:
    found = post(tmp_path, "ici", capsys)
    save_author(found.computer.settings, ATTIAS)
    return found


@pytest.fixture
def held(tmp_path: Path) -> Path:
    document = new_document(tmp_path, Desk("depart"))
    document.close()
    return document.path


def refused_edit(desk: Post, contract: Path, text: str) -> str:
    """What the command says of a list of edits that it refuses; the contract keeps every byte."""
    before, path = contract.read_bytes(), desk.folder / "edits.json"
    path.write_text(text, encoding="utf-8")
    code, _, complaint = desk.run("edit", contract, path)
    assert (code, contract.read_bytes()) == (2, before), complaint
    return complaint


WHATS = ("contract", "bundle")


@pytest.mark.parametrize("what", WHATS)
def test_no_export_takes_the_place_of_a_contract(desk: Post, held: Path, what: str) -> None:
    other = new_document(desk.folder, Desk("autre"), name="autre.cpom").path
    linked = held.with_name("lien.pdf")
    os.link(held, linked)
    before = [path.read_bytes() for path in (held, other)]
    for target in (held, other, linked):
        code, _, complaint = desk.run("export", what, held, "-o", target)
        assert code == 2 and "existe déjà" in complaint, target
    assert [path.read_bytes() for path in (held, other)] == before and linked.samefile(held)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes by name")
@pytest.mark.parametrize("what", WHATS)
def test_no_export_takes_the_place_of_a_device_or_a_folder(desk: Post, held: Path, what: str) -> None:
    device = desk.folder / "tube"
    os.mkfifo(device)
    for target in (device, desk.folder):
        code, _, complaint = desk.run("export", what, held, "-o", target)
        assert code == 2 and "existe déjà" in complaint
    assert device.is_fifo() and desk.folder.is_dir()


def test_an_export_replaces_an_earlier_document(desk: Post, held: Path) -> None:
    out = desk.folder / "envoi.cpomsync"
    out.write_bytes(b"hier")
    assert desk.run("export", "bundle", held, "-o", out)[0] == 0 and out.read_bytes() != b"hier"


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b", "a\u202eb", "e\u0301", "a\nb", "a/b", "x" * 501])
def test_a_row_is_named_by_one_line_that_every_reader_accepts(desk: Post, held: Path, name: str) -> None:
    new = [{"kind": "esms", "id": name, "values": {}}]
    assert "impropre" in refused_edit(desk, held, json.dumps({"new": new}))


@pytest.mark.parametrize(("text", "words"), [
    ("{", "ce n’est pas du JSON (ligne 1, colonne 2)"), ("[" * 100_000, "trop profond"),
    ('{"label": ' + "9" * 6000 + "}", "trop long"), ('{"label": "a", "label": "b"}', "« label » y est écrit deux fois"),
    ('{"values": {"esms/e1/name": "a", "esms/e1/name": "b"}}', "« esms/e1/name » y est écrit deux fois"),
    ('{"new": [{"kind": ["esms"]}]}', "« kind » connu"), ('{"new": [{"kind": {}}]}', "« kind » connu"),
    ('{"values": {"esms/e1/capacity": NaN}}', "un nombre entier est attendu"),
    ('{"values": {"esms/e1/capacity": {"typed": "NaN"}}}', "n’est pas un nombre entier.\n"),
    ('{"values": {"contract/' + CONTRACT + '/end": "9999-12-31"}}', "hors de la période 1900–2199"),
    ('{"values": {"contract/' + CONTRACT + '/start": "0001-01-01"}}', "hors de la période 1900–2199"),
])
def test_a_bad_list_of_edits_is_refused_in_french(desk: Post, held: Path, text: str, words: str) -> None:
    assert words in refused_edit(desk, held, text).replace("\u00a0", " ")


def test_a_list_of_edits_in_another_encoding_is_refused(desk: Post, held: Path) -> None:
    path = desk.folder / "edits.json"
    path.write_bytes(b"\xff\xff")
    code, _, complaint = desk.run("edit", held, path)
    assert code == 2 and "UTF-8" in complaint


def test_a_folder_is_no_contract(desk: Post) -> None:
    code, _, complaint = desk.run("check", desk.folder)
    assert code == 2 and "c’est un dossier" in complaint


def test_an_address_that_is_none_is_a_usage_error(desk: Post, held: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        desk.run("history", held, "--cell", "zz")
    assert caught.value.code == 64


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_lacks_letters_is_answered_all_the_same(
    desk: Post, held: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Document.open(held, Desk("soir").tools)) as document:
        document.author = ATTIAS
        document.apply(Edit("", values={ESMS.at("name"): "L’Étape\u202f: 東"}))
    for options in ([], ["--json"]):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
        assert cli.main(["show", str(held), *options], desk.computer) == 0
        said = raw.getvalue().decode(encoding)
    assert json.loads(said)["records"]["esms"][0]["name"] == "L’Étape\u202f: 東"


def test_help_is_given_on_an_output_that_lacks_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    with pytest.raises(SystemExit) as caught:
        cli.main(["edit", "--help"])
    sys.stdout.flush()
    assert caught.value.code == 0 and b"cpom-desktop edit" in raw.getvalue()


class FullDisk(io.StringIO):
    """An output sent to a disk that is full."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_an_answer_that_cannot_be_written_is_told_and_the_work_stays(
    desk: Post, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.edits(values={"esms/e1/capacity": 65})
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", FullDisk())
        assert cli.main(["edit", str(held), str(path)], desk.computer) == 2
    assert "n’a pas pu être écrite en entier" in desk.capture.readouterr().err
    assert desk.json("show", held)["records"]["esms"][0]["capacity"] == 65


def test_ctrl_c_is_said_in_one_line(desk: Post, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Document, "fingerprint", stop)
    code, said, complaint = desk.run("fingerprint", held)
    assert (code, said) == (130, "") and complaint.startswith("Interrompu.") and complaint.count("\n") == 1


def test_a_command_without_any_output_does_its_work(
    desk: Post, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert cli.main(["fingerprint", str(held)], desk.computer) == 0
