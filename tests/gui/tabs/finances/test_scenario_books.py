"""The figures of a scenario follow the contract from edit to edit as if its values were laid anew each time."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from cpom_desktop.core.contract import Grant
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, SectionBase, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.overlay import View
from cpom_desktop.core.records import Record
from cpom_desktop.gui.tabs.finances.scenario_books import ScenarioBooks
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.scenarios import Kept
from cpom_desktop.session.trial import Tried


def moved(model: Model, rank: random.Random) -> Model:
    """The model after one edit: another value, a new measure, a measure gone."""
    rates, measures = model.all(YearRate), model.all(Measure)
    new: list[Record] = [
        replace(rank.choice(rates), rate=rank.randrange(30_000)),
        replace(rank.choice(measures), cents=rank.randrange(9_000_000)),
        replace(rank.choice(model.all(SectionBase)), cents=rank.randrange(90_000_000)),
        Measure(id=f"{rank.randrange(9)}" * 32, section=rates[0].section, year=2027, label="Neuve", cents=100),
    ]
    if rank.random() < 0.15:
        return model.replacing((), [("measure", rank.choice(measures).id)])
    return model.replacing([rank.choice(new)])


@pytest.mark.parametrize("seed", range(6))
def test_a_scenario_follows_the_contract(workspace: Workspace, seed: int) -> None:
    rank, model = random.Random(seed), workspace.document.model
    values = {row.at("rate"): rank.randrange(30_000) for row in model.all(YearRate)[::2]}
    values |= {row.at("cents"): rank.randrange(9_000_000) for row in model.all(Measure)[::3]}
    own = Measure(id="a" * 32, section=model.all(YearRate)[0].section, year=2028, label="Du scénario", cents=5)
    one = Kept("a", "Bas", View.ACCORD, "", Tried((own,), values))
    kept, base = ScenarioBooks(), Books(model)
    for _ in range(25):
        found, made = kept.of(one, base), Books(one.what.over(base.model))
        assert set(found.model) == set(made.model)
        for grant in made.model.all(Grant):
            assert found.grant(grant.id) == made.grant(grant.id)
        for section, _ in made.sections:
            assert list(found.trajectory(section.id)) == list(made.trajectory(section.id))
        model = moved(base.model, rank)
        base = base.after(model, model.differing(base.model))
