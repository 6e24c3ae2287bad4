"""« Mesures et positions » as a table: what each side says of every measure, what is retained, what separates them."""

from __future__ import annotations

from ....core.changes import Side
from ....core.finance.records import Measure
from ....core.finance.scope import ordered_sections, section_name
from ....core.money import format_amount
from ....core.periods import format_day
from ....core.positions import position_value, standing
from ....core.records import Cell, field_of, fields_of
from ...grid import Align, Column, Content, GridCell, Row, RowKind, status, title
from ...theme import Party, Status
from ..positions import on_table
from .cells import Reading, typed

NAME = "finances/mesures"
COLUMNS = (
    Column("title", "Mesure", "montants en année pleine", align=Align.LEFT, least=184, stretch=True),
    Column("nature", "Nature", align=Align.LEFT, least=96),
    Column("year", "Année", align=Align.CENTRE),
    Column("asked", "Demande", "euros", party=Party.MANAGER),
    Column("offered", "Offre", "euros", party=Party.AUTHORITY),
    Column("retained", "Retenu", "euros", party=Party.ACCORD),
    Column("gap", "Écart", "euros"),
    Column("status", "Statut", align=Align.LEFT, least=112),
    Column("opening", "Ouverture", align=Align.CENTRE),
)
NATURES = {
    "rebasage": "Rebasage",
    "nouvelle": "Mesure nouvelle",
    "economie": "Économie",
    "transfert": "Transfert",
    "cnr": "CNR",
}
WHY_SIDE = "La position d’une partie se pose avec «\u00a0Modifier la position\u00a0» (Maj+F2)."


def content(reading: Reading) -> Content:
    """Every measure, by section then year."""
    rows: list[Row] = []
    for section in ordered_sections(reading.shown):
        held = sorted(reading.shown.where(Measure, "section", section.id), key=lambda m: (m.year, m.order, m.id))
        if held:
            group = f"mesures/{section.id}"
            rows.append(Row(group, (title(section_name(reading.shown, section)),), RowKind.GROUP))
            rows += [_row(reading, measure, group) for measure in held]
    return Content(NAME, COLUMNS, tuple(rows))


def _row(reading: Reading, measure: Measure, group: str) -> Row:
    address = measure.at("cents")
    name = GridCell(measure.label, measure.at("label"), measure.label)
    return Row(
        f"measure/{measure.id}",
        (
            name,
            GridCell(
                NATURES[measure.nature],
                measure.at("nature"),
                measure.nature,
                choices=fields_of(Measure)["nature"].about.choices,
            ),
            GridCell(str(measure.year), measure.at("year"), measure.year),
            _said(reading, address, Side.MANAGER, Party.MANAGER),
            _said(reading, address, Side.AUTHORITY, Party.AUTHORITY),
            typed(reading, address),
            _gap(reading, address),
            _status(reading, address),
            GridCell(format_day(measure.opening), measure.at("opening"), measure.opening),
        ),
        group=group,
        level=1,
    )


def _said(reading: Reading, address: Cell, side: Side, party: Party) -> GridCell:
    position = standing(reading.retained, address, side, reading.today)
    if position is None:
        return GridCell("", why=WHY_SIDE)
    value = position_value(field_of(address), position.value)
    text = format_amount(value) if isinstance(value, int) else "non retenue"
    return GridCell(text, party=party, why=WHY_SIDE, tip=position.argument)


def _gap(reading: Reading, address: Cell) -> GridCell:
    gap = on_table(reading.retained, address, reading.today).gap
    return GridCell(
        format_amount(gap.difference) if gap is not None and isinstance(gap.difference, int) else "", strong=True
    )


def _status(reading: Reading, address: Cell) -> GridCell:
    found = on_table(reading.retained, address, reading.today).status
    if found is not None:
        return status(found)
    return status(Status.EMPTY) if reading.retained.value(address) is None else GridCell(plain=True)
