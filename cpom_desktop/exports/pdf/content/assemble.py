"""The whole contract in its order: twelve parts of the socle, signatures, annexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from ....core.clauses import PARTS, Article
from ....core.contract import Contract
from ....core.living_text import filled
from ....core.model import Model
from ..dto import UNWRITTEN, Block, ContractData, Heading, Manner, NewPage, Prose, Signatures
from . import aims, budgets, findings, life, means, money, parties, perimeter
from .words import in_order

Blocks = Iterable[Block]
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")

_DATA: dict[str, tuple[Callable[[Model], Blocks], ...]] = {
    "preambule": (),
    "objet": (perimeter.perimeter,),
    "objectifs": (aims.tree, aims.targets),
    "organisation": (perimeter.transformations, means.poolings, means.head_office),
    "investissements": (budgets.investments,),
    "grh": (means.staff,),
    "gestion": (budgets.accounts, means.balance, means.plan, budgets.results),
    "financement": (money.financing,),
    "suivi": (life.calendar,),
    "revision": (),
    "recours": (),
    "duree": (),
}
"""What each part shows of the data, beside its articles."""
_IN_PLACE: dict[str, Callable[[Model], Blocks]] = {"recours": life.courts, "duree": life.duration}
"""What a part shows only while its articles, which say the same in words, are not written."""
_ANNEXES: tuple[tuple[str, Callable[[Model], Blocks]], ...] = (
    ("Synthèse du diagnostic partagé", findings.synthesis),
    ("Fiches action", aims.action_sheets),
    ("Indicateurs", aims.indicators),
    ("Règles de calcul", life.rules),
)


def contract_data(model: Model, *, made_on: dt.date, fingerprint: str, draft: bool) -> ContractData:
    """What the PDF of an agreed model says; `draft` when checks still stand against its signature."""
    contract = model.first(Contract) or Contract(id="")
    return ContractData(
        parties.cover(model),
        (*_parts(model), *_signatures(model), *_annexes(model)),
        made_on,
        fingerprint,
        contract.rules_version,
        draft,
    )


def _parts(model: Model) -> Iterator[Block]:
    ranks = count(1)
    articles = in_order(model.all(Article))
    for index, (key, title) in enumerate(PARTS):
        number = f"Titre {ROMAN[index]}" if index else ""
        yield Heading(1, title, number)
        if not index:
            yield Prose(parties.between(model))
        own = [row for row in articles if row.part == key]
        yield from _articles(model, own, title, ranks if index else None)
        if key in _IN_PLACE and not any(row.body.strip() for row in own):
            yield from _IN_PLACE[key](model)
        for section in _DATA[key]:
            yield from section(model)
    known = {key for key, _ in PARTS}
    others = [row for row in articles if row.part not in known]
    for part in dict.fromkeys(row.part for row in others):
        title = part or "Autres dispositions"
        yield Heading(1, title)
        yield from _articles(model, [row for row in others if row.part == part], title, ranks)


def _articles(model: Model, articles: list[Article], title: str, ranks: Iterator[int] | None) -> Iterator[Block]:
    """The articles of a part, numbered through the whole contract (not in the préambule); what lacks says so."""
    if not any(row.body.strip() for row in articles):
        yield Prose(UNWRITTEN, Manner.MISSING)
    for row in articles:
        name = "" if row.name.casefold() == title.casefold() else row.name
        number = f"Article {next(ranks)}" if ranks else ""
        if name or number:
            yield Heading(2, name, number)
        if row.body.strip():
            yield Prose(filled(model, row.body), numbered=True)
        elif len(articles) > 1:
            yield Prose("Cet article n’est pas encore rédigé.", Manner.MISSING)


def _signatures(model: Model) -> Iterator[Block]:
    signers = parties.signers(model)
    yield NewPage()
    yield Heading(1, "Signatures")
    yield Prose("Fait à …………………………………………, le ………………………………, en ………… exemplaires originaux.")
    if signers:
        yield Signatures(signers)
    else:
        yield Prose("Aucun signataire n’est encore renseigné.", Manner.MISSING)


def _annexes(model: Model) -> Iterator[Block]:
    yield NewPage()
    for number, (title, content) in enumerate(_ANNEXES, start=1):
        blocks = tuple(content(model))
        if number > 1:
            yield NewPage()
        yield Heading(1, title, f"Annexe {number}")
        yield from blocks or (Prose(UNWRITTEN, Manner.MISSING),)
