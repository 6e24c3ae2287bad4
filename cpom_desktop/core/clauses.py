"""The text of the contract: an ordered, editable list of articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Flag, Name, Record, Text, register

PARTS = (
    ("preambule", "Préambule"),
    ("objet", "Objet du contrat"),
    ("objectifs", "Objectifs opérationnels et plans d’action"),
    ("organisation", "Organisation et mutualisation des moyens"),
    ("investissements", "Investissements"),
    ("grh", "Gestion des ressources humaines"),
    ("gestion", "Gestion budgétaire et analyse financière"),
    ("financement", "Modalités financières et tarification"),
    ("suivi", "Suivi et évaluation"),
    ("revision", "Révision et résiliation"),
    ("recours", "Recours"),
    ("duree", "Durée et dates"),
)
"""The twelve parts of the socle, in order (`domain.md` §3.1 a): `Article.part` holds the first word."""


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
