"""P2, P5 and G14, each on a contract that raises it and on one that does not (`domain.md` §9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cpom_desktop.core.calendar import Milestone
from cpom_desktop.core.contract import Contract, Esms
from tests.core.checks.raised import cells, raised, said

CONTRACT = Contract(id="c", start="2027-01-01", end="2031-12-31")
ESMS = Esms(id="e", name="L’Escale", form="service", regime="autorise", next_project="2033-01-01",
            next_evaluation="2032-06-30")
STEP = Milestone(id="m", name="R1", planned_start="2026-11-24", planned_end="2026-11-24")


def renewal(renews: str, esms: str = "e") -> Milestone:
    return Milestone(id=f"r-{renews}", esms=esms, renews=renews, milestone_kind="renouvellement",
                     planned_start="2030-01-01")


def test_p2_an_esms_with_both_dates_raises_nothing() -> None:
    assert raised("P2", CONTRACT, ESMS) == []


@pytest.mark.parametrize(("form", "words"), [
    ("service", "de service"), ("etablissement", "d'établissement"), (None, "d'établissement ou de service"),
])
def test_p2_a_project_without_date_is_named_as_its_esms_is(form: str | None, words: str) -> None:
    found = raised("P2", CONTRACT, replace(ESMS, form=form, next_project=None))
    assert said(*found) == [("W", f"L'Escale : la date du prochain projet {words} n'est pas renseignée.")]
    assert cells(*found) == [ESMS.at("next_project")]


def test_p2_an_evaluation_without_date_is_a_message_of_its_own() -> None:
    found = raised("P2", CONTRACT, replace(ESMS, next_project=None, next_evaluation=None))
    assert said(*found)[0] == ("W", "L'Escale : la date de la prochaine évaluation n'est pas renseignée.")
    assert len(found) == 2


def test_p2_only_authorised_esms_are_asked() -> None:
    assert raised("P2", CONTRACT, replace(ESMS, regime="subventionne", next_project=None)) == []


@pytest.mark.parametrize(("day", "fires"), [
    ("2026-12-31", False), ("2027-01-01", True), ("2031-12-31", True), ("2032-01-01", False),
])
def test_p2_a_date_inside_the_contract_asks_for_a_step(day: str, fires: bool) -> None:
    found = raised("P2", CONTRACT, replace(ESMS, next_project=day))
    assert bool(found) is fires
    assert raised("P2", CONTRACT, replace(ESMS, next_project=day), renewal("projet")) == []
    assert bool(raised("P2", CONTRACT, replace(ESMS, next_project=day), renewal("projet", "other"))) is fires
    assert bool(raised("P2", CONTRACT, replace(ESMS, next_project=day), renewal("evaluation"))) is fires


@pytest.mark.parametrize(("until", "words"), [
    ("2026-06-30", "avant le terme"), ("2031-12-31", "avant le terme"),
    ("2032-01-02", "dans l'année qui suit le terme"), ("2032-12-31", "dans l'année qui suit le terme"),
    ("2033-01-01", None), (None, None),
])
def test_g14_an_authorisation_that_ends_within_a_year_after_the_term_asks_for_its_renewal(
    until: str | None, words: str | None,
) -> None:
    esms = replace(ESMS, authorised_until=until)
    found = raised("G14", CONTRACT, esms)
    assert [sentence.count(words or "") for _, sentence in said(*found)] == ([1] if words else [])
    assert all(check.level.value == "W" and check.cell == esms.at("authorised_until") for check in found)
    assert raised("G14", CONTRACT, esms, renewal("autorisation")) == []
    assert raised("G14", replace(CONTRACT, end=None), esms) == []


def test_p5_a_step_to_come_or_held_in_time_raises_nothing() -> None:
    assert raised("P5", CONTRACT, STEP) == []
    assert raised("P5", CONTRACT, replace(STEP, planned_end="2026-11-20")) == []
    assert raised("P5", CONTRACT, replace(STEP, planned_end="2026-11-20", actual_end="2026-11-20")) == []
    assert raised("P5", CONTRACT, Milestone(id="m", name="R1")) == []


def test_p5_a_day_that_is_past_and_not_held_is_counted_in_days() -> None:
    found = raised("P5", CONTRACT, STEP, today=dt.date(2026, 11, 25))
    assert said(*found) == [("W", "R1 : prévu le 24/11/2026, sans date réelle (1 jour de retard).")]
    assert cells(*found) == [STEP.at("actual_end")]


def test_p5_a_stage_that_comes_before_the_signature_is_not_planned_after_the_contract_begins() -> None:
    late = replace(STEP, phase="conclusion", name="Signature", planned_start="2027-01-02", planned_end="2027-01-02")
    found = raised("P5", CONTRACT, late)
    assert said(*found) == [
        ("W", "Signature : prévu le 02/01/2027, après l'entrée en vigueur du contrat (01/01/2027).")]
    for silent in (replace(late, phase="execution"), replace(late, planned_end="2027-01-01"),
                   replace(late, milestone_kind="formation"), replace(late, actual_end="2026-11-10")):
        assert raised("P5", CONTRACT, silent) == []


def test_p5_a_training_is_no_stage_of_the_contract() -> None:
    training = replace(STEP, milestone_kind="formation", planned_end="2026-01-01", planned_start="2026-01-01")
    assert raised("P5", CONTRACT, training, replace(training, id="n", actual_end="2026-03-01")) == []


@pytest.mark.parametrize(("delays", "sentence"), [
    ((3,), "Un jalon a été tenu en retard (de 3 jours)."), ((1,), "Un jalon a été tenu en retard (de 1 jour)."),
    ((2, 14), "Deux jalons ont été tenus en retard (de 2 à 14 jours)."),
    ((4, 4, 0), "Deux jalons ont été tenus en retard (de 4 jours)."), ((0,), None),
])
def test_p5_what_was_held_late_is_one_message(delays: tuple[int, ...], sentence: str | None) -> None:
    steps = [replace(STEP, id=f"m{at}", position=f"{at + 1}", planned_start="2026-02-01", planned_end="2026-02-01",
                     actual_end=(dt.date(2026, 2, 1) + dt.timedelta(delay)).isoformat())
             for at, delay in enumerate(delays)]
    found = raised("P5", CONTRACT, *steps)
    assert said(*found) == ([("I", sentence)] if sentence else [])
