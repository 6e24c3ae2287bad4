"""A valeur de référence says what it is compared with, where it comes from, and who takes it as a measure."""

from __future__ import annotations

import pytest

from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.reference_records import SUBJECTS, UNITS, ReferenceValue
from cpom_desktop.core.finance.references import (
    acceptance_text,
    all_references,
    amount_text,
    in_cents,
    references,
    source_text,
)
from cpom_desktop.core.money import NBSP
from cpom_desktop.exports.pdf.agreed import agreed
from tests.core.finance.build import Build
from tests.data.demo import demo


def test_the_regional_mean_of_the_dossier_is_brought_by_the_authority_and_not_accepted_by_the_manager() -> None:
    """domain.md §10.11: 16 200 €, « enquête régionale 2024 »."""
    passerelle = next(one for one in demo().all(Esms) if one.code == "E1")
    (row,) = references(demo(), "cout-place", passerelle.id)
    assert amount_text(row).replace("\u202f", " ") == f"16 200{NBSP}€"
    assert (row.year, source_text(row), in_cents(row)) == (2024, "enquête régionale 2024", 1_620_000.0)
    assert acceptance_text(row) == "apportée par l’autorité, non admise par le gestionnaire, admise par l’autorité"
    assert not row.accepted


def test_a_benchmark_of_one_service_is_not_compared_with_another_one() -> None:
    build = Build().section("E1").section("E2")
    for name, esms, order in (("région", None, 2), ("la sienne", "E1", 1), ("une autre", "E2", 0)):
        build.row(ReferenceValue, name=name, esms=esms, value="10", order=order)
    build.row(ReferenceValue, name="sans valeur")
    model = build.model()
    assert [row.name for row in references(model, "cout-place", "E1")] == ["la sienne", "région"]
    assert [row.name for row in references(model, "cout-place")] == ["région"]
    assert len(all_references(model)) == 4


def test_a_subject_with_a_unit_keeps_it_and_another_takes_the_one_typed() -> None:
    assert ReferenceValue(id="a", subject="frng-jours", value="30", unit="mois").measured_in == "j"
    assert amount_text(ReferenceValue(id="a", subject="autre", value="1.5", unit="ETP")) == f"1,5{NBSP}ETP"
    assert amount_text(ReferenceValue(id="a", subject="apurement", value="1")) == "1"
    assert set(UNITS) <= {key for key, _ in SUBJECTS}


@pytest.mark.parametrize(("manager", "authority", "second", "accepted"), [
    ("oui", "oui", None, True), ("oui", "oui", "non", False), ("oui", None, None, False), ("non", "oui", "oui", False)])
def test_only_a_benchmark_that_the_sides_accept_goes_into_the_contract(
    manager: str, authority: str | None, second: str | None, accepted: bool
) -> None:
    build = Build()
    build.row(ReferenceValue, name="x", value="1", brought_by="autorite", manager_accepts=manager,
              authority_accepts=authority, second_accepts=second)
    held = agreed(build.model()).all(ReferenceValue)
    assert bool(held) is accepted and all(row.brought_by is None for row in held)
