"""G9, the second part of N7 and G13, each on a contract that raises it and on one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpom_desktop.core.contract import Authority, Contract, Esms, Manager, Person, Section, Signatory
from cpom_desktop.core.records import Record
from tests.core.checks.raised import cells, raised, said

CONTRACT = Contract(id="c", type="chrs")
MANAGER = Manager(id="m", name="Association Les Deux Rives")
REGION = Authority(id="region", name="Préfet de la région", authority_kind="prefet-region")
DEPARTMENT = Authority(id="dep", name="Préfète d’Aure-et-Lys", authority_kind="prefet-departement")
OG = Signatory(id="og", act="Délibération du conseil d’administration", act_required=1, act_date="2026-12-08", order=1)
AT = Signatory(id="at", authority="region", order=2)
SECOND = Signatory(id="at2", authority="dep", order=3)
DEVICE = (Esms(id="e2", name="Le Quai", regime="subventionne"),
          Section(id="s2", esms="e2", section_kind="subvention", envelope="subvention", authority="dep"))
SOUND: tuple[Record, ...] = (CONTRACT, MANAGER, REGION, DEPARTMENT, OG, AT)


def test_g9_signatories_of_the_type_with_a_dated_act_raise_nothing() -> None:
    assert raised("G9", *SOUND) == []
    assert raised("G9", *SOUND, *DEVICE, SECOND) == []


@pytest.mark.parametrize(("act", "words"), [
    ("Délibération du conseil d’administration", "de la délibération"), ("Délégation n° 4", "de la délégation"),
    ("Pouvoir du bureau", "du pouvoir"), ("Mandat", "du mandat"), ("", "de l'acte"),
])
def test_g9_an_act_without_date_is_named(act: str, words: str) -> None:
    found = raised("G9", *SOUND, replace(OG, act=act, act_date=None))
    assert said(*found) == [
        ("E", f"La date {words} qui autorise la signature manque (association Les Deux Rives).")]
    assert cells(*found) == [OG.at("act_date")]


def test_g9_an_act_that_is_named_needs_its_date_even_where_none_is_required() -> None:
    assert raised("G9", *SOUND, replace(AT, act="Délégation de signature"))
    assert raised("G9", *SOUND, replace(OG, act="", act_required=0, act_date=None)) == []


def test_g9_a_proper_name_keeps_its_capital() -> None:
    found = raised("G9", *SOUND, replace(MANAGER, name="Les Deux Rives"), replace(OG, act_date=None))
    assert found[0].sentence.endswith("(Les Deux Rives).")


def test_g9_somebody_signs_for_the_manager_and_for_an_authority() -> None:
    assert said(*raised("G9", CONTRACT, MANAGER, REGION, AT)) == [
        ("E", "Personne ne signe pour l'organisme gestionnaire.")]
    assert said(*raised("G9", CONTRACT, MANAGER, REGION, OG)) == [
        ("E", "Aucune autorité de tarification n'est parmi les signataires.")]


@pytest.mark.parametrize(("kind", "missing"), [
    ("chrs", ["Préfet de région"]), ("ehpad", ["Agence régionale de santé", "Conseil départemental"]),
    ("ph", ["Agence régionale de santé"]), ("general", []),
])
def test_g9_the_authorities_of_the_type_sign(kind: str, missing: list[str]) -> None:
    found = raised("G9", *SOUND, replace(CONTRACT, type=kind), replace(REGION, authority_kind="autre"))
    assert said(*found) == [
        ("E", f"« {name} » n'est pas parmi les signataires : ce type de contrat le demande.") for name in missing]


def test_g9_a_subsidised_device_asks_for_the_prefet_de_departement() -> None:
    found = raised("G9", *SOUND, *DEVICE)
    assert said(*found) == [("E", "« Préfet de département » n'est pas parmi les signataires : Le Quai est un "
                             "dispositif subventionné.")]
    assert cells(*found) == [DEVICE[1].at("authority")]
    assert raised("G9", *SOUND, *DEVICE, replace(CONTRACT, type="general")) == []


def test_n7_an_observer_has_its_quality() -> None:
    observer = Person(id="p", name="M. Yann Le Goff", role="observateur")
    found = raised("N7", observer)
    assert said(*found) == [
        ("I", "M. Yann Le Goff : sa qualité (associé, consulté, signataire) n'est pas précisée.")]
    assert cells(*found) == [observer.at("topic_quality")]
    assert raised("N7", replace(observer, topic_quality="consulté sur la santé")) == []
    assert raised("N7", replace(observer, role="appui")) == []


def test_g13_the_list_of_chrs_is_confirmed() -> None:
    esms = Esms(id="e", name="La Passerelle")
    found = raised("G13", CONTRACT, esms)
    assert said(*found) == [("E", "La liste des CHRS du gestionnaire dans le département n'est pas confirmée.")]
    assert cells(*found) == [CONTRACT.at("all_chrs_confirmed")]
    assert raised("G13", replace(CONTRACT, all_chrs_confirmed=1), esms) == []
    assert raised("G13", replace(CONTRACT, type="general"), esms) == []
    assert raised("G13", CONTRACT) == []
