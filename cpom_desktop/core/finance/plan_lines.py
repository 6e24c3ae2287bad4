"""The indexed lines of the PGFP and their dated steps; the group II of a section; the charges that a measure causes."""

from __future__ import annotations

from fractions import Fraction

from ..model import Model
from ..records import Form
from .budgets import budget
from .figure import Figure, Part, Term, total, typed, unknown
from .plan_records import PLAN_LINES, PlanRate, PlanStep, PlanYear
from .rounding import MILLION, rounded
from .scope import base_year

LINE_NAMES = dict(PLAN_LINES)


def begun(model: Model) -> bool:
    """Whether the plan has any input: a table not begun raises nothing."""
    return bool(model.all(PlanRate) or model.all(PlanStep) or model.all(PlanYear))


def line_amount(model: Model, line: str, base: Figure, year: int, first: int) -> Figure:
    """A line of the plan: its indexed base, then the steps in force, which are not indexed."""
    grown = indexed(model, line, base, year, first)
    return total([Part("Base et taux", grown), *_steps(model, line, year, None)], "Base indexée + marches")


def indexed(model: Model, line: str, base: Figure, year: int, first: int) -> Figure:
    """Base × the product of (1 + rate) from the year after the base, rounded once."""
    growth, rates, missing = Fraction(1), list[Term](), list[str]()
    held = {row.year: row for row in model.where(PlanRate, "line", line)}
    for current in range(first + 1, year + 1):
        row = held.get(current)
        if row is None or row.rate is None:
            missing.append(f"évolution {current} de la ligne «\u00a0{LINE_NAMES[line]}\u00a0»")
        else:
            growth *= 1 + Fraction(row.rate, MILLION)
            rates.append(Term(f"Évolution {current}", row.rate, Form.RATE, row.at("rate"), 0))
    if base.cents is None or missing:
        return unknown(*base.missing, *missing)
    terms = (base.term("Base", 0), *rates)
    return Figure(rounded(base.cents * growth), (), "Base × taux, arrondi une fois", "R. 314-213", terms)


def section_group2(model: Model, section_id: str, year: int) -> tuple[Figure, str] | None:
    """The group II of a section in a year, with the status it comes from: CA, BP, base, else the plan."""
    for status in ("ca", "bp", "base"):
        held = budget(model, section_id, year, status)
        if not held.groups["c2"].idle:
            return held.groups["c2"], status
    first = base_year(model)
    if first is None or year <= first or not begun(model):
        return None
    base = budget(model, section_id, first, "base").groups["c2"]
    if base.idle:
        return None
    whole = indexed(model, "c2", base, year, first)
    return total(
        [Part("Base et taux", whole), *_steps(model, "c2", year, section_id)], "Base indexée + marches"
    ), "plan"


def charges_of_measure(model: Model, measure_id: str) -> tuple[list[PlanStep], Figure]:
    """The steps of the plan that a measure causes, and their sum: what check G17 compares with its amount."""
    steps = model.where(PlanStep, "measure", measure_id)
    return steps, total(
        (Part(step.label, typed(step.cents, step.label, step.at("cents"))) for step in steps), "Charges au PGFP"
    )


def _steps(model: Model, line: str, year: int, section_id: str | None) -> list[Part]:
    rows = [step for step in model.where(PlanStep, "line", line)
            if step.cents is not None and step.first_year <= year and (step.last_year is None or year <= step.last_year)
            and section_id in (None, step.section)]
    rows.sort(key=lambda step: (step.order, step.first_year, step.id))
    return [Part(step.label, typed(step.cents, step.label, step.at("cents"))) for step in rows]
