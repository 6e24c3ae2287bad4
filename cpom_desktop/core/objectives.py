"""Axes, objectives, action sheets and indicators (ARR19 annexe II: objectives declined in actions with indicators)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Cents, Choice, Day, Flag, Name, Number, Record, Reference, Text, Whole, register

PROGRESS = (
    ("a-venir", "À venir"), ("en-cours", "En cours"), ("realisee", "Réalisée"),
    ("abandonnee", "Abandonnée"), ("reportee", "Reportée"),
)
SENSES = (("hausse", "Hausse souhaitée"), ("baisse", "Baisse souhaitée"), ("fourchette", "Fourchette"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Axis(Record):
    """Axe stratégique; a mandatory axis of the contract type cannot be deleted."""

    kind = "axis"
    title = "Axe"
    name: Annotated[Name, About("Intitulé")] = ""
    mandatory: Annotated[Flag, About("Obligatoire")] = 0
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Record):
    """Objectif of an axis."""

    kind = "objective"
    title = "Objectif"
    axis: Annotated[Reference, About("Axe", of="axis", owner=True)] = ""
    name: Annotated[Name, About("Intitulé")] = ""
    description: Annotated[Text, About("Description")] = ""
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Record):
    """Fiche action: what is done, by whom, when, with which means (`domain.md` §5.2)."""

    kind = "sheet"
    title = "Fiche action"
    objective: Annotated[Reference, About("Objectif", of="objective", owner=True)] = ""
    name: Annotated[Name, About("Intitulé")] = ""
    esms: Annotated[Name, About("ESMS concernés")] = ""
    policy: Annotated[Name, About("Politique publique servie")] = ""
    starting_point: Annotated[Text, About("Constat de départ")] = ""
    description: Annotated[Text, About("Description et étapes")] = ""
    pilot: Annotated[Name, About("Pilote")] = ""
    partners: Annotated[Name, About("Partenaires")] = ""
    first_year: Annotated[Whole | None, About("De", low=2000, high=2100)] = None
    last_year: Annotated[Whole | None, About("À", low=2000, high=2100)] = None
    cost: Annotated[Cents | None, About("Coût", "€")] = None
    funding: Annotated[Name, About("Financement")] = ""
    authority_commitment: Annotated[Text, About("Engagements de l’autorité")] = ""
    manager_commitment: Annotated[Text, About("Engagements du gestionnaire")] = ""
    risks: Annotated[Text, About("Risques et conditions de réussite")] = ""
    progress: Annotated[Choice, About("Avancement", choices=PROGRESS)] = "a-venir"
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """Indicateur of an objective; a rate comes from its numerator and denominator, it is not typed."""

    kind = "indicator"
    title = "Indicateur"
    objective: Annotated[Reference, About("Objectif", of="objective", owner=True)] = ""
    code: Annotated[Name, About("Code")] = ""
    name: Annotated[Name, About("Libellé")] = ""
    definition: Annotated[Text, About("Définition")] = ""
    outcome: Annotated[Choice, About("Type", choices=(("suivi", "Suivi"), ("resultat", "Résultat")))] = "resultat"
    mandatory: Annotated[Flag, About("Obligatoire")] = 0
    unit: Annotated[Name, About("Unité")] = ""
    decimals: Annotated[Whole, About("Décimales", low=0, high=4)] = 1
    sense: Annotated[Choice, About("Sens", choices=SENSES)] = "hausse"
    esms: Annotated[Reference | None, About("Périmètre (vide\u00a0: le contrat)", of="esms")] = None
    is_ratio: Annotated[Flag, About("Taux (numérateur ÷ dénominateur)")] = 0
    numerator_label: Annotated[Name, About("Numérateur")] = ""
    denominator_label: Annotated[Name, About("Dénominateur")] = ""
    source: Annotated[Name, About("Source")] = ""
    frequency: Annotated[Name, About("Fréquence")] = ""
    baseline_year: Annotated[Whole | None, About("Année de la valeur initiale", low=2000, high=2100)] = None
    tolerance: Annotated[Number | None, About("Tolérance", low=0)] = None
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorYear(Record):
    """Target and actual of an indicator for a year; the baseline is the actual of `baseline_year`."""

    kind = "indicator_year"
    title = "Valeur d’un indicateur"
    natural_key = ("indicator", "year")
    indicator: Annotated[Reference, About("Indicateur", of="indicator", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    target: Annotated[Number | None, About("Cible", negotiable=True)] = None
    actual: Annotated[Number | None, About("Réalisé")] = None
    numerator: Annotated[Number | None, About("Numérateur")] = None
    denominator: Annotated[Number | None, About("Dénominateur", low=0)] = None
    target_numerator: Annotated[Number | None, About("Numérateur prévu")] = None
    target_denominator: Annotated[Number | None, About("Dénominateur prévu", low=0)] = None
    observed: Annotated[Day | None, About("Date d’observation")] = None
    comment: Annotated[Text, About("Commentaire")] = ""
