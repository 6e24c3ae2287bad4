"""The demonstration raises exactly the messages of the dossier, and is silent where it must be (`domain.md` §10.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.checks import NOT_CHECKED, RULES, is_ready, left_to_you, run, verdict
from cpom_desktop.core.clauses import Article
from cpom_desktop.core.contract import Authority, Contract, Signatory, Transformation
from cpom_desktop.core.diagnosis import Finding
from cpom_desktop.core.finance.balance_records import BalanceLine
from cpom_desktop.core.finance.head_office_records import HeadOfficeShare
from cpom_desktop.core.finance.records import AccountLine, Measure, YearGrant
from cpom_desktop.core.finance.result_records import ResultClause
from cpom_desktop.core.finance.staff_records import StaffYear
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Decision, Position
from cpom_desktop.core.objectives import Indicator, IndicatorYear
from cpom_desktop.core.records import Cell, Record, changed
from tests.core.checks.raised import plain
from tests.data.demo import demo, esms, one, section

TODAY = dt.date(2026, 11, 20)
MESSAGES = """
G9 E La date de la délibération qui autorise la signature manque (association Les Deux Rives).
G16 E L'article « Révision et résiliation » contient encore un blanc : « préavis de […] mois ».
P1 W L'autorisation de frais de siège prend fin le 30/06/2029, avant le terme du contrat (31/12/2031).
P2 W L'Escale : la date du prochain projet de service n'est pas renseignée.
P3 W Opération I1 : l'emprunt de 200 000,00 € sur 15 ans n'a pas de date d'approbation (R. 314-20).
P6 W Un désaccord reste ouvert dans le diagnostic : coût à la place (E1).
N4 W La Passerelle : rebasage (12 000,00 €) et mutualisation (−9 000,00 €) portent sur la même fonction, la veille de nuit.
N6 W Indicateur « Turnover » : définition et source à compléter.
G7 W Le PGFP prévoit un excédent chaque année de 2027 à 2031 (154 204,26 € au total) sur des comptes financés par l'État.
G10 W Taux d'occupation E1 : la cible 2028 (93 %) est inférieure à la valeur initiale (94,0 %).
G15 W BFR négatif (−70 000,00 €) : la réserve de trésorerie de 58 000,00 € est sans objet ; une reprise peut être étudiée (R. 314-48).
G17 W TR1, +5 places : 45 000,00 € de dotation, 30 000,00 € de charges au PGFP ; écart 15 000,00 €.
G17 W TR2, +4 mesures : 31 200,00 € de dotation, 26 000,00 € de charges au PGFP ; écart 5 200,00 €.
G20 W Une position reste ouverte : clause de revoyure à mi-parcours (réservée, valable jusqu'au 30/11/2026).
P5 I Cinq jalons ont été tenus en retard (de 2 à 14 jours).
N1 I Le rebasage retenu représente 1,22 % de la base 2026 de La Passerelle.
N2 I Les taux 2027 à 2031 sont des hypothèses : trajectoire prévisionnelle, sous réserve des crédits.
""".strip().splitlines()  # noqa: E501
SILENT = ("P1b", "N5", "N7", "N8", "G4", "G6", "G11", "G12", "G13", "G14", "G18", "G19", "G22")
CHECKLIST = ("P1 P1b P2 P3 P5 P6 N1 N2 N3 N4 N5 N6 N7 N8 G1 G2 G3 G4 G5 G6 G7 G8 G9 G10 G11 G12 G13 G14 G15 G16 G17 "
             "G18 G19 G20 G21 G22").split()
"""Every row of §9 but P4, which stands in no shared file."""


def test_the_demonstration_raises_its_seventeen_messages_in_the_order_of_the_dossier() -> None:
    found = [f"{check.id} {check.level.value} {plain(check.sentence)}" for check in run(demo(), TODAY)]
    assert found == MESSAGES


def test_the_demonstration_is_not_ready_for_signature() -> None:
    found = run(demo(), TODAY)
    assert not is_ready(found)
    assert plain(verdict(found)) == (
        f"Pas encore prêt à signer : 2 points bloquants parmi les {len(RULES)} règles vérifiées.")


def test_each_message_leads_to_the_cell_of_the_dossier() -> None:
    signatory = one(Signatory, authority=None)
    revoyure = [row for row in demo().all(Position) if row.status == "reserve" and row.valid_until == "2026-11-30"]
    occupation = one(Indicator, code="OCC-E1").id
    expected = {
        "G9": signatory.at("act_date"), "G16": one(Article, part="revision").at("body"),
        "P2": esms("E3").at("next_project"), "P6": one(Finding, name="Coût à la place").at("status"),
        "N6": one(Indicator, name="Turnover").at("definition"), "G20": revoyure[0].at("status"),
        "G10": one(IndicatorYear, indicator=occupation, year=2028).at("target"),
        "P5": one(Milestone, name="Arrêté de programmation").at("actual_end"),
    }
    cells = {check.id: check.cell for check in run(demo(), TODAY)}
    assert {id: cells[id] for id in expected} == expected


def test_every_message_is_set_in_french_typography() -> None:
    for check in run(demo(), TODAY):
        assert not {"'", " :", " ;", " %", " €", "« ", " »"} & {check.sentence[at:at + size] for size in (1, 2)
                                                               for at in range(len(check.sentence))}, check.sentence


def changing(record: Record, **values: str | int | None) -> Model:
    return demo().replacing([changed(record, values)])


def without(record: Record) -> Model:
    return demo().replacing(removed=[(record.kind, record.id)])


def first(cls: type[Record], **values: object) -> Record:
    rows = [row for row in demo().all(cls) if all(getattr(row, name) == value for name, value in values.items())]
    return rows[0]


def _asked() -> Position:
    cell = str(one(Measure, nature="rebasage").at("cents"))
    return one(Position, cell=cell, party="gestionnaire", rank=1)


def _cents(cls: type[Record], by: int, **values: object) -> Model:
    row = first(cls, **values)
    return changing(row, cents=int(getattr(row, "cents")) + by)  # noqa: B009


CHANGES: dict[str, Callable[[], Model]] = {
    "P1b": lambda: _cents(HeadOfficeShare, 2, section=section("S1").id),
    "N5": lambda: without(one(ResultClause)),
    "N7": lambda: without(one(Signatory, authority=one(Authority, service="DDETS").id)),
    "N8": lambda: changing(_asked(), settled=0),
    "G4": lambda: _cents(AccountLine, 1, section=section("S1").id, status="base", year=2026),
    "G6": lambda: _cents(BalanceLine, 2, item="disponibilites"),
    "G11": lambda: changing(one(Decision, number="D-R3-02"), number="D-R3-01"),
    "G12": lambda: changing(one(Measure, nature="rebasage"), cents=1_200_001),
    "G13": lambda: changing(one(Contract), all_chrs_confirmed=0),
    "G14": lambda: without(one(Milestone, renews="autorisation")),
    "G18": lambda: without(one(YearGrant, section=section("S2").id, year=2027)),
    "G19": lambda: changing(one(Transformation, code="TR1"), effective="2026-11-20"),
    "G22": lambda: changing(first(StaffYear, year=2025), actual="9"),
}
"""The smallest change of the demonstration that makes each silent rule speak: it is silent by what it holds."""


@pytest.mark.parametrize("id", SILENT)
def test_the_demonstration_is_silent_on_purpose(id: str) -> None:
    assert all(check.id != id for check in run(demo(), TODAY))
    assert any(check.id == id for check in run(CHANGES[id](), TODAY))


def test_the_number_that_was_withdrawn_in_the_meeting_is_a_gap_that_raises_nothing() -> None:
    assert one(Decision, number="D-R3-03").result == "retiree"
    assert all(check.id != "G11" for check in run(without(one(Decision, number="D-R3-03")), TODAY))


def test_every_row_of_the_checklist_is_a_rule_or_is_said_not_to_be_verified() -> None:
    said = {gap.id for gap in NOT_CHECKED}
    assert set(RULES) | said == set(CHECKLIST)
    assert set(CHECKLIST) - set(RULES) == {"G21"}
    assert all(f"({id})" in left_to_you() for id in said)


def test_the_same_contract_at_another_date_is_judged_at_that_date() -> None:
    later = run(demo(), dt.date(2026, 12, 18))
    late = [plain(check.sentence) for check in later if check.id == "P5" and check.level.value == "W"]
    assert any(sentence.startswith("Signature : prévu le 17/12/2026") for sentence in late)
    assert [check for check in later if check.id == "G20"][0].sentence.endswith("(proposée).")


def test_every_cell_exists() -> None:
    cells: list[Cell | None] = [check.cell for check in run(demo(), TODAY)]
    assert all(cell is not None and demo().record(cell.kind, cell.row) is not None for cell in cells)
