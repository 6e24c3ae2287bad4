"""Modalités financières: bases, trajectory of each section, dotations globalisées communes, payments, measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....core.contract import Grant, Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import GrantYear, members, over_years, summed
from ....core.finance.records import Measure, SectionBase
from ....core.finance.rounding import instalments
from ....core.finance.scope import base_year, ordered_sections, section_name
from ....core.finance.trajectory import STATUSES, TrajectoryYear, section_trajectory
from ....core.model import Model
from ....core.money import format_rate
from ....core.periods import format_day
from ..dto import FORECAST, Block, Column, GrantChart, Look, Row, Sort, Table
from .words import amount, choice, figure, missing_note, notes

Chains = dict[str, list[TrajectoryYear]]
_OPTIONAL = (("results", "Reprise de résultat"), ("cover", "Surcoût d’investissement"))
_PERMANENT = ("rebasing", "new_measures", "savings", "transfers", "convergence")
_EURO = "euros"
_FORECAST_EURO = "prévisionnel"


def chains_of(model: Model) -> Chains:
    """The contract’s own figures of each section: what an arrêté notified since is not what the parties signed."""
    return {section.id: section_trajectory(model, section.id, notified=False) for section in model.all(Section)}


def financing(model: Model) -> Iterator[Block]:
    """The whole volet financier."""
    chains = chains_of(model)
    yield from _bases(model)
    for section in ordered_sections(model):
        yield from _trajectory(model, section, chains[section.id])
    for grant in sorted(model.all(Grant), key=lambda row: (row.order, row.name)):
        yield from _grant(model, grant, chains)
    yield from _by_section(model, chains)
    yield from _measures(model)


def _bases(model: Model) -> Iterator[Block]:
    rows = [(section, model.where(SectionBase, "section", section.id)) for section in ordered_sections(model)]
    year = base_year(model)
    if any(bases for _, bases in rows):
        yield Table(
            f"Bases budgétaires de départ{f' ({year})' if year else ''}",
            (
                Column("Section", share=0.5),
                Column("Établissement ou service", share=2),
                Column("Base reconductible", Sort.FIGURE, _EURO),
            ),
            tuple(
                Row((section.code, section_name(model, section), amount(bases[0].cents) if bases else ""))
                for section, bases in rows
            ),
            "Bases nettes des recettes en atténuation du fonctionnement normal "
            "(arrêté du 25 octobre 2019, annexe II, III.1.a).",
        )


def _trajectory(model: Model, section: Section, chain: Sequence[TrajectoryYear]) -> Iterator[Block]:
    if not chain:
        return
    optional = [(name, title) for name, title in _OPTIONAL if any(not getattr(year, name).idle for year in chain)]
    rows = tuple(
        Row((str(year.year), *_chain_cells(year.opening, format_rate(year.rate, unit=True) or "–", year, optional)))
        for year in chain
    )
    name = " — ".join(filter(None, (section.code, section_name(model, section))))
    yield Table(
        f"Trajectoire de la section {name}",
        _chain_columns(optional),
        rows,
        notes(missing_note(year.grant for year in chain), _rate_note(chain), FORECAST),
    )


def _rate_note(chain: Sequence[TrajectoryYear]) -> str:
    hypotheses = [str(year.year) for year in chain if year.status == "hypothese"]
    if len(hypotheses) == len(chain):
        return "Les taux sont des hypothèses."
    said = [f"{year.year} : {STATUSES[year.status]}" for year in chain if year.status != "hypothese"]
    return f"État des années : {', '.join(said)} ; les autres sont des hypothèses." if hypotheses else ""


def _chain_columns(optional: Sequence[tuple[str, str]]) -> tuple[Column, ...]:
    return (
        Column("Année", Sort.CENTRE),
        Column("Base N−1", Sort.FIGURE, _EURO),
        Column("Taux", Sort.FIGURE),
        Column("Actualisation", Sort.FIGURE, _EURO),
        Column("Mesures pérennes", Sort.FIGURE, _EURO),
        Column("Base reconductible N", Sort.FIGURE, _EURO),
        Column("CNR", Sort.FIGURE, _EURO),
        *(Column(title, Sort.FIGURE, _EURO) for _, title in optional),
        Column("Dotation N", Sort.FIGURE, _FORECAST_EURO),
    )


def _chain_cells(
    opening: Figure, rate: str, year: TrajectoryYear, optional: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    return (
        figure(opening),
        rate,
        figure(year.indexation),
        _permanent([getattr(year, key) for key in _PERMANENT]),
        figure(year.base),
        figure(year.cnr),
        *(figure(getattr(year, name)) for name, _ in optional),
        figure(year.grant),
    )


def _permanent(parts: Sequence[Figure]) -> str:
    """« Mesures pérennes »: « – » in a year without any."""
    return figure(total([Part("", part) for part in parts if not part.idle]))


def _grant(model: Model, grant: Grant, chains: Chains) -> Iterator[Block]:
    sections = members(model, grant.id)
    years = summed(model, sections, chains)
    if not years:
        return
    name = grant.name or "sans nom"
    codes = ", ".join(section.code or section_name(model, section) for section in sections)
    yield _grant_table(name, codes, grant, years)
    if all(year.base.complete and year.grant.complete for year in years):
        yield GrantChart(
            f"{name} : base reconductible et crédits non reconductibles, en euros, axe coupé",
            tuple(year.year for year in years),
            tuple(year.grant.known() - year.cnr.known() for year in years),
            tuple(year.cnr.known() for year in years),
        )
    yield _payments(name, years)


def _grant_table(name: str, codes: str, grant: Grant, years: Sequence[GrantYear]) -> Table:
    optional = [(key, title) for key, title in _OPTIONAL if any(not year.lines[key].idle for year in years)]
    rows = []
    for year in years:
        lines = year.lines
        permanent = _permanent([lines[key] for key in _PERMANENT])
        rows.append(
            Row(
                (
                    str(year.year),
                    figure(lines["opening"]),
                    "–",
                    figure(lines["indexation"]),
                    permanent,
                    figure(lines["base"]),
                    figure(lines["cnr"]),
                    *(figure(lines[key]) for key, _ in optional),
                    figure(lines["grant"]),
                )
            )
        )
    whole = over_years(years)
    rows.append(Row(("Total", *("",) * (len(rows[0].cells) - 2), figure(whole)), Look.TOTAL))
    payer = f"Payeur : {grant.payer}." if grant.payer else ""
    return Table(
        f"Dotation globalisée commune {name} : somme des sections {codes}",
        _chain_columns(optional),
        tuple(rows),
        notes(missing_note([whole]), payer, FORECAST),
    )


def _payments(name: str, years: Sequence[GrantYear]) -> Table:
    rows = []
    for year in years:
        parts = instalments(year.grant.known(), 12) if year.grant.complete else []
        rows.append(
            Row(
                (
                    str(year.year),
                    figure(year.grant),
                    amount(parts[0]) if parts else "",
                    amount(parts[-1]) if parts else "",
                )
            )
        )
    return Table(
        f"{name} : versements par douzièmes",
        (
            Column("Année", Sort.CENTRE),
            Column("Dotation", Sort.FIGURE, _FORECAST_EURO),
            Column("De janvier à novembre, par mois", Sort.FIGURE, _FORECAST_EURO),
            Column("Décembre", Sort.FIGURE, _FORECAST_EURO),
        ),
        tuple(rows),
        notes("Versement le 20 du mois, ou le dernier jour ouvré qui précède (R. 314-107).", FORECAST),
    )


def _by_section(model: Model, chains: Chains) -> Iterator[Block]:
    """Every section and year on one table, with the sums of those that no DGC holds left apart."""
    sections = [section for section in ordered_sections(model) if chains[section.id]]
    if len(sections) < 2:
        return
    years = [year.year for year in chains[sections[0].id]]
    rows = []
    for section in sections:
        chain = chains[section.id]
        rows.append(
            Row((section_name(model, section), *(figure(year.grant) for year in chain), figure(over_years(chain))))
        )
    yield Table(
        "Dotations par section et par année",
        (
            Column("Section"),
            *(Column(str(year), Sort.FIGURE, _FORECAST_EURO) for year in years),
            Column("Total", Sort.FIGURE, _FORECAST_EURO),
        ),
        tuple(rows),
        FORECAST,
    )


def _measures(model: Model) -> Iterator[Block]:
    rows = sorted(model.all(Measure), key=lambda row: (row.year, row.order, row.code))
    if rows:
        yield Table(
            "Mesures retenues",
            (
                Column("Code", share=0.5),
                Column("Année", Sort.CENTRE),
                Column("Section", share=1.1),
                Column("Nature", share=1.1),
                Column("Intitulé", share=2),
                Column("Ouverture", Sort.CENTRE),
                Column("Année pleine", Sort.FIGURE, _FORECAST_EURO),
            ),
            tuple(_measure(model, row) for row in rows),
            FORECAST,
        ).trimmed()


def _measure(model: Model, row: Measure) -> Row:
    section = model.find(Section, row.section)
    return Row(
        (
            row.code,
            str(row.year),
            section_name(model, section) if section else "",
            choice(row, "nature"),
            row.label,
            format_day(row.opening),
            amount(row.cents),
        )
    )
