"""« Modalités »: what prices a section otherwise than by a rate (R.314-40 2° to 4°), convergence, notified amounts."""

from __future__ import annotations

from ....core.finance.figure import Figure, Part, total, unknown
from ....core.finance.inputs import gather
from ....core.finance.pricing_records import CeilingLine
from ....core.finance.pricing_records import Formula as FixedFormula
from ....core.finance.trajectory import TrajectoryYear
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, calculation
from ..grid import Column
from ..source import Source
from . import convergence, formula_groups, keys
from .section_rows import SectionRows

NAME = "Modalités"
NOTE = "Ce qui fixe une dotation autrement que par un taux\u00a0: actes, tarifs plafonds, formules, convergence."


def add(book: Book, source: Source) -> None:
    """The sheet; none while every section follows a rate alone."""
    columns = (Column("Section et donnée", 46), *(Column(str(year), 17) for year in source.years))
    sheet = source.sheet(NAME, "Modalités de tarification (R. 314-40)", columns, NOTE)
    empty = sheet.rows
    for section, name in source.sections:
        inputs = gather(source.model, section.id)
        held = SectionRows(sheet, source.years, section, name, source.chain(section.id), inputs)
        _amounts(held)
        _ceilings(held)
        formula_groups.write(held)
        _coefficients(held)
        convergence.write(held)
        if source.notified:
            _notified(held)
    if sheet.rows > empty:
        book.add(sheet)


def is_typed(held: SectionRows, row: TrajectoryYear) -> bool:
    """Whether the dotation of the year is one typed amount, or waits for one."""
    grant = held.inputs.grants.get(row.year)
    is_known = grant is not None and grant.cents is not None
    return is_known or not ceilings(held, row) if row.modality == "equation" else is_known and row.modality == "avenant"


def ceilings(held: SectionRows, row: TrajectoryYear) -> list[CeilingLine]:
    """The ceilings that give the dotation of a year, where no amount was notified."""
    grant = held.inputs.grants.get(row.year)
    if row.modality != "equation" or held.inputs.insurance_formula or (grant is not None and grant.cents is not None):
        return []
    return [line for line in held.inputs.ceilings if line.year == row.year]


def _amounts(held: SectionRows) -> None:
    if years := [row.year for row in held.chain if is_typed(held, row)]:
        held.typed("Montant de l’acte (avenant, arrêté)", years, dict(held.inputs.grants), "cents", Form.CENTS,
                   lambda year: keys.whole(held.section.id, year))


def _ceilings(held: SectionRows) -> None:
    for row in held.chain:
        lines = ceilings(held, row)
        if not lines:
            continue
        for line in lines:
            label = f"{line.label or 'Tarif plafond'} {row.year}"
            held.typed(f"{label}\u00a0: plafond par place", [row.year], line, "ceiling", Form.CENTS)
            held.typed(f"{label}\u00a0: coût par place", [row.year], line, "cost", Form.CENTS)
            held.typed(f"{label}\u00a0: places", [row.year], line, "places", Form.INTEGER)
        # MIN leaves an empty cost aside: the ceiling then counts alone.
        text = "+".join(f"ROUND(MIN({{{3 * i}}},{{{3 * i + 1}}})*{{{3 * i + 2}}},2)" for i in range(len(lines)))
        read = tuple(tuple(line.at(name)) for line in lines for name in ("ceiling", "cost", "places"))
        needs = tuple(tuple(line.at(name)) for line in lines for name in ("ceiling", "places"))
        held.figures("Dotation\u00a0: min(coût, plafond) × places", {
            row.year: (keys.whole(held.section.id, row.year), row.own_grant, Formula(text, read, needs))})


def _coefficients(held: SectionRows) -> None:
    formula = held.inputs.formula
    rows = [row for row in held.chain if row.modality == "formule"]
    if not rows or formula is None or formula.shape != "coefficients":
        return
    years = [row.year for row in rows]
    held.typed("Coefficient a du SMIC", years[:1], formula, "wage_weight", Form.DECIMAL)
    held.typed("Coefficient b des prix", years[:1], formula, "price_weight", Form.DECIMAL)
    for name, label in (("wage", "Évolution du SMIC"), ("prices", "Évolution des prix"), ("constant", "Constante c")):
        held.typed(label, years, dict(held.inputs.indices), name, Form.RATE)
    held.figures("Base actualisée\u00a0: D × (1 + a × ΔSMIC + b × prix + c)", {
        row.year: (keys.indexed(held.section.id, row.year), _indexed(row), _by_coefficients(held, formula, row.year))
        for row in rows})


def _indexed(row: TrajectoryYear) -> Figure:
    if row.indexation.cents is None:
        return unknown(*row.indexation.missing)
    return total((Part("Base N−1", row.opening), Part("Actualisation", row.indexation)))


def _by_coefficients(held: SectionRows, formula: FixedFormula, year: int) -> Formula:
    row = held.inputs.indices.get(year)
    weights = (tuple(formula.at("wage_weight")), tuple(formula.at("price_weight")))
    indices = (held.cell(row, name, year) for name in ("wage", "prices", "constant"))
    return calculation("ROUND({0}*(1+{1}*{3}+{2}*{4}+{5}),2)", keys.line(held.section.id, year, "opening"),
                       *weights, *indices)


def _notified(held: SectionRows) -> None:
    rows = {year: row for year, row in held.inputs.notified.items() if row.cents is not None}
    years, section = [row.year for row in held.chain if row.year in rows], held.section.id
    if not years:
        return
    held.typed("Dotation notifiée", years, dict(rows), "cents", Form.CENTS,
               lambda year: keys.notified(section, year, "cents"))
    if based := [year for year in years if rows[year].base is not None]:
        held.typed("Base reconductible notifiée", based, dict(rows), "base", Form.CENTS,
                   lambda year: keys.notified(section, year, "base"))
