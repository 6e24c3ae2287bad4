"""The tarif plafond of a section (R.314-40, 4°): ceiling, cost and places of each group of activity, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ....core.finance.inputs import Inputs
from ....core.finance.modalities import EHPAD_WORDS, ceiling_part
from ....core.finance.pricing_records import CeilingLine
from ....core.finance.scope import contract_years
from ....core.identifiers import natural_record
from ....core.problems import Problem
from ....core.records import Value, fields_of
from ...grid import Column, GridCell, Row
from .cells import Reading, computed
from .lines import Made, Values, empty_line, entry, identified, natural_cell

FIELDS = ("ceiling", "cost", "places")
NEW_LABEL = "Nouveau groupe d’activité"
UNNAMED = "Tarif plafond"
NOTHING_TYPED = "Aucun plafond n’est saisi pour cette année."
NO_YEAR = "Les dates du contrat se saisissent d’abord."
ByYear = Callable[[str, str, Iterable[GridCell]], Row]


class CeilingRows:
    """The groups of activity of one section, each with what it brings, and the line of a new one."""

    def __init__(self, reading: Reading, contract: str, inputs: Inputs, group: str) -> None:
        self._reading, self._contract, self._inputs, self._group = reading, contract, inputs, group
        self._years = contract_years(reading.shown)

    def rows(self, by_year: ByYear) -> Iterator[Row]:
        """`by_year` makes a row of a key, a label and a cell for each year."""
        if self._inputs.insurance_formula:
            cells = (GridCell(why=EHPAD_WORDS) for _ in self._years)
            yield by_year("forfait", "Forfait notifié, saisi dans «\u00a0Trajectoire\u00a0»", cells)
            return
        labels = sorted({line.label for line in self._inputs.ceilings})
        for label in labels:
            yield from self._label(label, by_year)
        yield self._new(frozenset(labels))

    def _label(self, label: str, by_year: ByYear) -> Iterator[Row]:
        """Three typed rows named by the group of activity, then its amount."""
        name = label or UNNAMED
        for field in FIELDS:
            cells = [natural_cell(self._reading, self._absent(label, year), field) for year in self._years]
            words = fields_of(CeilingLine.kind)[field].label
            yield by_year(f"{CeilingLine.kind}/{field}/{label}", f"{name}, {words[:1].lower()}{words[1:]}", cells)
        held = {line.year: line for line in self._inputs.ceilings if line.label == label}
        amounts = (computed(ceiling_part(held[year]).figure) if year in held else GridCell(why=NOTHING_TYPED)
                   for year in self._years)
        yield by_year(f"{CeilingLine.kind}/amount/{label}", f"{name}, montant", amounts)

    def _absent(self, label: str, year: int) -> CeilingLine:
        return natural_record(CeilingLine, self._contract, section=self._inputs.section.id, year=year, label=label)

    def _new(self, known: frozenset[str]) -> Row:
        """The line of a new group of activity: its name, its ceiling of each year."""
        columns = (Column("title", ""), Column("fixed", ""), *(Column(str(year), str(year)) for year in self._years))
        cells = {str(year): entry(self._reading.shown, CeilingLine, "ceiling") for year in self._years}
        cells["title"] = entry(self._reading.shown, CeilingLine, "label")
        return empty_line(f"{self._group}/plafond", NEW_LABEL, columns, cells,
                          lambda values: self._fill(values, known), self._group)

    def _fill(self, values: Values, known: frozenset[str]) -> Made:
        label = str(values.get("title") or "").strip()
        if label in known:
            return Problem(f"«\u00a0{(label or UNNAMED)[:40]}\u00a0» figure déjà dans la liste.")
        found = [year for year in self._years if str(year) in values] or list(self._years[:1])
        if not found:
            return Problem(NO_YEAR)
        made: list[tuple[GridCell, Value]] = []
        for year in found:
            made += identified(self._absent(label, year), {"ceiling": values.get(str(year))}, "label")
        return made
