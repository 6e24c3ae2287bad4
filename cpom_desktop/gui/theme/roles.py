"""The roles of colour, the parties and the statuses: what a colour means, never what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """A meaning that each theme gives a colour; the value is the key in `resources/themes`."""

    CANVAS = "canvas"
    SURFACE = "surface"
    SUNKEN = "sunken"
    HEADER = "header"
    HOVER = "hover"
    SELECTED = "selected"
    LINE = "line"
    LINE_STRONG = "line_strong"
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    MANAGER = "manager"
    MANAGER_BG = "manager_bg"
    MANAGER_CHART = "manager_chart"
    AUTHORITY = "authority"
    AUTHORITY_BG = "authority_bg"
    AUTHORITY_CHART = "authority_chart"
    SECOND_AUTHORITY = "second_authority"
    SECOND_AUTHORITY_BG = "second_authority_bg"
    SECOND_AUTHORITY_CHART = "second_authority_chart"
    ACCORD = "accord"
    ACCORD_BG = "accord_bg"
    ACCORD_CHART = "accord_chart"
    OK = "ok"
    OK_BG = "ok_bg"
    WARN = "warn"
    WARN_BG = "warn_bg"
    ERROR = "error"
    ERROR_BG = "error_bg"
    INFO = "info"
    INFO_BG = "info_bg"
    INK_FIRST = "ink_first"
    INK_SECOND = "ink_second"
    INK_THIRD = "ink_third"


class Shape(Enum):
    """The form of a party’s mark, drawn because the typeface lacks some of these signs."""

    DISC = "disc"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    HOLLOW_SQUARE = "hollow-square"


@dataclass(frozen=True, slots=True)
class PartyLook:
    """How a party looks everywhere: word, mark, line of its curve and its three colours."""

    word: str
    shape: Shape
    dashes: tuple[float, ...]
    width: float
    text: Role
    background: Role
    chart: Role


class Party(Enum):
    """Whose value it is: a side, or everybody’s (the accord)."""

    MANAGER = PartyLook("Gestionnaire", Shape.DISC, (), 1.8, Role.MANAGER, Role.MANAGER_BG, Role.MANAGER_CHART)
    AUTHORITY = PartyLook(
        "Autorité", Shape.SQUARE, (6, 4), 1.8, Role.AUTHORITY, Role.AUTHORITY_BG, Role.AUTHORITY_CHART
    )
    SECOND_AUTHORITY = PartyLook(
        "2e autorité",
        Shape.TRIANGLE,
        (2, 3),
        1.8,
        Role.SECOND_AUTHORITY,
        Role.SECOND_AUTHORITY_BG,
        Role.SECOND_AUTHORITY_CHART,
    )
    THIRD_AUTHORITY = PartyLook(
        "3e autorité", Shape.HOLLOW_SQUARE, (6, 4), 1.8, Role.AUTHORITY, Role.AUTHORITY_BG, Role.AUTHORITY_CHART
    )
    ACCORD = PartyLook("Accord", Shape.DIAMOND, (), 3.0, Role.ACCORD, Role.ACCORD_BG, Role.ACCORD_CHART)

    @property
    def look(self) -> PartyLook:
        return self.value


def party_of(side: str) -> Party:
    """The party of a side as the contract stores it; anything unknown is nobody’s, so the accord."""
    return _PARTIES.get(side, Party.ACCORD)


_PARTIES = {"gestionnaire": Party.MANAGER, "autorite": Party.AUTHORITY, "autorite2": Party.SECOND_AUTHORITY}


@dataclass(frozen=True, slots=True)
class StatusLook:
    """A status is an icon, a word and a role; never a colour alone."""

    word: str
    icon: str
    text: Role
    background: Role


class Status(Enum):
    """Every status the window shows, with the word that never varies."""

    ACCORD = StatusLook("Accord", "circle-check", Role.OK, Role.OK_BG)
    SHARED = StatusLook("Partagé", "circle-check", Role.OK, Role.OK_BG)
    COMPLIANT = StatusLook("Conforme", "circle-check", Role.OK, Role.OK_BG)
    TO_VALIDATE = StatusLook("À valider", "triangle-alert", Role.WARN, Role.WARN_BG)
    TO_CHECK = StatusLook("À vérifier", "triangle-alert", Role.WARN, Role.WARN_BG)
    RESERVE = StatusLook("Réserve", "triangle-alert", Role.WARN, Role.WARN_BG)
    OPEN_GAP = StatusLook("Écart ouvert", "triangle-alert", Role.WARN, Role.WARN_BG)
    DISAGREEMENT = StatusLook("Désaccord", "octagon-x", Role.ERROR, Role.ERROR_BG)
    BLOCKING = StatusLook("Bloquant", "octagon-x", Role.ERROR, Role.ERROR_BG)
    CONFLICT = StatusLook("Conflit", "octagon-x", Role.ERROR, Role.ERROR_BG)
    EMPTY = StatusLook("Non renseigné", "circle-dashed", Role.INFO, Role.INFO_BG)
    TO_COME = StatusLook("À venir", "circle-dashed", Role.INFO, Role.INFO_BG)
    RUNNING = StatusLook("En cours", "circle-play", Role.TEXT, Role.INFO_BG)
    NEGOTIATING = StatusLook("En négociation", "circle-play", Role.TEXT, Role.INFO_BG)
    PROPOSED = StatusLook("Proposé", "circle-play", Role.TEXT, Role.INFO_BG)
    LATE = StatusLook("En retard", "clock-alert", Role.ERROR, Role.ERROR_BG)
    ADVICE = StatusLook("Conseil", "info", Role.INFO, Role.INFO_BG)
    WAIVED = StatusLook("Renoncé", "info", Role.INFO, Role.INFO_BG)

    @property
    def look(self) -> StatusLook:
        return self.value
