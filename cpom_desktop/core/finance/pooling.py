"""What a mutualisation saves, inside and outside the DGC, and the functions that a rebasage and a saving both touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..contract import Section
from ..model import Model
from .figure import Figure, Part, total, typed
from .pooling_records import Pooling, PoolingShare
from .records import Measure
from .scope import section_name


@dataclass(frozen=True, slots=True)
class Saving:
    """The yearly saving of a mutualisation: the part of sections of a DGC, the part outside, their sum."""

    pooling: str
    inside: Figure
    outside: Figure
    whole: Figure


def saving(model: Model, pooling: Pooling) -> Saving:
    """The saving by side of the DGC; a share without amount makes its side incomplete."""
    rows = model.where(PoolingShare, "pooling", pooling.id)
    inside = _sum(model, [row for row in rows if _in_grant(model, row)])
    outside = _sum(model, [row for row in rows if not _in_grant(model, row)])
    return Saving(pooling.id, inside, outside, total((Part("Dans la DGC", inside), Part("Hors DGC", outside))))


def saved(row: PoolingShare, name: str) -> Figure:
    """The saving of a share: typed, else cost before − cost after."""
    if row.saving is not None or row.cost_before is None or row.cost_after is None:
        return typed(row.saving, f"économie de {name}", row.at("saving"))
    return total(
        (
            Part("Coût avant", typed(row.cost_before, "coût avant", row.at("cost_before"))),
            Part("Coût après", typed(row.cost_after, "coût après", row.at("cost_after")), -1),
        ),
        "Coût avant − coût après",
    )


def missing_of(model: Model, pooling: Pooling) -> list[str]:
    """What a mutualisation still lacks: its start, its services, an amount, the use of a saving (check N4)."""
    rows = model.where(PoolingShare, "pooling", pooling.id)
    words = [] if pooling.start else ["date de début"]
    words += [] if rows else ["services concernés"]
    for row in rows:
        section = model.find(Section, row.section)
        name = section_name(model, section) if section is not None else "section"
        words += [] if saved(row, name).complete else [f"montant de {name}"]
        words += [] if row.use else [f"usage de l’économie de {name}"]
    return words


def counted_twice(model: Model) -> Iterator[tuple[Pooling, Section, Measure, Figure]]:
    """Same function, same section, a retained rebasage and a mutualisation: the money may be counted twice."""
    for pooling in model.all(Pooling):
        function = _bare(pooling.function)
        for row in model.where(PoolingShare, "pooling", pooling.id) if function else ():
            section = model.find(Section, row.section)
            for measure in model.where(Measure, "section", row.section):
                if section is not None and measure.nature == "rebasage" and measure.cents \
                        and _bare(measure.function) == function:
                    yield pooling, section, measure, saved(row, section_name(model, section))


def _bare(function: str) -> str:
    """A function without its article: « la veille de nuit » and « Veille de nuit » are one."""
    text = function.strip().casefold()
    return next(
        (text.removeprefix(article) for article in ("la ", "le ", "les ", "l’") if text.startswith(article)), text
    )


def _in_grant(model: Model, row: PoolingShare) -> bool:
    section = model.find(Section, row.section)
    return section is not None and section.dgc is not None


def _sum(model: Model, rows: list[PoolingShare]) -> Figure:
    names = [(row, model.find(Section, row.section)) for row in rows]
    return total((Part(section_name(model, section), saved(row, section_name(model, section)))
                  for row, section in names if section is not None), "Somme des économies")
