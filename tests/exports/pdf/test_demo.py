"""The demonstration contract « Les Deux Rives » on paper: every sum, no secret, the same bytes twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pikepdf
import pypdf
import pytest

from cpom_desktop.core.demo import final_model, load_steps
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Decision, Position
from cpom_desktop.exports.pdf.agreed import agreed
from cpom_desktop.exports.pdf.content.money import chains_of
from cpom_desktop.exports.pdf.pipeline import Report, write_contract
from cpom_desktop.exports.pdf.read_back import read_contract
from cpom_desktop.paths import resource


@pytest.fixture(scope="module")
def demo() -> Model:
    files = sorted(resource("demo").glob("*.json"), key=lambda path: (path.name != "les_deux_rives.json", path.name))
    return final_model(load_steps(*(path.read_text(encoding="utf-8") for path in files)))


def write(model: Model, out: Path) -> Report:
    return write_contract(
        model,
        out,
        made_on=dt.date(2026, 11, 20),
        fingerprint="7K3M-Q9XZ-2F4T",
        draft=True,
        progress=lambda done, words: None,
    )


@pytest.fixture(scope="module")
def written(demo: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "deux-rives.pdf"
    assert write(demo, out).warnings == ()
    return out


@pytest.fixture(scope="module")
def words(written: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(written).pages).replace("\u00a0", " ")


def test_each_sum_of_the_dgc_is_printed(words: str) -> None:
    """`domain.md` §10.4."""
    for amount in (
        "1 344 706,25",
        "1 372 628,61",
        "1 424 418,04",
        "1 438 662,22",
        "1 453 048,84",
        "112 058,90",
        "409 050,00",
    ):
        assert amount in words


def test_the_living_fields_are_filled_and_the_blank_left_by_the_parties_stays_visible(words: str) -> None:
    assert "{" not in words and "}" not in words
    assert "préavis de […] mois" in words.replace("\n", " ")


def test_no_court_that_is_gone_is_named(words: str) -> None:
    assert "tarification sanitaire et sociale" not in words and "interrégional" not in words


def test_what_is_left_out_changes_no_trajectory(demo: Model) -> None:
    assert chains_of(agreed(demo)) == chains_of(demo)


def test_no_argument_decision_or_meeting_leaves_with_the_contract(demo: Model, written: Path, words: str) -> None:
    with pikepdf.open(written) as pdf:
        held = words + pdf.Root.AF[0].EF.F.read_bytes().decode()
    said = [row.argument for row in demo.all(Position)] + [row.authority_text for row in demo.all(Decision)]
    said += [row.number for row in demo.all(Decision)] + ["PRIVE-OG-7Q4", "PRIVE-AT-2M8"]
    assert len([text for text in said if text]) > 20
    assert not [text for text in said if len(text) > 6 and text in held]


def test_the_demo_is_read_back_as_it_was_agreed(demo: Model, written: Path) -> None:
    found, kept = read_contract(written).model, agreed(demo)
    assert len(found) == len(kept)
    assert all(found.record(record.kind, record.id) == record for record in kept)


def test_the_demo_gives_the_same_bytes_twice(demo: Model, written: Path, tmp_path: Path) -> None:
    write(Model(reversed(list(demo))), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()
