"""The four modalities of R.314-40: how the base of a year follows from the one before, or which amount is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from ..money import half_up
from ..records import Cell, Form
from .figure import NOTHING, Figure, Part, Term, Terms, total, typed, unknown
from .inputs import Inputs
from .pricing_records import CeilingLine, FormulaYear
from .records import CHARGES, AccountLine, YearRate
from .rounding import MILLION, grown, rounded

EHPAD_WORDS = "Forfait non calculé\u00a0: saisir le montant notifié (équation non fournie)"
Groups = tuple[Figure, Figure, Figure, Figure]
"""The three groups of charges of a fixed formula, and what was added outside them and is not indexed."""


class Priced(NamedTuple):
    """What a modality says of a year: an indexed base, or the whole dotation typed; and how sure it is.

    `groups` are the three indexed groups of a formula, where the following year starts from.
    """

    status: str
    indexed: Figure | None = None
    whole: Figure | None = None
    rate: int | None = None
    rate_cell: Cell | None = None
    groups: Groups | None = None


def by_rate(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    """1°: the rate of the dotation limitative on the base of the year before, rounded once (TC-M1-1 to TC-M1-3)."""
    row = inputs.rates.get(year)
    status = "notifie" if row is not None and row.status == "notifie" else "hypothese"
    if row is None or row.rate is None:
        missing = f"taux {year} de {inputs.name}"
        return Priced(status, unknown(*opening.missing, missing, article="R. 314-40, 1°"), rate_cell=_rate_cell(row))
    return Priced(status, _indexed(opening, row, year), None, row.rate, row.at("rate"))


def by_formula(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    """2°: the fixed formula of the contract, by groups of charges (TC-M2-1) or by coefficients."""
    if inputs.formula is None:
        return Priced("formule", unknown(f"formule de {inputs.name}", article="R. 314-40, 2°"))
    shape = _by_coefficients if inputs.formula.shape == "coefficients" else _by_groups
    return shape(inputs, year, opening, before)


def by_amendment(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    """3°: the amount of the avenant of the year; before its signature the base before, provisional (TC-M3-1).

    A typed rate makes of it a hypothesis: the base before with that rate.
    """
    row, rate = inputs.grants.get(year), inputs.rates.get(year)
    if row is not None and row.cents is not None:
        status = "signe" if row.act_date else "hypothese"
        return Priced(status, whole=typed(row.cents, row.act or f"avenant {year}", row.at("cents"), "R. 314-40, 3°"))
    if rate is not None and rate.rate is not None:
        return Priced("hypothese", _indexed(opening, rate, year), rate=rate.rate, rate_cell=rate.at("rate"))
    rule = "Avenant non signé\u00a0: base de l’année précédente, à titre provisoire"
    terms = (opening.term("Base reconductible N−1"),)
    return Priced("provisoire", Figure(opening.cents, opening.missing, rule, "R. 314-40, 3°", terms))


def by_equation(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    """4°: the notified amount, or the lower of cost and ceiling for each place (TC-M4-1). EHPAD: no equation."""
    row = inputs.grants.get(year)
    if row is not None and row.cents is not None:
        status = "signe" if row.act_date else "hypothese"
        return Priced(
            status, whole=typed(row.cents, row.act or f"montant notifié {year}", row.at("cents"), "R. 314-40, 4°")
        )
    lines = [line for line in inputs.ceilings if line.year == year]
    if lines and not inputs.insurance_formula:
        return Priced("plafond", whole=_by_ceiling(lines))
    words = EHPAD_WORDS if inputs.insurance_formula else f"tarif plafond ou montant notifié {year} de {inputs.name}"
    return Priced("inconnu", whole=unknown(words, article="R. 314-40, 4°"))


_GROUP_NAMES = ("Groupe I", "Groupe II", "Groupe III", "Mesures hors groupes")
MODALITIES: dict[str, Callable[[Inputs, int, Figure, Groups | None], Priced]] = {
    "taux": by_rate, "formule": by_formula, "avenant": by_amendment, "equation": by_equation,
}


def _rate_cell(row: YearRate | None) -> Cell | None:
    return row.at("rate") if row is not None else None


def _indexed(opening: Figure, row: YearRate, year: int) -> Figure:
    cents = None if opening.cents is None else grown(opening.cents, row.rate or 0)
    terms = partial(_rate_terms, opening, row, year)
    return Figure(cents, opening.missing, "Base N−1 × (1 + taux), arrondi une fois", "R. 314-40, 1°", terms)


def _rate_terms(opening: Figure, row: YearRate, year: int) -> Terms:
    return opening.term("Base reconductible N−1"), Term(f"Taux {year}", row.rate or 0, Form.RATE, row.at("rate"), 0)


def _by_groups(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    """Each group grows by its index and is rounded as the line that it is; the receipts are taken off at the end."""
    row = inputs.indices.get(year)
    receipts = receipts_of(inputs, year)
    grown_groups = _grown_groups(before or first_groups(inputs, opening, receipts), row, year, inputs.name)
    parts = [Part(name, group) for name, group in zip(_GROUP_NAMES, grown_groups, strict=True) if not group.idle]
    rule = "G1 × (1 + i1) + G2 × (1 + i2) + G3 × (1 + i3) − recettes"
    indexed = total([*parts, Part("Recettes en atténuation", receipts, -1)], rule, "R. 314-40, 2°")
    return Priced("formule", indexed, groups=grown_groups)


def _grown_groups(before: Groups, row: FormulaYear | None, year: int, name: str) -> Groups:
    rates = (row.rate_c1, row.rate_c2, row.rate_c3) if row else (None, None, None)
    first, second, third = (
        _grown_group(group, rate, row.at(f"rate_{key}") if row else None, f"indice {year} du groupe {roman} de {name}")
        for group, rate, key, roman in zip(before, rates, CHARGES, ("I", "II", "III"), strict=False))
    return first, second, third, before[3]


def _grown_group(group: Figure, rate: int | None, cell: Cell | None, words: str) -> Figure:
    terms = (group.term("Groupe de l’année précédente"), Term("Indice", rate, Form.RATE, cell, 0))
    if rate is None:
        return unknown(*group.missing, words, source=terms)
    cents = None if group.cents is None else grown(group.cents, rate)
    return Figure(cents, group.missing, "Groupe × (1 + indice)", "R. 314-40, 2°", terms)


def first_groups(inputs: Inputs, opening: Figure, receipts: Figure) -> Groups:
    """The groups of the base. What another modality added to the base before them stays outside, not indexed."""
    first, second, third = (_base_group(inputs, key) for key in CHARGES)
    if inputs.base is None or inputs.base.cents == opening.cents:
        return first, second, third, NOTHING
    outside = total(
        (
            Part("Base reconductible N−1", opening),
            Part("Groupe I", first, -1),
            Part("Groupe II", second, -1),
            Part("Groupe III", third, -1),
            Part("Recettes en atténuation", receipts),
        ),
        "Base hors groupes",
    )
    return first, second, third, outside


def _base_group(inputs: Inputs, key: str) -> Figure:
    lines = [line for line in inputs.model.where(AccountLine, "section", inputs.section.id)
             if line.status == "base" and line.group == key]
    if not lines:
        return unknown(f"groupe {key[1]} de la base de {inputs.name}")
    return total(
        Part(
            line.label or line.account or "Groupe",
            typed(line.cents, f"groupe {key[1]} de la base de {inputs.name}"),
            cell=line.at("cents"),
        )
        for line in lines
    )


def receipts_of(inputs: Inputs, year: int) -> Figure:
    """Recettes en atténuation of a year, else the last typed before it: they stay until the formula changes them."""
    for earlier in sorted((y for y in inputs.indices if y <= year), reverse=True):
        if (row := inputs.indices[earlier]).receipts is not None:
            return typed(row.receipts, f"recettes {earlier}", row.at("receipts"))
    return unknown(f"recettes en atténuation {year} de {inputs.name}")


def _by_coefficients(inputs: Inputs, year: int, opening: Figure, before: Groups | None) -> Priced:
    row, formula = inputs.indices.get(year), inputs.formula
    if formula is None or row is None or row.wage is None or row.prices is None or row.constant is None \
            or formula.wage_weight is None or formula.price_weight is None:
        words = f"indices {year} de la formule de {inputs.name}"
        return Priced("formule", unknown(*opening.missing, words, article="R. 314-40, 2°"))
    factor = (
        1
        + (_exact(formula.wage_weight) * row.wage + _exact(formula.price_weight) * row.prices + row.constant) / MILLION
    )
    cents = None if opening.cents is None else rounded(factor * opening.cents)
    terms = (opening.term("Base reconductible N−1"),
             Term("a", formula.wage_weight, Form.DECIMAL, formula.at("wage_weight"), 0),
             Term("ΔSMIC", row.wage, Form.RATE, row.at("wage"), 0),
             Term("b", formula.price_weight, Form.DECIMAL, formula.at("price_weight"), 0),
             Term("Prix", row.prices, Form.RATE, row.at("prices"), 0),
             Term("c", row.constant, Form.RATE, row.at("constant"), 0))
    figure = Figure(cents, opening.missing, "D × (1 + a × ΔSMIC + b × prix + c)", "R. 314-40, 2°", terms)
    return Priced("formule", figure, rate=rounded((factor - 1) * MILLION))


def _by_ceiling(lines: Sequence[CeilingLine]) -> Figure:
    return total((ceiling_part(line) for line in lines), "min(coût, plafond) × places", "R. 314-40, 4°")


def ceiling_part(line: CeilingLine) -> Part:
    """What one group of activity brings: the lower of cost and ceiling, for each of its places."""
    name = line.label or "tarif plafond"
    if line.ceiling is None or line.places is None:
        return Part(name, unknown(f"plafond ou places de «\u00a0{name}\u00a0»"), cell=line.at("ceiling"))
    price = line.ceiling if line.cost is None else min(line.cost, line.ceiling)
    terms = (Term("Prix d’une place", price, Form.CENTS, line.at("ceiling" if price == line.ceiling else "cost"), 0),
             Term("Places", line.places, Form.INTEGER, line.at("places"), 0))
    return Part(name, Figure(price * line.places, (), "Prix × places", "R. 314-40, 4°", terms), cell=line.at("ceiling"))


def _exact(number: str) -> Fraction:
    return Fraction(Decimal(number))


def convergence_step(inputs: Inputs, year: int, start: Figure, places: int | None) -> Figure:
    """What a linear convergence adds to the base of a year: D_i − D_{i−1}, with D_i = D_0 − (D_0 − cible) × i ÷ k."""
    row = inputs.convergence
    if row is None or not row.first_year <= year < row.first_year + row.years:
        return NOTHING
    target = _convergence_target(inputs, places)
    if start.cents is None or target.cents is None:
        return unknown(*start.missing, *target.missing)
    rank, gap = year - row.first_year + 1, start.cents - target.cents
    here, before = (half_up(start.cents * row.years - gap * i, row.years) for i in (rank, rank - 1))
    terms = (start.term("Base de départ", 0), target.term("Cible", 0), Term("Année", rank, Form.INTEGER, None, 0),
             Term("Durée", row.years, Form.INTEGER, row.at("years"), 0))
    return Figure(here - before, (), "Écart à la cible réparti sur la durée", "R. 314-39, 3° et 4°", terms)


def _convergence_target(inputs: Inputs, places: int | None) -> Figure:
    row = inputs.convergence
    assert row is not None, "asked only with a convergence"
    if row.per_place is None:
        return typed(row.target, f"cible de convergence de {inputs.name}", row.at("target"))
    if places is None:
        return unknown(f"capacité de {inputs.name}")
    return Figure(
        row.per_place * places,
        source=(
            Term("Cible par place", row.per_place, Form.CENTS, row.at("per_place"), 0),
            Term("Places", places, Form.INTEGER, None, 0),
        ),
    )
