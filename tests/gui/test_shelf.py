"""What is kept between two changes is what would be computed afresh, whatever happened."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpom_desktop.core.changes import Changes, Side
from cpom_desktop.core.contract import Contract, Grant
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.overlay import View, seen_by
from cpom_desktop.gui.shelf import Shelf
from cpom_desktop.session.document import Document

VIEWS = (View.ACCORD, View.MANAGER, View.AUTHORITY)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("value", "ask", "offer", "withdraw", "delete")),
        st.integers(0, 40),
        st.none() | st.integers(-9_000_000, 9_000_000),
        st.sets(st.sampled_from(VIEWS)),
    ),
    min_size=1,
    max_size=6,
)


def play(model: Model, act: str, at: int, cents: int | None) -> tuple[Model, Changes]:
    """One change of a measure or of the positions on it, and its notice."""
    measures = model.all(Measure)
    found = measures[at % len(measures)]
    if act == "value":
        cell = found.at("cents")
        return model.overlaid({cell: cents}), Changes(cells=frozenset({cell}))
    if act == "delete":
        row = (Measure.kind, found.id)
        return model.replacing(removed=[row]), Changes(rows=frozenset({row}))
    contract = model.all(Contract)[0].id
    side = Side.AUTHORITY if act == "offer" else Side.MANAGER
    moves = [one for one in model.where(Position, "cell", str(found.at("cents"))) if one.party == side.value]
    if act == "withdraw" and moves:
        cell = moves[-1].at("status")
        return model.overlaid({cell: "retire"}), Changes(cells=frozenset({cell}))
    rank = 1 + max((one.rank for one in moves), default=0)
    value = None if cents is None else str(cents)
    made = natural_record(Position, contract, cell=str(found.at("cents")), party=side.value, rank=rank, value=value)
    return model.replacing([made]), Changes(rows=frozenset({(Position.kind, made.id)}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(ACTS)
def test_models_and_figures_that_were_kept_are_those_computed_afresh(
    document: Document, acts: list[tuple[str, int, int | None, set[View]]]
) -> None:
    model, today = document.model, document.tools.now().date()
    shelf, grant = Shelf(model, today), model.all(Grant)[0].id
    for view in VIEWS:
        shelf.books(view).grant(grant)
    for turn, (act, at, cents, looked_at) in enumerate(acts, start=1):
        model, changes = play(model, act, at, cents)
        shelf.renew(changes, model, today)
        # Only what is looked at is renewed: in the end, everything.
        for view in looked_at if turn < len(acts) else VIEWS:
            fresh = seen_by(model, view, today)
            for cls in (Measure, YearRate):
                assert {one.id: one for one in shelf.seen(view).all(cls)} == {one.id: one for one in fresh.all(cls)}
            kept = [year.grant.cents for year in shelf.books(view).grant(grant)]
            assert kept == [year.grant.cents for year in grant_years(fresh, grant)]
