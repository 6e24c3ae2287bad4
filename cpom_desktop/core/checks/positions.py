"""Rules on what was said and decided: préalables, open positions, packages, decisions and their numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from ..changes import Side
from ..contract import Contract
from ..model import Model
from ..naming import cell_name, name_of
from ..negotiation import OPEN_STATUSES, STANDING_STATUSES, Decision, Effect, Meeting, Package, Position, Topic
from ..periods import format_day
from ..positions import is_contested, latest_moves, open_positions, open_preconditions, position_text
from ..problems import Refused
from ..records import Cell
from .frame import Message, blocking, look, rule
from .words import GUIDE, listed, lowered, number, titled

WRITING_STAGES = ("redaction", "signature", "execution")
"""From « Rédaction » on, a point that is still open delays the signature."""
STATUS_WORDS = {"propose": "proposée", "contre-propose": "contre-proposée", "reserve": "réservée",
                "a-arbitrer": "à arbitrer"}
PARTY_WORDS = {Side.MANAGER: "du gestionnaire", Side.AUTHORITY: "de l’autorité",
               Side.SECOND_AUTHORITY: "de la 2e autorité"}


@rule("N8", "Préalables", GUIDE)
def no_precondition_is_left(model: Model, today: dt.date) -> Iterator[Message]:
    """A préalable of a party that is still open once the contract is being written."""
    if not _is_written(model):
        return
    for side in Side:
        for one in open_preconditions(model, side):
            yield look(f"Un préalable {PARTY_WORDS[side]} reste ouvert\u00a0: {_subject(model, one)}.",
                       one.at("status"))


@rule("G11", "Numérotation", GUIDE)
def a_number_is_given_once(model: Model, today: dt.date) -> Iterator[Message]:
    """A decision number borne by two decisions. Gaps are allowed and explained: they raise nothing."""
    counts = Counter(one.number for one in model.all(Decision) if one.number)
    for found, count in counts.items():
        if count > 1:
            last = model.where(Decision, "number", found)[-1]
            yield blocking(f"Le numéro de décision {found} est porté par {number(count)} décisions.", last.at("number"))


@rule("G12", "Décisions et tableaux", GUIDE)
def what_was_decided_is_what_is_retained(model: Model, today: dt.date) -> Iterator[Message]:
    """A cell whose retained value is no longer the one of the last decision accepted on it."""
    for effect, decision in _last_effects(model).values():
        cell = Cell.parse(effect.cell)
        try:
            retained = position_text(model.value(cell))
        except Refused:
            continue  # The row was deleted since: there is no value to compare.
        if retained != effect.value:
            sentence = f"la valeur retenue ({cell_name(model, cell)}) n’est plus celle de la décision."
            yield look(titled(decision.number or name_of(model, decision), sentence), cell)


@rule("G20", "Positions", GUIDE)
def every_point_is_closed(model: Model, today: dt.date) -> Iterator[Message]:
    """Points still open while the contract is written; packages accepted in part; positions that were contested."""
    if _is_written(model):
        points: dict[str, list[Position]] = {}
        for one in open_positions(model, today):
            points.setdefault(one.cell, []).append(one)
        for moves in points.values():
            last = max(moves, key=lambda one: (_day(model, one.meeting), one.rank, one.party))
            until = f", valable jusqu’au {format_day(last.valid_until)}" if last.valid_until else ""
            yield look(f"Une position reste ouverte\u00a0: {_subject(model, last)} "
                       f"({STATUS_WORDS[last.status]}{until}).", last.at("status"))
    for package in model.all(Package):
        yield from _in_part(model, package)
    for one in model.all(Position):
        if is_contested(one) and one.status in STANDING_STATUSES:
            by = f" par {one.typed_by}" if one.typed_by else ""
            behalf = f"le compte de {one.on_behalf}" if one.on_behalf else "une autre partie"
            yield blocking(f"La position saisie{by} pour {behalf} est contestée\u00a0: {_subject(model, one)}.",
                           one.at("confirmed"))


def _in_part(model: Model, package: Package) -> Iterator[Message]:
    """A package of which some positions were accepted and others were not."""
    said = model.where(Position, "package", package.id)
    standing = {move.position.id for move in latest_moves(model, None)}
    accepted = [one for one in said if one.status == "valide"]
    left = [one for one in said if one.status == "refuse" or (
        one.id in standing and not one.settled and one.status in (*OPEN_STATUSES, "accord-principe"))]
    if accepted and left:
        subjects = listed([_subject(model, one) for one in left])
        name = package.code or name_of(model, package)
        yield blocking(titled(f"Lot lié {name}", f"accepté en partie, il reste {subjects}."), left[0].at("status"))


def _last_effects(model: Model) -> dict[str, tuple[Effect, Decision]]:
    """By cell, what the last decision accepted on it retained."""
    found: dict[str, tuple[Effect, Decision]] = {}
    for effect in model.all(Effect):
        decision = model.find(Decision, effect.decision)
        if decision is None or decision.result != "acceptee":
            continue
        held = found.get(effect.cell)
        if held is None or _rank(model, held[1]) < _rank(model, decision):
            found[effect.cell] = effect, decision
    return found


def _rank(model: Model, decision: Decision) -> tuple[str, str, str]:
    return _day(model, decision.meeting), decision.number, decision.id


def _day(model: Model, meeting: str | None) -> str:
    found = model.find(Meeting, meeting or "")
    return (found.day or "") if found is not None else ""


def _is_written(model: Model) -> bool:
    contract = model.first(Contract)
    return contract is not None and contract.stage in WRITING_STAGES


def _subject(model: Model, position: Position) -> str:
    """« clause de revoyure à mi-parcours »: the topic itself, or the name of the cell."""
    try:
        cell = Cell.parse(position.cell)
    except Refused:
        return position.cell
    topic = model.find(Topic, cell.row) if cell.kind == Topic.kind else None
    return lowered(topic.name if topic is not None and topic.name else cell_name(model, cell))
