"""Rules on dates: evaluations, projets, authorisations, and whether the calendar is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..calendar import Milestone
from ..calendar_figures import Progress, due_day, held_late, lateness, state
from ..contract import Contract, Esms
from ..model import Model
from ..naming import name_of
from ..ordering import ordered
from ..periods import add_months, as_date, format_day
from .frame import Message, advice, look, rule
from .words import GUIDE, days, number, titled

AUTHORISATION_MONTHS = 12
"""How long after the term an authorisation that ends still asks for a milestone (a parameter of the checklist)."""
BEFORE_EFFECT = ("preparation", "diagnostic", "negociation", "conclusion")
"""The phases that are over once the contract takes effect."""


@rule("P2", "Évaluations et projets", GUIDE)
def an_authorised_esms_has_its_next_dates(model: Model, today: dt.date) -> Iterator[Message]:
    """Next evaluation and next projet of each authorised ESMS: a date that is missing, or without its milestone."""
    for esms in _in_order(model):
        if esms.regime != "autorise":
            continue
        for field, renews, subject in (
            ("next_evaluation", "evaluation", "prochaine évaluation"),
            ("next_project", "projet", f"prochain projet {_project(esms)}"),
        ):
            day = getattr(esms, field)
            if day is None:
                article = "de la" if renews == "evaluation" else "du"
                sentence = f"la date {article} {subject} n’est pas renseignée."
                yield look(titled(name_of(model, esms), sentence), esms.at(field))
            elif _inside(model, day) and not _is_planned(model, esms, renews):
                article = "la" if renews == "evaluation" else "le"
                sentence = f"{article} {subject} ({format_day(day)}) n’a pas d’étape au calendrier."
                yield look(titled(name_of(model, esms), sentence), esms.at(field))


@rule("G14", "Autorisations", "CASF, L. 313-1")
def an_authorisation_that_ends_is_renewed(model: Model, today: dt.date) -> Iterator[Message]:
    """An authorisation that ends before the term, or within a year after it, without a milestone of renewal."""
    contract = model.first(Contract)
    end = as_date(contract.end if contract else None)
    if contract is None or end is None:
        return
    for esms in _in_order(model):
        until = as_date(esms.authorised_until)
        if until is None or until > add_months(end, AUTHORISATION_MONTHS) or _is_planned(model, esms, "autorisation"):
            continue
        when = "dans l’année qui suit le terme" if until > end else "avant le terme"
        sentence = (f"l’autorisation prend fin le {format_day(esms.authorised_until)}, {when} du contrat "
                    f"({format_day(contract.end)}), sans étape de renouvellement au calendrier.")
        yield look(titled(name_of(model, esms), sentence), esms.at("authorised_until"))


@rule("P5", "Tenue du calendrier", GUIDE)
def the_calendar_is_held(model: Model, today: dt.date) -> Iterator[Message]:
    """A day that is past and not held, a stage after the contract takes effect; what was held late, in one message.

    A training is no stage of the contract: the back-planning does not wait for it.
    """
    steps = [step for step in ordered(model.all(Milestone)) if step.milestone_kind != "formation"]
    for step in steps:
        due = due_day(step)
        if due is None:
            continue
        if state(step, today) is Progress.LATE:
            sentence = f"prévu le {due:%d/%m/%Y}, sans date réelle ({days(lateness(step, today))} de retard)."
            yield look(titled(name_of(model, step), sentence), step.at("actual_end"))
        elif (start := _too_late(model, step, due, today)) is not None:
            sentence = f"prévu le {due:%d/%m/%Y}, après l’entrée en vigueur du contrat ({start:%d/%m/%Y})."
            yield look(titled(name_of(model, step), sentence), step.at("planned_end"))
    delays = {step.id: delay for step, delay in held_late(model)}
    late = [step for step in steps if step.id in delays]
    if late:
        yield advice(_held_late([delays[step.id] for step in late]), late[0].at("actual_end"))


def _held_late(delays: list[int]) -> str:
    if len(delays) == 1:
        return f"Un jalon a été tenu en retard (de {days(delays[0])})."
    first, last = min(delays), max(delays)
    span = f"de {days(first)}" if first == last else f"de {first} à {days(last)}"
    return f"{number(len(delays)).capitalize()} jalons ont été tenus en retard ({span})."


def _too_late(model: Model, step: Milestone, due: dt.date, today: dt.date) -> dt.date | None:
    """The first day of the contract, where a stage that comes before it is planned after it."""
    contract = model.first(Contract)
    start = as_date(contract.start if contract else None)
    pending = step.phase in BEFORE_EFFECT and state(step, today) is not Progress.DONE
    return start if pending and start is not None and due > start else None


def _project(esms: Esms) -> str:
    return {"service": "de service", "etablissement": "d’établissement"}.get(
        esms.form or "", "d’établissement ou de service")


def _inside(model: Model, day: str) -> bool:
    contract = model.first(Contract)
    if contract is None or contract.start is None or contract.end is None:
        return False
    return contract.start <= day <= contract.end


def _is_planned(model: Model, esms: Esms, renews: str) -> bool:
    return any(step.renews == renews for step in model.where(Milestone, "esms", esms.id))


def _in_order(model: Model) -> list[Esms]:
    return sorted(model.all(Esms), key=lambda one: (one.order, one.id))
