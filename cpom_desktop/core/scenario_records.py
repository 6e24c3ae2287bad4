"""A scenario that one side shows to the others: values laid over a view of the contract, position of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .changes import SIDES
from .records import About, Address, Choice, Day, Name, Record, Reference, Text, register

BASES = (("accord", "Accord"), ("gestionnaire", "Demande du gestionnaire"), ("autorite", "Offre de l’autorité"),
         ("autorite2", "Offre de la 2e autorité"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Record):
    """Scénario partagé. What a side keeps for itself is no record: it lies in the private space of the file."""

    kind = "scenario"
    title = "Scénario"
    name: Annotated[Name, About("Nom")] = ""
    party: Annotated[Choice, About("Partagé par", choices=SIDES)] = "gestionnaire"
    base: Annotated[Choice, About("Calculé sur", choices=BASES)] = "accord"
    made_on: Annotated[Day | None, About("Créé le")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioValue(Record):
    """What a shared scenario puts in one cell, as canonical text ('1200000' cents); None: nothing retained."""

    kind = "scenario_value"
    title = "Valeur d’un scénario"
    natural_key = ("scenario", "cell")
    scenario: Annotated[Reference, About("Scénario", of="scenario", owner=True)] = ""
    cell: Annotated[Address, About("Objet")] = ""
    value: Annotated[Text | None, About("Valeur")] = None
