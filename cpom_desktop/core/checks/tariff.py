"""Rules on how sections are priced: rebasage, rates, mutualisations, DGCs, CNR, capacity, annual avenants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ..contract import Contract, Esms, Grant, Section, SectionRule, Transformation
from ..finance.capacity import capacity
from ..finance.grant_records import NotifiedDgc, SplitMove
from ..finance.grants import members
from ..finance.pooling import counted_twice, missing_of
from ..finance.pooling_records import Pooling
from ..finance.pricing_records import CeilingLine, Formula, FormulaYear, NotifiedGrant
from ..finance.records import Measure, SectionBase, YearGrant, YearRate
from ..finance.scope import base_year, contract_years, is_subsidised, rule_of, section_name
from ..finance.split import misfits, move_problem, notified_gap
from ..finance.trajectory import section_trajectory
from ..model import Model
from ..negotiation import STANDING_STATUSES, Position
from ..periods import add_months, as_date, format_day
from ..positions import positions_on
from .frame import Message, advice, blocking, completes, look, rule
from .words import euros, percent, spans, titled

AVENANT_MONTHS = 3
"""How long before a year its annual avenant is expected, at least as a draft (G18)."""


@rule("N1", "Rebasage demandé en préalable", "Arrêté du 25 octobre 2019, annexe II, III.1.a")
def a_rebasage_has_its_reasons(model: Model, today: dt.date) -> Iterator[Message]:
    """A précondition without justification or without counter-value; the weight of what was retained."""
    for measure in (row for row in model.all(Measure) if row.nature == "rebasage"):
        section = model.find(Section, measure.section)
        if section is None:
            continue
        name = section_name(model, section)
        yield from _preconditions(model, measure, name)
        base = next(iter(model.where(SectionBase, "section", section.id)), None)
        if measure.cents and base is not None and base.cents:
            share, year = percent(measure.cents, base.cents), base_year(model)
            which = "de départ" if year is None else year
            yield advice(f"Le rebasage retenu représente {share} de la base {which} de {name}.", measure.at("cents"))


def _preconditions(model: Model, measure: Measure, name: str) -> Iterator[Message]:
    held = positions_on(model, measure.at("cents"))
    for position in held:
        if not position.precondition or position.status not in STANDING_STATUSES:
            continue
        if not position.argument.strip() and not measure.justification.strip():
            yield look(
                titled(name, "le rebasage demandé en préalable n’est pas justifié."), measure.at("justification")
            )
        if not _has_counterpart(held, position):
            yield look(titled(name, "le rebasage demandé en préalable n’a pas de contre-valeur."), measure.at("cents"))


def _has_counterpart(held: Sequence[Position], position: Position) -> bool:
    return position.package is not None or any(other.party != position.party for other in held)


@completes("N2")
def every_year_has_its_rate(model: Model, today: dt.date) -> Iterator[Message]:
    """A rate or an index that is missing; rates that are hypotheses, in one message; 4° inside a DGC."""
    for section in model.all(Section):
        if is_subsidised(model, section):
            continue
        name = section_name(model, section)
        for modality, words in (("taux", "le taux d’actualisation"), ("formule", "la formule d’actualisation")):
            years = [year for year in contract_years(model) if _lacks(model, section, year, modality)]
            if years:
                yield blocking(titled(name, f"{words} manque pour {spans(years)}."), section.at("code"))
    yield from _hypotheses(model)
    for dgc in model.all(Grant):
        if any(row.modality == "equation" for section in members(model, dgc.id)
               for row in model.where(SectionRule, "section", section.id)):
            yield advice(
                titled(
                    dgc.name,
                    "une section relève du 4° de R.\u00a0314-40\u202f; les redéploiements ne valent que "
                    "pour l’année en cours.",
                ),
                dgc.at("name"),
            )


def _lacks(model: Model, section: Section, year: int, modality: str) -> bool:
    found = rule_of(model, section.id, year)
    if found is None or found.modality != modality:
        return False
    if modality == "taux":
        row = next((r for r in model.where(YearRate, "section", section.id) if r.year == year), None)
        return row is None or row.rate is None
    formula = next(iter(model.where(Formula, "section", section.id)), None)
    index = next((r for r in model.where(FormulaYear, "section", section.id) if r.year == year), None)
    if formula is None or index is None:
        return True
    needed = (index.rate_c1, index.rate_c2, index.rate_c3) if formula.shape == "groupes" else (
        index.wage, index.prices, index.constant, formula.wage_weight, formula.price_weight)
    return any(value is None for value in needed)


def _hypotheses(model: Model) -> Iterator[Message]:
    rows = sorted((row for row in model.all(YearRate) if row.rate is not None and row.status == "hypothese"
                   and row.year in contract_years(model)), key=lambda row: row.year)
    years = sorted({row.year for row in rows})
    if not rows:
        return
    end = "trajectoire prévisionnelle, sous réserve des crédits."
    sentence = (f"Les taux {spans(years)} sont des hypothèses\u00a0: {end}" if len(years) > 1
                else f"Le taux {years[0]} est une hypothèse\u00a0: {end}")
    yield advice(sentence, rows[0].at("rate"))


@rule("N4", "Mutualisations, économies d’échelle", "CASF, L. 313-11")
def a_mutualisation_is_complete_and_counted_once(model: Model, today: dt.date) -> Iterator[Message]:
    """What a mutualisation lacks; a function that a rebasage pays and a mutualisation saves."""
    for pooling in model.all(Pooling):
        if missing := missing_of(model, pooling):
            yield look(titled(f"Mutualisation {pooling.code or pooling.name}", f"à compléter ({', '.join(missing)})."),
                       pooling.at("start"))
    for pooling, section, measure, saved in counted_twice(model):
        if saved.cents is not None and measure.cents is not None:
            yield look(
                titled(
                    section_name(model, section),
                    f"rebasage ({euros(measure.cents)}) et mutualisation "
                    f"({euros(-saved.cents)}) portent sur la même fonction, {pooling.function}.",
                ),
                pooling.at("function"),
            )


@rule("G3", "Dotation globalisée commune", "CASF, R. 314-43-1")
def a_dgc_holds_what_it_may_hold(model: Model, today: dt.date) -> Iterator[Message]:
    """Members of one legal person, authority and dotation limitative; a split that sums to the arrêté."""
    for dgc in model.all(Grant):
        for section, misfit in misfits(model, dgc.id):
            yield blocking(misfit.sentence, section.at("dgc"))
    for row in model.all(NotifiedDgc):
        gap = notified_gap(model, row)
        found = model.find(Grant, row.dgc)
        if gap.cents and found is not None:
            yield blocking(titled(found.name, f"la répartition notifiée {row.year} diffère du montant de l’arrêté "
                                  f"(écart {euros(gap.cents, sign=True)})."), row.at("cents"))
    for move in model.all(SplitMove):
        if (problem := move_problem(model, move)) is not None:
            yield blocking(problem.sentence, move.at("to_section"))


@rule("G5", "CNR hors de la base", "CASF, R. 314-43-1")
def a_cnr_stays_out_of_the_next_base(model: Model, today: dt.date) -> Iterator[Message]:
    """A notified base that still holds the CNR of its year."""
    for row in model.all(NotifiedGrant):
        section = model.find(Section, row.section)
        if section is None or row.base is None or row.cents is None:
            continue
        year = next(
            (one for one in section_trajectory(model, section.id, notified=False) if one.year == row.year), None
        )
        if year is None or not all(figure.complete for figure in (year.cnr, year.results, year.cover)):
            continue
        expected = row.cents - year.cnr.known() - year.results.known() - year.cover.known()
        if year.cnr.known() > 0 and row.base - expected >= year.cnr.known():
            yield blocking(titled(section_name(model, section), f"la base notifiée {row.year} contient les crédits non "
                                  f"reconductibles de l’année ({euros(year.cnr.known())})."), row.at("base"))


@rule("G18", "Dispositif subventionné", "Arrêté du 25 octobre 2019, article 5")
def a_subsidy_has_its_annual_avenant(model: Model, today: dt.date) -> Iterator[Message]:
    """A year that has begun, or begins within three months, without even a draft of its avenant."""
    for section in (row for row in model.all(Section) if is_subsidised(model, row)):
        drafted = {row.year for row in model.where(YearGrant, "section", section.id) if row.cents is not None}
        for year in contract_years(model):
            if add_months(today, AVENANT_MONTHS) >= dt.date(year, 1, 1) and year not in drafted:
                yield look(
                    titled(
                        section_name(model, section), f"aucun avenant, même en projet, ne fixe la subvention {year}."
                    ),
                    section.at("envelope"),
                )


@rule("G19", "Capacité", "CASF, L. 313-1")
def places_follow_their_transformations(model: Model, today: dt.date) -> Iterator[Message]:
    """Places below zero, priced places that are not the capacity, an act not obtained on its day."""
    contract = model.first(Contract)
    for esms in model.all(Esms) if contract is not None else ():
        years = [(year, capacity(model, esms.id, year).places) for year in contract_years(model)]
        if below := [year for year, places in years if places is not None and places < 0]:
            yield blocking(
                titled(esms.name or esms.code, f"la capacité de {below[0]} est négative."), esms.at("capacity")
            )
    yield from _priced_places(model)
    for row in model.all(Transformation):
        day = as_date(row.effective)
        if row.places is not None and day is not None and row.act_date is None and day <= today:
            yield look(
                titled(
                    row.code or "Transformation",
                    f"l’acte d’autorisation reste à obtenir, la date d’effet était le {format_day(row.effective)}.",
                ),
                row.at("act_date"),
            )


def _priced_places(model: Model) -> Iterator[Message]:
    priced: dict[tuple[str, int], list[CeilingLine]] = {}
    for line in model.all(CeilingLine):
        priced.setdefault((line.section, line.year), []).append(line)
    for (section_id, year), lines in priced.items():
        section = model.find(Section, section_id)
        if section is None or any(line.places is None for line in lines):
            continue
        held, count = capacity(model, section.esms, year).places, sum(line.places or 0 for line in lines)
        if held is not None and held != count:
            yield blocking(
                titled(section_name(model, section), f"{count} places tarifées en {year} pour une capacité de {held}."),
                lines[0].at("places"),
            )
