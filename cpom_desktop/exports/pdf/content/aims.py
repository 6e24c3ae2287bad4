"""Objectifs: the tree, what each party commits to, the fiches action, and the indicators with their targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....core.finance.scope import contract_years
from ....core.indicators import baseline, year_rows
from ....core.model import Model
from ....core.money import format_number
from ....core.objectives import Axis, Indicator, Objective, Sheet
from ..dto import Block, Column, Facts, Heading, Look, Manner, Prose, Row, Sort, Table
from .indicators import blocks_of
from .words import amount, choice, in_order, span


class Numbered(NamedTuple):
    """A fiche action with its computed number and the objective above it."""

    number: str
    sheet: Sheet
    objective: Objective
    axis: Axis


def sheets(model: Model) -> list[Numbered]:
    """Every fiche action in the order of the tree, numbered by its place: 2.1.3."""
    found = []
    for i, axis in enumerate(in_order(model.all(Axis)), start=1):
        for j, objective in enumerate(in_order(model.where(Objective, "axis", axis.id)), start=1):
            for k, sheet in enumerate(in_order(model.where(Sheet, "objective", objective.id)), start=1):
                found.append(Numbered(f"{i}.{j}.{k}", sheet, objective, axis))
    return found


def tree(model: Model) -> Iterator[Block]:
    """Axes, objectives and fiches in one table, then the mirror of commitments."""
    rows: list[Row] = []
    for i, axis in enumerate(in_order(model.all(Axis)), start=1):
        rows.append(Row((f"{i}", f"{axis.name} (axe imposé)" if axis.mandatory else axis.name, "", "", ""), Look.GROUP))
        for j, objective in enumerate(in_order(model.where(Objective, "axis", axis.id)), start=1):
            rows.append(Row((f"{i}.{j}", objective.name, "", "", ""), Look.STRONG))
            for k, sheet in enumerate(in_order(model.where(Sheet, "objective", objective.id)), start=1):
                rows.append(
                    Row((f"{i}.{j}.{k}", sheet.name, sheet.esms, sheet.pilot, span(sheet.first_year, sheet.last_year)))
                )
    if rows:
        yield Table(
            "Axes, objectifs et actions",
            (
                Column("N°", share=0.35),
                Column("Intitulé", share=2.6),
                Column("ESMS", share=0.7),
                Column("Pilote", share=1),
                Column("Années", Sort.CENTRE),
            ),
            tuple(rows),
        ).trimmed()
    yield from _descriptions(model)
    yield from commitments(model)


def _descriptions(model: Model) -> Iterator[Block]:
    for i, axis in enumerate(in_order(model.all(Axis)), start=1):
        for j, objective in enumerate(in_order(model.where(Objective, "axis", axis.id)), start=1):
            if objective.description:
                yield Prose(f"Objectif {i}.{j} : {objective.description}")


def commitments(model: Model) -> Iterator[Block]:
    """« Ce que chacun s’engage à » : the two columns of the fiches side by side, for each of them that says it."""
    rows = tuple(
        Row(
            (
                item.number,
                item.sheet.manager_commitment,
                item.sheet.authority_commitment,
                span(item.sheet.first_year, item.sheet.last_year),
            )
        )
        for item in sheets(model)
        if item.sheet.manager_commitment or item.sheet.authority_commitment
    )
    if rows:
        yield Table(
            "Engagements réciproques des parties",
            (
                Column("Fiche", share=0.3),
                Column("Le gestionnaire s’engage à", share=2),
                Column("L’autorité s’engage à", share=2),
                Column("Années", Sort.CENTRE),
            ),
            rows,
        )


def action_sheets(model: Model) -> Iterator[Block]:
    """One sheet after the other, each with its facts."""
    for item in sheets(model):
        sheet = item.sheet
        yield Heading(2, sheet.name, f"Fiche action {item.number}")
        yield Facts(
            (
                ("Axe", item.axis.name),
                ("Objectif", item.objective.name),
                ("Politique publique servie", sheet.policy),
                ("ESMS concernés", sheet.esms),
                ("Constat de départ", sheet.starting_point),
                ("Description et étapes", sheet.description),
                ("Pilote", sheet.pilot),
                ("Partenaires", sheet.partners),
                ("Calendrier", span(sheet.first_year, sheet.last_year)),
                ("Coût et financement", _cost(sheet)),
                ("Engagements de l’autorité", sheet.authority_commitment),
                ("Engagements du gestionnaire", sheet.manager_commitment),
                ("Risques et conditions de réussite", sheet.risks),
                ("Avancement", choice(sheet, "progress") if sheet.progress != "a-venir" else ""),
            )
        )


def _cost(sheet: Sheet) -> str:
    cost = f"{amount(sheet.cost)} €" if sheet.cost is not None else ""
    return " — ".join(filter(None, (cost, sheet.funding)))


def targets(model: Model) -> Iterator[Block]:
    """All the indicators in one table, targets by year."""
    indicators = in_order(model.all(Indicator))
    years = tuple(contract_years(model))
    if not indicators:
        return
    rows = []
    for indicator in indicators:
        values = year_rows(model, indicator)
        name = " ".join(filter(None, (indicator.code, indicator.name)))
        sense = choice(indicator, "sense").split(" ")[0].lower()
        rows.append(
            Row(
                (
                    name,
                    ", ".join(filter(None, (indicator.unit, sense))),
                    baseline(model, indicator).shown,
                    *(
                        format_number(values[year].target, indicator.decimals) if year in values else ""
                        for year in years
                    ),
                )
            )
        )
    columns = (
        Column("Indicateur", share=3),
        Column("Unité et sens", share=1.2),
        Column("Initial", Sort.FIGURE),
        *(Column(str(year), Sort.FIGURE, "cible") for year in years),
    )
    yield Table("Indicateurs et cibles", columns, tuple(rows))


def indicators(model: Model) -> Iterator[Block]:
    """Every indicator with its definition and its curve."""
    found = in_order(model.all(Indicator))
    if not found:
        yield Prose("Aucun indicateur n’est encore renseigné.", Manner.MISSING)
    for indicator in found:
        yield from blocks_of(model, indicator)
