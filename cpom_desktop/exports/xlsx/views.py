"""The names of the sheets that can be asked for, and those that say what a table of the window says."""

from __future__ import annotations

ANNEX = ("Périmètre", "Budgets", "Personnel", "Mesures", "Modalités", "Trajectoire", "DGC", "Versements", "Activité",
         "Mutualisations", "Frais de siège", "Résultats", "Réserves", "Investissements", "Emprunts", "Bilan", "Ratios",
         "PGFP")
"""The sheets of the annex, in their order; a test keeps them equal to what is built."""
NOTIFIED = "Notifié"
"""Made once an arrêté is there."""
POSITIONS, COMPARISON = "Mesures et positions", "Comparaison"
NEGOTIATION = (POSITIONS, COMPARISON)
"""Sheets of the negotiation: never in the annex, written when they are asked for by name."""
NAMES = (*ANNEX, NOTIFIED, *NEGOTIATION)
STATES = {"Budgets": "Réalisé et base", "Bilan": "Réalisé", "Ratios": "Réalisé", "Résultats": "Réalisé"}
"""What the pages of some sheets say of their amounts; those of the others are « Prévisionnel »."""
VIEWS: dict[str, tuple[str, ...]] = {
    "trajectory": ("Trajectoire", "DGC"), "measures": (POSITIONS,), "budgets": ("Budgets", "Personnel"),
    "comparison": (COMPARISON,), "payments": ("Versements", NOTIFIED),
    "head_office": ("Mutualisations", "Frais de siège"),
    "results": ("Résultats", "Réserves"), "investments": ("Investissements", "Emprunts"),
    "balance": ("Bilan", "Ratios"), "plan": ("PGFP",),
}
"""By the key of a table of the tab Finances. The scenarios are private: no sheet says them."""
