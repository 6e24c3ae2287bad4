"""What the parties agreed on, and nothing of how they came to it: the only content of a contract PDF.

Pages and attached data are both made from `agreed(model)`. It lists what it lets through; a kind that no list names
stays out until somebody decides, and a test asks for that decision.
"""

from __future__ import annotations

from dataclasses import replace

from ...core.calendar import Milestone
from ...core.contract import Contract, Transformation
from ...core.finance.records import Measure
from ...core.finance.reference_records import ReferenceValue
from ...core.model import Model
from ...core.records import KINDS, Record, Value, fields_of, values_of
from ...sync.journal import canonical
from .dto import ContractData

KEPT = frozenset(
    """
    contract manager authority signatory esms dgc section section_rule transformation article milestone
    theme item item_year finding topic axis objective sheet indicator indicator_year
    account_line section_base year_rate measure year_grant formula formula_year ceiling_line convergence notified_grant
    section_result result_allocation result_clause reserve_opening reserve_movement
    operation operation_year loan funding_line operating_effect cover_line
    staff_line staff_year payroll_item plan_rate plan_step plan_year balance_line ratio_reference
    reference_value
    activity_year modulation_clause head_office head_office_share outside_structure pooling pooling_share
    notified_dgc split_decision split_move committee_member
    """.split()
)
"""Kinds whose retained values are part of the contract."""
LEFT_OUT = frozenset(
    """
    position acceptance package meeting decision effect person theme_rating scenario scenario_value
    """.split()
)
"""How the agreement was reached, what each side thought or tried, and the directory of the people who did it."""
FORGOTTEN = frozenset({("milestone", "note"), ("measure", "justification"), ("reference_value", "brought_by")})
"""Fields of kept rows that hold working notes or a party's argument."""

FORMAT = "cpom-contrat-1"
"""Name and version of the attached data; raised when the meaning of a known value changes."""


def agreed(model: Model) -> Model:
    """The contract as agreed: kept kinds, without working notes, links to meetings, or rows with nothing retained."""
    kept = [_without_working_fields(record) for record in model if record.kind in KEPT and _is_retained(record)]
    # Two copies hold the same rows in the order in which each received them: paper knows one order.
    return _without_orphans(Model(sorted(kept, key=lambda record: (record.kind, record.id))))


def _is_retained(record: Record) -> bool:
    # A measure or a transformation without a retained value is a demand that was not accepted.
    if isinstance(record, Measure):
        return record.cents is not None
    if isinstance(record, Transformation):
        return record.places is not None
    if isinstance(record, ReferenceValue):
        # A benchmark that one side alone brings is its argument.
        return record.accepted
    if record.kind == "topic":
        return getattr(record, "value", None) is not None
    return not (isinstance(record, Milestone) and record.milestone_kind == "seance")


def _without_working_fields(record: Record) -> Record:
    info = fields_of(record.kind)
    changes: dict[str, Value] = {
        name: None if info[name].optional else "" for kind, name in FORGOTTEN if kind == record.kind
    }
    return replace(record, **changes) if changes else record  # type: ignore[arg-type]


def _without_orphans(model: Model) -> Model:
    """References to rows that were left out are emptied where they may be; the row goes where they may not."""
    changed: list[Record] = []
    removed: list[tuple[str, str]] = []
    for record in model:
        for name, info in fields_of(record.kind).items():
            target = getattr(record, name)
            if not info.about.of or not target or model.record(info.about.of, target) is not None:
                continue
            if not info.optional:
                removed.append((record.kind, record.id))
                break
            record = replace(record, **{name: None})  # type: ignore[arg-type]
            changed.append(record)
    return _without_orphans(model.replacing(changed, removed)) if removed else model.replacing(changed)


def snapshot(model: Model, data: ContractData) -> bytes:
    """The data attached to the PDF: an agreed model and its printed tables, as canonical JSON in UTF-8."""
    contract = model.first(Contract)
    return canonical(
        {
            "format": FORMAT,
            "contract": contract.id if contract else "",
            "fingerprint": data.fingerprint,
            "made_on": data.made_on.isoformat(),
            "rules_version": data.rules_version,
            "draft": data.draft,
            "records": {kind: _rows(model, kind) for kind in sorted(KEPT & KINDS.keys())},
            "tables": [
                {
                    "title": table.title,
                    "note": table.note,
                    "columns": [" ".join(filter(None, (c.title, c.unit))) for c in table.columns],
                    "rows": [list(row.cells) for row in table.rows],
                }
                for table in data.tables
            ],
        }
    )


def _rows(model: Model, kind: str) -> list[dict[str, Value]]:
    rows = sorted((record for record in model if record.kind == kind), key=lambda record: record.id)
    return [{"id": record.id, **values_of(record)} for record in rows]
