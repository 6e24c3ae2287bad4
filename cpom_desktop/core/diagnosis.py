"""Diagnostic partagé: themes, items with the value of each side and the retained one, findings (ARR19 annexe II)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from .records import About, Choice, Flag, Name, Record, Reference, Text, Whole, register

MEASURES = (("texte", "Texte"), ("euros", "Euros"), ("nombre", "Nombre"), ("pourcent", "Pourcentage"),
            ("date", "Date"), ("ouinon", "Oui ou non"))
STATUSES = (
    ("vide", "Non renseigné"), ("partage", "Partagé"), ("reserve-og", "Réserve OG"),
    ("reserve-at", "Réserve AT"), ("desaccord", "Désaccord"), ("renonce", "Renoncé"),
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Record):
    """Theme of the shared diagnosis (ARR19 annexe I names four, « notamment »: the list is open)."""

    kind = "theme"
    title = "Thème"
    name: Annotated[Name, About("Thème")] = ""
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Record):
    """Élément du diagnostic: each side’s value is its position on `value`, which holds what is retained.

    Values are canonical text whatever the measure: '17016.67' for euros, '94' for a percentage,
    '2026-10-01' for a date.
    """

    kind = "item"
    title = "Élément du diagnostic"
    theme: Annotated[Reference, About("Thème", of="theme", owner=True)] = ""
    esms: Annotated[Reference | None, About("ESMS", of="esms")] = None
    label: Annotated[Name, About("Élément")] = ""
    measure: Annotated[Choice, About("Nature", choices=MEASURES)] = "texte"
    unit: Annotated[Name, About("Unité")] = ""
    value: Annotated[Text | None, About("Valeur retenue", negotiable=True)] = None
    waived: Annotated[Flag, About("Les deux parties renoncent à trancher")] = 0
    settled_in: Annotated[Reference | None, About("Réglé en", of="meeting")] = None
    source: Annotated[Name, About("Source")] = ""
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemYear(Record):
    """The history of an item: one figure for each closed year, drawn beside the constat."""

    kind = "item_year"
    title = "Valeur d’une année"
    natural_key = ("item", "year")
    item: Annotated[Reference, About("Élément", of="item", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    value: Annotated[Text | None, About("Valeur")] = None
    reference: Annotated[Text | None, About("Valeur de référence")] = None
    reference_source: Annotated[Name, About("Source de la référence")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Record):
    """Constat: one statement, the text of each side, and whether both share it."""

    kind = "finding"
    title = "Constat"
    theme: Annotated[Reference, About("Thème", of="theme", owner=True)] = ""
    item: Annotated[Reference | None, About("Élément", of="item")] = None
    name: Annotated[Name, About("Objet")] = ""
    statement: Annotated[Text, About("Constat")] = ""
    evidence: Annotated[Name, About("Pièce")] = ""
    manager_text: Annotated[Text, About("Texte du gestionnaire")] = ""
    authority_text: Annotated[Text, About("Texte de l’autorité")] = ""
    status: Annotated[Choice, About("Statut", choices=STATUSES)] = "vide"
    waived: Annotated[Flag, About("Les deux parties renoncent à trancher")] = 0
    settled_in: Annotated[Reference | None, About("Réglé en", of="meeting")] = None
    position: Annotated[Name, About("Rang")] = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRating(Record):
    """What one side says of a theme, from 1 (fragile) to 5 (solide): the chart « Accord par thème »."""

    kind = "theme_rating"
    title = "Appréciation d’un thème"
    natural_key = ("theme", "side")
    theme: Annotated[Reference, About("Thème", of="theme", owner=True)] = ""
    side: Annotated[Name, About("Partie")] = ""
    rating: Annotated[Whole | None, About("Appréciation", low=1, high=5, help="De 1 (fragile) à 5 (solide)")] = None
