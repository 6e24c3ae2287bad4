"""Modalités financières: bases, trajectories of the sections, dotations globalisées communes, measures."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.contract import Grant, Section
from ....core.finance.grants import over_years
from ....core.finance.records import Measure, SectionBase
from ....core.finance.scope import base_year, ordered_sections, section_name
from ....core.finance.trajectory import section_trajectory
from ....core.model import Model
from ....core.negotiation import Topic
from ....core.periods import format_day
from ..dto import FORECAST, Block, Column, Row, Sort, Table
from .trajectories import EURO, FUTURE, Chains, of_grant, of_section
from .words import amount, choice, figure, in_order


def financing(model: Model) -> Iterator[Block]:
    """The whole volet financier."""
    chains = chains_of(model)
    yield from _bases(model)
    for section in ordered_sections(model):
        yield from of_section(model, section, chains[section.id])
    for grant in sorted(model.all(Grant), key=lambda row: (row.order, row.name, row.id)):
        yield from of_grant(model, grant, chains)
    yield from _by_section(model, chains)
    yield from _measures(model)
    yield from _topics(model)


def chains_of(model: Model) -> Chains:
    """The contract’s own figures of each section: what an arrêté notified since is not what the parties signed."""
    return {section.id: section_trajectory(model, section.id, notified=False) for section in model.all(Section)}


def _bases(model: Model) -> Iterator[Block]:
    held = {row.section: row for row in model.all(SectionBase)}
    rows = [
        Row((section.code, section_name(model, section), amount(held[section.id].cents)))
        for section in ordered_sections(model)
        if section.id in held
    ]
    if rows:
        year = base_year(model)
        yield Table(
            f"Bases budgétaires de départ{f' ({year})' if year else ''}",
            (
                Column("Section", share=0.5),
                Column("Établissement ou service", share=2),
                Column("Base reconductible", Sort.FIGURE, EURO),
            ),
            tuple(rows),
            "Bases nettes des recettes en atténuation du fonctionnement normal "
            "(arrêté du 25 octobre 2019, annexe II, III.1.a).",
        )


def _by_section(model: Model, chains: Chains) -> Iterator[Block]:
    """Every section and year on one table; no sum, as each DGC and each subsidy has its payer."""
    sections = [section for section in ordered_sections(model) if chains[section.id]]
    if len(sections) < 2:
        return
    rows = []
    for section in sections:
        chain = chains[section.id]
        rows.append(Row((section_name(model, section), *(figure(y.grant) for y in chain), figure(over_years(chain)))))
    years = (Column(str(year.year), Sort.FIGURE, FUTURE) for year in chains[sections[0].id])
    heads = (Column("Section"), *years, Column("Total", Sort.FIGURE, FUTURE))
    yield Table("Dotations par section et par année", heads, tuple(rows), FORECAST)


def _measures(model: Model) -> Iterator[Block]:
    rows = sorted(model.all(Measure), key=lambda row: (row.year, row.order, row.code, row.id))
    if rows:
        heads = (
            Column("Code", share=0.5),
            Column("Année", Sort.CENTRE),
            Column("Section", share=1.1),
            Column("Nature", share=1.1),
            Column("Intitulé", share=2),
            Column("Ouverture", Sort.CENTRE),
            Column("Année pleine", Sort.FIGURE, FUTURE),
        )
        yield Table("Mesures retenues", heads, tuple(_measure(model, row) for row in rows), FORECAST).trimmed()


def _topics(model: Model) -> Iterator[Block]:
    """Points of the negotiation that are no figure, with what was retained; an open one is left out."""
    rows = tuple(Row((row.name, row.value or "")) for row in in_order(model.all(Topic)))
    if rows:
        yield Table("Points convenus", (Column("Sujet"), Column("Retenu", share=1.4)), rows)


def _measure(model: Model, row: Measure) -> Row:
    section = model.find(Section, row.section)
    name = section_name(model, section) if section else ""
    return Row(
        (row.code, str(row.year), name, choice(row, "nature"), row.label, format_day(row.opening), amount(row.cents))
    )
