"""Meetings, positions, packages, decisions: who asks, who offers, what is retained (`domain.md` §8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .changes import SIDES
from .records import About, Address, Choice, Day, Flag, Name, Record, Reference, Text, Whole, register

POSITION_STATUSES = (
    ("propose", "Proposé"), ("contre-propose", "Contre-proposé"), ("accord-principe", "Accord de principe"),
    ("valide", "Validé"), ("refuse", "Refusé"), ("reserve", "Réservé"), ("a-arbitrer", "À arbitrer"),
    ("retire", "Retiré"),
)
OPEN_STATUSES = ("propose", "contre-propose", "reserve", "a-arbitrer")
STANDING_STATUSES = (*OPEN_STATUSES, "accord-principe", "valide")
"""A position that is refused or withdrawn keeps its trace and says nothing any more."""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """Séance de négociation; its code (R3) is carried by the numbers of its decisions."""

    kind = "meeting"
    title = "Séance"
    code: Annotated[Name, About("Code")] = ""
    subject: Annotated[Name, About("Objet")] = ""
    day: Annotated[Day | None, About("Date")] = None
    place: Annotated[Name, About("Lieu")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Record):
    """Lot lié: positions accepted, refused or withdrawn together."""

    kind = "package"
    title = "Lot lié"
    code: Annotated[Name, About("Code")] = ""
    name: Annotated[Name, About("Intitulé")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """What one party asks or offers on one cell. Each move is a row; `rank` counts its moves on that cell.

    `value` is the canonical text of the cell's value ('1200000' cents). Two laptops of one party that make the same
    move meet in one row, so a difference between them is a conflict that somebody sees. `settled` says that the point
    was closed with this move still standing (38 000 asked, 12 000 agreed): it stays what was asked, and is not open.
    """

    kind = "position"
    title = "Position"
    natural_key = ("cell", "party", "rank")
    cell: Annotated[Address, About("Objet")] = ""
    party: Annotated[Choice, About("Partie", choices=SIDES)] = "gestionnaire"
    rank: Annotated[Whole, About("Rang", low=1, high=1000)] = 1
    value: Annotated[Text | None, About("Valeur")] = None
    status: Annotated[Choice, About("Statut", choices=POSITION_STATUSES)] = "propose"
    meeting: Annotated[Reference | None, About("Séance", of="meeting")] = None
    argument: Annotated[Text, About("Argument")] = ""
    valid_until: Annotated[Day | None, About("Valable jusqu’au")] = None
    precondition: Annotated[Flag, About("Préalable")] = 0
    package: Annotated[Reference | None, About("Lot lié", of="package")] = None
    typed_by: Annotated[Name, About("Saisi par")] = ""
    on_behalf: Annotated[Name, About("Pour le compte de")] = ""
    confirmed: Annotated[Choice, About("Confirmation", choices=(
        ("sans-objet", "Sans objet"), ("a-confirmer", "À confirmer"), ("confirmee", "Confirmée"),
        ("contestee", "Contestée")))] = "sans-objet"
    confirmed_on: Annotated[Day | None, About("Confirmée le")] = None
    settled: Annotated[Flag, About("Point réglé")] = 0
    decision: Annotated[Reference | None, About("Décision", of="decision")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Record):
    """One party accepts a position of another: two who accept on two laptops write two rows, never a conflict."""

    kind = "acceptance"
    title = "Acceptation"
    natural_key = ("position", "party")
    position: Annotated[Reference, About("Position", of="position", owner=True)] = ""
    party: Annotated[Choice, About("Partie", choices=SIDES)] = "gestionnaire"
    meeting: Annotated[Reference | None, About("Séance", of="meeting")] = None
    typed_by: Annotated[Name, About("Saisi par")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Record):
    """A point of the negotiation that is no figure: a clause, a threshold. Its value is text and negotiable."""

    kind = "topic"
    title = "Sujet de négociation"
    name: Annotated[Name, About("Sujet")] = ""
    value: Annotated[Text | None, About("Retenu", negotiable=True)] = None
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """Décision of a meeting, accepted, refused or deferred; its number (D-R3-04) is never changed nor reused."""

    kind = "decision"
    title = "Décision"
    number: Annotated[Name, About("Numéro")] = ""
    meeting: Annotated[Reference | None, About("Séance", of="meeting")] = None
    wording: Annotated[Text, About("Texte")] = ""
    result: Annotated[Choice, About("Résultat", choices=(
        ("acceptee", "Acceptée"), ("refusee", "Refusée"), ("reportee", "Reportée"),
        ("retiree", "Retirée en séance")))] = "acceptee"
    package: Annotated[Reference | None, About("Lot lié", of="package")] = None
    manager_text: Annotated[Text, About("Texte du gestionnaire")] = ""
    authority_text: Annotated[Text, About("Texte de l’autorité")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Record):
    """What a decision retained in one cell, as canonical text: kept, so that a later change of the cell is seen."""

    kind = "effect"
    title = "Effet d’une décision"
    natural_key = ("decision", "cell")
    decision: Annotated[Reference, About("Décision", of="decision", owner=True)] = ""
    cell: Annotated[Address, About("Objet")] = ""
    value: Annotated[Text | None, About("Valeur retenue")] = None
