"""The demonstration contract is the same on every computer, and a contract like any other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cpom_desktop.core.demo import final_model
from cpom_desktop.session.demo import REPLICA, create_demo, demo_steps

from .desk import Desk


def test_two_demonstrations_are_one_contract(tmp_path: Path) -> None:
    first = create_demo(tmp_path / "a.cpom", Desk("ici").tools)
    second = create_demo(tmp_path / "b.cpom", Desk("ailleurs", "2031-01-02T03:04:05+04:00").tools)
    assert first.fingerprint() == second.fingerprint()
    assert list(first.file.lots()) == list(second.file.lots())
    assert set(first.file.vector()) == {REPLICA}
    first.close()
    second.close()


def test_the_file_holds_what_the_steps_come_to(tmp_path: Path) -> None:
    told: list[float] = []
    document = create_demo(tmp_path / "demo.cpom", Desk("ici").tools, lambda share, words: told.append(share))
    steps = demo_steps()
    assert set(document.model) == set(final_model(steps))
    assert told == sorted(told) and told[-1] == 1
    lines = document.history()
    assert {line.label for line in lines} == {step.label for step in steps if step.edit}
    days = sorted(line.wall[:10] for line in lines)
    assert days == sorted(step.at.astimezone(dt.UTC).date().isoformat() for step in steps if step.edit)
    assert document.author is None and document.conflicts() == {}
    assert document.file.is_sound()
    document.close()
