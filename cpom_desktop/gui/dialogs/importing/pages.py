"""The tables of the import dialog: the sheet and what its rows become, values, rows not understood, totals, groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ....core.finance.records import GROUPS
from ....core.money import NBSP, format_amount
from ....imports.xlsx.book import Form, Seen, Sheet
from ....imports.xlsx.layout import Column as Meaning
from ....imports.xlsx.layout import Role, Target
from ....imports.xlsx.lines import Placed
from ....session.importing import ImportPlan
from ....session.sheets import SheetChoice
from ...grid import Align, Column, Content, GridCell, Row, status, title
from ...theme import Status, Type, metrics, shown
from ...theme.sizes import CELL_PADDING

PREVIEWED = 30
"""Rows of data shown of a sheet, after its headings."""
NARROWEST, MIDDLE, WIDEST = 72, 120, 220
"""Widths of a column of a sheet."""
STATUS_WORDS = {"ca": "CA", "bp": "BP", "notifie": "notifié", "base": "base"}
ROLE_WORDS: Mapping[Role, str] = {
    Role.NOTHING: "laissée", Role.ACCOUNT: "compte", Role.LABEL: "libellé", Role.SECTION: "section",
    Role.YEAR: "année", Role.AMOUNT: "montant",
}
GROUP_WORDS = dict(GROUPS)
PLACED_WORDS = {Placed.CHOSEN: "choisi par vous", Placed.PROPOSED: "proposé d’après le compte",
                Placed.TITLE: "dit par le classeur"}
ROW_COLUMN = "row"


def letter(column: int) -> str:
    """The name of a column as a spreadsheet writes it: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def meaning_words(meaning: Meaning, target: Target, by_row: bool) -> str:
    """« CA 2024 », « compte », « laissée »; `by_row`: a column gives the year of each row."""
    if meaning.role is not Role.AMOUNT:
        return ROLE_WORDS[meaning.role]
    kind = STATUS_WORDS.get(meaning.status, "montant") if target is Target.ACCOUNTS else "montant"
    return kind if by_row and meaning.year is None else f"{kind} {meaning.year or '?'}"


def sheet_page(choice: SheetChoice, plan: ImportPlan) -> Content:
    """The first rows of a sheet beside what each becomes."""
    sheet, layout = choice.sheet, choice.layout
    columns = [Column(ROW_COLUMN, "Ligne", align=Align.RIGHT, least=48),
               Column("becomes", "Devient", align=Align.LEFT, least=220)]
    seen = [at for at in range(sheet.width) if any(sheet.at(row, at) for row in range(len(sheet.rows)))]
    for at in seen:
        meaning = layout.columns[at] if at < len(layout.columns) else Meaning()
        words = meaning_words(meaning, layout.target, layout.only(Role.YEAR) is not None)
        least = WIDEST if meaning.role is Role.LABEL else _needed(sheet, at, layout.first)
        columns.append(Column(str(at), letter(at), words, Align.LEFT, least=least))
    said = dict(_becoming(sheet, plan)) if choice.used else {}
    first = max(0, layout.first - 4)
    amounts = {at for at, meaning in enumerate(layout.columns) if at not in
               (layout.only(Role.ACCOUNT), layout.only(Role.YEAR)) and meaning.role is not Role.SECTION}
    rows = [_sheet_row(sheet, row, said.get(row + 1, _unsaid(choice, row)), seen, amounts)
            for row in range(first, min(len(sheet.rows), layout.first + PREVIEWED))]
    return Content("import/feuille", tuple(columns), tuple(rows))


def _needed(sheet: Sheet, column: int, first: int) -> int:
    """The width of what a column shows: a figure is never cut, a title that runs over its neighbours is."""
    held = (sheet.at(row, column) for row in range(first - 1, first + PREVIEWED))
    needed = ((one, metrics(Type.BODY).horizontalAdvance(shown(one.shown)) + 2 * CELL_PADDING + 2)
              for one in held if one is not None)
    return max((min(width, WIDEST if one.form is Form.NUMBER else MIDDLE) for one, width in needed), default=NARROWEST)


def told(content: Content, words: str) -> Content:
    """The same table where it is empty, with a line that says what that means."""
    cells = (title(words), *(title("") for _ in content.columns[1:]))
    return content if content.rows else replace(content, rows=(Row("rien", cells),))


def _sheet_row(sheet: Sheet, row: int, becomes: GridCell, columns: Sequence[int], amounts: Collection[int]) -> Row:
    cells = [_seen(sheet.at(row, at), at in amounts) for at in columns]
    return Row(f"{sheet.name}/{row}", (title(str(row + 1)), becomes, *cells))


def _seen(seen: Seen | None, is_amount: bool) -> GridCell:
    """A cell as people read it: groups of three in an amount, none in an account nor in a year."""
    if seen is None:
        return title("")
    text = (seen.shown if is_amount else seen.text).replace("\n", " ")
    if seen.form in (Form.ERROR, Form.UNCOMPUTED):
        return GridCell(text, plain=True, italic=True)
    short = text if len(text) <= 60 else text[:59] + "…"
    align = Align.RIGHT if seen.form is Form.NUMBER else Align.LEFT
    return GridCell(short, plain=True, align=align, tip=text if short != text else "")


def _unsaid(choice: SheetChoice, row: int) -> GridCell:
    if not choice.used:
        return GridCell("feuille non lue", plain=True, muted=True)
    if row < choice.layout.first:
        return GridCell("en-tête", plain=True, muted=True)
    return GridCell("titre ou remarque" if any(choice.sheet.rows[row]) else "", plain=True, muted=True)


def _becoming(sheet: Sheet, plan: ImportPlan) -> Iterator[tuple[int, GridCell]]:
    """What the rows of a sheet become, by row counted from 1; what is not understood wins."""
    amounts: dict[int, list[str]] = defaultdict(list)
    for one in plan.values:
        if one.place.sheet == sheet.name:
            amounts[one.place.row].append(format_amount(one.new))
            group = f"{GROUP_WORDS[one.group].split(' — ')[0]}, " if one.group else ""
            side = {"c": "charges ", "p": "produits "}.get(one.group[:1], "")
            yield one.place.row, title(f"{group}{side}{' et '.join(amounts[one.place.row])}")
    for one in plan.same:
        if one.place.sheet == sheet.name:
            yield one.place.row, GridCell("déjà au contrat", plain=True, muted=True)
    for control in plan.controls:
        if control.place.sheet == sheet.name:
            yield control.place.row, _control_cell(control.agrees)
    for unread in plan.unread:
        if unread.place.sheet == sheet.name:
            yield unread.place.row, status(Status.TO_CHECK, unread.reason)


def _control_cell(agrees: bool) -> GridCell:
    return status(Status.COMPLIANT, "total, égal") if agrees else status(Status.TO_CHECK, "total, différent")


def values_page(plan: ImportPlan) -> Content:
    """Every value with what it replaces."""
    columns = (
        Column("place", "Feuille, ligne", align=Align.LEFT, least=150),
        Column("name", "Ligne", align=Align.LEFT, least=240, stretch=True),
        Column("where", "Où", align=Align.LEFT, least=240),
        Column("old", "Aujourd’hui", "euros"), Column("new", "Importé", "euros"),
    )
    rows = []
    for at, one in enumerate(plan.values):
        old = format_amount(one.old) if isinstance(one.old, int) else ""
        cells = (title(f"{one.place.sheet}, {one.place.row}"), title(one.name), title(one.where, tip=one.where),
                 title(old), title(format_amount(one.new)))
        rows.append(Row(f"{at}", cells))
    return Content("import/valeurs", columns, tuple(rows))


def unread_page(plan: ImportPlan) -> Content:
    """The rows that become nothing, with their reason and what stands there."""
    columns = (
        Column("place", "Feuille, ligne", align=Align.LEFT, least=150),
        Column("reason", "Pourquoi", align=Align.LEFT, least=320),
        Column("text", "Ce qui est écrit", align=Align.LEFT, least=240, stretch=True),
    )
    rows = (Row(f"{at}", (title(f"{one.place.sheet}, {one.place.row}"), status(Status.TO_CHECK, one.reason),
                          title(one.text, tip=one.text))) for at, one in enumerate(plan.unread))
    return Content("import/non-compris", columns, tuple(rows))


def totals_page(plan: ImportPlan) -> Content:
    """The totals of the workbook beside the sums of what is read; those that differ first."""
    columns = (
        Column("place", "Feuille, ligne", align=Align.LEFT, least=150),
        Column("label", "Total", align=Align.LEFT, least=240, stretch=True),
        Column("written", "Écrit", "euros"), Column("computed", "Somme des lignes", "euros"),
        Column("gap", "Écart", "euros"), Column("state", "Contrôle", align=Align.LEFT, least=120),
    )
    rows = []
    for at, one in enumerate(sorted(plan.controls, key=lambda control: control.agrees)):
        gap = format_amount(one.written - one.computed, sign=True)
        cells = (title(f"{one.place.sheet}, {one.place.row}"), title(one.label, tip=one.label),
                 title(format_amount(one.written)), title(format_amount(one.computed)), title(gap),
                 _control_cell(one.agrees))
        rows.append(Row(f"{at}", cells))
    return Content("import/totaux", columns, tuple(rows))


def groups_page(plan: ImportPlan) -> Content:
    """The accounts that no title places, with their group."""
    columns = (
        Column("account", "Compte", align=Align.LEFT, least=90),
        Column("group", "Groupe fonctionnel", align=Align.LEFT, least=300, stretch=True),
        Column("side", "Sens", align=Align.LEFT, least=90),
        Column("placed", "D’où vient ce groupe", align=Align.LEFT, least=200),
    )
    rows = (Row(account, (title(account), title(GROUP_WORDS[group]),
                          title("charge" if group.startswith("c") else "produit"), title(PLACED_WORDS[placed])))
            for account, (group, placed) in sorted(plan.groups.items()))
    return Content("import/groupes", columns, tuple(rows))


def column_words(at: int, meaning: Meaning) -> str:
    """« C : Réel 2024 », for a choice of columns."""
    return f"{letter(at)}{NBSP}: {meaning.heading[:40]}" if meaning.heading else letter(at)

