"""Suivi, recours, durée: the calendar, the courts that the parties typed, the dates, and the rules of computation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ....core.calendar import Milestone
from ....core.contract import Contract
from ....core.model import Model
from ....core.periods import MONTHS, add_months, as_date, format_day
from ..dto import Block, Column, Facts, Prose, Row, Sort, Table
from .words import choice, in_order


def calendar(model: Model) -> Iterator[Block]:
    """The steps to come and done, in the order of their dates; meetings of the negotiation are no part of it."""
    rows = sorted(in_order(model.all(Milestone)), key=lambda row: row.planned_start or row.planned_end or "9999")
    if rows:
        yield Table(
            "Calendrier",
            (
                Column("Étape", share=2.4),
                Column("Nature", share=1.2),
                Column("Prévu", Sort.CENTRE),
                Column("Réalisé", Sort.CENTRE),
                Column("Responsable", share=1),
                Column("Référence", share=1),
            ),
            tuple(_milestone(row) for row in rows),
        ).trimmed()


def _milestone(row: Milestone) -> Row:
    return Row(
        (
            row.name,
            choice(row, "milestone_kind"),
            days(row.planned_start, row.planned_end),
            days(row.actual_start, row.actual_end),
            row.responsible,
            row.reference,
        )
    )


def days(start: str | None, end: str | None) -> str:
    """« 24/02/2026 », two dates one under the other, or « mars 2027 » for a whole month."""
    first, last = as_date(start), as_date(end)
    if first is None or last is None or first == last:
        return format_day(start or end)
    if first.day == 1 and last + dt.timedelta(days=1) == add_months(first, 1):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{format_day(start)}\n{format_day(end)}"


def courts(model: Model) -> Iterator[Block]:
    """The two disputes and their two courts, as typed by the parties; nothing is guessed (`domain.md` §7.4)."""
    contract = model.first(Contract)
    if contract is not None and (contract.tariff_court or contract.contract_court):
        yield Facts(
            (
                ("Recours contre les décisions de tarification", contract.tariff_court),
                ("Litiges relatifs au contrat", contract.contract_court),
            )
        )


def duration(model: Model) -> Iterator[Block]:
    """When the contract begins and ends."""
    contract = model.first(Contract)
    if contract is not None and (contract.start or contract.end):
        yield Facts(
            (
                ("Prise d’effet", format_day(contract.start, long=True)),
                ("Terme", format_day(contract.end, long=True)),
                ("Année de base", str(contract.base_year or "")),
            )
        )


RULES = {
    1: (
        "Les montants sont calculés en centimes. Chaque taux est appliqué une fois par section et par an, puis arrondi "
        "au centime le plus proche, la moitié étant éloignée de zéro ; un total est la somme de lignes arrondies et "
        "n’est jamais arrondi à nouveau.\n"
        "Les parts simultanées d’un même total sont réparties au plus fort reste, les égalités suivant l’ordre de la "
        "liste.\n"
        "Les versements successifs sont coupés au centime inférieur, le dernier recevant le reste.\n"
        "Une mesure ouverte en cours d’année est comptée au prorata des {proration} restants, celui de l’ouverture "
        "compris."
    )
}
"""The convention of each version of the rules, printed in an annex as no text states one (`domain.md` §6.0)."""
PRORATION = {"mois": "mois", "jours": "jours réels"}


def rules(model: Model) -> Iterator[Block]:
    """The rules of computation of this contract, by their version."""
    contract = model.first(Contract) or Contract(id="")
    text = RULES.get(contract.rules_version)
    if text is None:
        yield Prose(f"Règles de calcul, version {contract.rules_version}.")
        return
    yield Prose(text.format(proration=PRORATION[contract.proration]), numbered=True)
