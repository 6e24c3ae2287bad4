"""The chain of a section: base, actualisation, rebasage, measures, transfers, CNR, reprise of results, dotation.

`BaseRec_N = BaseRec_{N−1} actualised + rebasage + measures + savings + transfers + convergence`;
`Dotation_N = BaseRec_N + CNR_N ± results + cover of an investment`. One rounding per section and year.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from ..model import Model
from ..records import Cell, Form
from .capacity import capacity
from .figure import NOTHING, Figure, Part, Term, Terms, total, typed, unknown
from .inputs import Inputs, gather
from .measures import one_off, permanent, permanent_of_group
from .modalities import MODALITIES, Groups, Priced, convergence_step
from .records import CHARGES
from .scope import contract_years

STATUSES = {
    "hypothese": "prévisionnel",
    "notifie": "taux notifié",
    "formule": "formule du contrat",
    "signe": "avenant ou arrêté signé",
    "provisoire": "provisoire",
    "plafond": "tarif plafond",
    "inconnu": "montant à saisir",
    "arrete": "notifié",
}
"""What is known of a year, in the words of the tables."""


class TrajectoryYear(NamedTuple):
    """One section in one year; every line is a `Figure`, so that the window can say where it comes from.

    `own_grant` is what the contract gives for the year; `grant` differs from it only where an arrêté was notified.
    """

    section: str
    year: int
    modality: str
    status: str
    opening: Figure
    rate: int | None
    rate_cell: Cell | None
    indexation: Figure
    rebasing: Figure
    new_measures: Figure
    savings: Figure
    transfers: Figure
    convergence: Figure
    base: Figure
    cnr: Figure
    results: Figure
    cover: Figure
    own_grant: Figure
    grant: Figure
    groups: Groups | None = None
    start: Figure | None = None
    carried: Figure = NOTHING

    @property
    def permanent(self) -> Figure:
        """« Mesures pérennes »: all that enters the base beside its actualisation."""
        return total((Part("Rebasage", self.rebasing), Part("Mesures nouvelles", self.new_measures),
                      Part("Économies, mutualisation", self.savings), Part("Transferts", self.transfers),
                      Part("Convergence", self.convergence)), "Somme des mesures pérennes")


LINES = ("opening", "indexation", "rebasing", "new_measures", "savings", "transfers", "convergence", "base", "cnr",
         "results", "cover", "grant")
"""The lines of a trajectory table, in their order; all of them add up over the sections of a DGC."""
LINE_LABELS = {
    "opening": "Base reconductible N−1", "indexation": "Actualisation", "rebasing": "Rebasage",
    "new_measures": "Mesures nouvelles", "savings": "Économies, mutualisation", "transfers": "Transferts",
    "convergence": "Convergence", "base": "Base reconductible N", "cnr": "Crédits non reconductibles",
    "results": "Reprise de résultat", "cover": "Surcoût d’investissement couvert", "grant": "Dotation",
}


_NO_LINES = (NOTHING, NOTHING, NOTHING, NOTHING)
_OF_BASE = ("Base actualisée", "Rebasage", "Mesures nouvelles", "Économies, mutualisation", "Transferts", "Convergence")
_OF_GRANT = ("Base reconductible N", "Crédits non reconductibles", "Reprise de résultat",
             "Surcoût d’investissement couvert")
"""The names of what adds up to a base, and to a dotation."""


def section_trajectory(model: Model, section_id: str, *, notified: bool = True,
                       kept: Sequence[TrajectoryYear] = ()) -> list[TrajectoryYear]:
    """The years of the contract for a section, in their order; empty while the dates of the contract are unknown.

    `notified=False` leaves the arrêtés aside: the contract’s own figures. `kept` are first years known to be unchanged.
    Raises `Refused` where the section does not exist.
    """
    return trajectory_of(gather(model, section_id), notified=notified, kept=kept)


def trajectory_of(inputs: Inputs, *, notified: bool = True,
                  kept: Sequence[TrajectoryYear] = ()) -> list[TrajectoryYear]:
    """The same of inputs that were gathered, with other values laid on them or not."""
    result = list(kept)
    for year in contract_years(inputs.model)[len(result):]:
        result.append(_year(inputs, year, result, notified))
    return result


def _year(inputs: Inputs, year: int, earlier: Sequence[TrajectoryYear], notified: bool) -> TrajectoryYear:
    opening = earlier[-1].carried if earlier else _first_opening(inputs)
    rule = inputs.rule(year)
    if rule is None:
        priced = Priced("inconnu", unknown(f"modalité {year} de {inputs.name}", article="R. 314-40"))
    else:
        priced = MODALITIES[rule.modality](inputs, year, opening, earlier[-1].groups if earlier else None)
    start = None if inputs.convergence is None else _convergence_start(inputs, year, opening, earlier)
    own = _composed(inputs, year, rule.modality if rule else "", opening, priced, start)
    return _as_notified(own, inputs, year) if notified and inputs.notified else own


def _first_opening(inputs: Inputs) -> Figure:
    label = f"base de {inputs.name}"
    row = inputs.base
    if row is None:
        return unknown(label)
    return typed(row.cents, label, row.at("cents"), "Arrêté du 25 octobre 2019, annexe II, III.1.a")


def _convergence_start(inputs: Inputs, year: int, opening: Figure, earlier: Sequence[TrajectoryYear]) -> Figure | None:
    """The base from which a convergence starts: that of the year before its first one, kept from year to year."""
    row = inputs.convergence
    if row is None or year < row.first_year:
        return None
    return earlier[-1].start if earlier and earlier[-1].start is not None else opening


def _composed(inputs: Inputs, year: int, modality: str, opening: Figure, priced: Priced,
              start: Figure | None) -> TrajectoryYear:
    lines = _permanent_lines(inputs, year)
    convergence = NOTHING if start is None else convergence_step(inputs, year, start, _places(inputs, year))
    # Asked only of a section that has some: nine in ten have none, and a large contract has thousands of years.
    cnr = one_off(inputs, year) if year in inputs.measures else NOTHING
    results = _results(inputs, year) if inputs.allocations else NOTHING
    cover = _cover(inputs, year) if inputs.covers else NOTHING
    if priced.whole is None:
        assert priced.indexed is not None, "a modality gives an indexed base or a whole dotation"
        base = _sum(_OF_BASE, (priced.indexed, *lines, convergence), "Base actualisée + mesures pérennes")
        grant = _sum(_OF_GRANT, (base, cnr, results, cover), "Base reconductible + CNR ± résultats")
        indexation = _difference(priced.indexed, opening, priced)
    else:
        grant = priced.whole
        base = _less(("Dotation de l’année", *_OF_GRANT[1:]), (grant, cnr, results, cover),
                     "Dotation de l’année − ce qui n’est pas reconduit")
        indexation = _less(("Base reconductible N", "Base reconductible N−1", *_OF_BASE[1:]),
                           (base, opening, *lines, convergence), "Effet du montant de l’année sur la base")
    return tuple.__new__(TrajectoryYear, (
        inputs.section.id, year, modality, priced.status, opening, priced.rate, priced.rate_cell, indexation, *lines,
        convergence, base, cnr, results, cover, grant, grant,
        priced.groups and _with_measures(inputs, year, priced.groups, (*lines, convergence)), start, base))


def _permanent_lines(inputs: Inputs, year: int) -> tuple[Figure, Figure, Figure, Figure]:
    """Rebasage, new measures, savings, transfers: in most years of most sections there is none."""
    if year not in inputs.measures and year not in inputs.given:
        return _NO_LINES
    return (permanent(inputs, year, "rebasage"), permanent(inputs, year, "nouvelle"),
            permanent(inputs, year, "economie"), permanent(inputs, year, "transfert"))


def _sum(labels: Sequence[str], figures: Sequence[Figure], rule: str) -> Figure:
    """The sum of the lines that have an effect; its terms are made when asked for.

    It is called twice for each section and year, and most lines have no effect: hence not `total` at once, and the
    tuple made without the constructor, a function of Python.
    """
    cents = 0
    for figure in figures:
        if figure is not NOTHING:
            if figure.cents is None:
                pairs = zip(labels, figures, strict=True)
                return total([Part(label, one) for label, one in pairs if one is not NOTHING], rule)
            cents += figure.cents
    return tuple.__new__(Figure, (cents, (), rule, "", partial(_effective_terms, labels, figures)))


def _effective_terms(labels: Sequence[str], figures: Sequence[Figure]) -> Terms:
    return tuple(figure.term(label) for label, figure in zip(labels, figures, strict=True) if not figure.idle)


def _less(labels: Sequence[str], figures: Sequence[Figure], rule: str) -> Figure:
    """The first figure without the others that have an effect."""
    named = list(zip(labels, figures, strict=True))
    return total([Part(*named[0]), *(Part(label, figure, -1) for label, figure in named[1:] if not figure.idle)], rule)


def _difference(indexed: Figure, opening: Figure, priced: Priced) -> Figure:
    """The actualisation is what the one rounding leaves between two bases, so that the column adds up."""
    if indexed.cents is None or opening.cents is None:
        return Figure(None, indexed.missing, indexed.rule, indexed.article, indexed.terms)
    rule = f"{indexed.rule}, moins la base N−1"
    return tuple.__new__(Figure, (indexed.cents - opening.cents, (), rule, indexed.article, indexed.source))


def _places(inputs: Inputs, year: int) -> int | None:
    if inputs.convergence is None or inputs.convergence.per_place is None:
        return None
    return capacity(inputs.model, inputs.section.esms, year).places


def _results(inputs: Inputs, year: int) -> Figure:
    """A surplus taken into the year lowers its dotation, a deficit raises it; the base does not move (R.314-51)."""
    rows = [row for row in inputs.allocations if row.target_year == year and row.cents is not None]
    if not rows:
        return NOTHING
    terms = tuple(
        Term(f"Résultat {row.year}", row.cents, Form.CENTS, row.at("cents"), -1 if row.option == "charges" else 1)
        for row in rows
    )
    cents = sum(term.factor * (row.cents or 0) for term, row in zip(terms, rows, strict=True))
    return Figure(cents, (), "Excédent en moins, déficit en plus", "R. 314-51, II 1° et III", terms)


def incorporated_results(model: Model, section_id: str, year: int) -> Figure:
    """The results that a year takes over: a surplus is positive, a deficit negative."""
    held = _results(gather(model, section_id), year)
    return held if held.idle else total((Part("Reprise de résultat", held, -1),), "Excédent en plus, déficit en moins")


def _cover(inputs: Inputs, year: int) -> Figure:
    rows = [row for row in inputs.covers if row.year == year and row.source == "dotation" and row.cents is not None]
    if not rows:
        return NOTHING
    terms = tuple(Term("Surcoût couvert par la dotation", row.cents, Form.CENTS, row.at("cents")) for row in rows)
    return Figure(sum(row.cents or 0 for row in rows), (), "Surcoût couvert par la dotation", "R. 314-39, 2°", terms)


def _with_measures(inputs: Inputs, year: int, groups: Groups, permanent_lines: Sequence[Figure]) -> Groups:
    """Where the formula starts from next year: a measure grows with the group it names, others are not indexed."""
    named = [permanent_of_group(inputs, year, key) for key in CHARGES]
    outside = total([Part("Hors groupes", groups[3]), *(Part("Mesures", line) for line in permanent_lines),
                     *(Part("Mesures d’un groupe", line, -1) for line in named)], "Mesures hors groupes, non indexées")
    first, second, third = (_sum(("Groupe", "Mesures"), (group, line), "Groupe + mesures")
                            for group, line in zip(groups, named, strict=False))
    return first, second, third, outside


def _as_notified(own: TrajectoryYear, inputs: Inputs, year: int) -> TrajectoryYear:
    """The year as the arrêté gave it: its amounts replace the hypothesis, the contract’s own figure stays beside."""
    row = inputs.notified.get(year)
    if row is None or row.cents is None:
        return own
    words = row.act or f"arrêté {year}"
    grant = Figure(
        row.cents, (), "Montant notifié", "R. 314-43-1", (Term(words, row.cents, Form.CENTS, row.at("cents")),)
    )
    base = own.base if row.base is None else typed(row.base, words, row.at("base"))
    carried = base if row.next_base == "reprise" else own.base
    return own._replace(status="arrete", grant=grant, base=base, carried=carried, groups=_shifted(own, carried))


def _shifted(own: TrajectoryYear, carried: Figure) -> Groups | None:
    """The groups of a formula once a notified base is taken over: the difference is no part of a group."""
    if own.groups is None:
        return None
    *three, outside = own.groups
    moved = total(
        (Part("Hors groupes", outside), Part("Base notifiée", carried), Part("Base du contrat", own.base, -1))
    )
    return three[0], three[1], three[2], moved
