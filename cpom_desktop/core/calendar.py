"""Calendar: milestones with planned and actual dates (`domain.md` §2.3, §10.11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Choice, Day, Flag, Name, Record, Reference, Text, register

MILESTONE_KINDS = (
    ("etape", "Étape du contrat"), ("jalon", "Jalon"), ("echeance", "Échéance légale"), ("seance", "Séance"),
    ("comite", "Comité de suivi"), ("dialogue", "Dialogue de gestion"),
    ("formation", "Formation, échange de pratiques"),
    ("renouvellement", "Renouvellement"),
)
RENEWALS = (
    ("evaluation", "Évaluation"), ("projet", "Projet d’établissement ou de service"), ("autorisation", "Autorisation"),
    ("siege", "Frais de siège"),
)
PHASES = (
    ("preparation", "Préparation"), ("diagnostic", "Diagnostic partagé"), ("negociation", "Négociation"),
    ("conclusion", "Conclusion"), ("execution", "Exécution"),
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """Étape, jalon, échéance: a row of the Gantt. One date: start and end are the same day."""

    kind = "milestone"
    title = "Étape"
    name: Annotated[Name, About("Étape")] = ""
    milestone_kind: Annotated[Choice, About("Nature", choices=MILESTONE_KINDS)] = "jalon"
    phase: Annotated[Choice, About("Phase", choices=PHASES)] = "negociation"
    planned_start: Annotated[Day | None, About("Début prévu")] = None
    planned_end: Annotated[Day | None, About("Fin prévue")] = None
    actual_start: Annotated[Day | None, About("Début réel")] = None
    actual_end: Annotated[Day | None, About("Fin réelle")] = None
    esms: Annotated[Reference | None, About("ESMS", of="esms")] = None
    renews: Annotated[Choice | None, About("Renouvelle", choices=RENEWALS)] = None
    responsible: Annotated[Name, About("Responsable")] = ""
    place: Annotated[Name, About("Lieu")] = ""
    reference: Annotated[Name, About("Référence")] = ""
    important: Annotated[Flag, About("En gras")] = 0
    note: Annotated[Text, About("Note")] = ""
    position: Annotated[Name, About("Rang")] = ""
