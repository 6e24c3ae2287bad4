"""The stacks of undo and redo, as the journal alone gives them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.session.undo import Stacks, Step
from cpom_desktop.sync.journal import LotRef


def ref(number: int) -> LotRef:
    return LotRef("a" * 16, number)


def test_the_last_action_is_the_first_to_go() -> None:
    stacks = Stacks([Step(ref(1), "un"), Step(ref(2), "deux")])
    assert stacks.to_undo == Step(ref(2), "deux")
    assert stacks.to_redo is None


def test_what_was_undone_can_be_redone_and_undone_again() -> None:
    stacks = Stacks([Step(ref(1), "un"), Step(ref(2), "deux"), Step(ref(3), "", undoes=ref(2))])
    assert stacks.to_undo == Step(ref(1), "un")
    assert stacks.to_redo == (Step(ref(2), "deux"), ref(3))
    stacks.push(Step(ref(4), "", undoes=ref(3)))
    assert stacks.to_undo == Step(ref(2), "deux")
    assert stacks.to_redo is None
    stacks.push(Step(ref(5), "", undoes=ref(2)))
    assert stacks.to_redo == (Step(ref(2), "deux"), ref(5))


def test_a_new_action_ends_the_redo() -> None:
    stacks = Stacks([Step(ref(1), "un"), Step(ref(2), "", undoes=ref(1)), Step(ref(3), "trois")])
    assert stacks.to_redo is None
    assert stacks.to_undo == Step(ref(3), "trois")


def test_nothing_before_a_barrier_can_be_undone() -> None:
    stacks = Stacks([Step(ref(1), "un"), Step(ref(2), "deux"), Step(ref(3), "", undoes=ref(2))])
    stacks.raise_barrier()
    assert stacks.to_undo is None and stacks.to_redo is None
    stacks.push(Step(ref(4), "", undoes=ref(1)))
    assert stacks.to_undo is None and stacks.to_redo is None


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_the_stacks_follow_an_ordinary_editor(moves: list[str]) -> None:
    stacks = Stacks()
    done: list[int] = []
    undone: list[int] = []
    for number, move in enumerate(moves, start=1):
        if move == "do":
            stacks.push(Step(ref(number), str(number)))
            done, undone = [*done, number], []
        elif move == "undo" and stacks.to_undo is not None:
            stacks.push(Step(ref(number), "", undoes=stacks.to_undo.ref))
            undone.append(done.pop())
        elif move == "redo" and stacks.to_redo is not None:
            stacks.push(Step(ref(number), "", undoes=stacks.to_redo[1]))
            done.append(undone.pop())
        assert (stacks.to_undo.label if stacks.to_undo else None) == (str(done[-1]) if done else None)
        assert (stacks.to_redo[0].label if stacks.to_redo else None) == (str(undone[-1]) if undone else None)
