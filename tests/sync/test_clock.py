"""The hybrid clock."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.sync.clock import MAX_HLC, HybridClock, is_suspect, milliseconds, moment_of

NOON = dt.datetime(2026, 3, 12, 12, 0, tzinfo=dt.UTC)


STEPS = st.one_of(st.tuples(st.just("now"), st.integers(0, 2**42)), st.tuples(st.just("see"), st.integers(0, 2**58)),
                  st.tuples(st.just("tick"), st.none()))


@given(st.lists(STEPS))
def test_stamps_only_grow_and_pass_whatever_was_seen(steps: list[tuple[str, int | None]]) -> None:
    now, given_out, seen = 0, -1, 0
    clock = HybridClock(lambda: now)
    for verb, number in steps:
        if verb == "now":
            now = number or 0
        elif verb == "see":
            clock.see(number or 0)
            seen = max(seen, number or 0)
        else:
            stamp = clock.tick()
            assert stamp > given_out and stamp > seen and stamp >= now << 16 and clock.last == stamp
            given_out = stamp


def test_a_stamp_says_when_it_was_made() -> None:
    clock = HybridClock(lambda: milliseconds(NOON))
    assert moment_of(clock.tick()) == NOON and moment_of(clock.tick()) == NOON


def test_a_clock_far_ahead_is_suspect_and_one_behind_is_not() -> None:
    def stamp(day: int, hour: int = 12) -> int:
        return milliseconds(NOON.replace(day=day, hour=hour)) << 16

    assert not is_suspect(stamp(13), NOON) and is_suspect(stamp(13, 13), NOON) and not is_suspect(stamp(1), NOON)


def test_a_journal_opened_again_goes_on_after_its_last_stamp() -> None:
    assert HybridClock(lambda: 1, last=10 << 16).tick() == (10 << 16) + 1


def test_stamps_stay_within_what_a_file_can_hold() -> None:
    assert MAX_HLC < 2**63 - 2**40
