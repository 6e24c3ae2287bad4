"""The PPI by year: what each operation costs and who pays it; the surcoût that it brings and what covers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ....core.contract import Section
from ....core.finance import investment
from ....core.finance.figure import NOTHING, Figure, Part, total
from ....core.finance.investment import ExtraCost
from ....core.finance.investment_records import (
    COVERS,
    FUNDING_SOURCES,
    CoverLine,
    FundingLine,
    OperatingEffect,
    Operation,
    OperationYear,
)
from ....core.finance.plan import plan_years
from ....core.finance.scope import contract_years, ordered_sections, section_name
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.money import NBSP
from ....core.problems import Problem
from ....core.records import Value, fields_of
from ...grid import Align, Column, Content, FieldReader, GridCell, Inside, Row, RowKind, title
from ...grid.references import ReferenceReader
from .cells import Reading, computed
from .listing import begun_cell

FUNDING, EXTRA = "finances/ppi/financement", "finances/ppi/surcouts"
TAKEN = "Ce financement porte une précision\u00a0: il se saisit sur sa ligne."
COVERED_ELSEWHERE = "La dotation d’une autre section couvre déjà ce surcoût cette année-là."
EFFECT_WHY = "Un effet annuel se saisit dans «\u00a0Effets annuels\u00a0», une fois pour toutes ses années."
FEW = 6
"""Up to that many sections, each has its line."""
NEW_GRANT = "Couvert par la dotation d’une section…"
NEW_SOURCE = "Autre source\u00a0: nom, précision"
SOURCE_EXPECTED = (
    "Une source se nomme puis se précise après une virgule\u00a0: "
    "«\u00a0Reprise de réserve, réserve d’investissement\u00a0»."
)
Cells = Iterable[GridCell]


def name_of(operation: Operation) -> str:
    """« I1 Rénovation énergétique »."""
    return " ".join(part for part in (operation.code, operation.name) if part) or "Opération sans nom"


def funding_years(model: Model) -> list[int]:
    """The years of the plan and all those typed, without a hole."""
    held = {row.year for row in model.all(OperationYear)} | {row.year for row in model.all(FundingLine)}
    return _span(held | set(plan_years(model)))


def extra_years(model: Model) -> list[int]:
    """The years of the contract and all those covered."""
    return _span({row.year for row in model.all(CoverLine)} | set(contract_years(model)))


def funding_content(reading: Reading, contract: str) -> Content:
    """Cost and sources of each operation, year by year; the gap of the whole closes each."""
    model, years = reading.shown, funding_years(reading.shown)
    rows = [_Funding(reading, contract, one, years).row() for one in investment.operations(model)]
    spent = [investment.spending(model, year) for year in years]
    rows.append(Row("ppi/total", (title("Dépenses de l’année"), *map(computed, spent), computed(_all(years, spent))),
                    RowKind.TOTAL))
    return Content(FUNDING, _heads(years, "Opération", "toutes années"), tuple(rows))


def extra_content(reading: Reading, contract: str) -> Content:
    """The surcoût of each operation by year: its terms, its net, who covers it, what nobody covers."""
    model, years = reading.shown, extra_years(reading.shown)
    rows: list[Row] = []
    sums: list[list[ExtraCost]] = []
    names = {one.id: investment.name_of(one) for one in investment.operations(model)}
    for operation in investment.operations(model):
        sums.append([investment.extra_cost(model, operation, year) for year in years])
        rows.append(_Extra(reading, contract, operation, sums[-1]).row())
    for line, label, kind in (("net", "Surcoût net des opérations", RowKind.TOTAL),
                              ("uncovered", "Reste à couvrir", RowKind.GAP)):
        figures = [_added([(names[one[at].operation], getattr(one[at], line)) for one in sums])
                   for at in range(len(years))]
        rows.append(Row(f"ppi/{line}", (title(label), *map(computed, figures), computed(_all(years, figures))), kind))
    return Content(EXTRA, _heads(years, "Surcoût d’exploitation", "cumul"), tuple(rows))


class _Rows:
    """The group of one operation."""

    def __init__(self, reading: Reading, contract: str, operation: Operation, years: Sequence[int]) -> None:
        self._reading, self._model, self._contract = reading, reading.shown, contract
        self._operation, self._years = operation, years
        self._group = f"operation/{operation.id}"

    def _line(self, key: str, label: str, cells: Cells, kind: RowKind = RowKind.PLAIN, level: int = 1) -> Row:
        level = level if kind is RowKind.PLAIN else 0
        return Row(f"{self._group}/{key}", (title(label), *cells), kind, self._group, level=level)

    def _summed(self, figures: Sequence[Figure]) -> list[GridCell]:
        return [*map(computed, figures), computed(_all(self._years, figures))]


class _Funding(_Rows):
    def row(self) -> Row:
        """Its cost by year, and the plan inside."""
        costs = self._summed([self._of(year).cost for year in self._years])
        return Row(self._group, (title(name_of(self._operation)), *costs), RowKind.GROUP, inside=Inside(self._rows))

    def _of(self, year: int) -> investment.Funding:
        return investment.funding(self._model, self._operation, year)

    def _rows(self) -> list[Row]:
        whole = investment.funding(self._model, self._operation)
        spent = [*(self._typed(OperationYear, year) for year in self._years), computed(whole.cost)]
        rows = [self._line("cost", "Dépense TTC", spent)]
        for source, label in FUNDING_SOURCES:
            rows += [self._source(source, words, label) for words in self._details(source)]
        paid = [*(computed(self._of(year).funding) for year in self._years), computed(whole.funding)]
        gap = [*(computed(self._of(year).gap, sign=True) for year in self._years), computed(whole.gap, sign=True)]
        rows.append(self._new_source())
        return [*rows, self._line("paid", "Somme des financements", paid, RowKind.TOTAL),
                self._line("gap", "Écart financements − dépense", gap, RowKind.GAP)]

    def _new_source(self) -> Row:
        """The empty line: a source with its détail, and what it pays."""
        info = fields_of(FundingLine)
        cells = [GridCell(reader=FieldReader(info["cents"])) for _ in self._years]
        first = GridCell(NEW_SOURCE, muted=True, italic=True, reader=FieldReader(info["label"]), align=Align.LEFT)
        return Row(f"{self._group}/new", (first, *cells, GridCell(plain=True)), group=self._group, level=1,
                   fill=self._made)

    def _made(self, values: Mapping[str, Value]) -> list[tuple[GridCell, Value]] | Problem:
        source, detail = _read_source(str(values.get("title") or ""))
        if source is None or not detail:
            return Problem(SOURCE_EXPECTED)
        amounts = {int(key): value for key, value in values.items() if key != "title"}
        spent = [row.year for row in self._model.where(OperationYear, "operation", self._operation.id)]
        made = []
        for year, value in (amounts or {min(spent, default=self._years[0]): None}).items():
            absent = natural_record(FundingLine, self._contract, operation=self._operation.id, year=year,
                                    source=source, label=detail)
            made.append((GridCell(address=absent.at("cents"), absent=absent), value))
        return made

    def _details(self, source: str) -> list[str]:
        """The line of a source as such, then those that say more."""
        held = self._model.where(FundingLine, "operation", self._operation.id)
        return ["", *sorted({row.label for row in held if row.source == source and row.label})]

    def _source(self, source: str, detail: str, label: str) -> Row:
        cells = [self._paid(source, detail, year) for year in self._years]
        held = [row for row in self._model.where(FundingLine, "operation", self._operation.id)
                if (row.source, row.label) == (source, detail)]
        figure = investment.funded(self._operation, label, held)
        words = f"{label}, {detail}" if detail else label
        return self._line(f"{source}/{detail}", words, [*cells, computed(figure)], level=1 if not detail else 2)

    def _paid(self, source: str, detail: str, year: int) -> GridCell:
        rows = self._model.where(FundingLine, "operation", self._operation.id)
        found = next((row for row in rows if (row.source, row.label, row.year) == (source, detail, year)), None)
        absent = natural_record(FundingLine, self._contract, operation=self._operation.id, year=year, source=source,
                                label=detail)
        if found is None and self._model.record(absent.kind, absent.id) is not None:
            return GridCell(why=TAKEN, tip=TAKEN)
        return begun_cell(self._reading, found or absent, "cents")

    def _typed(self, kind: type[OperationYear], year: int) -> GridCell:
        absent = natural_record(kind, self._contract, operation=self._operation.id, year=year)
        return begun_cell(self._reading, absent, "cents")


class _Extra(_Rows):
    """`held` are the surcoûts of the operation, a year each."""

    def __init__(self, reading: Reading, contract: str, operation: Operation, held: Sequence[ExtraCost]) -> None:
        super().__init__(reading, contract, operation, [one.year for one in held])
        self._held = held

    def row(self) -> Row:
        """Its net by year, and what makes it inside."""
        cells = self._summed([one.net for one in self._held])
        return Row(self._group, (title(name_of(self._operation)), *cells), RowKind.GROUP, inside=Inside(self._rows))

    def _rows(self) -> list[Row]:
        rows = [self._figures("amortisation", "Amortissement"), self._figures("interest", "Intérêts de l’emprunt"),
                self._figures("subsidy_share", "Reprise de subvention, à déduire"),
                self._figures("others", "Autres charges et économies")]
        rows += [self._effect(one) for one in self._model.where(OperatingEffect, "operation", self._operation.id)]
        rows.append(self._figures("net", "Surcoût net", RowKind.TOTAL))
        for source, label in COVERS:
            rows += self._grants(label) if source == "dotation" else [self._cover(source, label)]
        return [*rows, self._figures("covered", "Couvert", RowKind.STRONG),
                self._figures("uncovered", "Reste à couvrir", RowKind.GAP)]

    def _figures(self, line: str, label: str, kind: RowKind = RowKind.PLAIN) -> Row:
        return self._line(line, label, self._summed([getattr(one, line) for one in self._held]), kind)

    def _effect(self, effect: OperatingEffect) -> Row:
        cells = [GridCell("" if not effect.first_year <= one.year <= (effect.last_year or one.year) else "inclus",
                          muted=True, why=EFFECT_WHY, align=Align.RIGHT) for one in self._held]
        return self._line(f"effect/{effect.id}", f"dont {effect.label or 'effet sans nom'}", [*cells, GridCell()],
                          level=2)

    def _cover(self, source: str, label: str) -> Row:
        cells = [begun_cell(self._reading, self._absent(source, one.year), "cents") for one in self._held]
        return self._line(f"cover/{source}", f"Couvert par{NBSP}: {label.lower()}", [*cells, self._covered(source)])

    def _absent(self, source: str, year: int, section: str | None = None) -> CoverLine:
        return natural_record(CoverLine, self._contract, operation=self._operation.id, year=year, source=source,
                              section=section)

    def _grants(self, label: str) -> list[Row]:
        """A cover by the dotation enters the dotation of one section: a line for each that may bear it."""
        rows = []
        for section in self._sections():
            words = f"Couvert par{NBSP}: {label.lower()} {section_name(self._model, section)}"
            cells = [self._grant(section, one.year) for one in self._held]
            rows.append(self._line(f"cover/dotation/{section.id}", words, [*cells, self._covered("dotation", section)]))
        return rows + self._new_grant()

    def _sections(self) -> list[Section]:
        """Those of its ESMS, or all where they are few; else those that bear something, and a line for another one."""
        esms = self._operation.esms
        able = [one for one in ordered_sections(self._model) if esms in (None, one.esms)]
        held = {row.section for row in self._model.where(CoverLine, "operation", self._operation.id)
                if row.source == "dotation"}
        return able if len(able) <= FEW else [one for one in able if one.id in held]

    def _new_grant(self) -> list[Row]:
        """The empty line: the name of a section, and what its dotation covers."""
        esms, shown = self._operation.esms, {one.id for one in self._sections()}
        able = [one for one in ordered_sections(self._model) if esms in (None, one.esms) and one.id not in shown]
        if not able:
            return []
        named = tuple((one.id, section_name(self._model, one)) for one in able)
        reader = ReferenceReader("Section", named, False)
        cents = FieldReader(fields_of(CoverLine)["cents"])
        first = GridCell(NEW_GRANT, muted=True, italic=True, reader=reader, choices=named, align=Align.LEFT)
        cells = [GridCell(reader=cents) for _ in self._held]
        return [Row(f"{self._group}/new", (first, *cells, GridCell(plain=True)), group=self._group, level=1,
                    fill=self._granted)]

    def _granted(self, values: Mapping[str, Value]) -> list[tuple[GridCell, Value]] | Problem:
        section = values.get("title")
        if not isinstance(section, str):
            return Problem("La section dont la dotation couvre le surcoût se choisit d’abord.")
        amounts = {int(key): value for key, value in values.items() if key != "title"}
        made = []
        for year, value in (amounts or {self._years[0]: None}).items():
            absent = self._absent("dotation", year, section)
            if self._model.find(CoverLine, absent.id) is not None:
                return Problem(COVERED_ELSEWHERE)
            made.append((GridCell(address=absent.at("cents"), absent=absent), value))
        return made

    def _grant(self, section: Section, year: int) -> GridCell:
        absent = self._absent("dotation", year, section.id)
        found = self._model.find(CoverLine, absent.id)
        if found is not None and found.section != section.id:
            return GridCell(why=COVERED_ELSEWHERE, tip=COVERED_ELSEWHERE)
        return begun_cell(self._reading, absent, "cents")

    def _covered(self, source: str, section: Section | None = None) -> GridCell:
        rows = [row for row in self._model.where(CoverLine, "operation", self._operation.id)
                if row.source == source and (section is None or row.section == section.id)
                and row.year in self._years]
        return computed(investment.covered(rows, self._operation))


def _read_source(text: str) -> tuple[str | None, str]:
    """« Emprunt, banque A » as the source and its détail; the first words of a source are enough."""
    head, _, detail = text.partition(",")
    wanted = head.strip().casefold()
    found = [key for key, label in FUNDING_SOURCES if wanted and label.casefold().startswith(wanted)]
    return (found[0] if len(found) == 1 else None), detail.strip()


def _heads(years: Sequence[int], first: str, last: str) -> tuple[Column, ...]:
    yearly = (Column(str(year), str(year), "prévisionnel") for year in years)
    return (Column("title", first, "euros", Align.LEFT, least=192, stretch=True), *yearly,
            Column("whole", "Total", last))


def _span(years: Iterable[int]) -> list[int]:
    held = list(years)
    return list(range(min(held), max(held) + 1)) if held else []


def _all(years: Sequence[int], figures: Sequence[Figure]) -> Figure:
    """The sum over the years; without effect where no year has any."""
    parts = [Part(str(year), one) for year, one in zip(years, figures, strict=True) if not one.idle]
    return total(parts, "Somme des années") if parts else NOTHING


def _added(figures: Iterable[tuple[str, Figure]]) -> Figure:
    parts = [Part(name, one) for name, one in figures if not one.idle]
    return total(parts, "Somme des opérations", "R. 314-20") if parts else NOTHING

