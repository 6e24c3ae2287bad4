"""Every error of the surroundings and every refusal has its three French sentences."""

from __future__ import annotations

import re

import pytest

from cpom_desktop.core.problems import REFUSALS, SURROUNDINGS, Kind, Reason, Refused, Sentences, Surroundings

ALL = [*SURROUNDINGS.items(), *REFUSALS.items()]


def test_no_kind_and_no_reason_is_without_words() -> None:
    assert set(SURROUNDINGS) == set(Kind)
    assert set(REFUSALS) == set(Reason)


@pytest.mark.parametrize(("word", "sentences"), ALL, ids=lambda one: getattr(one, "value", ""))
def test_each_says_what_happened_what_is_safe_and_what_to_do(word: Kind | Reason, sentences: Sentences) -> None:
    for text in (sentences.happened, sentences.safe, sentences.to_do):
        assert text.endswith(".") and text[0] in "ABCDEFGHIJKLMNOPQRSTUVWXYZÉÀ«{" and "'" not in text
        assert not re.search(r"oups|veuillez|erreur de saisie|!", text, re.IGNORECASE)


def test_details_are_put_in_place_and_one_that_is_missing_shows_as_such() -> None:
    error = Surroundings(Kind.HELD, name="a.cpom", holder="Mme Attias", since="13 h 50")
    assert "Mme Attias" in error.sentences.happened and "(…)" in error.sentences.happened
    assert str(error) == error.sentences.happened and error.kind is Kind.HELD


def test_braces_in_a_detail_are_text() -> None:
    assert "{x}" in Refused(Reason.BAD_VALUE, "Nom", detail="« {x} »").sentences.happened
