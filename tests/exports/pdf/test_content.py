"""What the printed contract says, before any layout."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cpom_desktop.core.clauses import PARTS, Article
from cpom_desktop.core.contract import Contract, Section, Signatory
from cpom_desktop.core.finance.records import SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.objectives import IndicatorYear
from cpom_desktop.exports.pdf.agreed import agreed
from cpom_desktop.exports.pdf.content.assemble import contract_data
from cpom_desktop.exports.pdf.dto import (
    FORECAST,
    UNWRITTEN,
    Block,
    Column,
    Facts,
    Heading,
    IndicatorChart,
    Prose,
    Row,
    Table,
)
from tests.exports.pdf.build import FINGERPRINT, MADE_ON, small_contract


def blocks(model: Model) -> tuple[Block, ...]:
    return contract_data(agreed(model), made_on=MADE_ON, fingerprint=FINGERPRINT, draft=True).blocks


def table(model: Model, title: str) -> Table:
    return next(block for block in blocks(model) if isinstance(block, Table) and block.title.startswith(title))


def columns(one: Table, *titles: str) -> list[tuple[str, ...]]:
    ranks = [[column.title for column in one.columns].index(title) for title in titles]
    return [tuple(row.cells[rank].replace("\u202f", " ") for rank in ranks) for row in one.rows]


def test_the_twelve_parts_stand_in_their_order_whatever_is_written() -> None:
    for model in (small_contract(), Model([Contract(id="c")]), Model()):
        titles = [block.text for block in blocks(model) if isinstance(block, Heading) and block.level == 1]
        assert titles[:12] == [title for _, title in PARTS]
        assert titles[12] == "Signatures"


def test_a_part_without_text_says_so_and_still_shows_its_data() -> None:
    found = blocks(small_contract())
    start = next(i for i, block in enumerate(found) if isinstance(block, Heading) and block.text == "Objet du contrat")
    assert isinstance(found[start + 1], Prose) and found[start + 1].text == UNWRITTEN  # type: ignore[union-attr]
    assert isinstance(found[start + 2], Table)
    written = sum(1 for block in found if isinstance(block, Prose) and block.text == UNWRITTEN)
    assert written == 10


def test_articles_are_numbered_through_the_contract_and_the_preambule_is_not() -> None:
    model = small_contract().replacing([Article(id="a0", part="objet", name="Objet", body="Texte.", position="0")])
    numbers = [block.full for block in blocks(model) if isinstance(block, Heading) and block.level == 2][:2]
    assert numbers == ["Article 1 — Objet", "Article 2 — Révision"]


def test_an_article_of_an_unknown_part_is_printed_after_the_others() -> None:
    model = small_contract().replacing(
        [Article(id="a9", part="Dispositions locales", name="Été", body="Texte local.", position="z")]
    )
    found = blocks(model)
    titles = [block.text for block in found if isinstance(block, Heading) and block.level == 1]
    assert titles[12] == "Dispositions locales"
    assert any(isinstance(block, Prose) and block.text == "Texte local." for block in found)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Trajectoire de la section S1",
            [
                ("2027", "984 500,00", "12 306,25", "12 000,00", "1 008 806,25", "20 000,00", "1 028 806,25"),
                ("2028", "1 008 806,25", "9 079,26", "36 000,00", "1 053 885,51", "–", "1 053 885,51"),
                ("2029", "1 053 885,51", "15 808,28", "–", "1 069 693,79", "–", "1 069 693,79"),
                ("2030", "1 069 693,79", "10 696,94", "–", "1 080 390,73", "–", "1 080 390,73"),
                ("2031", "1 080 390,73", "10 803,91", "–", "1 091 194,64", "–", "1 091 194,64"),
            ],
        ),
        (
            "Trajectoire de la section S3",
            [
                ("2027", "312 000,00", "3 900,00", "–", "315 900,00", "–", "315 900,00"),
                ("2028", "315 900,00", "2 843,10", "–", "318 743,10", "–", "318 743,10"),
                ("2029", "318 743,10", "4 781,15", "31 200,00", "354 724,25", "–", "354 724,25"),
                ("2030", "354 724,25", "3 547,24", "–", "358 271,49", "–", "358 271,49"),
                ("2031", "358 271,49", "3 582,71", "–", "361 854,20", "–", "361 854,20"),
            ],
        ),
        (
            "Dotation globalisée commune DGC-1",
            [
                ("2027", "1 296 500,00", "16 206,25", "12 000,00", "1 324 706,25", "20 000,00", "1 344 706,25"),
                ("2028", "1 324 706,25", "11 922,36", "36 000,00", "1 372 628,61", "–", "1 372 628,61"),
                ("2029", "1 372 628,61", "20 589,43", "31 200,00", "1 424 418,04", "–", "1 424 418,04"),
                ("2030", "1 424 418,04", "14 244,18", "–", "1 438 662,22", "–", "1 438 662,22"),
                ("2031", "1 438 662,22", "14 386,62", "–", "1 453 048,84", "–", "1 453 048,84"),
                ("Total", "", "", "", "", "", "7 033 463,96"),
            ],
        ),
    ],
)
def test_the_trajectories_are_those_of_the_worked_case(title: str, expected: list[tuple[str, ...]]) -> None:
    """`domain.md` §10.4."""
    found = table(small_contract(), title)
    assert (
        columns(
            found,
            "Année",
            "Base N−1",
            "Actualisation",
            "Mesures pérennes",
            "Base reconductible N",
            "CNR",
            "Dotation N",
        )
        == expected
    )
    assert FORECAST in found.note


def test_the_douziemes_leave_their_remainder_to_december() -> None:
    found = table(small_contract(), "DGC-1 : versements")
    assert columns(found, "Année", "De janvier à novembre, par mois", "Décembre")[0] == (
        "2027",
        "112 058,85",
        "112 058,90",
    )


def test_every_table_of_future_amounts_says_that_they_are_forecast() -> None:
    for block in blocks(small_contract()):
        if isinstance(block, Table) and any("prévisionnel" in column.unit for column in block.columns):
            assert FORECAST in block.note, block.title


def test_an_unknown_base_makes_its_dotations_incomplete_and_says_why() -> None:
    model = small_contract().replacing([replace(small_contract().get(SectionBase, "bS3"), cents=None)])
    found = table(model, "Dotation globalisée commune DGC-1")
    assert {cells[0] for cells in columns(found, "Dotation N")} == {"incomplet"}
    assert "Incomplet, il manque : base de Service L’Escale" in found.note


def test_an_unknown_rate_never_counts_as_zero() -> None:
    model = small_contract().replacing([replace(small_contract().get(YearRate, "tS12028"), rate=None)])
    found = columns(table(model, "Trajectoire de la section S1"), "Année", "Taux", "Dotation N")
    assert found[0][2] == "1 028 806,25" and found[1] == ("2028", "–", "incomplet")


def test_an_indicator_shows_its_baseline_from_numerator_and_denominator() -> None:
    assert columns(table(small_contract(), "Indicateurs et cibles"), "Initial", "2027", "2031") == [
        ("35,4", "36,7", "46,2")
    ]
    chart = next(block for block in blocks(small_contract()) if isinstance(block, IndicatorChart))
    assert chart.baseline is not None and chart.baseline[0] == 2025 and chart.start == 2027
    assert [year for year, _ in chart.targets] == [2027, 2028, 2029, 2030, 2031]


def test_a_rate_over_nothing_is_not_significant() -> None:
    row = replace(small_contract().get(IndicatorYear, "i2025"), denominator="0")
    assert columns(table(small_contract().replacing([row]), "Indicateurs et cibles"), "Initial") == [("n.s.",)]


def test_the_courts_are_those_that_were_typed_and_none_is_guessed() -> None:
    said = [
        block
        for block in blocks(small_contract())
        if isinstance(block, Facts) and block.facts[0][0].startswith("Recours")
    ]
    assert len(said) == 1
    bare = small_contract().replacing(
        [replace(small_contract().get(Contract, "c"), tariff_court="", contract_court="")]
    )
    words = " ".join(
        text for block in blocks(bare) if isinstance(block, Facts) for pair in block.facts for text in pair
    )
    assert "tribunal" not in words


def test_one_signature_block_per_signatory_in_order() -> None:
    data = contract_data(agreed(small_contract()), made_on=MADE_ON, fingerprint=FINGERPRINT, draft=False)
    assert [signer.organisation for signer in data.signers] == [
        "Préfet de la région Val-d’Orme (DREETS)",
        "Préfète d’Aure-et-Lys (DDETS)",
        "Association Les Deux Rives",
    ]
    assert data.signers[2].act == "délibération n° 12, du 8 décembre 2026"


def test_without_signatories_each_party_has_a_block() -> None:
    model = small_contract().replacing([], [("signatory", row.id) for row in small_contract().all(Signatory)])
    data = contract_data(agreed(model), made_on=MADE_ON, fingerprint=FINGERPRINT, draft=False)
    assert len(data.signers) == 3


def test_a_subsidised_section_outside_the_dgc_stays_out_of_its_sum() -> None:
    lone = Section(id="S2", code="S2", esms="E1", order=3)
    assert columns(table(small_contract().replacing([lone]), "Dotation globalisée commune DGC-1"), "Dotation N")[0] == (
        "1 344 706,25",
    )


def test_a_table_has_as_many_cells_as_columns() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("T", (Column("a"), Column("b")), (Row(("x",)),))


def test_no_printed_amount_has_a_plain_space() -> None:
    cells = [
        cell
        for block in blocks(small_contract())
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
    ]
    assert not [cell for cell in cells if re.search(r"\d \d{3},\d", cell)]
