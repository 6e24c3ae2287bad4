"""Each fault put into the journal on purpose is seen: by a stored sequence always, by a search in the long run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sync.desks import play
from tests.sync.mutants import FOLDER, MUTANTS, fails, hunt, mutated


def stored(name: str) -> tuple[list[list[Any]], list[int]]:
    found = json.loads((FOLDER / f"{name}.json").read_bytes())
    return found["steps"], found["skews"]


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_the_stored_sequence_passes_with_the_real_code_and_fails_with_the_mutant(name: str) -> None:
    steps, skews = stored(name)
    play(steps, skews)
    with mutated(name):
        assert fails(steps, skews)


def test_every_stored_sequence_belongs_to_a_mutant() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(MUTANTS) and len(MUTANTS) >= 8


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_a_random_search_finds_the_mutant(name: str) -> None:
    assert hunt(name, range(100_000, 103_000)) is not None
