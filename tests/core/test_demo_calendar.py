"""« Les Deux Rives », domain §10.11: the calendar, row by row, and what it says on 20 November 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.calendar_figures import Progress, held_late, next_deadlines, state
from cpom_desktop.core.contract import Esms
from tests.data.demo import demo, one

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(("name", "phase", "planned", "done"), [
    ("Arrêté de programmation", "preparation", "2025-12-15", "2025-12-18"),
    ("Lettre de cadrage", "preparation", "2026-01-15", "2026-01-20"),
    ("R1 Diagnostic", "diagnostic", "2026-02-24", "2026-02-24"),
    ("R2 Objectifs et modalités", "negociation", "2026-06-23", "2026-06-25"),
    ("R3 Finances", "negociation", "2026-09-15", "2026-09-15"),
    ("R4 Finances et texte", "negociation", "2026-10-20", "2026-10-22"),
    ("R5 Relecture finale", "negociation", "2026-11-24", None),
    ("Matinale d’échanges entre gestionnaires", "negociation", "2026-12-03", None),
    ("Délibération du conseil d’administration", "conclusion", "2026-12-08", None),
    ("Signature", "conclusion", "2026-12-17", None), ("Effet du contrat", "conclusion", "2027-01-01", None),
    ("Frais de siège\u00a0: dossier de renouvellement", "execution", "2028-12-31", None),
    ("Projet d’établissement de La Passerelle\u00a0: renouvellement", "execution", "2028-12-31", None),
    ("Autorisation de La Passerelle\u00a0: dossier de renouvellement", "execution", "2031-01-02", None),
    ("Rapport complet d’exécution", "execution", "2031-04-30", None),
    ("Terme du contrat", "execution", "2031-12-31", None),
])
def test_the_rows_of_one_day(name: str, phase: str, planned: str, done: str | None) -> None:
    row = one(Milestone, name=name)
    assert (row.phase, row.planned_start, row.planned_end, row.actual_end) == (phase, planned, planned, done)


@pytest.mark.parametrize(("name", "start", "end"), [
    ("Évaluation de La Passerelle", "2028-10-01", "2028-10-31"),
    ("Évaluation de L’Escale", "2028-10-01", "2028-10-31"),
    ("Point à mi-parcours", "2029-06-01", "2029-06-30"),
    *((f"Dialogue de gestion {year}", f"{year}-06-01", f"{year}-06-30") for year in range(2028, 2032)),
    *((f"Comité de suivi, mars {year}", f"{year}-03-01", f"{year}-03-31") for year in range(2027, 2032)),
    *((f"Comité de suivi, septembre {year}", f"{year}-09-01", f"{year}-09-30") for year in range(2027, 2032)),
])
def test_the_rows_of_one_month(name: str, start: str, end: str) -> None:
    row = one(Milestone, name=name)
    assert (row.phase, row.planned_start, row.planned_end, row.actual_end) == ("execution", start, end, None)


def test_the_shared_diagnosis_lasted_a_fortnight_longer_than_planned() -> None:
    row = one(Milestone, name="Diagnostic partagé")
    assert (row.planned_start, row.planned_end) == ("2026-02-02", "2026-05-29")
    assert (row.actual_start, row.actual_end) == ("2026-02-02", "2026-06-12")


def test_five_rows_were_held_late_by_two_to_fourteen_days_and_none_is_late_now() -> None:
    assert sorted(days for _, days in held_late(demo())) == [2, 2, 3, 5, 14]
    assert not [row for row in demo().all(Milestone) if state(row, TODAY) is Progress.LATE]


def test_what_comes_next() -> None:
    assert [(one.milestone.name, one.days) for one in next_deadlines(demo(), TODAY, 30)] == [
        ("R5 Relecture finale", 4), ("Matinale d’échanges entre gestionnaires", 13),
        ("Délibération du conseil d’administration", 18), ("Signature", 27)]


def test_each_renewal_says_what_it_renews_and_for_whom() -> None:
    found = set()
    for row in demo().all(Milestone):
        if row.renews is not None:
            found.add((row.renews, demo().get(Esms, row.esms).code if row.esms else None))
    assert found == {("siege", None), ("projet", "E1"), ("autorisation", "E1"), ("evaluation", "E1"),
                     ("evaluation", "E3")}


def test_the_exchange_morning_is_no_stage_of_the_contract() -> None:
    assert one(Milestone, name="Matinale d’échanges entre gestionnaires").milestone_kind == "formation"
