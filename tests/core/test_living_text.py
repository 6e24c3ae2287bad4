"""Living fields show what the contract says, and what is missing stays visible."""

from __future__ import annotations

import pytest

from cpom_desktop.core.contract import Contract, Esms, Grant, Manager, Section
from cpom_desktop.core.living_text import blanks, field_names, filled
from cpom_desktop.core.model import Model

KNOWN = Model([
    Contract(id="c", name="CPOM", start="2027-01-01", long_stay_months=18), Manager(id="m", name="Les Deux Rives"),
    Esms(id="E1", name="La Passerelle", capacity=60, order=1), Esms(id="E3", name="L’Escale", order=3),
    Esms(id="E2", name="Le Quai", capacity=30, order=2), Grant(id="d", name="DGC-1"),
    Section(id="s", esms="E1", dgc="d"), Section(id="t", esms="E3", dgc="d"),
])


@pytest.mark.parametrize(("body", "text"), [
    ("Du {debut}.", "Du 1er janvier 2027."), ("{gestionnaire}", "Les Deux Rives"),
    ("{liste_esms}", "La Passerelle (60 places), Le Quai (30 places) et L’Escale"),
    ("{liste_dgc}", "DGC-1 (La Passerelle et L’Escale)"), ("au-delà de {duree_longue}", "au-delà de 18\u00a0mois"),
    ("au {terme}", "au [terme du contrat à compléter]"), ("{inconnu}", "{inconnu}"), ("sans champ", "sans champ"),
])
def test_a_living_field_shows_the_contract_or_says_what_is_missing(body: str, text: str) -> None:
    assert filled(KNOWN, body) == text


@pytest.mark.parametrize(("typed", "text"), [
    ("99 — Aure-et-Lys", "dans le département Aure-et-Lys (99)"), ("974", "dans le département 974"),
    ("La Réunion", "dans le département La Réunion"), ("2A - Corse-du-Sud", "dans le département Corse-du-Sud (2A)"),
    ("  ", "dans [département à compléter]"),
])
def test_the_department_reads_as_a_sentence_however_it_was_typed(typed: str, text: str) -> None:
    assert filled(Model([Contract(id="c", department=typed)]), "dans {departement}") == text


@pytest.mark.parametrize(("body", "found"), [
    ("préavis de […] mois", ["[…]"]), ("le [date à compléter]", ["[date à compléter]"]), ("n° XXXX", ["XXXX"]),
    ("au {terme}", ["[terme du contrat à compléter]"]), ("{inconnu}", ["{inconnu}"]),
    ("préavis de [...] mois", ["[...]"]),
    ("du {debut}, article [1] cité", []), ("XXX", []), ("", []),
])
def test_what_is_still_to_be_written_is_listed(body: str, found: list[str]) -> None:
    assert blanks(KNOWN, body) == found


@pytest.mark.parametrize("name", field_names())
def test_no_living_field_invents_anything_in_an_empty_contract(name: str) -> None:
    shown = filled(Model(), "{" + name + "}")
    assert shown.startswith("[") and shown.endswith("à compléter]")
