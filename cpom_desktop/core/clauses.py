"""The text of the contract: an ordered, editable list of articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Flag, Name, Record, Text, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Record):
    """Article of the contract, from a template or written by the parties; its number is computed from its place."""

    kind = "article"
    title = "Article"
    part: Annotated[Name, About("Partie du socle")] = ""
    name: Annotated[Name, About("Intitulé")] = ""
    body: Annotated[Text, About("Texte", negotiable=True)] = ""
    mandatory: Annotated[Flag, About("Obligatoire")] = 0
    position: Annotated[Name, About("Rang")] = ""
