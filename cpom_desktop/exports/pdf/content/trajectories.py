"""The chain of a section and the sums of a DGC, year by year, as tables of paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....core.contract import Grant, Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import GrantYear, members, over_years, summed
from ....core.finance.rounding import instalments
from ....core.finance.scope import section_name
from ....core.finance.trajectory import STATUSES, TrajectoryYear
from ....core.model import Model
from ....core.money import format_rate
from ..dto import FORECAST, Block, Column, GrantChart, Look, Row, Sort, Table
from .words import amount, figure, missing_note, notes

Chains = dict[str, list[TrajectoryYear]]
EURO = "euros"
FUTURE = "prévisionnel"
_OPTIONAL = (("results", "Reprise de résultat"), ("cover", "Surcoût d’investissement"))
_PERMANENT = ("rebasing", "new_measures", "savings", "transfers", "convergence")
_HYPOTHESES = ("hypothese", "provisoire")
Optional = Sequence[tuple[str, str]]


def of_section(model: Model, section: Section, chain: Sequence[TrajectoryYear]) -> Iterator[Block]:
    """The chain of a section; the bare amounts where they are fixed each year and no base was ever typed."""
    if not chain:
        return
    name = " — ".join(filter(None, (section.code, section_name(model, section))))
    if not chain[0].opening.complete and all(year.grant.complete and year.rate is None for year in chain):
        heads = (Column("Année", Sort.CENTRE), Column("Dotation", Sort.FIGURE, FUTURE))
        amounts = tuple(Row((str(year.year), figure(year.grant))) for year in chain)
        yield Table(f"Dotations annuelles de la section {name}", heads, amounts, notes(_state(chain), FORECAST))
        return
    optional = [(key, title) for key, title in _OPTIONAL if any(not getattr(year, key).idle for year in chain)]
    rows = tuple(_row(str(year.year), _figures(year, optional), format_rate(year.rate, unit=True)) for year in chain)
    missing = missing_note(one for year in chain for one in _figures(year, optional))
    note = notes(missing, _rates(chain), _state(chain), FORECAST)
    yield Table(f"Trajectoire de la section {name}", _columns(optional), rows, note)


def of_grant(model: Model, grant: Grant, chains: Chains) -> Iterator[Block]:
    """The sums of a DGC, their chart, and their monthly payments."""
    sections = members(model, grant.id)
    years = summed(model, sections, chains)
    if not years:
        return
    name = grant.name or "sans nom"
    yield _sums(name, [section.code or section_name(model, section) for section in sections], grant, years)
    if all(year.cnr.complete and year.grant.complete for year in years):
        yield GrantChart(
            f"{name} : base reconductible et crédits non reconductibles, en euros, axe coupé",
            tuple(year.year for year in years),
            tuple(year.grant.known() - year.cnr.known() for year in years),
            tuple(year.cnr.known() for year in years),
        )
    yield _payments(name, years)


def _columns(optional: Optional) -> tuple[Column, ...]:
    return (
        Column("Année", Sort.CENTRE),
        Column("Base N−1", Sort.FIGURE, EURO),
        Column("Taux", Sort.FIGURE),
        Column("Actualisation", Sort.FIGURE, EURO),
        Column("Mesures pérennes", Sort.FIGURE, EURO),
        Column("Base reconductible N", Sort.FIGURE, EURO),
        Column("CNR", Sort.FIGURE, EURO),
        *(Column(title, Sort.FIGURE, EURO) for _, title in optional),
        Column("Dotation N", Sort.FIGURE, FUTURE),
    )


def _row(year: str, figures: Sequence[Figure], rate: str) -> Row:
    first, *others = (figure(one) for one in figures)
    return Row((year, first, rate or "–", *others))


def _figures(year: TrajectoryYear, optional: Optional) -> list[Figure]:
    permanent = _permanent([getattr(year, key) for key in _PERMANENT])
    beside = [getattr(year, key) for key, _ in optional]
    return [year.opening, year.indexation, permanent, year.base, year.cnr, *beside, year.grant]


def _permanent(parts: Sequence[Figure]) -> Figure:
    """« Mesures pérennes »: without effect in a year that has none."""
    return total([Part("", part) for part in parts if not part.idle])


def _rates(chain: Sequence[TrajectoryYear]) -> str:
    supposed = [year for year in chain if year.rate is not None and year.status in _HYPOTHESES]
    if not supposed:
        return ""
    if len(supposed) == len(chain):
        return "Les taux sont des hypothèses."
    return f"Taux supposés : {', '.join(str(year.year) for year in supposed)}."


def _state(chain: Sequence[TrajectoryYear]) -> str:
    """The years that stand on an act, in the words of the tables."""
    said = [f"{year.year} : {STATUSES[year.status]}" for year in chain if year.status not in _HYPOTHESES]
    return f"{' ; '.join(said)}." if said else ""


def _sums(name: str, codes: Sequence[str], grant: Grant, years: Sequence[GrantYear]) -> Table:
    optional = [(key, title) for key, title in _OPTIONAL if any(not year.lines[key].idle for year in years)]
    held = [_lines(year, optional) for year in years]
    rows = [_row(str(year.year), figures, "") for year, figures in zip(years, held, strict=True)]
    blanks = ("",) * (len(_columns(optional)) - 2)
    rows.append(Row(("Total", *blanks, figure(over_years(years))), Look.TOTAL))
    missing = missing_note(one for figures in held for one in figures)
    payer = f"Payeur : {grant.payer}." if grant.payer else ""
    title = f"Dotation globalisée commune {name} : somme des sections {', '.join(codes)}"
    return Table(title, _columns(optional), tuple(rows), notes(missing, payer, FORECAST))


def _lines(year: GrantYear, optional: Optional) -> list[Figure]:
    lines = year.lines
    permanent, beside = _permanent([lines[key] for key in _PERMANENT]), [lines[key] for key, _ in optional]
    return [lines["opening"], lines["indexation"], permanent, year.base, year.cnr, *beside, year.grant]


def _payments(name: str, years: Sequence[GrantYear]) -> Table:
    heads = (
        Column("Année", Sort.CENTRE),
        Column("Dotation", Sort.FIGURE, FUTURE),
        Column("De janvier à novembre, par mois", Sort.FIGURE, FUTURE),
        Column("Décembre", Sort.FIGURE, FUTURE),
    )
    rows = []
    for year in years:
        parts = instalments(year.grant.known(), 12) if year.grant.complete else [None]
        rows.append(Row((str(year.year), figure(year.grant), amount(parts[0]), amount(parts[-1]))))
    paid = "Versement le 20 du mois, ou le dernier jour ouvré qui précède (R. 314-107)."
    return Table(f"{name} : versements par douzièmes", heads, tuple(rows), notes(paid, FORECAST))
