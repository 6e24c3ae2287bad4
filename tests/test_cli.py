"""The command line: what each command does, says and returns; usage errors and own faults have codes of their own."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cpom_desktop import cli
from cpom_desktop.commands.computer import Computer
from cpom_desktop.commands.french import in_french
from cpom_desktop.core import checks
from cpom_desktop.core.changes import Edit
from cpom_desktop.core.checks import Check, Level
from cpom_desktop.core.model import Model
from cpom_desktop.core.money import format_amount
from cpom_desktop.session import exchange
from cpom_desktop.session.document import Document
from cpom_desktop.session.tools import save_author

from .session.desk import ATTIAS, CAPACITY, ESMS, MERLE, Desk, new_document


@dataclass
class Post:
    """A computer with a command line: runs a command, gives its code, what it said and what it complained of."""

    computer: Computer
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main([str(one) for one in arguments], self.computer)
        said = self.capture.readouterr()
        return code, said.out, said.err

    def json(self, *arguments: str | Path) -> Any:
        return json.loads(self.run(*arguments, "--json")[1])

    def edits(self, **written: Any) -> Path:
        path = self.folder / "edits.json"
        path.write_text(json.dumps(written), encoding="utf-8")
        return path


def post(folder: Path, name: str, capture: pytest.CaptureFixture[str]) -> Post:
    place = folder / name
    place.mkdir()
    return Post(Computer(Desk(name).tools, place, place), folder, capture)


@pytest.fixture
def here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Post:
    found = post(tmp_path, "ici", capsys)
    save_author(found.computer.settings, ATTIAS)
    return found


@pytest.fixture
def there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Post:
    found = post(tmp_path, "ailleurs", capsys)
    save_author(found.computer.settings, MERLE)
    return found


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    document = new_document(tmp_path, Desk("depart"))
    document.close()
    return document.path


def test_the_list_of_commands_is_the_parser_s() -> None:
    help = cli.parser().format_help()
    assert all(f"\n    {name}" in help for name in cli.COMMANDS)
    listed = [line.split()[0] for line in help.splitlines() if line.startswith("    ") and line[4] != " "]
    assert sorted(listed) == sorted(cli.COMMANDS)


INSIDE = [["export", name] for name in ("answer", "arbitration", "bundle", "contract", "template", "xlsx")]
INSIDE.append(["bundle", "inspect"])


@pytest.mark.parametrize("command", [[name] for name in cli.COMMANDS] + INSIDE)
def test_every_command_has_its_help_in_french(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([*command, "--help"])
    help = capsys.readouterr().out
    assert caught.value.code == 0 and help.startswith("Utilisation\u00a0: cpom-desktop")
    for english in ("usage:", "options:", "positional", "show this help", " :", "« "):
        assert english not in help, english


@pytest.mark.parametrize(("arguments", "words"), [
    (["check"], "il manque\u00a0: FICHIER"), (["fly"], "n’est pas proposé"),
    (["show", "x.cpom", "--kind", "ship"], "n’est pas proposé"), (["check", "x.cpom", "--date"], "attend une valeur"),
    (["show", "x.cpom", "--colour"], "argument inconnu"), ([], "il manque"),
    (["check", "x.cpom", "--date", "demain"], "n’est pas une valeur"),
])
def test_a_command_wrongly_written_exits_64_and_says_why(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 64
    assert words in capsys.readouterr().err


def test_an_unforeseen_message_is_shown_as_it_is() -> None:
    assert in_french("something else") == "something else"


def test_a_fault_of_the_program_exits_70(here: Post, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Document, "fingerprint", fail)
    code, _, complaint = here.run("fingerprint", contract)
    assert code == 70 and "Une erreur du programme" in complaint


def test_what_cannot_be_read_exits_2_with_three_sentences(here: Post) -> None:
    code, said, complaint = here.run("check", here.folder / "absent.cpom")
    assert (code, said) == (2, "")
    assert complaint.splitlines()[0] == "Le fichier « absent.cpom » est introuvable." and complaint.count("\n") == 3


def test_check_says_what_blocks_and_exits_1(here: Post, contract: Path) -> None:
    code, said, _ = here.run("check", contract)
    assert code == 1 and "Bloquant" in said and "Pas encore prêt à signer" in said
    found = here.json("check", contract)
    assert found["ready"] is False and found["rules"] == len(checks.RULES)
    assert {one["id"] for one in found["not_checked"]} >= {"G13", "G21"}
    first = next(one for one in found["checks"] if one["id"] == "N7")
    assert {"level": "E", "cell": "section/s1/authority"}.items() <= first.items()
    levels = [one["level"] for one in found["checks"]]
    assert levels == sorted(levels, key="EWI".index)


def test_check_of_the_demonstration_says_its_seventeen_messages_and_exits_1(here: Post) -> None:
    here.run("demo", here.folder / "demo.cpom")
    code, said, _ = here.run("check", here.folder / "demo.cpom", "--date", "2026-11-20")
    *lines, verdict, _ = said.splitlines()
    assert code == 1 and verdict.startswith("Pas encore prêt à signer\u00a0: 2 points bloquants")
    levels = ("Bloquant", "À vérifier", "Conseil")
    assert [sum(line.startswith(level) for line in lines) for level in levels] == [2, 12, 3] and len(lines) == 17


def test_check_exits_0_when_nothing_blocks(here: Post, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dates: list[dt.date] = []

    def only_a_look(model: Model, today: dt.date) -> list[Check]:
        dates.append(today)
        return [Check(Level.LOOK, "P2", "La date manque.", "", None)]

    monkeypatch.setattr(checks, "run", only_a_look)
    code, said, _ = here.run("check", contract, "--date", "2026-11-20")
    assert code == 0 and "À vérifier" in said
    verdict, limits = said.splitlines()[-2:]
    assert verdict == f"Aucun point bloquant parmi les {len(checks.RULES)} règles vérifiées."
    assert limits.startswith("Le programme ne vérifie pas\u00a0: ") and "(G21)" in limits
    assert "Prêt à signer" not in said
    assert dates == [dt.date(2026, 11, 20)]


def test_show_gives_ids_values_and_cents(here: Post, contract: Path) -> None:
    found = here.json("show", contract)
    esms = found["records"]["esms"][0]
    assert (esms["id"], esms["capacity"], esms["authorised_until"]) == ("e1", 60, None)
    assert found["conflicts"] == [] and len(found["fingerprint"]) == 14
    assert list(here.json("show", contract, "--kind", "measure")["records"]) == ["measure"]
    said = here.run("show", contract, "--kind", "esms")[1]
    assert "ESMS\u00a0: La Passerelle  [esms/e1]" in said
    assert "Capacité initiale (capacity)\u00a0: 60\u00a0places" in said


def test_edit_writes_one_lot_through_the_door(here: Post, contract: Path) -> None:
    code, said, _ = here.run("edit", contract, here.edits(
        label="Saisie du périmètre",
        new=[{"kind": "section", "id": "@soins", "values": {"esms": "@fam", "section_kind": "soins"}},
             {"kind": "esms", "id": "@fam", "values": {"name": "FAM", "capacity": {"typed": "1 200"}}},
             {"kind": "section_base", "values": {"section": "@soins", "cents": 120_000_000}}],
        values={"esms/e1/capacity": 65, "measure/m1/cents": {"typed": "12 000,50"}}))
    assert code == 0 and said.startswith("Saisie du périmètre\u00a0: enregistré")
    records = here.json("show", contract)["records"]
    (fam,) = [row for row in records["esms"] if row["name"] == "FAM"]
    (care,) = [row for row in records["section"] if row["esms"] == fam["id"]]
    assert fam["capacity"] == 1200 and records["section_base"][0]["section"] == care["id"]
    assert records["measure"][0]["cents"] == 1_200_050
    lines = here.json("history", contract)
    assert len(lines) == 2 and lines[0]["author"] == "Mme Attias" and lines[0]["count"] == 5


def test_a_negotiable_value_typed_in_a_negotiation_becomes_a_position(here: Post, tmp_path: Path) -> None:
    document = new_document(tmp_path, Desk("autre"), name="n.cpom", writing="parties", stage="negociation")
    document.close()
    here.run("edit", document.path, here.edits(values={"measure/m1/cents": 3_800_000}))
    found = here.json("show", document.path)
    assert found["records"]["measure"][0]["cents"] is None
    assert [(one["cell"], one["value"]) for one in found["positions"]] == [("measure/m1/cents", "3800000")]


@pytest.mark.parametrize(("written", "words"), [
    ({"vaules": {}}, "label"), ({"values": {"esms/e1/capacity": 1.5}}, "entier"),
    ({"new": [{"kind": "ship"}]}, "new[0]"),
    ({"new": [{"kind": "esms", "values": {"colour": 1}}]}, "colour"), ({"deleted": ["esms"]}, "type/identifiant"),
    ({"values": {"esms/e1/capacity": {"typed": "beaucoup"}}}, "beaucoup"), ({"values": {"esms": 1}}, "esms"),
    ({"new": [{"kind": "section_base", "id": "x", "values": {"section": "s1"}}]}, "id"), ({"view": "roi"}, "view"),
    ({"new": [{"kind": "section_base", "values": {}}]}, "section"), ({"values": {"esms/e1/capacity": True}}, "entier"),
    ({"new": {"kind": "esms"}}, "liste"), ({"values": []}, "objet"),
])
def test_a_list_of_edits_that_is_not_understood_changes_nothing(
    here: Post, contract: Path, written: dict[str, Any], words: str
) -> None:
    before = here.run("fingerprint", contract)[1]
    code, _, complaint = here.run("edit", contract, here.edits(**written))
    assert code == 2 and words in complaint
    assert here.run("fingerprint", contract)[1] == before


def test_nobody_edits_without_saying_who(there: Post, contract: Path) -> None:
    (there.computer.settings / "author.json").unlink()
    code, _, complaint = there.run("edit", contract, there.edits(values={"esms/e1/capacity": 65}))
    assert code == 2 and complaint.startswith("L’auteur de la modification n’est pas connu.")
    who = ("--author", "M. Merle", "--organisation", "DREETS", "--side", "autorite")
    assert there.run("edit", contract, there.edits(values={"esms/e1/capacity": 65}), *who)[0] == 0
    assert there.json("history", contract)[0]["organisation"] == "DREETS"


def test_two_posts_exchange_until_they_agree(here: Post, there: Post, contract: Path) -> None:
    first, copy, back = here.folder / "a.cpomsync", here.folder / "copie.cpom", here.folder / "b.cpomsync"
    assert here.run("export", "bundle", contract, "-o", first)[0] == 0
    code, said, _ = there.run("merge", copy, first)
    assert code == 0 and "contrat créé" in said
    here.run("edit", contract, here.edits(values={"esms/e1/capacity": 65}))
    there.run("edit", copy, there.edits(values={"esms/e1/capacity": 58, "esms/e1/town": "Lysmont"}))
    there.run("export", "bundle", copy, "-o", back)
    merged = here.json("merge", contract, back)
    assert (merged["new"], merged["conflicts"]) == (1, [str(CAPACITY)])
    assert here.json("merge", contract, back)["new"] == 0
    assert here.json("show", contract)["conflicts"][0]["base"]["value"] == 60
    decisions = here.folder / "d.json"
    decisions.write_text(json.dumps({str(CAPACITY): 62}), encoding="utf-8")
    here.run("export", "bundle", contract, "-o", first)
    assert there.run("merge", copy, first, "--decisions", decisions)[0] == 0
    there.run("export", "bundle", copy, "-o", back)
    assert here.run("merge", contract, back)[0] == 0
    assert here.run("fingerprint", contract)[1] == there.run("fingerprint", copy)[1]
    assert here.json("show", contract, "--kind", "esms")["records"]["esms"][0]["capacity"] == 62


def test_a_copy_of_the_contract_merges_like_a_bundle(here: Post, there: Post, contract: Path) -> None:
    copy = here.folder / "copie.cpom"
    assert there.run("merge", copy, contract)[0] == 0
    there.run("edit", copy, there.edits(values={"esms/e1/town": "Lysmont"}))
    assert here.json("merge", contract, copy)["new"] == 1
    assert here.run("fingerprint", contract)[1] == there.run("fingerprint", copy)[1]


def test_bundle_inspect_and_verify_tell_what_a_bundle_is(here: Post, contract: Path) -> None:
    bundle = here.folder / "a.cpomsync"
    here.run("export", "bundle", contract, "-o", bundle)
    found = here.json("bundle", "inspect", bundle)
    assert found["sender"]["organisation"] == ATTIAS.organisation and found["lots"] == 1
    assert found["fingerprint"] == here.run("fingerprint", contract)[1].strip()
    assert "Mme Attias" in here.run("bundle", "inspect", bundle)[1]
    assert here.json("verify", bundle)["sound"] is True and here.json("verify", contract)["sound"] is True
    data = bytearray(bundle.read_bytes())
    data[len(data) // 3] ^= 255
    bundle.write_bytes(bytes(data))
    assert here.run("verify", bundle)[0] == 1


def test_a_bundle_under_a_passphrase_needs_it(here: Post, there: Post, contract: Path) -> None:
    phrase, bundle = here.folder / "phrase.txt", here.folder / "a.cpomsync"
    phrase.write_text("cinq mots\n", encoding="utf-8")
    here.run("export", "bundle", contract, "-o", bundle, "--passphrase-file", phrase)
    code, _, complaint = there.run("merge", here.folder / "x.cpom", bundle)
    assert code == 2 and "phrase secrète" in complaint and not (here.folder / "x.cpom").exists()
    assert there.run("merge", here.folder / "x.cpom", bundle, "--passphrase-file", phrase)[0] == 0


def test_the_history_of_one_cell_can_be_asked(here: Post, contract: Path) -> None:
    here.run("edit", contract, here.edits(values={"esms/e1/capacity": 65, "esms/e1/town": "Lysmont"}))
    assert here.json("history", contract, "--cell", str(CAPACITY))[0]["changes"] == [
        "Capacité initiale de La Passerelle\u00a0: 60 → 65\u00a0places"]
    assert "60 → 65" in here.run("history", contract)[1]
    assert len(here.json("history", contract, "--cell", str(ESMS.at("name")))) == 1


def test_new_starts_from_the_template_of_the_type(here: Post) -> None:
    path = here.folder / "neuf.cpom"
    code, said, _ = here.run("new", path, "--type", "ph", "--name", "CPOM d’essai", "--start", "2027-01-01")
    assert code == 0 and "contrat créé" in said
    records = here.json("show", path)["records"]
    contract = records["contract"][0]
    assert (contract["type"], contract["start"], contract["end"]) == ("ph", "2027-01-01", "2031-12-31")
    assert contract["name"] == "CPOM d’essai" and len(records["article"]) >= 12
    code, _, complaint = here.run("new", path, "--type", "ph")
    assert code == 2 and "neuf.cpom" in complaint


def test_the_demonstration_is_computed_for_each_view(here: Post) -> None:
    path = here.folder / "demo.cpom"
    assert here.run("demo", path)[0] == 0
    accord, asked = here.json("compute", path), here.json("compute", path, "--overlay", "gestionnaire")
    assert accord["view"] == "accord" and accord["dgc"][0]["years"] != asked["dgc"][0]["years"]
    said = here.run("compute", path)[1]
    cents = accord["dgc"][0]["years"][0]["lines"]["grant"]["cents"]
    assert f"  2027\u00a0: {format_amount(cents, unit=True)}" in said


def test_what_cannot_be_computed_says_why(here: Post, contract: Path) -> None:
    assert "incomplet (" in here.run("compute", contract)[1]


def test_the_contract_is_printed_and_its_pdf_verified(here: Post, contract: Path) -> None:
    pdf = here.folder / "contrat.pdf"
    code, said, _ = here.run("export", "contract", contract, "-o", pdf, "--draft")
    assert code == 0 and "pages" in said and pdf.read_bytes().startswith(b"%PDF")
    fingerprint = here.run("fingerprint", contract)[1].strip()
    assert fingerprint in here.json("verify", pdf)["detail"]
    pdf.write_bytes(b"%PDF-1.7 nothing")
    assert here.run("verify", pdf)[0] == 1


def test_a_pdf_that_has_no_place_is_refused_and_nothing_is_left(here: Post, contract: Path) -> None:
    code, _, complaint = here.run("export", "contract", contract, "-o", here.folder / "absent" / "x.pdf")
    assert code == 2 and complaint
    assert not (here.folder / "absent").exists()


def test_a_merge_that_lacks_an_earlier_bundle_says_so_and_exits_1(here: Post, there: Post, contract: Path) -> None:
    bundle, copy = here.folder / "a.cpomsync", here.folder / "copie.cpom"
    here.run("export", "bundle", contract, "-o", bundle)
    there.run("merge", copy, bundle)
    document = Document.open(contract, here.computer.tools)
    document.author = ATTIAS
    document.apply(Edit("", values={CAPACITY: 65}))
    (replica,) = document.file.own_replicas() - set(held_by(copy, there))
    document.apply(Edit("", values={CAPACITY: 66}))
    held = {**held_by(copy, there), replica: 1}
    bundle.write_bytes(exchange._bundle(document, here.computer.keys(), ATTIAS, held, {}))
    document.close()
    code, said, _ = there.run("merge", copy, bundle)
    assert code == 1 and "En attente\u00a0: il manque un envoi de «\u00a0Les Deux Rives\u00a0»" in said
    here.run("export", "bundle", contract, "-o", bundle)
    assert there.run("merge", copy, bundle)[0] == 0
    assert here.run("fingerprint", contract)[1] == there.run("fingerprint", copy)[1]


def held_by(path: Path, post: Post) -> dict[str, int]:
    document = Document.open_reading(path, post.computer.tools)
    held = document.file.vector()
    document.close()
    return held
