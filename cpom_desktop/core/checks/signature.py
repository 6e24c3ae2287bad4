"""Rules on who signs, by which act, with whom; and on the perimeter that the signatories confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..contract import AUTHORITY_KINDS, LEGAL_FORMS, Authority, Contract, Esms, Manager, Person, Section, Signatory
from ..finance.scope import is_subsidised
from ..model import Model
from ..naming import name_of
from .frame import Message, advice, blocking, completes, rule
from .words import lowered, quoted, titled

AUTHORITIES_OF_TYPE = {"chrs": ("prefet-region",), "ehpad": ("ars", "conseil-departemental"), "ph": ("ars",)}
"""Arrêté of 25 October 2019, annexe II; arrêté of 3 March 2017; L. 313-12-2. Read 2026-11.

Whoever tarifies a section of the perimeter signs too (N7); a type that is absent names nobody else.
"""
SUBSIDISED = "prefet-departement"
"""Arrêté of 25 October 2019, annexe II: this authority signs too when a subsidised device is in the perimeter."""


@rule("G9", "Signature", "CASF, L. 313-11\u202f; arrêté du 25 octobre 2019, annexe II")
def everyone_signs_with_a_dated_act(model: Model, today: dt.date) -> Iterator[Message]:
    """A signatory of the type that is missing; a délibération, a délégation or a pouvoir without its date."""
    contract = model.first(Contract)
    if contract is None:
        return
    signatories = sorted(model.all(Signatory), key=lambda one: (one.order, one.id))
    if not any(one.authority is None for one in signatories):
        manager = model.first(Manager)
        cell = manager.at("name") if manager is not None else contract.at("name")
        yield blocking("Personne ne signe pour l’organisme gestionnaire.", cell)
    yield from _missing_authorities(model, contract, signatories)
    for one in signatories:
        if one.act_date is None and (one.act_required or one.act.strip()):
            yield blocking(f"La date {_act(one)} manque ({_signed_for(model, one)}).", one.at("act_date"))


def _missing_authorities(model: Model, contract: Contract, signatories: list[Signatory]) -> Iterator[Message]:
    signing = {found.authority_kind for one in signatories
               if (found := model.find(Authority, one.authority or "")) is not None}
    if not any(one.authority for one in signatories):
        yield blocking("Aucune autorité de tarification n’est parmi les signataires.", contract.at("type"))
        return
    words = dict(AUTHORITY_KINDS)
    for kind in AUTHORITIES_OF_TYPE.get(contract.type, ()):
        if kind not in signing:
            sentence = f"{quoted(words[kind])} n’est pas parmi les signataires\u00a0: ce type de contrat le demande."
            yield blocking(sentence, contract.at("type"))
    devices = [section for section in model.all(Section) if is_subsidised(model, section)]
    if contract.type == "chrs" and devices and SUBSIDISED not in signing:
        sentence = (f"{quoted(words[SUBSIDISED])} n’est pas parmi les signataires\u00a0: {_esms(model, devices[0])} "
                    "est un dispositif subventionné.")
        yield blocking(sentence, devices[0].at("authority"))


@completes("N7")
def every_other_actor_has_its_quality(model: Model, today: dt.date) -> Iterator[Message]:
    """An observer whose quality on its topic (associé, consulté, signataire) is not said."""
    for person in model.all(Person):
        if person.role == "observateur" and not person.topic_quality.strip():
            sentence = "sa qualité (associé, consulté, signataire) n’est pas précisée."
            yield advice(titled(name_of(model, person), sentence), person.at("topic_quality"))


@rule("G13", "Périmètre d’un CPOM de CHRS", "Arrêté du 25 octobre 2019, annexe I")
def the_list_of_chrs_is_confirmed(model: Model, today: dt.date) -> Iterator[Message]:
    """T3: the parties have said that every CHRS of the manager in the département stands in the perimeter."""
    contract = model.first(Contract)
    if contract is not None and contract.type == "chrs" and model.all(Esms) and not contract.all_chrs_confirmed:
        yield blocking("La liste des CHRS du gestionnaire dans le département n’est pas confirmée.",
                       contract.at("all_chrs_confirmed"))


def _act(signatory: Signatory) -> str:
    words = signatory.act.casefold()
    for word, shown in (("délibération", "de la délibération"), ("délégation", "de la délégation"),
                        ("mandat", "du mandat"), ("pouvoir", "du pouvoir")):
        if word in words:
            return f"{shown} qui autorise la signature"
    return "de l’acte qui autorise la signature"


def _signed_for(model: Model, signatory: Signatory) -> str:
    """« association Les Deux Rives »: whom a signature binds."""
    authority = model.find(Authority, signatory.authority or "")
    if authority is not None:
        return lowered(name_of(model, authority))
    manager = model.first(Manager)
    if manager is None or not manager.name:
        return name_of(model, signatory)
    form = dict(LEGAL_FORMS)[manager.legal_form].split()[0]
    return lowered(manager.name) if manager.name.split()[0] == form else manager.name


def _esms(model: Model, section: Section) -> str:
    esms = model.find(Esms, section.esms)
    return name_of(model, esms) if esms is not None else name_of(model, section)
