"""What is typed in the volet financier: account lines, bases, rates, measures. Cents, and rates in millionths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Rate, Record, Reference, Text, Whole, register

BUDGET_STATUSES = (
    ("ca", "Compte administratif"),
    ("bp", "Budget prévisionnel"),
    ("notifie", "Notifié"),
    ("base", "Base"),
)
GROUPS = (
    ("c1", "Groupe I — Exploitation courante"), ("c2", "Groupe II — Personnel"), ("c3", "Groupe III — Structure"),
    ("p1", "Groupe I — Produits de la tarification"), ("p2", "Groupe II — Autres produits"),
    ("p3", "Groupe III — Produits financiers et non encaissables"),
)
"""Functional groups (R.314-13): charges c1–c3, produits p1–p3. The official labels were not verified."""
CHARGES, PRODUCTS = ("c1", "c2", "c3"), ("p1", "p2", "p3")
CHARGE_GROUPS = GROUPS[:3]
MEASURE_NATURES = (
    ("rebasage", "Rebasage"), ("nouvelle", "Mesure nouvelle"), ("economie", "Économie, mutualisation"),
    ("transfert", "Transfert"), ("cnr", "Crédit non reconductible"),
)
RATE_STATUSES = (("hypothese", "Hypothèse"), ("notifie", "Notifié"))


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine(Record):
    """Ligne de compte: a group is the sum of its lines; account '' is the line « non détaillé » of a whole group."""

    kind = "account_line"
    title = "Ligne budgétaire"
    natural_key = ("section", "year", "status", "group", "account")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    status: Annotated[Choice, About("Statut", choices=BUDGET_STATUSES)] = "ca"
    group: Annotated[Choice, About("Groupe fonctionnel", choices=GROUPS)] = "c1"
    account: Annotated[Name, About("Compte")] = ""
    label: Annotated[Name, About("Libellé")] = ""
    cents: Annotated[Cents | None, About("Montant", "€")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBase(Record):
    """Base budgétaire of a section: where its chain starts, net of normal recettes en atténuation (ARR19 III.1.a)."""

    kind = "section_base"
    title = "Base budgétaire"
    natural_key = ("section",)
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    cents: Annotated[Cents | None, About("Base reconductible de départ", "€", negotiable=True)] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class YearRate(Record):
    """Taux d’actualisation of a section for a year (R.314-40 1°); a hypothesis until notified."""

    kind = "year_rate"
    title = "Taux d’actualisation"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    rate: Annotated[Rate | None, About("Taux d’actualisation", "%", -100_000, 100_000, negotiable=True)] = None
    status: Annotated[Choice, About("Statut", choices=RATE_STATUSES)] = "hypothese"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A change of the dotation of a section: permanent measures enter the base, a CNR stays in its year.

    `cents` is the retained full-year amount, signed; None is « demandée, rien de retenu » and counts for nothing.
    A transfer is one row: what `section` receives leaves `from_section`, so the two sides stay opposite in any overlay.
    """

    kind = "measure"
    title = "Mesure"
    code: Annotated[Name, About("Code")] = ""
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    nature: Annotated[Choice, About("Nature", choices=MEASURE_NATURES)] = "nouvelle"
    label: Annotated[Name, About("Intitulé")] = ""
    cents: Annotated[Cents | None, About("Montant en année pleine", "€", negotiable=True)] = None
    opening: Annotated[Day | None, About("Ouverture")] = None
    from_section: Annotated[Reference | None, About("Section d’origine du transfert", of="section")] = None
    group: Annotated[Choice | None, About("Groupe de charges indexé (formule)", choices=CHARGE_GROUPS)] = None
    function: Annotated[Name, About("Fonction")] = ""
    justification: Annotated[Text, About("Justification")] = ""
    transformation: Annotated[Reference | None, About("Transformation", of="transformation")] = None
    sheet: Annotated[Reference | None, About("Fiche action", of="sheet")] = None
    order: Annotated[Whole, About("Ordre", low=0, high=10_000)] = 0


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class YearGrant(Record):
    """A yearly dotation typed as signed or notified: avenant (3°), equation (4°) or subvention of a subsidised device.

    Without `act_date` it is a hypothesis (« avenant non signé »). The amount is the whole of the year, CNR included.
    """

    kind = "year_grant"
    title = "Dotation de l’année"
    natural_key = ("section", "year")
    section: Annotated[Reference, About("Section", of="section", owner=True)] = ""
    year: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
    cents: Annotated[Cents | None, About("Dotation", "€", negotiable=True)] = None
    act: Annotated[Name, About("Acte")] = ""
    act_date: Annotated[Day | None, About("Date de l’acte")] = None
