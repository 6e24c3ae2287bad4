"""The finance part of the messages that the demonstration raises, and no other (`domain.md` §10.12)."""

from __future__ import annotations

import datetime as dt

from cpom_desktop.core.checks import RULES, run
from cpom_desktop.core.finance.head_office_records import HeadOffice
from cpom_desktop.core.finance.investment_records import Loan
from cpom_desktop.core.finance.plan_records import PlanStep
from cpom_desktop.core.finance.pooling_records import Pooling
from cpom_desktop.core.finance.records import Measure
from tests.data.demo import demo, one

TODAY = dt.date(2026, 11, 20)
FINANCE = {"P1", "P1b", "P3", "N1", "N2", "N4", "N5", "G3", "G4", "G5", "G6", "G7", "G15", "G17", "G18", "G19", "G22"}
EXPECTED = [
    ("P1", "W", "L'autorisation de frais de siège prend fin le 30/06/2029, avant le terme du contrat (31/12/2031)."),
    ("P3", "W", "Opération I1 : l'emprunt de 200 000,00 € sur 15 ans n'a pas de date d'approbation (R. 314-20)."),
    (
        "N4",
        "W",
        "La Passerelle : rebasage (12 000,00 €) et mutualisation (−9 000,00 €) portent sur la même fonction, "
        "la veille de nuit.",
    ),
    (
        "G7",
        "W",
        "Le PGFP prévoit un excédent chaque année de 2027 à 2031 (154 204,26 € au total) sur des comptes "
        "financés par l'État.",
    ),
    (
        "G15",
        "W",
        "BFR négatif (−70 000,00 €) : la réserve de trésorerie de 58 000,00 € est sans objet ; une reprise peut "
        "être étudiée (R. 314-48).",
    ),
    ("G17", "W", "TR1, +5 places : 45 000,00 € de dotation, 30 000,00 € de charges au PGFP ; écart 15 000,00 €."),
    ("G17", "W", "TR2, +4 mesures : 31 200,00 € de dotation, 26 000,00 € de charges au PGFP ; écart 5 200,00 €."),
    ("N1", "I", "Le rebasage retenu représente 1,22 % de la base 2026 de La Passerelle."),
    ("N2", "I", "Les taux 2027 à 2031 sont des hypothèses : trajectoire prévisionnelle, sous réserve des crédits."),
]


def plain(sentence: str) -> str:
    """Without the typography: the dossier is written with plain spaces and apostrophes."""
    return sentence.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_the_demonstration_raises_the_finance_messages_of_the_dossier_and_no_other() -> None:
    found = [
        (check.id, check.level.value, plain(check.sentence)) for check in run(demo(), TODAY) if check.id in FINANCE
    ]
    assert found == EXPECTED


def test_the_sentences_are_set_in_french_typography() -> None:
    for check in run(demo(), TODAY):
        if check.id in FINANCE:
            assert "'" not in check.sentence and " :" not in check.sentence and " ;" not in check.sentence
            assert " €" not in check.sentence and " %" not in check.sentence


def test_each_message_leads_to_the_cell_that_it_speaks_of() -> None:
    cells = {(check.id, check.cell) for check in run(demo(), TODAY) if check.id in FINANCE}
    assert ("P1", one(HeadOffice).at("authorised_until")) in cells
    assert ("P3", one(Loan).at("approved")) in cells
    assert ("N4", one(Pooling).at("function")) in cells
    assert ("N1", one(Measure, nature="rebasage").at("cents")) in cells
    assert {cell for id, cell in cells if id == "G17"} == {
        step.at("cents") for step in demo().all(PlanStep) if step.label.startswith("TR")}
    assert all(cell is not None and demo().record(cell.kind, cell.row) is not None for _, cell in cells)


def test_every_finance_rule_names_its_text() -> None:
    assert all(RULES[id].reference and RULES[id].title for id in FINANCE)
