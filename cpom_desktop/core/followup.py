"""Follow-up of the contract once signed: the comité de suivi and who sits in it (`domain.md` §7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Choice, Flag, Name, Record, register

VOICES = (("deliberative", "Délibérative"), ("consultative", "Consultative"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeMember(Record):
    """Membre du comité de suivi: a person or a function, with its quality (arrêté of 3 March 2017, article 5)."""

    kind = "committee_member"
    title = "Membre du comité de suivi"
    name: Annotated[Name, About("Nom ou fonction")] = ""
    organisation: Annotated[Name, About("Organisme")] = ""
    quality: Annotated[Name, About("Qualité")] = ""
    chairs: Annotated[Flag, About("Préside")] = 0
    voice: Annotated[Choice, About("Voix", choices=VOICES)] = "deliberative"
    substitute: Annotated[Name, About("Suppléant")] = ""
    position: Annotated[Name, About("Rang")] = ""
