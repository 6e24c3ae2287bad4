"""Account numbers, and the functional group of each: what the user settled before, else a proposal by prefix (M22)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

PROPOSED: Mapping[str, str] = {
    "60": "c1", "611": "c1", "62": "c1",
    "621": "c2", "631": "c2", "633": "c2", "64": "c2",
    "61": "c3", "63": "c3", "65": "c3", "66": "c3", "67": "c3", "68": "c3",
    "73": "p1",
    "609": "p2", "619": "p2", "629": "p2", "70": "p2", "74": "p2", "75": "p2",
    "76": "p3", "77": "p3", "78": "p3", "79": "p3",
    "622": "c2", "623": "c3", "627": "c3", "71": "p2", "72": "p2",
}
"""Group by prefix, the longest that fits. Usage, not a text: proposed, shown and changeable."""
_ALONE = re.compile(r"(?:c/|cpte|compte|n°)? ?([0-9]{2,8}(?: ?(?:[-–/,+]|et|a) ?[0-9]{2,8})*)\.?")
_WITH_LABEL = re.compile(r"(?:c/|cpte|compte)? ?([0-9]{2,8}(?: ?[-–/] ?[0-9]{2,8})?) ?[-–—:.]? +([^0-9 ].*)")
_BETWEEN = re.compile(r" ?(?:[-–/,+]|et|a) ?")


class Account(NamedTuple):
    """An account number as the contract writes it (« 613-614 »), and the label that followed it in the cell."""

    number: str
    label: str = ""

    @property
    def is_budget(self) -> bool:
        """Whether it is a charge (6) or a produit (7)."""
        return self.number[0] in "67"


def account_in(text: str) -> Account | None:
    """The account of a cell: « 6061 », « 613 et 614 », « c/ 6811 », « 6061 - Eau, énergie »; None for another text."""
    short = " ".join(text.split())
    if match := _ALONE.fullmatch(short.casefold()):
        return Account(_BETWEEN.sub("-", match[1]))
    if match := _WITH_LABEL.fullmatch(short):
        return Account(_BETWEEN.sub("-", match[1]), match[2].strip())
    return None


def no_account(text: str) -> str:
    """Why a text is no account; a letter O that stands for a zero is not seen by who looks at it."""
    words = f"«\u00a0{text[:40]}\u00a0» n’est pas un numéro de compte"
    if any(char.isdigit() for char in text) and account_in(re.sub("[Oo]", "0", text)) != account_in(text):
        return f"{words}\u00a0: il contient la lettre O au lieu d’un zéro"
    return words


class Chosen(NamedTuple):
    """The group of an account, the prefix that decided, and whether the user settled it (else it is proposed)."""

    group: str
    prefix: str
    settled: bool


def group_of(account: str, settled: Mapping[str, str]) -> Chosen | None:
    """The group of an account by its longest prefix: settled ones first where they are as long; None if none fits."""
    for length in range(len(account), 0, -1):
        prefix = account[:length]
        if prefix in settled:
            return Chosen(settled[prefix], prefix, True)
        if prefix in PROPOSED:
            return Chosen(PROPOSED[prefix], prefix, False)
    return None
