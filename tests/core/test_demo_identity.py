"""« Les Deux Rives », domain §10.1 and §10.11: who signs, for what, with whom. Numbers typed again from the dossier."""

from __future__ import annotations

import pytest

from cpom_desktop.core.clauses import PARTS, Article
from cpom_desktop.core.contract import (
    Authority,
    Contract,
    Esms,
    Grant,
    Manager,
    Person,
    Section,
    SectionRule,
    Signatory,
    Transformation,
)
from cpom_desktop.core.living_text import blanks, filled
from cpom_desktop.core.negotiation import Meeting
from cpom_desktop.core.ordering import ordered
from tests.data.demo import demo, esms, one, section


def test_the_contract_and_its_manager() -> None:
    contract, manager = one(Contract), one(Manager)
    assert (contract.type, contract.start, contract.end, contract.base_year) == ("chrs", "2027-01-01", "2031-12-31",
                                                                                 2026)
    assert (contract.stage, contract.budget_frame, contract.territory) == ("redaction", "bp", "metropole")
    assert (contract.department, contract.region) == ("99 — Aure-et-Lys", "Val-d’Orme")
    assert contract.tariff_court == contract.contract_court == "tribunal administratif de Pont-aux-Saules"
    assert (contract.long_stay_months, contract.all_chrs_confirmed) == (18, 1)
    assert (manager.name, manager.legal_form, manager.siren) == ("Association Les Deux Rives", "association",
                                                                 "000123455")
    assert (manager.finess, manager.address) == ("990000010", "4 quai des Saules, 99000 Pont-aux-Saules")


@pytest.mark.parametrize(("code", "name", "finess", "regime", "capacity", "unit", "until", "project", "evaluation"), [
    ("E1", "La Passerelle", "990000119", "autorise", 60, "places", "2032-01-02", "2028-12-31", "2028-10-31"),
    ("E2", "Le Quai", "990000127", "subventionne", 30, "places", None, None, None),
    ("E3", "L’Escale", "990000135", "autorise", 40, "mesures", "2035-03-14", None, "2028-10-31"),
])
def test_the_esms(code: str, name: str, finess: str, regime: str, capacity: int, unit: str, until: str | None,
                  project: str | None, evaluation: str | None) -> None:
    row = esms(code)
    assert (row.name, row.finess, row.regime, row.capacity, row.place_unit) == (name, finess, regime, capacity, unit)
    assert (row.authorised_until, row.next_project, row.next_evaluation) == (until, project, evaluation)


@pytest.mark.parametrize(("code", "of", "kind", "authority", "envelope", "payer", "modality", "dgc"), [
    ("S1", "E1", "etat", "Préfet de la région Val-d’Orme", "drl-etat", "DREETS", "taux", "DGC-1"),
    ("S2", "E2", "subvention", "Préfète d’Aure-et-Lys", "subvention", "DDETS", "avenant", None),
    ("S3", "E3", "etat", "Préfet de la région Val-d’Orme", "drl-etat", "DREETS", "taux", "DGC-1"),
])
def test_the_sections_and_their_modality(code: str, of: str, kind: str, authority: str, envelope: str, payer: str,
                                         modality: str, dgc: str | None) -> None:
    row, model = section(code), demo()
    assert (model.get(Esms, row.esms).code, row.section_kind, row.envelope, row.programme, row.payer) == (
        of, kind, envelope, "177", payer)
    assert model.get(Authority, row.authority or "").name == authority
    assert (model.get(Grant, row.dgc).name if row.dgc else None) == dgc
    [rule] = model.where(SectionRule, "section", row.id)
    assert (rule.first_year, rule.last_year, rule.modality) == (2027, 2031, modality)


@pytest.mark.parametrize(("code", "of", "places", "effective"), [
    ("TR1", "S1", 5, "2028-01-01"), ("TR2", "S3", 4, "2029-01-01"),
])
def test_the_transformations(code: str, of: str, places: int, effective: str) -> None:
    row = one(Transformation, code=code)
    assert (demo().get(Section, row.section).code, row.nature, row.places, row.effective, row.act_date) == (
        of, "extension", places, effective, None)
    assert "obtenir" in row.act


def test_three_signatories_of_whom_one_still_owes_the_date_of_its_act() -> None:
    rows = {row.quality: row for row in demo().all(Signatory)}
    assert len(rows) == 3
    owing = [row for row in rows.values() if row.act_required and row.act_date is None]
    assert [row.person for row in owing] == ["Mme Hélène Marchadier"]
    assert {row.authority for row in rows.values()} == {None, *(row.id for row in demo().all(Authority))}


@pytest.mark.parametrize(("name", "quality", "role", "side"), [
    ("Mme Hélène Marchadier", "Présidente", "signataire", "gestionnaire"),
    ("M. Karim Oussedik", "Directeur général", "negociateur", "gestionnaire"),
    ("Mme Solène Attias", "Directrice administrative et financière", "negociateur", "gestionnaire"),
    ("M. Yann Le Goff", "Observateur", "observateur", "aucune"),
    ("Mme Inès Valdour", "Conseillère technique", "appui", "aucune"),
])
def test_the_people(name: str, quality: str, role: str, side: str) -> None:
    row = one(Person, name=name)
    assert (row.quality, row.role, row.side) == (quality, role, side)


def test_the_observer_is_consulted_on_health() -> None:
    assert one(Person, name="M. Yann Le Goff").topic_quality == "consulté sur la santé"


@pytest.mark.parametrize(("code", "day"), [
    ("R1", "2026-02-24"), ("R2", "2026-06-25"), ("R3", "2026-09-15"), ("R4", "2026-10-22"), ("R5", "2026-11-24"),
])
def test_the_meetings(code: str, day: str) -> None:
    assert one(Meeting, code=code).day == day


def test_the_text_has_all_its_parts_and_one_blank_left() -> None:
    articles = ordered(demo().all(Article))
    parts = [word for word, _ in PARTS]
    assert {row.part for row in articles} == set(parts)
    assert [parts.index(row.part) for row in articles] == sorted(parts.index(row.part) for row in articles)
    left = {row.name: found for row in articles if (found := blanks(demo(), row.body))}
    assert left == {"Révision et résiliation": ["[…]"]}
    assert "préavis de […] mois" in one(Article, name="Révision et résiliation").body


def test_the_text_speaks_of_the_contract_itself() -> None:
    assert "1er janvier 2027" in filled(demo(), one(Article, name="Durée et dates").body)
    assert "DGC-1 (La Passerelle et L’Escale)" in filled(demo(), "{liste_dgc}")
