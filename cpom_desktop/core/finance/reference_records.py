"""Valeurs de référence: what one side compares a figure with, where it comes from, who brought it, who accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..changes import SIDES
from ..records import About, Choice, Day, Name, Number, Record, Reference, Whole, register
from .balance_records import RATIOS

AMOUNTS = (
    ("cout-place", "Coût brut à la place"),
    ("frng", "FRNG"),
    ("tresorerie", "Trésorerie"),
    ("personnel", "Charges de personnel (groupe II)"),
)
SUBJECTS = (*AMOUNTS, *RATIOS, ("autre", "Autre"))
UNITS = {
    **dict.fromkeys((key for key, _ in AMOUNTS), "€"),
    "independance": "%", "vetuste": "%", "taux-caf": "%", "duree-dette": "ans",
    "frng-jours": "j", "bfr-jours": "j", "tresorerie-jours": "j",
}
"""The unit that a subject has; « autre » and what has no unit keep the one typed."""
REFERENCE_KINDS = (
    ("region", "Moyenne régionale"), ("france", "Moyenne nationale"), ("gham", "GHAM"), ("enc", "ENC"),
    ("norme", "Norme"), ("autre", "Autre"),
)
ANSWERS = (("oui", "Oui"), ("non", "Non"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceValue(Record):
    """A benchmark with its source and date. An answer left empty is a side that has said nothing of it.

    Amounts are written in euros: a benchmark is published as a number, and enters no sum.
    """

    kind = "reference_value"
    title = "Valeur de référence"
    name: Annotated[Name, About("Intitulé")] = ""
    subject: Annotated[Choice, About("Comparée à", choices=SUBJECTS)] = "cout-place"
    esms: Annotated[Reference | None, About("ESMS (vide\u00a0: tous)", of="esms")] = None
    value: Annotated[Number | None, About("Valeur")] = None
    unit: Annotated[Name, About("Unité")] = ""
    year: Annotated[Whole | None, About("Année observée", low=2000, high=2100)] = None
    nature: Annotated[Choice, About("Nature", choices=REFERENCE_KINDS)] = "region"
    source: Annotated[Name, About("Source")] = ""
    dated: Annotated[Day | None, About("Date de la source")] = None
    brought_by: Annotated[Choice | None, About("Apportée par", choices=SIDES)] = None
    manager_accepts: Annotated[Choice | None, About("Admise par le gestionnaire", choices=ANSWERS)] = None
    authority_accepts: Annotated[Choice | None, About("Admise par l’autorité", choices=ANSWERS)] = None
    second_accepts: Annotated[Choice | None, About("Admise par la 2e autorité", choices=ANSWERS)] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0

    @property
    def measured_in(self) -> str:
        """The unit of the value: that of its subject, else the one typed."""
        return UNITS.get(self.subject, self.unit)

    @property
    def accepted(self) -> bool:
        """Whether the manager and the authority both take it as a measure, and no second authority refuses it."""
        return (self.manager_accepts, self.authority_accepts) == ("oui", "oui") and self.second_accepts != "non"
