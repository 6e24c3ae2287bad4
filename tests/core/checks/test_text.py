"""G8 and G16, each on a text that raises it and on one that does not (`domain.md` §7.4, §9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import Contract
from tests.core.checks.raised import cells, raised, said

CONTRACT = Contract(id="c", tariff_court="tribunal administratif de Lyon", contract_court="tribunal administratif")
ARTICLE = Article(id="a", name="Recours", body="Les parties cherchent un accord.", mandatory=1)


def test_g8_a_text_that_is_written_and_its_courts_raise_nothing() -> None:
    assert raised("G8", CONTRACT, ARTICLE, Article(id="b", name="Annexe")) == []


def test_g8_a_mandatory_article_is_not_empty() -> None:
    found = raised("G8", CONTRACT, replace(ARTICLE, body=" \n"))
    assert said(*found) == [("E", "L'article « Recours » est obligatoire et n'a pas encore de texte.")]
    assert cells(*found) == [ARTICLE.at("body")]


@pytest.mark.parametrize(("field", "label"), [("tariff_court", "du tarif"), ("contract_court", "du contrat")])
def test_g8_each_court_is_named(field: str, label: str) -> None:
    found = raised("G8", replace(CONTRACT, **{field: " "}))  # type: ignore[arg-type]
    assert said(*found) == [("E", f"La juridiction {label} n'est pas renseignée.")]
    assert cells(*found) == [CONTRACT.at(field)]


@pytest.mark.parametrize("name", [
    "tribunal interrégional de la tarification sanitaire et sociale", "TITSS", "CNTSS",
    "Tribunal interrégional de la\ntarification  sanitaire et sociale",
    "Cour nationale de la tarification sanitaire et sociale",
    "tribunaux interrégionaux de la tarification sanitaire et sociale",
])
def test_g8_a_court_that_no_longer_exists_is_found_in_texts_and_in_fields(name: str) -> None:
    found = raised("G8", CONTRACT, replace(ARTICLE, body=f"Devant le {name} de Lyon."))
    assert [level for level, _ in said(*found)] == ["E"] and "depuis le 01/01/2025" in found[0].sentence
    assert cells(*raised("G8", replace(CONTRACT, tariff_court=f"{name} de Lyon"))) == [CONTRACT.at("tariff_court")]


def test_g8_those_courts_were_right_until_the_end_of_2024() -> None:
    article = replace(ARTICLE, body="Devant le TITSS de Lyon.")
    assert raised("G8", CONTRACT, article, today=dt.date(2024, 12, 31)) == []
    assert raised("G8", CONTRACT, article, today=dt.date(2025, 1, 1)) != []
    assert raised("G8", CONTRACT, replace(ARTICLE, body="PETITSSERVICES")) == []


@pytest.mark.parametrize(("body", "quote"), [
    ("Avec un préavis de […] mois.", "préavis de […] mois"), ("[…]", "[…]"), ("[...] mois", "[...] mois"),
    ("Le préavis est de XXXX.", "est de XXXX"),
    ("Entre : [mutualisations à compléter].", "[mutualisations à compléter]"),
    ("Fin du premier alinéa.\n[…] mois", "[…] mois"), ("Début : {debut}", "[début du contrat à compléter]"),
    ("Voir {inconnu} ci-après", "{inconnu}"),
])
def test_g16_a_blank_is_quoted_with_the_words_around_it(body: str, quote: str) -> None:
    found = raised("G16", CONTRACT, replace(ARTICLE, body=body))
    assert said(*found) == [("E", f"L'article « Recours » contient encore un blanc : « {quote} ».")]
    assert cells(*found) == [ARTICLE.at("body")]


def test_g16_several_blanks_of_an_article_are_one_message() -> None:
    found = raised("G16", CONTRACT, replace(ARTICLE, body="[un à compléter] [deux à compléter]"))
    assert said(*found) == [("E", "L'article « Recours » contient encore deux blancs : « [un à compléter] » et "
                             "« [deux à compléter] ».")]
    many = raised("G16", CONTRACT, replace(ARTICLE, body="[A à compléter]" * 5))
    assert many[0].sentence.endswith("et deux autres.") and "cinq blancs" in many[0].sentence


@pytest.mark.parametrize("body", ["Un texte entier.", "Au sens de [l’article 3].", "Le XXe siècle", "{debut}", ""])
def test_g16_a_text_without_blank_raises_nothing(body: str) -> None:
    assert raised("G16", replace(CONTRACT, start="2027-01-01"), replace(ARTICLE, body=body)) == []
