"""Objet: which establishments and services the contract covers, their sections, and how their places change."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.contract import Authority, Esms, Grant, Section, SectionRule, Transformation
from ....core.finance.scope import esms_name, ordered_sections
from ....core.model import Model
from ....core.periods import format_day
from ..dto import Block, Column, Row, Sort, Table
from .parties import authority_name
from .words import choice, in_order, span


def perimeter(model: Model) -> Iterator[Block]:
    """The list of ESMS, then their sections tarifaires; an ESMS may have several, each with its authority."""
    services = in_order(model.all(Esms))
    if services:
        yield Table(
            "Établissements et services du périmètre",
            (
                Column("Code", share=0.45),
                Column("Établissement ou service", share=2),
                Column("Catégorie", share=1.3),
                Column("FINESS", share=0.75),
                Column("Régime", share=0.8),
                Column("Autorisé jusqu’au", Sort.CENTRE),
                Column("Capacité", Sort.FIGURE),
            ),
            tuple(_service(esms) for esms in services),
        ).trimmed()
    sections = ordered_sections(model)
    if sections:
        yield Table(
            "Sections tarifaires",
            (
                Column("Section", share=0.5),
                Column("Établissement ou service", share=1.5),
                Column("Nature", share=1.1),
                Column("Autorité", share=1.6),
                Column("Financement", share=1.4),
                Column("Modalité (R. 314-40)", share=1.3),
                Column("DGC", share=0.7),
            ),
            tuple(_section(model, section) for section in sections),
        )


def _service(esms: Esms) -> Row:
    place = f"{esms.name}, {esms.town}" if esms.town and esms.town not in esms.name else esms.name
    capacity = "" if esms.capacity is None else f"{esms.capacity} {esms.place_unit}".strip()
    return Row(
        (
            esms.code,
            place,
            esms.category,
            esms.finess,
            choice(esms, "regime"),
            format_day(esms.authorised_until),
            capacity,
        )
    )


def _section(model: Model, section: Section) -> Row:
    authority = model.find(Authority, section.authority) if section.authority else None
    grant = model.find(Grant, section.dgc) if section.dgc else None
    funding = ", ".join(
        filter(None, (choice(section, "envelope"), f"BOP {section.programme}" if section.programme else ""))
    )
    return Row(
        (
            section.code,
            esms_name(model, section),
            choice(section, "section_kind"),
            authority_name(authority) if authority else section.other_authority,
            funding,
            _modalities(model, section),
            grant.name if grant else "–",
        )
    )


def _modalities(model: Model, section: Section) -> str:
    rules = sorted(model.where(SectionRule, "section", section.id), key=lambda rule: rule.first_year)
    if len(rules) == 1:
        return choice(rules[0], "modality")
    return "\n".join(f"{span(rule.first_year, rule.last_year)} : {choice(rule, 'modality')}" for rule in rules)


def transformations(model: Model) -> Iterator[Block]:
    """How the offer changes during the contract."""
    rows = sorted(model.all(Transformation), key=lambda row: (row.effective or "9999", row.code))
    if rows:
        yield Table(
            "Transformations de l’offre",
            (
                Column("Code", share=0.4),
                Column("Établissement ou service", share=1.3),
                Column("Nature", share=0.8),
                Column("De quoi à quoi", share=1.6),
                Column("Places", Sort.FIGURE),
                Column("Effet", Sort.CENTRE),
                Column("Acte d’autorisation", share=1.3),
            ),
            tuple(_transformation(model, row) for row in rows),
        ).trimmed()


def _transformation(model: Model, row: Transformation) -> Row:
    section = model.find(Section, row.section)
    places = "" if row.places is None else f"{'+' if row.places > 0 else ''}{row.places}".replace("-", "−")
    act = ", ".join(filter(None, (row.act, f"du {format_day(row.act_date)}" if row.act_date else "")))
    return Row(
        (
            row.code,
            esms_name(model, section) if section else "",
            choice(row, "nature"),
            row.description,
            places,
            format_day(row.effective),
            act,
        )
    )
