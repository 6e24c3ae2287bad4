"""Bilan financier and what the CAF is made of: typed amounts of an ESMS or of the whole perimeter (R.314-48)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..records import About, Cents, Choice, Day, Name, Number, Record, Reference, Whole, register

STABLE_ASSETS = (
    ("incorporelles", "Immobilisations incorporelles (brut)"), ("constructions", "Constructions (brut)"),
    ("materiel", "Matériel, mobilier, autres (brut)"), ("en-cours", "Immobilisations en cours"),
    ("financieres", "Immobilisations financières"), ("charges-a-repartir", "Charges à répartir"),
)
INVESTMENT_SOURCES = (
    ("fonds", "Fonds associatifs, apports"),
    ("reserves-investissement", "Réserves d’investissement"),
    ("subventions", "Subventions d’investissement (net)"),
    ("emprunts", "Emprunts à moyen et long terme"),
    ("amort-constructions", "Amortissements des constructions"),
    ("amort-autres", "Amortissements du matériel et autres"),
    ("amort-incorporelles", "Amortissements des immobilisations incorporelles"),
)
OPERATING_SOURCES = (
    ("reserve-compensation", "Réserve de compensation"), ("reserve-tresorerie", "Réserve de trésorerie"),
    ("provisions", "Provisions pour risques et charges"), ("ran", "Report à nouveau excédentaire"),
    ("resultat", "Résultat de l’exercice (déficit en moins)"), ("ran-deficitaire", "Report à nouveau déficitaire"),
)
NEEDS = (
    ("stocks", "Stocks"),
    ("creances", "Créances (usagers, organismes payeurs)"),
    ("autres-creances", "Autres créances"),
    ("charges-avance", "Charges constatées d’avance"),
)
DEBTS = (
    ("fournisseurs", "Fournisseurs d’exploitation"), ("dettes-sociales", "Dettes sociales et fiscales"),
    ("produits-avance", "Produits constatés d’avance"), ("aide-sociale", "Ressources à reverser à l’aide sociale"),
    ("fonds-deposes", "Fonds déposés ou reçus"), ("autres-dettes", "Autres dettes d’exploitation"),
)
LIQUIDITIES = (("disponibilites", "Disponibilités"), ("decouverts", "Découverts, dettes bancaires à court terme"))
FLOWS = (
    ("charges-totales", "Charges totales"),
    ("dotations-amort", "Dotations aux amortissements (681)"),
    ("dotations-prov", "Dotations aux provisions (6815)"),
    ("reprises", "Reprises (78)"),
    ("vnc", "Valeur nette des cessions (675)"),
    ("produits-cession", "Produits de cession (775)"),
    ("quote-part", "Quote-part de subventions virée au résultat (777)"),
    ("produits-encaissables", "Produits encaissables"),
)
ITEMS = (*STABLE_ASSETS, *INVESTMENT_SOURCES, *OPERATING_SOURCES, *NEEDS, *DEBTS, *LIQUIDITIES, *FLOWS)
RATIOS = (
    ("independance", "Indépendance financière"),
    ("apurement", "Apurement de la dette"),
    ("duree-dette", "Durée apparente de la dette"),
    ("vetuste", "Taux de vétusté des constructions"),
    ("taux-caf", "Taux de CAF"),
    ("frng-jours", "FRNG en jours"),
    ("bfr-jours", "BFR en jours"),
    ("tresorerie-jours", "Trésorerie en jours"),
    ("couverture", "Couverture de la réserve de trésorerie"),
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine(Record):
    """One amount of the bilan financier on 31 December, or of the flows of its year. Debts and charges are positive.

    A line that is absent is no part of this balance; a line without amount makes its aggregates incomplete.
    """

    kind = "balance_line"
    title = "Ligne du bilan financier"
    natural_key = ("esms", "year", "item")
    esms: Annotated[Reference | None, About("ESMS (vide\u00a0: le périmètre)", of="esms")] = None
    year: Annotated[Whole, About("Exercice", low=2000, high=2100)] = 2000
    item: Annotated[Choice, About("Poste", choices=ITEMS)] = "constructions"
    cents: Annotated[Cents | None, About("Montant", "€")] = None


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class RatioReference(Record):
    """The reference values of a ratio, drawn as dotted lines with their source; they replace those proposed."""

    kind = "ratio_reference"
    title = "Valeur de référence d’un ratio"
    natural_key = ("ratio",)
    ratio: Annotated[Choice, About("Ratio", choices=RATIOS)] = "vetuste"
    low: Annotated[Number | None, About("Minimum")] = None
    high: Annotated[Number | None, About("Maximum")] = None
    source: Annotated[Name, About("Source")] = ""
    read_on: Annotated[Day | None, About("Lu le")] = None
