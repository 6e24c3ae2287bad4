"""Rules on the diagnostic partagé: the time it is given, the disagreements it leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..calendar import Milestone
from ..contract import Esms
from ..diagnosis import Finding, Item
from ..diagnosis_figures import disagreements
from ..model import Model
from ..naming import name_of
from ..periods import add_months, as_date
from .frame import Message, look, rule
from .words import GUIDE, lowered, number, titled

SHORTEST_MONTHS = 3
"""How long a diagnosis takes at least: three to four months in the kits of the sector (a parameter)."""


@rule("P6", "Temps du diagnostic partagé", GUIDE)
def the_diagnosis_has_its_time_and_ends(model: Model, today: dt.date) -> Iterator[Message]:
    """A diagnosis planned in too short a time; each disagreement that is neither settled nor waived."""
    for step in model.where(Milestone, "phase", "diagnostic"):
        start, end = as_date(step.planned_start), as_date(step.planned_end)
        if step.milestone_kind != "etape" or start is None or end is None:
            continue
        if end + dt.timedelta(days=1) < add_months(start, SHORTEST_MONTHS):
            sentence = (f"moins de {number(SHORTEST_MONTHS)} mois sont prévus, du {start:%d/%m/%Y} au {end:%d/%m/%Y}.")
            yield look(titled(name_of(model, step), sentence), step.at("planned_end"))
    for one in disagreements(model):
        cell = one.at("status") if isinstance(one, Finding) else one.at("value")
        yield look(f"Un désaccord reste ouvert dans le diagnostic\u00a0: {_subject(model, one)}.", cell)


def _subject(model: Model, one: Item | Finding) -> str:
    """« coût à la place (E1) »: the constat or the item, and the ESMS it speaks of."""
    item = one if isinstance(one, Item) else model.find(Item, one.item or "")
    name = (one.name or (item.label if item is not None else "")) if isinstance(one, Finding) else one.label
    esms = model.find(Esms, (item.esms if item is not None else None) or "")
    return lowered(name or name_of(model, one)) + (f" ({esms.code or esms.name})" if esms is not None else "")
