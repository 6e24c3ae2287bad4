"""Synthèse du diagnostic partagé: what both sides retained, theme by theme, and what they agreed to leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ....core.contract import Esms
from ....core.diagnosis import Finding, Item, Theme
from ....core.model import Model
from ....core.money import format_number
from ....core.periods import format_day
from ..dto import Block, Column, Heading, Manner, Prose, Row, Sort, Table
from .words import choice, in_order


def synthesis(model: Model) -> Iterator[Block]:
    """For each theme: its retained values, then its constats with their status."""
    themes = in_order(model.all(Theme))
    if not themes:
        yield Prose("Le diagnostic partagé n’est pas encore renseigné.", Manner.MISSING)
    for theme in themes:
        items = in_order(model.where(Item, "theme", theme.id))
        found = in_order(model.where(Finding, "theme", theme.id))
        if items or found:
            yield Heading(2, theme.name)
        if items:
            yield _items(model, items)
        if found:
            yield _findings(found)


def _items(model: Model, items: list[Item]) -> Table:
    figures = all(item.measure in {"euros", "nombre", "pourcent"} for item in items if item.value is not None)
    sort = Sort.FIGURE if figures else Sort.WORDS
    rows = tuple(Row((item.label, _esms(model, item), retained(item), item.unit, item.source)) for item in items)
    return Table(
        "Valeurs retenues",
        (
            Column("Élément", share=2.2),
            Column("ESMS", share=1.1),
            Column("Retenu", sort, share=2),
            Column("Unité", share=0.6),
            Column("Source", share=1),
        ),
        rows,
    ).trimmed()


def _esms(model: Model, item: Item) -> str:
    esms = model.find(Esms, item.esms) if item.esms else None
    return esms.name if esms else ""


def retained(item: Item) -> str:
    """The retained value as it is read; « non tranché » where both sides gave up settling it."""
    if item.value is None:
        return "non tranché" if item.waived else ""
    return _shown(item.measure, item.value)


def _shown(measure: str, value: str) -> str:
    try:
        return _FORMATS.get(measure, str)(value)
    except (ValueError, ArithmeticError):
        # A text typed before the measure of the item was chosen: shown as it is, never dropped.
        return value


_FORMATS: dict[str, Callable[[str], str]] = {
    "euros": lambda text: format_number(text, 2),
    "nombre": format_number,
    "pourcent": format_number,
    "date": format_day,
    "ouinon": lambda text: {"1": "oui", "0": "non"}.get(text, text),
}


def _findings(found: list[Finding]) -> Table:
    rows = tuple(Row((finding.statement, _texts(finding), _status(finding), finding.evidence)) for finding in found)
    return Table(
        "Constats",
        (
            Column("Constat", share=2),
            Column("Précisions de chaque partie", share=2.2),
            Column("Statut", share=0.8),
            Column("Pièce", share=0.8),
        ),
        rows,
    ).trimmed()


def _texts(finding: Finding) -> str:
    sides = (("Gestionnaire", finding.manager_text), ("Autorité", finding.authority_text))
    return "\n".join(f"{name} : {text}" for name, text in sides if text)


def _status(finding: Finding) -> str:
    return "Renoncé" if finding.waived else choice(finding, "status")
