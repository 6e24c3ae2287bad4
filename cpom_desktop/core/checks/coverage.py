"""What the checks have looked at and what they have not: a verdict that claims no more than was verified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..money import NBSP
from .frame import RULES, Check, Level


class Gap(NamedTuple):
    """A part of the checklist that the program does not verify, by the id of its row."""

    id: str
    subject: str


NOT_CHECKED = (
    Gap("P5", "les étapes en retard sur un rétroplanning"),
    Gap("G2", "la prorogation du contrat"),
    Gap("G11", "les numéros déjà imprimés qui auraient changé"),
    Gap("G13", "un CHRS du département absent du périmètre, des départements de plusieurs régions, un ESMS ajouté "
               "sans avenant"),
    Gap("G16", "les visas non lus d’un modèle"),
    Gap("G21", "les noms de personnes dans les pièces jointes"),
)
"""P4, the priority criteria of the authority, stands in no shared file and is never computed."""


def verdict(checks: Iterable[Check]) -> str:
    """« Pas encore prêt à signer : 2 points bloquants parmi les 35 règles vérifiées. »"""
    count = sum(check.level is Level.BLOCKING for check in checks)
    rules = f"parmi les {len(RULES)} règles vérifiées."
    if not count:
        return f"Aucun point bloquant {rules}"
    plural = "s" if count > 1 else ""
    return f"Pas encore prêt à signer{NBSP}: {count} point{plural} bloquant{plural} {rules}"


def left_to_you() -> str:
    """What the program does not verify, in one sentence."""
    subjects = "\u202f; ".join(f"{gap.subject} ({gap.id})" for gap in NOT_CHECKED)
    return f"Le programme ne vérifie pas{NBSP}: {subjects}."
