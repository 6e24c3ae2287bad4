"""The list of points de vigilance is the same on two copies whose rows came in another order."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from cpom_desktop.core.checks import frame
from cpom_desktop.core.checks.frame import Level, Message, Rule, blocking, look
from cpom_desktop.core.contract import Esms
from cpom_desktop.core.model import Model

TODAY = dt.date(2027, 3, 1)


def _named(model: Model, today: dt.date) -> list[Message]:
    return [look(f"Le service {esms.name} est à revoir.", esms.at("name")) for esms in model.all(Esms)]


def _blocking(model: Model, today: dt.date) -> list[Message]:
    return [blocking("Une même phrase.", esms.at("code")) for esms in model.all(Esms)]


@pytest.fixture(autouse=True)
def _two_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: dict[str, Rule] = {"N10": _blocking, "N2": _named, "P1": _named}
    monkeypatch.setattr(frame, "RULES", {id: frame.Entry(id, id, "", rule) for id, rule in rules.items()})


def test_messages_follow_level_then_rule_then_words_whatever_the_order_of_the_rows() -> None:
    names = ["10", "2", "Église", "Eure", "zèbre", "Zone"]
    rows = [Esms(id=f"e{rank}", name=name) for rank, name in enumerate(names)]
    expected = frame.run(Model(rows), TODAY)
    assert [(one.level, one.id) for one in expected] == (
        [(Level.BLOCKING, "N10")] * 6 + [(Level.LOOK, "P1")] * 6 + [(Level.LOOK, "N2")] * 6)
    words = [one.sentence.split()[2] for one in expected[6:12]]
    assert words == ["2", "10", "Église", "Eure", "zèbre", "Zone"]
    chance = random.Random(1)
    for _ in range(5):
        chance.shuffle(rows)
        assert frame.run(Model(rows), TODAY) == expected
