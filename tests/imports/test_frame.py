"""A compte administratif and a budget are read as an accountant reads them, and what is not understood is said."""

from __future__ import annotations

from typing import Any

import pytest

from cpom_desktop.imports.xlsx.accounts import PROPOSED, account_in, group_of
from cpom_desktop.imports.xlsx.book import Sheet
from cpom_desktop.imports.xlsx.controls import settle
from cpom_desktop.imports.xlsx.layout import Layout, Role, propose
from cpom_desktop.imports.xlsx.lines import Line, Placed, read_lines
from cpom_desktop.imports.xlsx.reader import read_book
from cpom_desktop.imports.xlsx.words import (
    Sum,
    group_in,
    is_left_aside,
    side_in,
    status_in,
    total_in,
    unit_in,
    year_in,
)
from tests.data.import_books import BP, CA
from tests.imports.books import Rows, book_of

HEAD: list[Any] = ["Compte", "Libellé", "Réel 2024"]


def sheet_of(rows: Rows, name: str = "Feuille") -> Sheet:
    return read_book(book_of({name: rows}), "x.xlsx").sheets[0]


def layout_of(sheet: Sheet, settings: str = "") -> Layout:
    found = propose(sheet, settings)
    assert found is not None
    return found


def lines_of(rows: Rows, **groups: str) -> list[tuple[str, str, int]]:
    """What a small compte administratif becomes: account, group, cents."""
    sheet = sheet_of(rows)
    lines, _ = settle(read_lines(sheet, layout_of(sheet), groups))
    return [(line.account, line.group, line.cents) for line in lines]


def reasons_of(rows: Rows) -> list[tuple[int, str]]:
    sheet = sheet_of(rows)
    return [(one.place.row, one.reason) for one in read_lines(sheet, layout_of(sheet), {}).unread]


def controls_of(rows: Rows) -> list[tuple[int, int, int]]:
    """Row, written and computed, of each total."""
    sheet = sheet_of(rows)
    _, controls = settle(read_lines(sheet, layout_of(sheet), {}))
    return [(one.place.row, one.written, one.computed) for one in controls]


@pytest.mark.parametrize(("text", "status", "year"), [
    ("Réel 2024", "ca", 2024), ("Réalisé N-1", "ca", 2024), ("BP exécutoire N", "bp", 2025),
    ("BP exécutoire 2025", "bp", 2025), ("Budget proposé N", "bp", 2025), ("Notifié 2024", "notifie", 2024),
    ("Base 2026", "base", 2026), ("Compte administratif N − 2", "ca", 2023), ("Montant", "", None),
])
def test_a_heading_says_status_and_year(text: str, status: str, year: int | None) -> None:
    assert (status_in(text), year_in(text, 2025)) == (status, year)


@pytest.mark.parametrize("text", ["Écart", "Évolution 2024/2025", "% du total", "Variation", "Virements de crédits",
                                  "DM n° 1", "Observations"])
def test_a_column_that_holds_no_budget_is_left(text: str) -> None:
    assert is_left_aside(text)


@pytest.mark.parametrize(("text", "unit"), [
    ("en k€", 1_000), ("(K€)", 1_000), ("en milliers d’euros", 1_000), ("milliers d'euro", 1_000), ("keuros", 1_000),
    ("en euros", 1), ("Réel 2024 (€)", 1), ("Kilomètres", None), ("Réel", None),
])
def test_a_heading_says_its_unit(text: str, unit: int | None) -> None:
    assert unit_in(text) == unit


@pytest.mark.parametrize(("text", "side", "group"), [
    ("GROUPE I : Dépenses afférentes à l’exploitation courante", "", "c1"), ("Groupe 2 - personnel", "", "c2"),
    ("Groupe III — Structure", "", "c3"), ("Groupe I — Produits de la tarification", "c", "p1"),
    ("GROUPE II : Autres produits relatifs à l’exploitation", "", "p2"), ("Gr. III", "p", "p3"),
    ("Groupe III : Produits financiers et produits non encaissables", "c", "p3"), ("Groupe I", "", ""),
    ("Regroupement I", "c", ""), ("Le groupe II comprend les mises à disposition.", "c", ""),
    ("Dépenses du groupe II", "", "c2"), ("A. Groupe I", "c", "c1"), ("Charges - Groupe III", "", "c3"),
])
def test_a_title_opens_its_group(text: str, side: str, group: str) -> None:
    assert group_in(text, side) == group


@pytest.mark.parametrize(("text", "found"), [
    ("TOTAL GROUPE II", Sum(group="c2")), ("Total des charges (I+II+III)", Sum(side="c")),
    ("TOTAL DES PRODUITS", Sum(side="p")), ("TOTAL", Sum(group="c3")), ("Résultat", Sum(result="resultat")),
    ("Déficit de l’exercice", Sum(result="deficit")), ("Sous-total", Sum(group="c3", partial=True)),
    ("Achats", None), ("Totalement autre chose", None),
])
def test_a_total_says_what_it_adds(text: str, found: Sum | None) -> None:
    assert total_in(text, "c3", "c") == found


def test_charges_and_products_in_one_title_are_of_no_side() -> None:
    assert (side_in("Charges et produits"), side_in("Dépenses"), side_in("RECETTES")) == ("", "c", "p")


@pytest.mark.parametrize(("text", "number", "label"), [
    ("6061", "6061", ""), ("613-614", "613-614", ""), ("631 et 633", "631-633", ""), ("c/ 6811", "6811", ""),
    ("631/633", "631-633", ""), ("6061 - Eau, énergie", "6061", "Eau, énergie"), ("64 Personnel", "64", "Personnel"),
])
def test_an_account_is_read_as_it_is_typed(text: str, number: str, label: str) -> None:
    assert account_in(text) == (number, label)


@pytest.mark.parametrize("text", ["6O61", "Total", "12,5", "1 234", "", "6", "123456789", "№ 12"])
def test_what_is_no_account_is_none(text: str) -> None:
    assert account_in(text) is None


@pytest.mark.parametrize(("account", "group"), [
    ("6061", "c1"), ("611", "c1"), ("6111", "c1"), ("612", "c3"), ("625", "c1"), ("621", "c2"), ("6211", "c2"),
    ("631-633", "c2"), ("633", "c2"), ("635", "c3"), ("641", "c2"), ("655", "c3"), ("6811", "c3"), ("731", "p1"),
    ("609", "p2"), ("6091", "p2"), ("629", "p2"), ("708", "p2"), ("74", "p2"), ("777", "p3"), ("781", "p3"),
])
def test_each_account_has_a_group_proposed(account: str, group: str) -> None:
    found = group_of(account, {})
    assert found is not None and (found.group, found.settled) == (group, False)


def test_what_the_user_settled_wins_over_what_is_proposed_unless_a_longer_prefix_says_more() -> None:
    assert group_of("6226", {"62": "c3"}) == ("c2", "622", False)
    assert group_of("6226", {"622": "c3"}) == ("c3", "622", True)
    assert group_of("69", {}) is None and all(len(group) == 2 for group in PROPOSED.values())


def test_a_subtotal_of_accounts_is_not_counted_twice() -> None:
    rows = [HEAD, [60, "Achats", 300], [6061, "Eau", 100], [6063, "Repas", 200], [611, "Prestations", 50]]
    assert lines_of(rows) == [("6061", "c1", 10_000), ("6063", "c1", 20_000), ("611", "c1", 5_000)]


def test_an_account_that_more_precise_ones_do_not_add_to_is_a_line_like_them() -> None:
    rows = [HEAD, [70, "Participations", 345], [708, "Aides", 180], [74, "Subventions", 80]]
    assert [line[0] for line in lines_of(rows)] == ["70", "708", "74"]


def test_a_total_decides_when_an_account_happens_to_equal_the_more_precise_one() -> None:
    rows = [HEAD, ["Groupe II - Autres produits"], [70, "Participations", 180], [708, "Aides", 180],
            [74, "Subventions", 80], [None, "TOTAL GROUPE II", 440]]
    assert [line[0] for line in lines_of(rows)] == ["70", "708", "74"]
    assert [line[0] for line in lines_of([*rows[:-1], [None, "TOTAL GROUPE II", 260]])] == ["708", "74"]


def test_subtotals_of_subtotals_leave_the_accounts_alone() -> None:
    rows = [HEAD, [64, "Personnel", 60], [641, "Rémunérations", 60], [6411, "A", 10], [6415, "B", 50]]
    assert [line[0] for line in lines_of(rows)] == ["6411", "6415"]


def test_the_title_of_a_group_decides_for_the_accounts_under_it() -> None:
    rows = [HEAD, ["Groupe III : dépenses afférentes à la structure"], [6226, "Honoraires", 1], [6281, "Nettoyage", 2],
            [6419, "Remboursements", 3]]
    assert [line[1] for line in lines_of(rows)] == ["c3", "c3", "c3"]


def test_without_titles_the_mapping_decides_and_says_that_it_proposes() -> None:
    rows = [HEAD, [6226, "Honoraires", 1], [6061, "Eau", 2], [731, "Dotation", 3]]
    sheet = sheet_of(rows)
    reading = read_lines(sheet, layout_of(sheet), {"6226": "c3"})
    assert [(line.group, line.placed) for line in reading.lines] == [
        ("c3", Placed.CHOSEN), ("c1", Placed.PROPOSED), ("p1", Placed.PROPOSED)]


def test_totals_are_compared_and_never_imported() -> None:
    rows = [HEAD, ["Groupe I - Exploitation courante"], [6061, "Eau", 100], [611, "Repas", 50],
            [None, "TOTAL GROUPE I", 150], ["Groupe II - Personnel"], [641, "Paies", 500],
            [None, "TOTAL GROUPE II", 501], [None, "TOTAL DES CHARGES", 651]]
    assert controls_of(rows) == [(5, 15_000, 15_000), (8, 50_100, 50_000), (9, 65_100, 65_000)]
    assert len(lines_of(rows)) == 3


def test_the_result_is_products_less_charges_whatever_words_carry_it() -> None:
    rows = [HEAD, [6061, "Eau", 100], [611, "Repas", 50], [731, "Dotation", 140]]
    assert controls_of([*rows, [None, "RÉSULTAT", -10]]) == [(5, -1_000, -1_000)]
    assert controls_of([*rows, [None, "Déficit", 10], [None, "Excédent", 0]]) == [(5, -1_000, -1_000), (6, 0, 0)]


def test_amounts_as_texts_are_read_by_the_parser_of_the_program() -> None:
    rows = [HEAD, [6061, "a", "1 234,50 €"], [6063, "b", "(200)"], [6064, "c", "12k"], [611, "d", 1]]
    assert [line[2] for line in lines_of(rows)] == [123_450, -20_000, 1_200_000, 100]


def test_thousands_are_multiplied_once() -> None:
    head: list[Any] = ["Compte", "Libellé", "Réel 2024 (k€)"]
    rows = [head, [6061, "a", 12.5], [6063, "b", "3,2"], [6064, "c", "4 k€"], [611, "d", 1]]
    assert [line[2] for line in lines_of(rows)] == [1_250_000, 320_000, 400_000, 100_000]


def test_a_finer_amount_is_rounded_to_the_cent_and_counted() -> None:
    sheet = sheet_of([HEAD, [6061, "a", 10.005], [6063, "b", -10.005], [611, "c", 0.1 + 0.2]])
    reading = read_lines(sheet, layout_of(sheet), {})
    assert [line.cents for line in reading.lines] == [1_001, -1_001, 30] and reading.rounded == 2


def test_every_row_that_becomes_nothing_says_why() -> None:
    rows: list[list[Any]] = [HEAD, [6061, "Eau", 1], [6063, "Repas", 2], [611, "Prestations", 3],
                             ["6O64", "Fournitures", 4], [6068, "Divers", "néant"], [2154, "Matériel", 5],
                             [None, "Sans compte", 6], [69, "Impôt", 7], [626, "Poste", "1.234"]]
    found = dict(reasons_of(rows))
    assert "« 6O64 »" in found[5].replace("\u00a0", " ") and "numéro de compte" in found[5] and "lettre O" in found[5]
    assert "n’est pas un montant" in found[6] and "ni une charge" in found[7]
    assert found[8] == "un montant sans numéro de compte" and "groupe" in found[9]
    assert "plusieurs façons" in found[10] and sorted(found) == [5, 6, 7, 8, 9, 10]


def test_errors_and_formulas_without_value_are_said_row_by_row() -> None:
    from tests.imports.books import SHEET, sheet_xml, with_part

    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{account}</v></c>{cell}</row>' for n, (account, cell) in enumerate((
        (6061, '<c r="B2"><v>1</v></c>'), (6063, '<c r="B3" t="e"><v>#REF!</v></c>'),
        (6064, '<c r="B4"><f>A1</f></c>'), (611, '<c r="B5" t="e"><v>#N/A</v></c>')), 2))
    head = '<row r="1"><c r="B1" t="inlineStr"><is><t>Réel 2024</t></is></c></row>'
    sheet = read_book(with_part(book_of({"S": [[1]]}), SHEET, sheet_xml(head + rows)), "x.xlsx").sheets[0]
    reading = read_lines(sheet, layout_of(sheet), {})
    assert [line.account for line in reading.lines] == ["6061"]
    assert [one.reason.partition("\u00a0")[0] for one in reading.unread] == [
        "#REF! n’est pas un montant", "valeur non calculée", "#N/A n’est pas un montant"]


def test_dashes_and_empty_rows_are_nothing() -> None:
    rows = [HEAD, [6061, "Eau", 1], [], [6063, "Repas", "-"], [6064, "c", "–"], [611, "d", None], [615, "e", 2]]
    assert [line[0] for line in lines_of(rows)] == ["6061", "615"] and not reasons_of(rows)


def test_of_several_columns_the_one_that_the_title_names_is_taken() -> None:
    head = ["Compte", "Libellé", "BP exécutoire 2024", "Réel 2024", "Écart"]
    sheet = sheet_of([["Compte administratif 2024"], [], head, [6061, "a", 1, 2, 1], [6063, "b", 1, 2, 1],
                      [611, "c", 1, 2, 1]])
    assert [column.role for column in layout_of(sheet).columns[2:]] == [Role.NOTHING, Role.AMOUNT, Role.NOTHING]


def test_a_year_written_nowhere_is_asked_for() -> None:
    rows: list[list[Any]] = [["Compte", "Libellé", "Réel"], [6061, "a", 1], [6063, "b", 1], [611, "c", 1]]
    assert {reason for _, reason in reasons_of(rows)} == {"l’année n’est pas connue"}
    assert layout_of(sheet_of(rows), "ca 2023").columns[2].year == 2023


def test_a_sheet_of_something_else_proposes_nothing() -> None:
    assert propose(sheet_of([["Nom", "Prénom"], ["a", "b"]])) is None
    assert propose(sheet_of([["Note"], ["Les comptes seront transmis."]])) is None


@pytest.mark.parametrize(("path", "name", "count"), [(CA, "Charges", 21), (CA, "Produits", 8),
                                                     (BP, "BP La Passerelle", 24)])
def test_the_workbooks_of_the_demonstration_are_recognised(path: Any, name: str, count: int) -> None:
    sheet = read_book(path.read_bytes(), path.name).sheet(name)
    assert sheet is not None
    lines: list[Line] = settle(read_lines(sheet, layout_of(sheet), {}))[0]
    assert len(lines) == count and all(line.placed is Placed.TITLE for line in lines)


def test_charges_written_negative_are_read_without_their_sign_and_their_totals_too() -> None:
    rows: Rows = [HEAD, [6061, "Eau", -100], [611, "Repas", -50], [641, "Paies", -10], [731, "Dotation", 160],
                  [None, "TOTAL DES CHARGES", -160], [None, "RÉSULTAT", 0]]
    assert [line[2] for line in lines_of(rows)] == [10_000, 5_000, 1_000, 16_000]
    assert controls_of(rows) == [(6, 16_000, 16_000), (7, 0, 0)]


def test_one_negative_charge_is_a_correction_and_stays_negative() -> None:
    rows: Rows = [HEAD, [6061, "Eau", -100], [611, "Repas", 50], [641, "Paies", 10]]
    assert [line[2] for line in lines_of(rows)] == [-10_000, 5_000, 1_000]


def test_a_produit_under_a_title_of_charges_goes_to_its_own_group_and_a_rebate_under_produits_stays() -> None:
    rows: Rows = [HEAD, ["Groupe III : dépenses afférentes à la structure"], [615, "Entretien", 1], [70, "Ventes", 2],
                  ["Groupe II : autres produits relatifs à l’exploitation"], [609, "Rabais", 3]]
    assert [line[:2] for line in lines_of(rows)] == [("615", "c3"), ("70", "p2"), ("609", "p2")]


def test_a_remark_that_mentions_groups_or_charges_changes_nothing_of_what_follows() -> None:
    rows: Rows = [
        [*HEAD, "Observations"], ["PRODUITS"], ["Groupe II - Autres produits"], [70, "Ventes", 1, "voir groupe III"],
        ["Le groupe I comprend les charges reprises au compte 609, selon la convention de l’exercice."],
        [74, "Subventions", 2, "charges de personnel"], ["Groupe III"], [76, "Intérêts", 3],
    ]
    assert [line[:2] for line in lines_of(rows)] == [("70", "p2"), ("74", "p2"), ("76", "p3")]


def test_a_title_merged_beside_the_accounts_of_its_group_opens_it() -> None:
    rows: Rows = [["", "Compte", "Libellé", "Réel 2024"], ["Groupe I - Exploitation courante", 6061, "Eau", 1],
                  [None, 6226, "Honoraires", 2], ["Groupe III - Structure", 6281, "Nettoyage", 3]]
    assert [line[:2] for line in lines_of(rows)] == [("6061", "c1"), ("6226", "c1"), ("6281", "c3")]
