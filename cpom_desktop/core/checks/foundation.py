"""Rules on what the contract is: its signatories, its perimeter, its duration, the modality of each section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..contract import MODALITIES, Authority, Contract, Esms, Manager, Section, SectionRule, Signatory
from ..finess import compact, finess_problem, siren_problem
from ..model import Model
from ..naming import name_of, of
from ..periods import as_date, format_day
from ..problems import Problem
from ..records import Record
from .frame import Message, blocking, look, rule, years_of
from .words import spans

MODALITIES_OF_TYPE = {"ehpad": ("taux", "formule", "equation"), "ph": ("taux", "formule", "equation")}
"""R.314-39-1: no annual avenant for EHPAD and PH; a type that is absent may use the four. Read 2026-11."""
LONGEST_YEARS = 5
"""L.313-11: the initial term. Its extension belongs to the type and comes with its avenant."""


@rule("N7", "Place des autres acteurs", "CASF, L. 313-11")
def every_authority_signs(model: Model, today: dt.date) -> Iterator[Message]:
    """The authority of each section is among the signatories: one message per section."""
    signing = {signatory.authority for signatory in model.all(Signatory)}
    for section in model.all(Section):
        name = name_of(model, section)
        authority = model.find(Authority, section.authority or "")
        if authority is not None and authority.id not in signing:
            yield blocking(f"{name}\u00a0: {authority.name or 'son autorité'} tarife cette section et n’est pas "
                           "parmi les signataires.", section.at("authority"))
        elif authority is None and section.other_authority:
            yield blocking(f"{name}\u00a0: {section.other_authority} tarife cette section et n’est pas "
                           "parmi les signataires.", section.at("authority"))
        elif authority is None:
            yield blocking(f"{name}\u00a0: l’autorité de tarification n’est pas renseignée.", section.at("authority"))


@rule("G1", "Périmètre", "CASF, L. 312-1")
def the_perimeter_is_described_once(model: Model, today: dt.date) -> Iterator[Message]:
    """No ESMS twice, each with regime, places and financing; numbers with their key."""
    yield from _duplicates(model)
    for esms in model.all(Esms):
        name = name_of(model, esms)
        if not esms.regime:
            yield blocking(f"{name}\u00a0: le régime (autorisé, subventionné) n’est pas renseigné.", esms.at("regime"))
        if esms.capacity is not None and esms.capacity <= 0:
            yield blocking(f"{name}\u00a0: la capacité est nulle.", esms.at("capacity"))
        if not model.where(Section, "esms", esms.id):
            yield blocking(f"{name}\u00a0: aucune section tarifaire, donc aucun financement.", esms.at("name"))
    for section in model.all(Section):
        if section.envelope in ("", "autre") and not section.programme and not section.payer:
            sentence = f"{name_of(model, section)}\u00a0: le financement n’est pas renseigné."
            yield blocking(sentence, section.at("envelope"))
    yield from _bad_numbers(model)


@rule("G2", "Durée", "CASF, L. 313-11")
def the_term_is_five_years_at_most(model: Model, today: dt.date) -> Iterator[Message]:
    """T1: `end` < `start` + 5 years, 1 January 2027 allowing 31 December 2031."""
    contract = model.first(Contract)
    start, end = as_date(contract.start if contract else None), as_date(contract.end if contract else None)
    if contract is None or start is None or end is None:
        return
    limit = _years_after(start, LONGEST_YEARS)
    first, last = format_day(contract.start), format_day(contract.end)
    if end < start:
        yield blocking(f"Le terme ({last}) précède le début ({first}).", contract.at("end"))
    elif end >= limit:
        latest = format_day((limit - dt.timedelta(days=1)).isoformat())
        yield blocking(f"Le contrat dépasse cinq ans\u00a0: il prend fin le {last}, au plus tard le {latest} "
                       f"pour un début le {first}.", contract.at("end"))


@rule("N2", "Modalités de tarification", "CASF, R. 314-40 et R. 314-39-1")
def every_year_of_a_section_has_one_modality(model: Model, today: dt.date) -> Iterator[Message]:
    """One modality per section and year, allowed to the type. A subsidised section has no tariff."""
    contract = model.first(Contract)
    if contract is None:
        return
    years = list(years_of(contract.start, contract.end))
    allowed = MODALITIES_OF_TYPE.get(contract.type)
    for section in model.all(Section):
        if section.section_kind == "subvention":
            continue
        rules = model.where(SectionRule, "section", section.id)
        yield from _ranges(model, section, rules, years)
        for one in rules:
            if allowed and one.modality not in allowed:
                modality = dict(MODALITIES)[one.modality]
                name = name_of(model, section)
                sentence = f"{name}\u00a0: la modalité {modality} n’est pas ouverte à ce type de contrat."
                yield blocking(sentence, one.at("modality"))


def _ranges(model: Model, section: Section, rules: list[SectionRule], years: list[int]) -> Iterator[Message]:
    count = {year: sum(one.first_year <= year <= one.last_year for one in rules) for year in years}
    name = name_of(model, section)
    if missing := [year for year in years if not count[year]]:
        yield blocking(f"{name}\u00a0: aucune modalité de tarification en {spans(missing)}.", section.at("code"))
    if doubled := [year for year in years if count[year] > 1]:
        cell = next(one for one in rules if one.first_year <= doubled[0] <= one.last_year).at("first_year")
        yield blocking(f"{name}\u00a0: plusieurs modalités de tarification en {spans(doubled)}.", cell)


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day later; 29 February without its day becomes 1 March, the first day that is past the term."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _duplicates(model: Model) -> Iterator[Message]:
    for field, label in (("finess", "le même FINESS"), ("name", "le même nom")):
        seen: dict[str, Esms] = {}
        for esms in model.all(Esms):
            value = compact(esms.finess) if field == "finess" else " ".join(esms.name.split()).casefold()
            if value and value in seen:
                both = f"{name_of(model, esms)} et {name_of(model, seen[value])}"
                yield blocking(f"{both} portent {label}.", esms.at(field))
            seen.setdefault(value, esms)


def _bad_numbers(model: Model) -> Iterator[Message]:
    holders: list[Record] = [*model.all(Manager), *model.all(Esms)]
    for holder in holders:
        number = str(getattr(holder, "finess", ""))
        if number and (problem := finess_problem(number)) is not None:
            yield _bad_number(model, holder, "finess", number, problem)
    for manager in model.all(Manager):
        if manager.siren and (problem := siren_problem(manager.siren)) is not None:
            yield _bad_number(model, manager, "siren", manager.siren, problem)


def _bad_number(model: Model, holder: Record, field: str, number: str, problem: Problem) -> Message:
    sentence = f"{field.upper()} {of(name_of(model, holder))}\u00a0: {problem.sentence} ({number})."
    return look(sentence, holder.at(field))
