"""Random play on three or four desks: whatever happens, all converge, nothing is lost, undo brings back."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.conftest import LONG
from tests.sync.desks import World

DESKS, ROWS, VALUES = st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)


class Negotiation(RuleBasedStateMachine):
    """Each rule is one step of `desks.World`, which checks its promises after it."""

    @initialize(skews=st.lists(st.sampled_from([0, 0, 1, -50, 50]), min_size=3, max_size=4))
    def sit_down(self, skews: list[int]) -> None:
        self.world = World(skews)

    @rule(desk=DESKS, ahead=st.integers(0, 5))
    def time_passes(self, desk: int, ahead: int) -> None:
        self.world.play(["tick", desk, ahead])

    @rule(desk=DESKS)
    def the_file_is_opened_again(self, desk: int) -> None:
        self.world.play(["reopen", desk])

    @rule(desk=DESKS, row=ROWS, value=VALUES)
    def a_row_is_created(self, desk: int, row: int, value: int) -> None:
        self.world.play(["new", desk, row, value])

    @rule(desk=DESKS, row=ROWS, values=st.dictionaries(st.sampled_from("ab"), VALUES, min_size=1))
    def values_are_typed(self, desk: int, row: int, values: dict[str, int]) -> None:
        self.world.play(["set", desk, row, values])

    @rule(desk=DESKS, value=VALUES)
    def one_action_writes_every_row(self, desk: int, value: int) -> None:
        self.world.play(["both", desk, value])

    @rule(desk=DESKS, row=ROWS)
    def a_row_is_deleted(self, desk: int, row: int) -> None:
        self.world.play(["delete", desk, row])

    @rule(desk=DESKS, row=ROWS)
    def a_row_is_restored(self, desk: int, row: int) -> None:
        self.world.play(["restore", desk, row])

    @rule(desk=DESKS, which=st.integers(0, 3), value=VALUES, refuse=st.booleans())
    def a_conflict_is_decided(self, desk: int, which: int, value: int, refuse: bool) -> None:
        self.world.play(["settle", desk, which, value, refuse])

    @rule(desk=DESKS)
    def somebody_undoes(self, desk: int) -> None:
        self.world.play(["undo", desk])

    @rule(desk=DESKS)
    def somebody_redoes(self, desk: int) -> None:
        self.world.play(["redo", desk])

    @rule(desk=DESKS, to=DESKS, how=st.sampled_from(["all", "delta", "one", "some"]), seed=st.integers(0, 99))
    def a_bundle_is_sent(self, desk: int, to: int, how: str, seed: int) -> None:
        self.world.play(["send", desk, to, how, seed])

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.converge(7)


TestNegotiation = Negotiation.TestCase
TestNegotiation.settings = settings(
    max_examples=2_000 if LONG else 150, stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
