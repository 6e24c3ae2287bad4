"""What the charts of Finances are given: the DGC by year for each party, and the cascade of one year."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.contract import Grant
from ....core.finance.books import Books
from ....core.finance.figure import Figure
from ....core.finance.scope import base_year
from ....core.finance.trajectory import LINES
from ....core.money import format_amount
from ....core.overlay import View
from ...charts.series import Series, Trajectory
from ...charts.trajectory import TrajectoryChart
from ...charts.waterfall import Cascade, Column, Step, Waterfall
from ...theme import Party
from .trajectory import BooksOf
from .views import Drawing

PARTIES = (
    (View.MANAGER, Party.MANAGER, "Demande"),
    (View.AUTHORITY, Party.AUTHORITY, "Offre"),
    (View.ACCORD, Party.ACCORD, "Accord"),
)
STEPS = (
    ("indexation", "Actuali\u00adsation"),
    ("rebasing", "Rebasage"),
    ("new_measures", "Mesures"),
    ("savings", "Économies"),
    ("transfers", "Transferts"),
    ("convergence", "Convergence"),
    ("cnr", "CNR"),
    ("results", "Résultats"),
    ("cover", "Surcoût"),
)
ONE_OFF = ("cnr", "results")


def thousands(cents: float) -> str:
    """« 1 453 », in thousands of euros."""
    return format_amount(round(cents / 1000), 0)


def signed_thousands(cents: float) -> str:
    """« +12,0 », in thousands of euros with one decimal."""
    return format_amount(round(cents / 1000), 1, sign=True)


def thousands_and_one(cents: float) -> str:
    return format_amount(round(cents / 1000), 1)


def grant_trajectory(grant: Grant, books: BooksOf) -> Trajectory | None:
    """The DGC of each view by year, the base year first; None while nothing can be computed."""
    series, years = [], list[int]()
    for view, party, word in PARTIES:
        chain = books(view).grant(grant.id)
        points = [(year.year, year.grant.cents) for year in chain if year.grant.cents is not None]
        if (
            chain
            and (base := base_year(books(view).model)) is not None
            and (opening := chain[0].lines["opening"].cents) is not None
        ):
            points.insert(0, (base, opening))
        years = sorted({*years, *(year for year, _ in points)})
        series.append(Series.of_party(party, tuple(points), word))
    if not years:
        return None
    return Trajectory(tuple(years), tuple(series), thousands, thousands, band=(0, 1), unit="k€")


def grant_chart(grant: Grant | None, books: BooksOf) -> Drawing | None:
    """The same as a drawing."""
    data = grant_trajectory(grant, books) if grant is not None else None
    if data is None:
        return None
    title = "DGC par année, en milliers d’euros"
    return Drawing(TrajectoryChart, title, "DGC par année", data, "bande grise\u00a0: écart entre demande et offre")


def cascade(held: Books, grant: Grant, year: int) -> Cascade | None:
    """From the base of the year before to the DGC of a year, step by step; None while a step is unknown."""
    found = next((one for one in held.grant(grant.id) if one.year == year), None)
    return _cascade(found.lines, year, "DGC") if found is not None else None


def section_cascade(held: Books, section: str, year: int) -> Cascade | None:
    """The same for one section: from its base to its dotation."""
    found = next((one for one in held.trajectory(section) if one.year == year), None)
    return _cascade({line: getattr(found, line) for line in LINES}, year, "Dotation") if found is not None else None


def grant_cascade(held: Books, grant: Grant, year: int) -> Drawing | None:
    """The cascade of a DGC as a drawing."""
    return _drawing(cascade(held, grant, year), f"Base {year - 1} → DGC {year}", "De la base à la DGC")


def dotation_cascade(held: Books, section: str, name: str, year: int) -> Drawing | None:
    """The cascade of a section as a drawing."""
    return _drawing(section_cascade(held, section, year), f"Base → dotation {year}, {name}",
                    "De la base à la dotation")


def _drawing(data: Cascade | None, title: str, name: str) -> Drawing | None:
    return Drawing(Waterfall, title, name, data) if data is not None else None


def _cascade(lines: Mapping[str, Figure], year: int, last: str) -> Cascade | None:
    if any(lines[line].cents is None for line, _ in (*STEPS, ("opening", ""), ("grant", ""))):
        return None
    columns = [Column(f"Base {year - 1}", _known(lines["opening"]), Step.TOTAL)]
    for line, word in STEPS:
        if not lines[line].idle:
            columns.append(Column(word, _known(lines[line]), Step.ONE_OFF if line in ONE_OFF else Step.PERMANENT))
    columns.append(Column(f"{last} {year}", _known(lines["grant"]), Step.TOTAL))
    return Cascade(tuple(columns), signed_thousands, thousands_and_one)


def _known(figure: Figure) -> int:
    return figure.cents or 0
