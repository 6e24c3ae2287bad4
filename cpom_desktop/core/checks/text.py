"""Rules on what will be signed as text: empty articles, courts, blanks that were left."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..clauses import Article
from ..contract import Contract
from ..living_text import excerpts
from ..model import Model
from ..naming import name_of
from ..ordering import ordered
from ..records import fields_of
from .frame import Message, blocking, rule
from .words import listed, number, quoted

GONE_COURTS = re.compile(
    r"tribuna(?:l|ux) interr[ée]giona(?:l|ux) de la tarification sanitaire et sociale|\bTITSS\b"
    r"|cour nationale de la tarification sanitaire et sociale|\bCNTSS\b", re.IGNORECASE)
GONE_SINCE = dt.date(2025, 1, 1)
"""Loi n° 2023-1059 of 20 November 2023, art. 56, and décret n° 2024-1168: administrative courts since. Read 2026-11."""
COURTS = ("tariff_court", "contract_court")
QUOTED = 3
"""How many blanks of one article are quoted; the others are counted."""


@rule("G8", "Texte du contrat", "Loi n°\u00a02023-1059, article 56")
def the_text_is_written_and_names_a_court(model: Model, today: dt.date) -> Iterator[Message]:
    """A mandatory article that is empty, a court that nobody named, a court that no longer exists."""
    for article in ordered(model.all(Article)):
        if article.mandatory and not article.body.strip():
            sentence = f"L’article {quoted(name_of(model, article))} est obligatoire et n’a pas encore de texte."
            yield blocking(sentence, article.at("body"))
        if found := _gone(article.body, today):
            yield blocking(f"L’article {quoted(name_of(model, article))} nomme une juridiction qui n’existe plus "
                           f"depuis le {GONE_SINCE:%d/%m/%Y}\u00a0: {quoted(found)}.", article.at("body"))
    if (contract := model.first(Contract)) is not None:
        yield from _courts(contract, today)


def _courts(contract: Contract, today: dt.date) -> Iterator[Message]:
    for field in COURTS:
        label, court = _label(field), str(getattr(contract, field)).strip()
        if not court:
            yield blocking(f"La {label} n’est pas renseignée.", contract.at(field))
        elif found := _gone(court, today):
            yield blocking(f"La {label} n’existe plus depuis le {GONE_SINCE:%d/%m/%Y}\u00a0: {quoted(found)}.",
                           contract.at(field))


@rule("G16", "Blancs du texte", "Contrat à signer")
def nothing_is_left_to_write(model: Model, today: dt.date) -> Iterator[Message]:
    """Brackets, « XXXX » and empty living fields in an article, in one message per article."""
    for article in ordered(model.all(Article)):
        if found := excerpts(model, article.body):
            shown = [quoted(one) for one in found[:QUOTED]]
            if len(found) > QUOTED:
                others = len(found) - QUOTED
                shown.append(f"{number(others)} autre{'s' if others > 1 else ''}")
            blanks = "un blanc" if len(found) == 1 else f"{number(len(found))} blancs"
            yield blocking(f"L’article {quoted(name_of(model, article))} contient encore {blanks}\u00a0: "
                           f"{listed(shown)}.", article.at("body"))


def _gone(text: str, today: dt.date) -> str:
    """The court of a text that no longer exists at a date; '' where there is none."""
    match = GONE_COURTS.search(" ".join(text.split())) if today >= GONE_SINCE else None
    return match[0] if match else ""


def _label(field: str) -> str:
    """« juridiction du tarif »: the label of the field without what it says of typing."""
    return fields_of(Contract.kind)[field].label.partition(" (")[0].lower()
