"""What rows and cells are called in the sentences of the history, of checks and of refusals."""

from __future__ import annotations

import pytest

from cpom_desktop.core.contract import Authority, Contract, Esms, Section, Signatory
from cpom_desktop.core.finance.pooling_records import Pooling, PoolingShare
from cpom_desktop.core.finance.records import AccountLine, Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.naming import and_others, cell_name, name_of, of, several
from cpom_desktop.core.negotiation import Acceptance, Position
from cpom_desktop.core.records import Cell, Record
from cpom_desktop.core.scenario_records import Scenario, ScenarioValue

ESMS = Esms(id="e1", name="La Passerelle")
SECTION = Section(id="s1", esms="e1", section_kind="soins")
MEASURE = Measure(id="m1", section="s1", label="Veille de nuit")
RATE = natural_record(YearRate, "c", section="s1", year=2027)
MODEL = Model([Contract(id="c", name="CPOM"), ESMS, SECTION, MEASURE, RATE, Authority(id="a1"), Signatory(id="g1"),
               Pooling(id="x1", name="Veille commune"), Scenario(id="n1", name="Enveloppe basse"),
               Position(id="p2", cell="acceptance/k1/party", party="autorite"), Acceptance(id="k1", position="p2")])


@pytest.mark.parametrize(("name", "expected"), [
    ("La Passerelle", "de La Passerelle"), ("Aure-et-Lys", "d’Aure-et-Lys"), ("ITEP", "d’ITEP"),
    ("Évaluation", "d’Évaluation"), ("", "de "),
])
def test_the_preposition_elides_before_a_vowel(name: str, expected: str) -> None:
    assert of(name) == expected


@pytest.mark.parametrize(("record", "expected"), [
    (ESMS, "La Passerelle"), (SECTION, "Soins de La Passerelle"), (MEASURE, "Veille de nuit"),
    (RATE, "Soins de La Passerelle, 2027"), (Authority(id="a1"), "Autorité"),
    (Section(id="s2"), "Section tarifaire Autre"),
    (natural_record(AccountLine, "c", section="s1", year=2025, status="ca", group="c1", account="64"),
     "Soins de La Passerelle, 2025, Compte administratif, Groupe I — Exploitation courante, 64"),
    (natural_record(Position, "c", cell="measure/m1/cents", party="gestionnaire", rank=1),
     "Position (Gestionnaire) sur Montant en année pleine de Veille de nuit"),
    (natural_record(Position, "c", cell="ship/x/y", party="autorite", rank=1), "Position (Autorité) sur ship.y"),
    (Acceptance(id="k1", position="p2"), "Position (Autorité) sur acceptance/k1/party, Gestionnaire"),
    (natural_record(PoolingShare, "c", pooling="x1", section="s1"), "Veille commune, Soins de La Passerelle"),
    (natural_record(ScenarioValue, "c", scenario="n1", cell=str(RATE.at("rate"))),
     "Enveloppe basse, Taux d’actualisation de Soins de La Passerelle, 2027"),
    (natural_record(ScenarioValue, "c", scenario="n1", cell="scenario_value/v/value"),
     "Enveloppe basse, scenario_value/v/value"),
    (Esms(id="e2", name="Nom\n  sur deux lignes"), "Nom sur deux lignes"),
])
def test_a_row_is_called_as_people_call_it(record: Record, expected: str) -> None:
    assert name_of(MODEL, record) == expected


def test_a_long_name_is_cut() -> None:
    assert len(name_of(MODEL, Esms(id="e3", name="x" * 300))) == 80


@pytest.mark.parametrize(("cell", "expected"), [
    (ESMS.at("capacity"), "Capacité initiale de La Passerelle"), (Cell("contract", "c", "name"), "Intitulé"),
    (Cell("esms", "e9", "name"), "Nom (ESMS supprimé)"), (Cell("esms", "e9", ""), "ESMS supprimé"),
    (Cell("esms", "e1", "colour"), "esms.colour"), (Cell("ship", "x", ""), "ship."),
])
def test_a_cell_is_called_by_its_label_and_its_row(cell: Cell, expected: str) -> None:
    assert cell_name(MODEL, cell) == expected


def test_several_cells_are_the_first_and_a_count() -> None:
    cells = [ESMS.at("capacity"), ESMS.at("town"), ESMS.at("name")]
    assert several(MODEL, cells) == "Capacité initiale de La Passerelle (et 2 autres)"
    assert several(MODEL, cells[:2]).endswith("(et 1 autre)") and several(MODEL, cells[:1]).endswith("Passerelle")
    assert several(MODEL, []) == "" and and_others(0) == ""
