"""« Siège et mutualisations » in the tab: quotas, authorisation, structures outside, pooled functions."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total, typed
from ....core.finance.head_office import Quota, outside_parts, quotas, typed_years
from ....core.finance.head_office_records import HeadOffice, HeadOfficeShare, OutsideStructure
from ....core.finance.pooling_records import Pooling, PoolingShare
from ....core.finance.scope import base_year, contract_years, section_name
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.money import format_amount
from ....core.problems import Problem
from ....core.records import Cell, Record, Value
from ...grid import Align, Column, Content, GridCell, Row, RowKind, status, title
from ...theme import Status
from . import pooling_rows
from .cells import Reading, computed
from .cells import typed as typed_cell
from .lines import FIELD_COLUMNS, Made, Values, empty_line, entry, field_rows, identified
from .listing import record_at
from .removal import delete_rows
from .views import Action, EmptyState, SubView

QUOTAS, OFFICE, OUTSIDE, POOLED = "quotes-parts", "autorisation", "structures", "mutualisations"
PAGE_OF = {HeadOfficeShare.kind: QUOTAS, HeadOffice.kind: OFFICE, OutsideStructure.kind: OUTSIDE,
           Pooling.kind: POOLED, PoolingShare.kind: POOLED}
FIELDS = ("authorised_from", "authorised_until", "shape", "rate", "cents", "lag", "excluded_accounts", "authority",
          "services")
QUOTA_COLUMNS = (
    Column("title", "Section", "euros", Align.LEFT, least=168, stretch=True),
    Column("base", "Charges brutes", "assiette"),
    Column("computed", "Quote-part", "calculée"),
    Column("cents", "Quote-part", "inscrite"),
    Column("gap", "Écart", "inscrite − calculée"),
    Column("borne", "Supportée par", align=Align.LEFT, least=112),
    Column("state", "Contrôle", align=Align.LEFT, least=104),
)
NO_OFFICE = "Le taux ou le montant se saisit dans «\u00a0Autorisation\u00a0»."
TOLERANCE = 1
"""Cents by which a typed quota may differ from its percentage (check P1b)."""
NEW_STRUCTURE = "Nouvelle structure"


class HeadOfficeView(SubView):
    """Frais de siège, who bears what; functions pooled between services, what they save."""

    key, title = "head_office", "Siège et mutualisations"
    homes = frozenset(PAGE_OF)
    kinds = frozenset({"account_line", "authority", "measure"})
    pages = ((QUOTAS, "Quotes-parts"), (OFFICE, "Autorisation"), (OUTSIDE, "Structures hors périmètre"),
             (POOLED, "Mutualisations"))

    def content(self) -> Content:
        reading, contract = self.reading(), self.workspace.document.contract_id
        if self.page == OFFICE:
            office = self._office()
            head = Row("siege", (title("Autorisation de frais de siège"),), RowKind.GROUP)
            return Content("finances/siege/autorisation", FIELD_COLUMNS,
                           (head, *field_rows(reading, office, FIELDS, "siege")))
        if self.page == OUTSIDE:
            return _Structures(reading, contract).content()
        if self.page == POOLED:
            return pooling_rows.content(reading, contract, self.workspace.document.new_id)
        return quotas_content(reading, contract)

    def actions(self) -> Sequence[Action]:
        words = {OUTSIDE: NEW_STRUCTURE, POOLED: pooling_rows.NEW_POOLING}.get(self.page)
        if words is None:
            return ()
        return (Action("Supprimer la ligne", self.delete_lines, "trash-2"),
                Action(words, self.new_line, "plus", tip=f"{words} (Inser)", key="Ins"))

    def empty(self) -> EmptyState | None:
        model = self.workspace.shown()
        if self.page != QUOTAS or model.first(HeadOffice) is not None or model.first(HeadOfficeShare) is not None:
            return None
        return EmptyState(
            "building-2", "Aucune autorisation de frais de siège",
            "Les quotes-parts se calculent d’après le taux ou le montant autorisé (R. 314-87 et suivants) et les "
            "charges brutes du dernier exercice clos.", "Saisir l’autorisation", self.open_office)

    def open_office(self) -> None:
        """The first thing to type of an authorisation."""
        self.workspace.go_to(self._office().at("rate"))

    def _office(self) -> HeadOffice:
        found = self.workspace.shown().first(HeadOffice)
        return found or natural_record(HeadOffice, self.workspace.document.contract_id, name="siège")

    def before_going_to(self, cell: Cell) -> None:
        self.page = PAGE_OF.get(cell.kind, self.page)

    def place(self, cell: Cell) -> tuple[str, str] | None:
        """The line of a section in a mutualisation: the section itself is chosen once."""
        return (f"{cell.kind}/{cell.row}", "title") if self.page == POOLED else None

    def new_line(self) -> None:
        """The cursor on the empty line."""
        self.table.go_to(self.table.grid.rowCount() - 1, 0)
        self.table.setFocus()

    def delete_lines(self) -> None:
        """The structures of the selection, in every year; its mutualisations, or one section of them."""
        delete_rows(self.workspace, self.table, self._records)

    def _records(self, row: Row) -> Sequence[Record]:
        if self.page == POOLED:
            found = record_at(self.workspace, row.key)
            return [found] if found is not None and row.key.count("/") == 1 else []
        name = row.key.removeprefix("structure/")
        return [] if name == row.key else [
            one for one in self.workspace.model.all(OutsideStructure) if one.name == name]


def quotas_content(reading: Reading, contract: str) -> Content:
    """A group for each year: its sections, the structures outside, their sum."""
    model, rows = reading.shown, list[Row]()
    for year in sorted({*contract_years(model), *typed_years(model)}):
        rows += _year(reading, contract, year)
    groups = [row.key for row in rows if row.kind is RowKind.GROUP]
    return Content("finances/siege", QUOTA_COLUMNS, tuple(rows), frozenset(groups[1:]))


def _year(reading: Reading, contract: str, year: int) -> list[Row]:
    model, key = reading.shown, f"siege/{year}"
    held, outside = quotas(model, year), outside_parts(model, year)
    names = {quota.section: section_name(model, model.get(Section, quota.section)) for quota in held}
    rows = [_quota(reading, contract, quota, names[quota.section], key) for quota in held]
    for row, part in outside:
        base = typed(row.charges, f"charges brutes de {row.name}", row.at("charges"))
        borne = title("hors périmètre", tip="R. 314-92, II")
        rows.append(Row(f"{key}/{row.name}", (title(row.name), computed(base), computed(part), GridCell(), GridCell(),
                                              borne, title("")), group=key, level=1))
    sums = _sums(held, names, outside)
    cells = (*(computed(one) for one in sums), title(""), title(""))
    return [Row(key, (title(f"Frais de siège {year}"), *cells), RowKind.GROUP), *rows,
            Row(f"{key}/total", (title(f"Total {year}"), *cells), RowKind.TOTAL, key)]


def _quota(reading: Reading, contract: str, quota: Quota, name: str, key: str) -> Row:
    absent = natural_record(HeadOfficeShare, contract, section=quota.section, year=quota.year)
    borne = title("sa convention", tip="R. 314-92, II") if quota.outside_tariff else title("son tarif")
    gap = "" if quota.gap is None else format_amount(quota.gap, sign=True)
    cells = (title(name), computed(quota.base), computed(quota.computed, NO_OFFICE),
             typed_cell(reading, absent.at("cents"), absent), GridCell(gap, why="Inscrite − calculée."), borne,
             _state(quota))
    return Row(f"{key}/{quota.section}", cells, group=key, level=1)


def _state(quota: Quota) -> GridCell:
    if quota.gap is None:
        return status(Status.EMPTY)
    return status(Status.COMPLIANT if abs(quota.gap) <= TOLERANCE else Status.TO_CHECK)


def _sums(
    held: Sequence[Quota], names: dict[str, str], outside: Sequence[tuple[OutsideStructure, Figure]]
) -> tuple[Figure, Figure, Figure, Figure]:
    """The sums of the bases, of the computed parts, of the typed ones and of the gaps of those that are typed."""
    bases = [Part(names[quota.section], quota.base) for quota in held]
    bases += [Part(row.name, typed(row.charges, f"charges brutes de {row.name}", row.at("charges")))
              for row, _ in outside]
    parts = [Part(names[quota.section], quota.computed) for quota in held]
    parts += [Part(row.name, part) for row, part in outside]
    shares = [(quota, quota.held) for quota in held if quota.held is not None and quota.held.cents is not None]
    written = [Part(names[quota.section], typed(row.cents, "", row.at("cents"))) for quota, row in shares]
    gaps = [part for quota, row in shares for part in (
        Part(names[quota.section], typed(row.cents, "", row.at("cents"))),
        Part(f"{names[quota.section]}, calculée", quota.computed, -1))]
    return (total(bases, "Somme des assiettes", "R. 314-92"), total(parts, "Somme des quotes-parts", "R. 314-93"),
            total(written, "Somme des quotes-parts inscrites"), total(gaps, "Inscrites − calculées"))


class _Structures:
    """The structures outside the perimeter: one row by name, their charges by year of reference."""

    def __init__(self, reading: Reading, contract: str) -> None:
        self._reading, self._contract = reading, contract
        self._years = reference_years(reading.shown)

    def content(self) -> Content:
        columns = (Column("title", "Structure", "charges brutes, euros", Align.LEFT, least=208, stretch=True),
                   *(Column(str(year), str(year)) for year in self._years))
        names = sorted({row.name for row in self._reading.shown.all(OutsideStructure)})
        rows = [Row(f"structure/{name}", (title(name), *(self._cell(name, year) for year in self._years)))
                for name in names]
        cells = {str(year): entry(self._reading.shown, OutsideStructure, "charges") for year in self._years}
        cells["title"] = entry(self._reading.shown, OutsideStructure, "name")
        line = empty_line("structures/nouvelle", NEW_STRUCTURE, columns, cells,
                          lambda values: self._fill(values, frozenset(names)), level=0)
        return Content("finances/siege/structures", columns, (*rows, line))

    def _absent(self, name: str, year: int) -> OutsideStructure:
        return natural_record(OutsideStructure, self._contract, name=name, year=year)

    def _cell(self, name: str, year: int) -> GridCell:
        absent = self._absent(name, year)
        return typed_cell(self._reading, absent.at("charges"), absent)

    def _fill(self, values: Values, known: frozenset[str]) -> Made:
        name = str(values.get("title") or "").strip()
        if not name:
            return Problem("Le nom de la structure se saisit d’abord.")
        if name in known:
            return Problem(f"«\u00a0{name[:40]}\u00a0» figure déjà dans la liste.")
        found = [year for year in self._years if str(year) in values] or self._years[-1:]
        made: list[tuple[GridCell, Value]] = []
        for year in found:
            made += identified(self._absent(name, year), {"charges": values.get(str(year))}, "name")
        return made


def reference_years(model: Model) -> list[int]:
    """The years whose charges the quotas of the contract are computed on, and whatever is typed beyond."""
    office, base = model.first(HeadOffice), base_year(model)
    lag = office.lag if office is not None else HeadOffice(id="").lag
    found = {row.year for row in model.all(OutsideStructure)} | {year - lag for year in contract_years(model)}
    return sorted(found or (set() if base is None else {base - 1}))
