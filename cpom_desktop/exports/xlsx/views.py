"""The names of the sheets that can be asked for, and those that say what a table of the window says as it is seen."""

from __future__ import annotations

from typing import NamedTuple

from ...core.overlay import View

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
ASKED, OFFERED, OFFERED_TOO = "Demande", "Offre", "2e offre"
"""Names of the layers that hold the contract as each side would have it; that of the agreement has none."""
LAYERS = {View.ACCORD: "", View.MANAGER: ASKED, View.AUTHORITY: OFFERED, View.SECOND_AUTHORITY: OFFERED_TOO}
SECTION = "section"
GROUPED_BY = {"esms": "par ESMS", "dgc": "par DGC", "ensemble": "ensemble"}
POSTS, PAYROLL, SIDES = "Effectifs", "Masse", "Demande et offre"

VIEWS: dict[tuple[str, str], tuple[str, ...]] = {
    ("trajectory", "trajectoire"): ("Trajectoire", "DGC"), ("trajectory", "formules"): ("Modalités",),
    **{("measures", page): (POSITIONS,) for page in ("points", "packages", "given", "moves")},
    ("budgets", "comptes"): ("Budgets",), ("budgets", "effectifs"): (POSTS,), ("budgets", "couts"): ("Personnel",),
    ("budgets", "masse"): ("Personnel",),
    ("comparison", ""): (COMPARISON,),
    ("payments", "echeancier"): ("Versements",), ("payments", "arretes"): ("DGC", NOTIFIED),
    ("payments", "decisions"): ("DGC",), ("payments", "prix"): ("Versements",),
    ("head_office", "quotes-parts"): ("Frais de siège",), ("head_office", "autorisation"): ("Frais de siège",),
    ("head_office", "structures"): ("Frais de siège",), ("head_office", "mutualisations"): ("Mutualisations",),
    ("results", "resultats"): ("Résultats",), ("results", "affectations"): ("Résultats",),
    ("results", "reserves"): ("Réserves",), ("results", "mouvements"): ("Réserves",),
    ("results", "activite"): ("Activité",), ("results", "clauses"): ("Résultats", "Activité"),
    **{("investments", page): ("Investissements",) for page in ("operations", "financement", "surcouts", "effets")},
    ("investments", "emprunts"): ("Emprunts",), ("investments", "echeancier"): ("Emprunts",),
    ("balance", "bilan"): ("Bilan",), ("balance", "ratios"): ("Ratios",), ("balance", "references"): ("Ratios",),
    **{("plan", page): ("PGFP",) for page in ("plan", "marches", "section")},
}
"""By the key and the page of a table of the tab Finances. The scenarios are private: no sheet says them."""
GROUPED = {("trajectory", "trajectoire"): "Trajectoire", ("budgets", "comptes"): "Budgets",
           ("budgets", "effectifs"): POSTS, ("budgets", "masse"): PAYROLL, ("comparison", ""): COMPARISON}
"""What the sheets of the tables that can be summed up are called, before the words of the grouping."""


class Seen(NamedTuple):
    """A table of the window as it is seen: its key, its page, how it is summed up, for which view or for two."""

    table: str
    page: str = ""
    grouping: str = SECTION
    view: View = View.ACCORD
    both: bool = False

    @property
    def layer(self) -> str:
        """The layer that says the view; that of the accord where two are seen at once."""
        return "" if self.both else LAYERS[self.view]

    @property
    def grouped(self) -> str:
        """The name of the sheet made for this grouping, or for two views at once; '' where the annex has the sheet."""
        name, words = GROUPED.get((self.table, self.page), ""), GROUPED_BY.get(self.grouping, "")
        if name and self.both:
            return f"{SIDES} {words}".strip()
        if name == POSTS and not words:
            return POSTS
        return f"{name} {words}" if name and words else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets that say it, in its layer; none where the table is private."""
        names = (self.grouped,) if self.grouped else VIEWS.get((self.table, self.page), ())
        return tuple(f"{name} {self.layer}" if self.layer and not name.startswith((*NEGOTIATION, NOTIFIED)) else name
                     for name in names)
