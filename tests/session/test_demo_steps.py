"""The demonstration contract goes through the same door as what people type."""

from __future__ import annotations

from cpom_desktop.core.contract import Contract
from cpom_desktop.core.demo import final_model
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Effect
from cpom_desktop.core.records import Record
from cpom_desktop.session.edits import checked_edit
from cpom_desktop.session.retained import check_retained
from tests.data.demo import steps


def _contents(model: Model) -> dict[tuple[str, str], Record]:
    return {(row.kind, row.id): row for row in model}


def test_every_step_is_accepted_and_gives_the_same_contract() -> None:
    first, *others = steps()
    contract_id = next(row.id for row in first.new if isinstance(row, Contract))
    model = Model(first.new)
    for step in others:
        writes = checked_edit(model, step.edit, contract_id, decided=True)
        assert writes, step.name
        after = model.overlaid(writes.values).replacing(writes.new, writes.deleted)
        # The story enters rows with what was agreed on them; what it changes later says who agreed.
        check_retained(model, after, [row for row in writes.new if isinstance(row, Effect)], writes.values)
        model = after
    assert _contents(model) == _contents(final_model(steps()))
