"""« Formules et convergence »: what modalities 2° and 4° of R.314-40 and a convergence are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ....core.contract import Section
from ....core.finance.books import Books
from ....core.finance.figure import Figure
from ....core.finance.inputs import Inputs, gather
from ....core.finance.pricing_records import Convergence, Formula, FormulaYear
from ....core.finance.scope import contract_years
from ....core.finance.trajectory import LINE_LABELS, TrajectoryYear
from ....core.identifiers import natural_record
from ....core.model import Model
from ....core.money import format_rate
from ....core.problems import Problem
from ....core.records import Record, Value, fields_of
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .ceiling_rows import CeilingRows
from .cells import COMPUTED, Reading, computed
from .lines import Made, Values, YearRows, empty_line, entry, folded, group, identified, natural_cell
from .listing import record_cell

NO_SECTION = "Aucune section par formule ni par équation"
HOW = (
    "La modalité de chaque section se choisit dans Contrat, «\u00a0Modalités\u00a0»\u202f; "
    "ses paramètres se saisissent ensuite ici."
)
NEW_CONVERGENCE = "Nouvelle convergence\u00a0: section"
OTHER_MODALITY = "Sans objet cette année\u00a0: la section suit une autre modalité."
CONVERGENCE_FIELDS = ("target", "per_place", "first_year", "years")
INDICES = {"groupes": ("rate_c1", "rate_c2", "rate_c3", "receipts"), "coefficients": ("wage", "prices", "constant")}
WEIGHTS = ("wage_weight", "price_weight")
GROUPS = ("Groupe I après indice", "Groupe II après indice", "Groupe III après indice", "Mesures hors groupes")


def content(reading: Reading, held: Books, contract: str) -> Content:
    """Every section that has such parameters, then the line of a new convergence."""
    years = contract_years(reading.shown)
    columns = (Column("title", "Paramètres", "euros, sauf taux", Align.LEFT, least=216, stretch=True),
               Column("fixed", "Contrat", "valeur fixe", least=176),
               *(Column(str(year), str(year), "prévisionnel") for year in years))
    rows = [_section(reading, held, contract, section, name) for section, name in held.sections
            if _concerned(reading.shown, section)]
    if not any(_priced(gather(reading.shown, section.id)) for section, _ in held.sections):
        rows.insert(0, Row("aucune", (title(NO_SECTION, tip=HOW), *(title("") for _ in columns[1:]))))
    shown = (*rows, _new_convergence(reading, contract, columns, years))
    return Content("finances/formules", columns, shown, folded(rows, 2))


def _priced(inputs: Inputs) -> bool:
    return any(rule.modality in ("formule", "equation") for rule in inputs.rules)


def some(model: Model) -> bool:
    """Whether a section has a modality with parameters, or some are already typed."""
    return any(_concerned(model, section) for section in model.all(Section))


def _concerned(model: Model, section: Section) -> bool:
    inputs = gather(model, section.id)
    return _priced(inputs) or any((inputs.formula, inputs.indices, inputs.ceilings, inputs.convergence))


def _section(reading: Reading, held: Books, contract: str, section: Section, name: str) -> Row:
    chain = held.trajectory(section.id)
    made = SectionRows(reading, contract, gather(reading.shown, section.id), chain)
    cells = (title(name), title(""), *(computed(year.grant) for year in chain))
    return group(made.group, cells, partial(_rows, made))


def _rows(made: SectionRows) -> list[Row]:
    inputs, rows = made.inputs, list[Row]()
    modalities = {rule.modality for rule in inputs.rules}
    if "formule" in modalities or inputs.formula is not None or inputs.indices:
        rows += made.formula()
    if "equation" in modalities or inputs.ceilings:
        rows += CeilingRows(made.reading, made.contract, inputs, made.group).rows(made.by_year)
    if inputs.convergence is not None:
        rows += made.convergence(inputs.convergence)
    return [*rows, made.line("grant", f"Dotation {inputs.name}", RowKind.TOTAL)]


class SectionRows:
    """The rows of one section: a value of the contract, or a value for each year, typed or computed."""

    def __init__(self, reading: Reading, contract: str, inputs: Inputs, chain: Sequence[TrajectoryYear]) -> None:
        self.reading, self.contract, self.inputs, self.group = reading, contract, inputs, f"section/{inputs.section.id}"
        self._chain = chain
        self._made = YearRows(reading, contract, [year.year for year in chain], self.group)

    def by_year(self, key: str, label: str, cells: Iterable[GridCell], kind: RowKind = RowKind.PLAIN) -> Row:
        """A row that has nothing to say of the whole contract."""
        return self._made.row(key, label, (title(""), *cells), kind)

    def line(self, name: str, label: str = "", kind: RowKind = RowKind.PLAIN) -> Row:
        """A line of the trajectory, computed."""
        cells = (computed(getattr(one, name)) for one in self._chain)
        return self.by_year(name, label or LINE_LABELS[name], cells, kind)

    def _fixed(self, absent: Record, name: str, key: str) -> Row:
        """A value of the whole contract."""
        cells = (natural_cell(self.reading, absent, name), *(GridCell(plain=True) for _ in self._chain))
        info = fields_of(absent.kind)[name]
        unit = f", {info.about.unit}" if info.about.unit == "ans" else ""
        return self._made.row(f"{key}/{name}", info.label + unit, cells)

    # 2°: the formula of the contract

    def formula(self) -> Iterator[Row]:
        """Its shape, its indices, and what they make of the base."""
        absent = natural_record(Formula, self.contract, section=self.inputs.section.id)
        yield self._fixed(absent, "shape", Formula.kind)
        shape = self.inputs.formula.shape if self.inputs.formula is not None else Formula(id="").shape
        if shape == "coefficients":
            yield from (self._fixed(absent, name, Formula.kind) for name in WEIGHTS)
        for name in INDICES[shape]:
            cells = [self._index(year, name) for year in self._chain]
            yield self.by_year(f"{FormulaYear.kind}/{name}", fields_of(FormulaYear.kind)[name].label, cells)
        if shape == "coefficients":
            yield self.by_year("rate", "Taux de la formule", (_rate(year) for year in self._chain))
        else:
            yield from self._groups()
        yield self.line("indexation")
        yield self.line("base", kind=RowKind.STRONG)

    def _index(self, year: TrajectoryYear, name: str) -> GridCell:
        absent = natural_record(FormulaYear, self.contract, section=self.inputs.section.id, year=year.year)
        cell = natural_cell(self.reading, absent, name)
        if year.modality == "formule" or cell.value is not None:
            return cell
        return GridCell(why=OTHER_MODALITY)

    def _groups(self) -> Iterator[Row]:
        """What each group has become, the measures that name it included: where the next year starts from."""
        for at, label in enumerate(GROUPS):
            figures = [None if year.groups is None else year.groups[at] for year in self._chain]
            if at < len(GROUPS) - 1 or any(one is not None and not one.idle for one in figures):
                yield self.by_year(f"groupe/{at}", label, map(_figure, self._chain, figures))

    # Convergence

    def convergence(self, row: Convergence) -> Iterator[Row]:
        """Its target and its years, and what it adds to the base of each."""
        yield from (self._fixed(row, name, Convergence.kind) for name in CONVERGENCE_FIELDS)
        yield self.line("convergence", "Effet de la convergence sur la base")


def _figure(year: TrajectoryYear, figure: Figure | None) -> GridCell:
    """A group of the formula; while the formula is not chosen, what its actualisation lacks."""
    if year.modality != "formule":
        return GridCell(why=OTHER_MODALITY)
    return computed(year.indexation if figure is None else figure)


def _rate(year: TrajectoryYear) -> GridCell:
    """The rate that the coefficients make; else what its actualisation lacks."""
    if year.modality != "formule":
        return GridCell(why=OTHER_MODALITY)
    return computed(year.indexation) if year.rate is None else GridCell(format_rate(year.rate, unit=True), why=COMPUTED)


def _new_convergence(reading: Reading, contract: str, columns: Sequence[Column], years: Sequence[int]) -> Row:
    """The line where a section enters a convergence; its target may be typed at once."""
    chosen = record_cell(reading, Convergence(id=""), "section")
    cells = {"title": GridCell(reader=chosen.reader, choices=chosen.choices, align=Align.LEFT),
             "fixed": entry(reading.shown, Convergence, "target")}
    known = {row.section for row in reading.shown.all(Convergence)}

    def fill(values: Values) -> Made:
        section: Value = values.get("title")
        if section is None:
            return Problem("La section se choisit d’abord.")
        if section in known:
            return Problem("Cette section a déjà une convergence\u00a0: ses valeurs se changent dans ses lignes.")
        first = {"first_year": years[0]} if years else {}
        made = natural_record(Convergence, contract, section=section, **first)
        return identified(made, {"target": values.get("fixed")}, "section")

    return empty_line("convergence/nouvelle", NEW_CONVERGENCE, columns, cells, fill, level=0)
