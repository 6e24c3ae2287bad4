"""Makes the two workbooks of `tests/data/import/`, laid out as people lay them out; invented, on the demonstration.

Run it to write them again: `python -m tests.data.import_books`. They hold what real ones hold: a cover, merged
titles, headings on two rows, subtotals between accounts, totals by formula and typed, notes, empty rows and columns, an
account typed with a letter, an amount in words, sheets in k€, a sheet about investments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).parent / "import"
CA, BP = FOLDER / "ca_2024_la_passerelle.xlsx", FOLDER / "bp_2026_la_passerelle.xlsx"

Amount = float | str | None
Account = tuple[str | int, str, Amount, Amount]
Group = tuple[str, Sequence[Account], Amount]
"""Title, accounts (with what was voted and what was done), and the total typed in place of its formula."""

CHARGES: Sequence[Group] = (
    ("GROUPE I : Dépenses afférentes à l’exploitation courante", (
        (60, "Achats", 116_200, 114_800), (6061, "Eau, énergie, chauffage", 64_000, 63_900),
        (60622, "Produits d’entretien", 7_000, 6_700), (6063, "Alimentation", 38_400, 37_600),
        (6064, "Fournitures administratives et hygiène", 6_800, 6_600),
        (611, "Prestations (repas, blanchissage)", 15_000, 14_900), (625, "Déplacements, missions", 8_000, 7_900),
        (626, "Poste et télécommunications", 9_300, 9_400), ("6O28", "Autres fournitures suivies en stock", 0, 0),
    ), None),
    ("GROUPE II : Dépenses afférentes au personnel", (
        (621, "Personnel extérieur", 10_000, 12_500),
        ("631 et 633", "Impôts et taxes sur rémunérations", 59_000, 59_200),
        (64, "Charges de personnel", 588_000, 591_800), (641, "Rémunérations", 418_000, 420_300),
        (645, "Charges sociales", 157_500, 158_600), ("647-648", "Autres charges de personnel", 12_500, 12_900),
    ), None),
    ("GROUPE III : Dépenses afférentes à la structure", (
        ("613-614", "Locations et charges locatives (diffus)", 57_000, 57_200),
        (615, "Entretien et réparations", 13_000, 13_100), (616, "Assurances", 6_700, 6_700),
        (635, "Autres impôts et taxes", 4_100, 4_050), (655, "Quote-part de frais de siège", 34_447, 34_447),
        (66, "Charges financières", 8_900, 8_900), (67, "Charges exceptionnelles", None, 603),
        (6811, "Dotations aux amortissements", 55_000, 55_000), (6815, "Dotations aux provisions", 3_000, 3_000),
        (6816, "Dépréciations", None, "néant"),
    ), None),
)
PRODUCTS: Sequence[Group] = (
    ("GROUPE I : Produits de la tarification", ((731, "Dotation globale de financement", 915_400, 915_400),), None),
    ("GROUPE II : Autres produits relatifs à l’exploitation", (
        (70, "Participations des personnes accueillies", 33_000, 31_900),
        (708, "Aides au logement", 15_600, 15_600), (74, "Subventions et participations", 6_000, 6_000),
    ), None),
    ("GROUPE III : Produits financiers et produits non encaissables", (
        (76, "Produits financiers", 1_000, 1_100), (771, "Produits exceptionnels", None, 900),
        (777, "Quote-part de subventions virée au résultat", 11_000, 11_000),
        (781, "Reprises sur provisions", 2_500, 2_500),
    ), None),
)
BUDGET: Sequence[Group] = (
    ("Groupe I - Dépenses afférentes à l’exploitation courante", (
        ("6061", "Eau, énergie, chauffage", 66_000, 68_320), ("60622", "Produits d’entretien", 6_900, 7_000),
        ("6063", "Alimentation", 38_600, 40_300), ("6064", "Fournitures administratives", 6_800, 7_000),
        ("611", "Prestations (repas, blanchissage)", 15_300, 16_000), ("625", "Déplacements", 8_300, 8_700),
        ("626", "Poste et télécommunications", 9_600, 10_200),
    ), None),
    ("Groupe II - Dépenses afférentes au personnel", (
        ("621", "Personnel extérieur", 12_000, 12_340), ("631/633", "Taxes sur rémunérations", 61_000, 63_500),
        ("641", "Rémunérations", 433_000, 449_000), ("645", "Charges sociales", 163_500, "169 800,00"),
        ("647", "Autres charges de personnel", 13_300, 14_200),
    ), 708_480),
    ("Groupe III - Dépenses afférentes à la structure", (
        ("613", "Locations", 59_000, 61_000), ("615", "Entretien et réparations", 13_500, 14_100),
        ("616", "Assurances", 7_000, 7_300), ("635", "Autres impôts", 4_100, 4_200),
        ("655", "Frais de siège", 37_000, 38_600), ("66", "Charges financières", 8_200, 7_940),
        ("68", "Dotations", 62_000, 65_000),
    ), None),
)
BUDGET_PRODUCTS: Sequence[Group] = (
    ("Groupe I - Produits de la tarification", (("731", "Dotation globale", 962_000, 984_500),), None),
    ("Groupe II - Autres produits", (("70", "Participations", 52_500, 54_000), ("74", "Subventions", 8_000, 8_000)),
     None),
    ("Groupe III - Produits financiers et non encaissables", (("76", "Produits financiers", 1_200, 1_000),
                                                              ("777", "Quote-part de subventions", 16_000, 17_000)),
     None),
)


class Drawing:
    """A workbook being laid out, with the few formats that such files have."""

    def __init__(self, path: Path) -> None:
        # A constant date, so that writing the files again changes no byte of them.
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"author": "Service comptable", "created": dt.datetime(2025, 4, 28)})
        self.title = self.book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
        self.bold = self.book.add_format({"bold": True, "border": 1})
        self.money = self.book.add_format({"num_format": '#,##0.00\\ "€"', "border": 1})
        self.total = self.book.add_format({"num_format": "#,##0.00", "bold": True, "top": 2})
        self.small = self.book.add_format({"italic": True, "font_size": 8})

    def sheet(self, name: str) -> Any:
        """A new sheet."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 11)
        sheet.set_column(1, 1, 46)
        sheet.set_column(2, 6, 15)
        return sheet

    def amount(self, sheet: Any, row: int, column: int, amount: Amount) -> None:
        """An amount, a text in its place, or nothing."""
        if amount is None:
            sheet.write_blank(row, column, None, self.money)
        elif isinstance(amount, str):
            sheet.write_string(row, column, amount, self.money)
        else:
            sheet.write_number(row, column, amount, self.money)

    def groups(self, sheet: Any, row: int, groups: Sequence[Group], columns: tuple[int, int], last: int,
               what: str) -> tuple[int, float]:
        """Groups one under the other with their totals by formula; the next row, and what the last column adds to."""
        totals: list[tuple[int, float, float]] = []
        for title, accounts, typed in groups:
            sheet.merge_range(row, 0, row, last, title, self.bold)
            first, row = row + 1, row + 1
            for number, label, *amounts in accounts:
                (sheet.write_number if isinstance(number, int) else sheet.write_string)(row, 0, number)
                sheet.write_string(row, 1, label)
                for column, amount in zip(columns, amounts, strict=True):
                    self.amount(sheet, row, column, amount)
                row += 1
            sheet.write_string(row, 1, f"TOTAL {title.split(' :')[0].split(' -')[0].upper()}", self.bold)
            voted, done = (sum(_counted(one, accounts, rank) for one in accounts) for rank in (2, 3))
            for column, amount in zip(columns, (voted, done), strict=True):
                formula = f"=SUM({_letter(column)}{first + 1}:{_letter(column)}{row})"
                sheet.write_formula(row, column, formula, self.total, amount)
            if typed is not None:
                sheet.write_number(row, columns[1], typed, self.total)
            totals.append((row, voted, done))
            row += 2
        sheet.write_string(row, 1, f"TOTAL DES {what} (I + II + III)", self.bold)
        for rank, column in enumerate(columns, 1):
            parts = "+".join(f"{_letter(column)}{one[0] + 1}" for one in totals)
            sheet.write_formula(row, column, f"={parts}", self.total, sum(one[rank] for one in totals))
        return row + 2, sum(one[2] for one in totals)


def _letter(column: int) -> str:
    return "ABCDEFGH"[column]


def _counted(account: Account, accounts: Sequence[Account], rank: int) -> float:
    """An account as the total of its group counts it: a subtotal of the accounts below is not counted again."""
    within = [one for one in accounts if str(one[0]) != str(account[0]) and str(one[0]).startswith(str(account[0]))]
    amount = account[rank]
    if isinstance(amount, str):
        return 169_800 if amount.startswith("169") else 0
    whole = sum(one[rank] or 0 for one in within if not isinstance(one[rank], str))  # type: ignore[misc]
    return 0 if within and amount == whole else amount or 0


def _cover(drawing: Drawing, title: str) -> None:
    sheet = drawing.sheet("Page de garde")
    sheet.merge_range("A2:E3", "ASSOCIATION LES DEUX RIVES", drawing.title)
    sheet.merge_range("A5:E5", title, drawing.title)
    sheet.write_string("A8", "Document établi par le service comptable, à transmettre avant le 30 avril.")


def _headed(drawing: Drawing, name: str, titles: Sequence[str], last: int) -> tuple[Any, int]:
    sheet = drawing.sheet(name)
    for row, title in enumerate(titles):
        sheet.merge_range(row, 0, row, last, title, drawing.title)
    return sheet, len(titles) + 1


def account_sheet(drawing: Drawing, name: str, titles: Sequence[str], groups: Sequence[Group], what: str) -> int:
    """A sheet of the compte administratif: headings on two rows, a column of differences, an empty column."""
    sheet, row = _headed(drawing, name, titles, 6)
    sheet.merge_range(row, 0, row + 1, 0, "Comptes", drawing.title)
    sheet.merge_range(row, 1, row + 1, 1, "Intitulés", drawing.title)
    sheet.merge_range(row, 2, row, 3, "Exercice 2024", drawing.title)
    sheet.merge_range(row, 5, row + 1, 5, "Écart", drawing.title)
    sheet.merge_range(row, 6, row + 1, 6, "Observations", drawing.title)
    sheet.write_string(row + 1, 2, "BP exécutoire", drawing.title)
    sheet.write_string(row + 1, 3, "Réel", drawing.title)
    row, total = drawing.groups(sheet, row + 2, groups, (2, 3), 6, what)
    if what == "PRODUITS":
        sheet.write_string(row, 1, "RÉSULTAT (produits − charges)", drawing.bold)
        sheet.write_formula(row, 3, f"=D{row - 1}-Charges!D44", drawing.total, total - 993_500)
        row += 1
    sheet.write_string(row + 1, 0, "(1) Le dépassement du chapitre 67 a fait l’objet d’un virement en novembre.",
                       drawing.small)
    return row


def _short_sheet(drawing: Drawing, name: str, titles: Sequence[str], amounts: Sequence[float]) -> None:
    """A sheet that stops at groups, in thousands of euros."""
    sheet, row = _headed(drawing, name, titles, 3)
    sheet.write_string(row, 1, "Groupes fonctionnels", drawing.title)
    sheet.write_string(row, 2, "Réel 2024 (k€)", drawing.title)
    labels = ("Groupe I - Exploitation courante", "Groupe II - Personnel", "Groupe III - Structure",
              "Groupe I - Produits de la tarification", "Groupe II - Autres produits",
              "Groupe III - Produits financiers et non encaissables")
    for side, start in (("CHARGES", 0), ("PRODUITS", 3)):
        row += 1
        sheet.write_string(row, 0, side, drawing.bold)
        for label, amount in zip(labels[start:start + 3], amounts[start:start + 3], strict=True):
            row += 1
            sheet.write_string(row, 1, label)
            sheet.write_number(row, 2, amount)
        row += 1
        sheet.write_string(row, 1, f"Total {side.lower()}", drawing.bold)
        sheet.write_formula(row, 2, f"=SUM(C{row - 2}:C{row})", drawing.total, sum(amounts[start:start + 3]))
        row += 1


def _investments(drawing: Drawing) -> None:
    sheet, row = _headed(drawing, "Investissement", ("SECTION D’INVESTISSEMENT 2024",), 3)
    for at, text in enumerate(("Compte", "Emplois", "Réel 2024")):
        sheet.write_string(row, at, text, drawing.title)
    for at, (number, label, amount) in enumerate(((2154, "Matériel", 12_400.5), (1641, "Capital", 21_000.0),
                                                  (675, "Valeur comptable cédée", 0.0)), 1):
        sheet.write_number(row + at, 0, number)
        sheet.write_string(row + at, 1, label)
        sheet.write_number(row + at, 2, amount)


def write_ca(path: Path) -> None:
    """The compte administratif 2024: La Passerelle by accounts on two sheets, the two others by groups in k€."""
    drawing = Drawing(path)
    _cover(drawing, "COMPTE ADMINISTRATIF 2024")
    titles = ("LES DEUX RIVES — CHRS La Passerelle", "FINESS 990 000 119", "COMPTE ADMINISTRATIF 2024 — {} (en euros)")
    for name, groups, what in (("Charges", CHARGES, "CHARGES"), ("Produits", PRODUCTS, "PRODUITS")):
        account_sheet(drawing, name, [title.format(what) for title in titles], groups, what)
    _short_sheet(drawing, "CHU Le Quai", ("CHU Le Quai — compte administratif 2024",), (74, 249.5, 80, 381, 14, 2.5))
    _short_sheet(drawing, "Escale", ("Service L’Escale — compte administratif 2024", "en milliers d’euros"),
                 (20, 221, 58, 291, 8, 2))
    _investments(drawing)
    drawing.book.close()


def write_bp(path: Path) -> None:
    """The budget 2026 of La Passerelle on one sheet, with « N » in its headings and a typed total that is wrong."""
    drawing = Drawing(path)
    _cover(drawing, "BUDGET PRÉVISIONNEL — EXERCICE 2026")
    sheet, row = _headed(drawing, "BP La Passerelle", ("CHRS La Passerelle", "Budget prévisionnel, exercice 2026"), 4)
    for at, text in enumerate(("N° de compte", "Libellé", "BP exécutoire N-1", "Budget proposé N", "Évolution")):
        sheet.write_string(row, at, text, drawing.title)
    row, charges = drawing.groups(sheet, row + 1, BUDGET, (2, 3), 4, "CHARGES")
    row, products = drawing.groups(sheet, row, BUDGET_PRODUCTS, (2, 3), 4, "PRODUITS")
    assert charges == products == 1_064_500
    drawing.book.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write_ca(CA)
    write_bp(BP)
