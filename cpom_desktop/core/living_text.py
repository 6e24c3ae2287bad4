"""Living fields of an article: « {debut} » shows what the contract says today; nothing is ever invented.

`filled` puts the values in place. A field that the contract does not know yet stays visible as a blank, « [début du
contrat à compléter] », like the brackets « [… ] » that a template leaves to the parties; `blanks` lists them (check
G16).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .contract import LEGAL_FORMS, TERRITORIES, Authority, Contract, Esms, Grant, Manager, Section
from .model import Model
from .periods import format_day

_FIELD = re.compile(r"\{([a-z_]+)\}")
_BLANK = re.compile(r"\[[^\[\]]*(?:…|\.\.\.|à compléter)[^\[\]]*\]|\bX{4,}\b|\{[a-z_]+\}")

_CODE_AND_NAME = re.compile(r"(?P<code>\d{2,3}|2[AB])\s*[—–-]\s*(?P<name>\S.*)")
_SPEAKING = re.compile(r"[^\W\dX_]{2}")
_BEFORE = re.compile(r"(?:\S+[^\S\n]+){0,2}\S*\Z")
_AFTER = re.compile(r"[^\S\n]*[\w’-]+|")


def filled(model: Model, body: str) -> str:
    """The text with its living fields in place; those that are empty become a bracket that says what is missing."""
    return _FIELD.sub(lambda match: _value(model, match[1]), body)


def blanks(model: Model, body: str) -> list[str]:
    """What is still to be written in a text that will be signed: brackets, « XXXX », empty or unknown living fields."""
    return [match[0] for match in _BLANK.finditer(filled(model, body))]


def excerpts(model: Model, body: str) -> list[str]:
    """The same blanks as a sentence can quote them: « préavis de […] mois », « [début du contrat à compléter] »."""
    text = filled(model, body)
    return [_excerpt(text, match) for match in _BLANK.finditer(text)]


def _excerpt(text: str, match: re.Match[str]) -> str:
    """A blank that says by itself what is missing stands alone; another takes two words before it and one after."""
    if _SPEAKING.search(match[0]):
        return match[0]
    before, after = _BEFORE.search(text[: match.start()]), _AFTER.match(text[match.end() :])
    return f"{before[0] if before else ''}{match[0]}{after[0] if after else ''}".strip()


def field_names() -> dict[str, str]:
    """Every living field with what it shows, for the help and the list of fields to insert."""
    return {name: label for name, (label, _) in _FIELDS.items()}


def _value(model: Model, name: str) -> str:
    if name not in _FIELDS:
        return "{" + name + "}"
    label, read = _FIELDS[name]
    return read(model) or f"[{label} à compléter]"


def _contract(read: Callable[[Contract], str]) -> Callable[[Model], str]:
    return lambda model: read(one) if (one := model.first(Contract)) is not None else ""


def _manager(read: Callable[[Manager], str]) -> Callable[[Model], str]:
    return lambda model: read(one) if (one := model.first(Manager)) is not None else ""


def _esms(model: Model) -> str:
    rows = sorted(model.all(Esms), key=lambda one: (one.order, one.id))
    return _sentence([f"{one.name} ({one.capacity} {one.place_unit})" if one.capacity else one.name for one in rows])


def _grants(model: Model) -> str:
    rows = sorted(model.all(Grant), key=lambda one: (one.order, one.id))
    parts = []
    for grant in rows:
        esms = [model.find(Esms, section.esms) for section in model.where(Section, "dgc", grant.id)]
        parts.append(f"{grant.name} ({_sentence([one.name for one in esms if one is not None])})")
    return _sentence(parts)


def _department(typed: str) -> str:
    """« le département Aure-et-Lys (99) » from « 99 — Aure-et-Lys »; a name or a number alone follows the noun."""
    if not typed.strip():
        return ""
    found = _CODE_AND_NAME.fullmatch(typed.strip())
    return f"le département {found['name']} ({found['code']})" if found else f"le département {typed.strip()}"


def _sentence(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1] if words else ""


_FIELDS: dict[str, tuple[str, Callable[[Model], str]]] = {
    "intitule": ("intitulé du contrat", _contract(lambda one: one.name)),
    "debut": ("début du contrat", _contract(lambda one: format_day(one.start, long=True))),
    "terme": ("terme du contrat", _contract(lambda one: format_day(one.end, long=True))),
    "annee_base": ("année de base", _contract(lambda one: str(one.base_year or ""))),
    "departement": ("département", _contract(lambda one: _department(one.department))),
    "region": ("région", _contract(lambda one: one.region)),
    "territoire": ("territoire", _contract(lambda one: dict(TERRITORIES)[one.territory])),
    "duree_longue": ("durée anormalement longue", _contract(
        lambda one: f"{one.long_stay_months}\u00a0mois" if one.long_stay_months else "")),
    "tribunal_tarif": ("juridiction du tarif", _contract(lambda one: one.tariff_court)),
    "tribunal_contrat": ("juridiction du contrat", _contract(lambda one: one.contract_court)),
    "gestionnaire": ("organisme gestionnaire", _manager(lambda one: one.name)),
    "forme": ("forme juridique", _manager(lambda one: dict(LEGAL_FORMS)[one.legal_form].lower())),
    "siege": ("siège", _manager(lambda one: one.address)),
    "finess": ("FINESS de l’entité juridique", _manager(lambda one: one.finess)),
    "organe": ("organe délibérant", _manager(lambda one: one.deciding_body)),
    "autorites": ("autorités signataires", lambda model: _sentence([one.name for one in sorted(
        model.all(Authority), key=lambda one: (one.side, one.name, one.id))])),
    "liste_esms": ("liste des ESMS", _esms),
    "liste_dgc": ("dotations globalisées communes", _grants),
}
