"""The words of a compte administratif and of a budget: groups, totals, sides, statuses, years, units."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_YEAR = re.compile(r"\b(20[0-9]{2})\b")
_RELATIVE = re.compile(r"\bn(?: ?[-–−] ?([1-9]))?\b(?!°)")
_GROUP = re.compile(r"^(?:[a-z0-9]{1,3}[.)-] ?)?(?:(?:sous[- ]?)?(?:total|totaux|depenses|recettes|charges|produits)"
                    r"(?: (?:du|des|de|charges|produits|depenses|recettes|[-–:]))* ?)?"
                    r"(?:groupe|gr|gpe)\.? ?(?:fonctionnel )?(iii|ii|i|3|2|1)\b")
"""At the beginning of a title: a remark that mentions a group opens none."""
_RANKS = {"i": "1", "ii": "2", "iii": "3"}
_THOUSANDS = re.compile(r"\bk ?(?:€|eur|euros?\b)|\bmilliers? d.?euros?\b|\ben milliers\b|\bkeur")
_EUROS = re.compile(r"€|\ben euros?\b|\(euros?\)")
_CHARGES = re.compile(r"\b(charges?|depenses?|emplois)\b")
_PRODUCTS = re.compile(r"\b(produits?|recettes?|ressources)\b")
_OF_CHARGES = ("exploitation courante", "personnel", "structure")
_OF_PRODUCTS = ("tarification", "autres produits", "produits financiers", "non encaissables")
_TOTAL = re.compile(r"^(total|totaux|montant total|somme|ensemble)\b|\btotal (general|des|du|groupe)\b")
_PARTIAL = re.compile(r"^(sous[- ]?|s/ ?)total")
_RESULT = re.compile(r"\b(resultat|excedent|deficit)\b")
_LEFT = re.compile(r"ecart|variation|evolution|differ|%|\btaux\b|virement|\bdm ?[0-9]*\b|decision modif|observation|"
                   r"justif|commentaire|remarque|cumul|\betp\b")
_STATUSES = (
    ("ca", re.compile(r"\b(reels?|realise(?:e?s)?|ca|compte administratif|execute(?:e?s)?|depenses realisees)\b")),
    ("bp", re.compile(r"\b(executoire|bp|budget|previsionnel(?:le)?s?|propose(?:e?s)?|propositions?|accorde(?:e?s)?|"
                      r"autorise(?:e?s)?|prevus?)\b")),
    ("notifie", re.compile(r"\b(notifie(?:e?s)?|allouee?s?|arretee?s?)\b")),
    ("base", re.compile(r"\bbase\b")),
)


def fold(text: str) -> str:
    """Lower case without accents, every kind of space and apostrophe made one."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").replace("\u0153", "oe"))
    kept = "".join(char for char in bare if not unicodedata.combining(char)).casefold()
    return " ".join(kept.split())


def year_in(text: str, current: int | None = None) -> int | None:
    """The year that a heading names: « Réel 2024 », or « Réel N-1 » counted from the exercise of the sheet."""
    folded = fold(text)
    if found := _YEAR.findall(folded):
        return int(found[-1])
    if current is not None and (match := _RELATIVE.search(folded)):
        return current - int(match[1] or 0)
    return None


def status_in(text: str) -> str:
    """The status that a heading names (« BP exécutoire », « Réel »), '' where it names none."""
    folded = fold(text)
    return next((status for status, words in _STATUSES if words.search(folded)), "")


def is_left_aside(text: str) -> bool:
    """Whether a column holds no budget: a difference, a rate, a transfer of credits, a comment."""
    return bool(_LEFT.search(fold(text)))


def unit_in(text: str) -> int | None:
    """How many euros one unit is worth, where a heading says it: 1 000 for « k€ » and « en milliers d’euros »."""
    folded = fold(text)
    if _THOUSANDS.search(folded):
        return 1_000
    return 1 if _EUROS.search(folded) else None


def side_in(text: str) -> str:
    """« c » for charges, « p » for produits, '' where the words say neither or both."""
    folded = fold(text)
    if "recettes en attenuation" in folded:
        return "p"
    charges, products = bool(_CHARGES.search(folded)), bool(_PRODUCTS.search(folded))
    if any(words in folded for words in _OF_PRODUCTS):
        products = True
    elif any(words in folded for words in _OF_CHARGES):
        charges = True
    if charges == products:
        return ""
    return "c" if charges else "p"


def group_in(text: str, side: str = "") -> str:
    """The functional group that a title names (« Groupe II : dépenses afférentes au personnel »), '' for none.

    `side` is that of the titles above, for a title that does not say its own.
    """
    match = _GROUP.search(fold(text))
    where = side_in(text) or side
    return f"{where}{_RANKS.get(match[1], match[1])}" if match and where else ""


class Sum(NamedTuple):
    """What a total adds: a group, a side, or the whole (the result: produits − charges)."""

    group: str = ""
    side: str = ""
    result: str = ""
    """« resultat » as it is, « excedent », or « deficit », which is written without its sign."""
    partial: bool = False
    """A subtotal of some of the lines above: of which, nobody knows, so it is compared with nothing."""


def total_in(text: str, group: str, side: str) -> Sum | None:
    """What the total of this title adds, given where it stands; None where it is no total.

    A total that says nothing is that of the group that it closes, else that of the side.
    """
    folded = fold(text)
    if _PARTIAL.search(folded):
        return Sum(group=group, partial=True)
    if not _TOTAL.search(folded):
        result = _RESULT.search(folded)
        return Sum(result=result[1]) if result and not _GROUP.search(folded) else None
    if named := group_in(text, side):
        return Sum(group=named)
    if (own := side_in(text)) or re.search(r"\bi ?\+ ?ii\b|general", folded):
        return Sum(side=own or side) if own or side else Sum()
    if _RESULT.search(folded):
        return Sum(result="resultat")
    return Sum(group=group) if group else Sum(side=side)
