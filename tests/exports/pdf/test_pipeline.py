"""The contract PDF as a whole: repeatable, embedded, complete, put in place at once."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest

from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import Contract, Esms
from cpom_desktop.core.model import Model
from cpom_desktop.core.objectives import Sheet
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.exports.pdf import pipeline
from cpom_desktop.exports.pdf.fonts import REPLACEMENT
from cpom_desktop.exports.pdf.pipeline import Report, write_contract
from tests.exports.pdf.build import FINGERPRINT, MADE_ON, SECRETS, small_contract


def write(model: Model, out: Path, draft: bool = False) -> Report:
    return write_contract(
        model, out, made_on=MADE_ON, fingerprint=FINGERPRINT, draft=draft, progress=lambda done, words: None
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("pdf") / "contrat.pdf"
    write(small_contract(), out)
    yield out


@pytest.fixture(scope="module")
def words(written: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(written).pages).replace("\u00a0", " ")


def test_equal_data_and_date_give_equal_bytes(written: Path, tmp_path: Path) -> None:
    time.sleep(1.1)  # what a library takes from the clock would differ by now
    write(Model(reversed(list(small_contract()))), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()


def test_another_date_or_amount_gives_another_document(written: Path, tmp_path: Path) -> None:
    esms = replace(small_contract().get(Esms, "E1"), capacity=61)
    write(small_contract().replacing([esms]), tmp_path / "other.pdf")
    assert (tmp_path / "other.pdf").read_bytes() != written.read_bytes()


@pytest.mark.parametrize(
    "amount",
    [
        "984 500,00",
        "1 008 806,25",
        "1 028 806,25",
        "1 053 885,51",
        "1 069 693,79",
        "1 080 390,73",
        "1 091 194,64",
        "312 000,00",
        "315 900,00",
        "318 743,10",
        "354 724,25",
        "358 271,49",
        "361 854,20",
        "1 296 500,00",
        "16 206,25",
        "1 324 706,25",
        "1 344 706,25",
        "11 922,36",
        "36 000,00",
        "1 372 628,61",
        "20 589,43",
        "1 424 418,04",
        "14 244,18",
        "1 438 662,22",
        "14 386,62",
        "1 453 048,84",
        "112 058,85",
        "112 058,90",
        "7 033 463,96",
    ],
)
def test_each_amount_of_the_trajectory_can_be_read_and_copied(words: str, amount: str) -> None:
    """`domain.md` §10.4, with the rows of sums."""
    assert amount in words


def test_the_foot_carries_name_pages_fingerprint_and_rules(written: Path) -> None:
    pages = pypdf.PdfReader(written).pages
    for number, page in enumerate(pages, start=1):
        text = page.extract_text().replace("\u00a0", " ")
        assert f"page {number} / {len(pages)}" in text
        assert f"Empreinte {FINGERPRINT} · règles de calcul, version 1" in text
        assert "CPOM Les Deux Rives 2027–2031" in text and "Paraphes" in text


def test_a_draft_says_so_on_each_page_and_a_final_document_nowhere(words: str, tmp_path: Path) -> None:
    assert "PROJET" not in words
    write(small_contract(), tmp_path / "draft.pdf", draft=True)
    assert all("PROJET" in page.extract_text() for page in pypdf.PdfReader(tmp_path / "draft.pdf").pages)


def test_nothing_of_the_negotiation_can_be_found_in_the_file_even_unpacked(written: Path, words: str) -> None:
    unpacked = io.BytesIO()
    with pikepdf.open(written) as pdf:
        pdf.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    held = unpacked.getvalue() + written.read_bytes() + words.encode()
    assert b"CHRS La Passerelle" in held
    assert not [secret for secret in SECRETS if secret.encode() in held or secret.encode("utf-16-be") in held]


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_another_program_sees_every_font_embedded(written: Path) -> None:
    lines = subprocess.run(["pdffonts", written], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines and all(line.split()[-5] == "yes" for line in lines)


def test_the_contents_and_the_outline_lead_to_the_parts(written: Path) -> None:
    reader = pypdf.PdfReader(written)
    titles = [str(entry.title).replace("\u00a0", " ") for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:3] == [
        "Préambule",
        "Titre I — Objet du contrat",
        "Titre II — Objectifs opérationnels et plans d’action",
    ]
    links = [
        annotation for annotation in reader.pages[1].annotations or () if annotation.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= len(titles)


def test_there_is_one_field_per_signatory_above_its_printed_box(written: Path) -> None:
    with pikepdf.open(written) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.TU).replace("\u00a0", " ") for field in fields] == [
            "M. Jean Roche, Préfet de région, Préfet de la région Val-d’Orme (DREETS)",
            "Mme Anne Vidal, Préfète, Préfète d’Aure-et-Lys (DDETS)",
            "Mme Hélène Marchadier, Présidente, Association Les Deux Rives",
        ]
        for field in fields:
            left, bottom, right, top = (float(edge) for edge in field.Rect)
            assert (round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)) == (80, 35)
            assert str(field.SV.SubFilter[0]) == "/ETSI.CAdES.detached"


def test_a_character_without_shape_is_seen_and_reported(tmp_path: Path) -> None:
    named = replace(small_contract().get(Contract, "c"), name="CPOM 😀")
    report = write(small_contract().replacing([named]), tmp_path / "a.pdf")
    assert f"CPOM {REPLACEMENT}" in pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert report.warnings == ("Le caractère U+1F600 « 😀 » n’existe pas dans la police : il est imprimé « � ».",)


HOSTILE = "<img src='/etc/passwd'/> & <b>gras</i> \x00 \u202e <a href='javascript:x'>y</a> " + "mot" * 2000


def test_a_hostile_text_in_every_field_is_only_printed(tmp_path: Path) -> None:
    records = []
    for record in small_contract():
        texts = {
            name: HOSTILE[:499]
            for name in ("name", "label", "body", "statement", "quality", "person", "description")
            if isinstance(getattr(record, name, None), str)
        }
        records.append(replace(record, **texts))
    write(Model(records), tmp_path / "hostile.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "hostile.pdf").pages).replace("\n", "")
    assert "<img src='/etc/passwd'/>" in text.replace("\u00a0", " ")
    with pikepdf.open(tmp_path / "hostile.pdf") as pdf:
        assert not [a for page in pdf.pages for a in page.get("/Annots", []) if "/URI" in a.get("/A", {})]


def test_a_megabyte_in_one_paragraph_and_a_row_taller_than_a_page_stay_quick(tmp_path: Path) -> None:
    long_article = replace(small_contract().get(Article, "ar2"), body="mot " * 262_144)
    tall = replace(
        small_contract().get(Sheet, "f"), manager_commitment="engagement tenu " * 2_000, description="étape\n" * 300
    )
    start = time.perf_counter()
    report = write(small_contract().replacing([long_article, tall]), tmp_path / "long.pdf")
    # Cut at 10 000 characters: whole, this paragraph alone asks for seven minutes.
    assert time.perf_counter() - start < 60
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "long.pdf").pages[3:9])
    assert report.pages > 100 and text.count("engagement") + text.count("mot") > 500


def test_a_contract_without_anything_can_be_printed(tmp_path: Path) -> None:
    assert write(Model(), tmp_path / "empty.pdf", draft=True).fields == 0


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    heard: list[float] = []
    write_contract(
        small_contract(),
        tmp_path / "p.pdf",
        made_on=MADE_ON,
        fingerprint=FINGERPRINT,
        draft=False,
        progress=lambda done, words: heard.append(done),
    )
    assert heard == sorted(heard) and heard[0] == 0 and heard[-1] == 1


def test_a_document_that_fails_its_checks_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "contrat.pdf"
    out.write_bytes(b"before")
    monkeypatch.setattr(pipeline, "faults", lambda *args, **more: ["a font is not embedded"])
    with pytest.raises(Refused) as refused:
        write(small_contract(), out)
    assert refused.value.reason is Reason.BAD_DOCUMENT
    assert out.read_bytes() == b"before" and [path.name for path in tmp_path.iterdir()] == ["contrat.pdf"]


def test_a_full_disk_replaces_nothing_and_leaves_no_scrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "contrat.pdf"
    out.write_bytes(b"before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Surroundings) as surroundings:
        write(small_contract(), out)
    assert surroundings.value.kind is Kind.FULL
    assert out.read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Surroundings) as surroundings:
        write(small_contract(), tmp_path / "absent" / "contrat.pdf")
    assert surroundings.value.kind is Kind.MISSING
