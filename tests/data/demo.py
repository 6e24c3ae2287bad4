"""The demonstration contract as tests see it: its steps, its final model, and rows by the words people use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from cpom_desktop.core.contract import Esms, Section
from cpom_desktop.core.demo import Step, final_model, load_steps
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Record

R = TypeVar("R", bound=Record)
FOLDER = Path(__file__).parents[2] / "resources" / "demo"


@cache
def steps() -> tuple[Step, ...]:
    """The steps of every file of the folder."""
    return tuple(load_steps(*(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.json")))))


@cache
def demo() -> Model:
    """The contract on 20 November 2026, once every step has been applied."""
    return final_model(steps())


def until(name: str) -> Model:
    """The contract as it stood at the end of a step."""
    names = [step.name for step in steps()]
    return final_model(steps()[:names.index(name) + 1])


def one(cls: type[R], **values: object) -> R:
    """The only row of a kind with those values."""
    found = [row for row in demo().all(cls) if all(getattr(row, name) == value for name, value in values.items())]
    assert len(found) == 1, (cls.kind, values, len(found))
    return found[0]


def esms(code: str) -> Esms:
    """E1, E2 or E3."""
    return one(Esms, code=code)


def section(code: str) -> Section:
    """S1, S2 or S3."""
    return one(Section, code=code)


def cents(text: str) -> int:
    """An amount as domain.md writes it: '1 028 806,25', '−6 200,00'."""
    digits = text.replace(" ", "").replace("\u202f", "").replace("−", "-")
    euros, _, rest = digits.partition(",")
    assert len(rest) == 2
    return int(euros + rest)
