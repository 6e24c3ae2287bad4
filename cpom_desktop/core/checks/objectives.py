"""Rules on objectives: the volet qualité, the indicators of the type, their figures, and their follow-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..calendar import Milestone
from ..contract import Contract
from ..finance.scope import contract_years
from ..followup import CommitteeMember
from ..indicators import baseline, is_worse, year_rows
from ..model import Model
from ..money import NBSP, format_number
from ..naming import name_of
from ..objectives import Axis, Indicator, IndicatorYear, Objective
from ..ordering import ordered
from ..records import Cell
from .frame import Message, blocking, look, rule
from .words import GUIDE, listed, quoted, spans, titled

MANDATORY = {"chrs": ("CHRS-1a", "CHRS-1b", "CHRS-2a", "CHRS-2b", "CHRS-3", "CHRS-4")}
"""Arrêté of 25 October 2019, annexe I, by the codes of the template; no other type has a national list. Read 2026-11.
"""
QUALITY = "qualité"
DIALOGUES = (1, 4)
"""Type B: a dialogue each year from N+1 to N+4, N being the first year of the contract (checklist, N6)."""


@rule("N3", "Volet qualité", GUIDE)
def a_quality_objective_is_measured(model: Model, today: dt.date) -> Iterator[Message]:
    """No quality objective with an indicator that has its baseline and a target each year; none before an objective.

    The volet qualité is what its axis or its objective calls so.
    """
    objectives = ordered(model.all(Objective))
    if not objectives or any(_is_quality(model, one) and _is_measured(model, one) for one in objectives):
        return
    cell = next((one for one in objectives if _is_quality(model, one)), objectives[0]).at("name")
    yield look("Volet qualité\u00a0: aucun axe ou objectif ainsi nommé n’a d’indicateur avec sa valeur initiale et sa "
               "cible de chaque année.", cell)


@rule("N6", "Suivi du contrat", "Arrêté du 25 octobre 2019, annexes I et II")
def what_is_followed_is_defined(model: Model, today: dt.date) -> Iterator[Message]:
    """Indicators of the type, what each still lacks; dialogues of the years; composition of the comité de suivi."""
    contract = model.first(Contract)
    if contract is not None:
        yield from _missing_indicators(model, contract)
    for indicator in ordered(model.all(Indicator)):
        lacking = list(_lacking(model, indicator))
        if lacking:
            words = listed([word for word, _ in lacking])
            yield look(f"Indicateur {quoted(name_of(model, indicator))}\u00a0: {words} à compléter.", lacking[0][1])
    yield from _meetings(model)


def _missing_indicators(model: Model, contract: Contract) -> Iterator[Message]:
    held = {indicator.code for indicator in model.all(Indicator)}
    missing = [code for code in MANDATORY.get(contract.type, ()) if code not in held]
    if missing:
        one = len(missing) == 1
        words = "Un indicateur obligatoire manque" if one else "Des indicateurs obligatoires manquent"
        first: Indicator | Objective | None = model.first(Indicator) or model.first(Objective)
        yield blocking(f"{words}\u00a0: {listed(missing)}.", (first or contract).at("name"))


def _lacking(model: Model, indicator: Indicator) -> Iterator[tuple[str, Cell]]:
    if not indicator.definition.strip():
        yield "définition", indicator.at("definition")
    if not indicator.source.strip():
        yield "source", indicator.at("source")
    if not baseline(model, indicator).shown:
        yield "valeur initiale", indicator.at("baseline_year")
    if all(row.target is None for row in year_rows(model, indicator).values()):
        yield "cibles", indicator.at("name")


def _meetings(model: Model) -> Iterator[Message]:
    """Silent until the calendar has begun."""
    contract, steps = model.first(Contract), model.all(Milestone)
    if contract is None or not steps:
        return
    if contract.type == "chrs" and (years := contract_years(model)):
        asked = [year for year in years if DIALOGUES[0] <= year - years[0] <= DIALOGUES[1]]
        if missing := [year for year in asked if not any(_is_dialogue(step, year) for step in steps)]:
            yield look(f"Aucun dialogue de gestion n’est prévu en {spans(missing)}.", contract.at("end"))
    committee = next((step for step in ordered(steps) if step.milestone_kind == "comite"), None)
    if committee is not None and not model.all(CommitteeMember):
        yield look("La composition du comité de suivi n’est pas renseignée.", committee.at("name"))


@rule("G10", "Indicateurs", GUIDE)
def targets_do_not_go_backwards(model: Model, today: dt.date) -> Iterator[Message]:
    """A rate over 0; targets that ask for less than the baseline, in one message per indicator."""
    for indicator in ordered(model.all(Indicator)):
        rows = list(year_rows(model, indicator).values())
        for row in rows:
            for field in ("denominator", "target_denominator"):
                if indicator.is_ratio and getattr(row, field) == "0":
                    sentence = f"le dénominateur de {row.year} est nul, le taux ne peut pas être calculé."
                    yield look(titled(name_of(model, indicator), sentence), row.at(field))
        yield from _worse(model, indicator, rows)


def _worse(model: Model, indicator: Indicator, rows: list[IndicatorYear]) -> Iterator[Message]:
    first = baseline(model, indicator)
    if first.value is None:
        return
    unit = f"{NBSP}{indicator.unit}" if indicator.unit else ""
    worse = [row for row in rows if row.target is not None and is_worse(indicator, row.target, first.value)]
    if not worse:
        return
    shown = listed([f"{row.year} ({format_number(row.target)}{unit})" for row in worse])
    side = "supérieure" if indicator.sense == "baisse" else "inférieure"
    words = f"la cible {shown} est {side}" if len(worse) == 1 else f"les cibles {shown} sont {side}s"
    sentence = f"{words} à la valeur initiale ({first.shown}{unit})."
    yield look(titled(name_of(model, indicator), sentence), worse[0].at("target"))


def _is_quality(model: Model, objective: Objective) -> bool:
    axis = model.find(Axis, objective.axis)
    names = (objective.name, axis.name if axis is not None else "")
    return any(QUALITY in name.casefold() for name in names)


def _is_measured(model: Model, objective: Objective) -> bool:
    """Whether an indicator of the objective has its baseline and a target for each year of the contract."""
    years = contract_years(model)
    for indicator in model.where(Indicator, "objective", objective.id):
        targets = {year for year, row in year_rows(model, indicator).items() if row.target is not None}
        if baseline(model, indicator).shown and targets and targets >= set(years):
            return True
    return False


def _is_dialogue(step: Milestone, year: int) -> bool:
    day = step.planned_start or step.planned_end
    return step.milestone_kind == "dialogue" and day is not None and int(day[:4]) == year
