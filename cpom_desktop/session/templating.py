"""Modèles de saisie: written by another process, read back as exactly the values that were typed in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..core import kinds as kinds  # the process that writes needs every kind registered
from ..core.contract import Section
from ..core.finance.budget_sheet import Period, budget_template
from ..core.finance.entry import row_problem
from ..core.finance.records import BUDGET_STATUSES, GROUPS, AccountLine
from ..core.finance.scope import section_name
from ..core.identifiers import natural_record
from ..core.model import Model
from ..core.money import format_amount
from ..core.problems import Reason, Refused
from ..core.records import Cell
from ..imports.xlsx.lines import Unread
from ..imports.xlsx.template import Filled, FilledTemplate
from ..storage.file import ContractFile
from .document import Document
from .files import check_output, write_output
from .importing import WHOLE_GROUP, Becoming, ImportPlan, group_elsewhere
from .jobs import Job, Report

_STATUSES, _GROUPS = dict(BUDGET_STATUSES), dict(GROUPS)


@dataclass(frozen=True, slots=True)
class TemplateWritten:
    """A template in its place: how many sections it holds."""

    path: Path
    sections: int


def print_template(document: Document, out: Path, more: Collection[Period] = ()) -> Job:
    """Start writing the template; poll the job. Its answer is a `TemplateWritten`. `more`: periods without lines."""
    check_output(out, document.path)
    return Job(_write, document.snapshot(), document.path, out, tuple(more), document.tools.now().date())


def _write(report: Report, snapshot: bytes, path: Path, out: Path, more: tuple[Period, ...],
           today: dt.date) -> TemplateWritten:
    from ..exports.xlsx.template import write_template

    report(0.0, "Écriture du modèle de saisie")
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        template = budget_template(file.model(), file.fingerprint(), today, more)
    finally:
        file.close()
    write_output(out, write_template(template), path)
    return TemplateWritten(out, len(template.sheets))


def plan_template(model: Model, contract_id: str, source: str, filled: FilledTemplate) -> ImportPlan:
    """What a filled template would write: what differs from the contract, emptied cells as unknown amounts.

    Raises `Refused` where it is the template of another contract.
    """
    if filled.contract_id != contract_id:
        raise Refused(Reason.FOREIGN, detail=filled.contract or filled.contract_id[:8])
    found: dict[Cell, Becoming] = {}
    unread = list(filled.unread)
    for one in filled.cells:
        become = _becoming(model, contract_id, one)
        if isinstance(become, str):
            unread.append(Unread(one.place, f"{one.account} {one.label} · {format_amount(one.cents)}"[:200], become))
        elif become is not None and found.setdefault(become.cell, become).new != become.new:
            place = found[become.cell].place
            unread.append(Unread(one.place, become.name, f"déjà lu avec un autre montant, ligne {place.row}"))
    values = [one for one in found.values() if one.absent is not None or one.old != one.new]
    same = [one for one in found.values() if one.absent is None and one.old == one.new]
    return ImportPlan(source, tuple(values), tuple(same), tuple(sorted(unread, key=lambda one: one.place)), (), ())


def _becoming(model: Model, contract_id: str, one: Filled) -> Becoming | str | None:
    """One cell; a sentence where it cannot be, None where nothing stands and nothing was typed."""
    section = model.find(Section, one.section)
    if section is None:
        return "cette section n’est plus au contrat"
    year, status = one.period
    row = natural_record(AccountLine, contract_id, section=section.id, year=year, status=status, group=one.group,
                         account=one.account, label=one.label or ("" if one.account else WHOLE_GROUP))
    known = model.find(AccountLine, row.id)
    if known is None and one.cents is None:
        return None
    if known is None:
        if problem := row_problem(model, model, row):
            return problem.sentence.rstrip(".")
        if other := group_elsewhere(model, row):
            return f"le compte {row.account} figure déjà ailleurs\u00a0: {_GROUPS[other]}"
    name = f"{one.account} {one.label}".strip() or WHOLE_GROUP
    where = f"{section_name(model, section)}, {_STATUSES[status]} {year}, {_GROUPS[one.group]}"
    return Becoming(one.place, name, where, row.at("cents"), None if known else row, known.cents if known else None,
                    one.cents, one.account, one.group)
