"""The hybrid clock that orders ops: milliseconds of the wall clock, and a counter where it stands or goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

COUNTER_BITS = 16
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MAX_HLC = (int((dt.datetime(2200, 1, 1, tzinfo=dt.UTC) - EPOCH).total_seconds()) * 1000) << COUNTER_BITS
"""Bound of every stamp that is read: a forged one cannot push the clock out of 64 bits."""
SUSPECT = dt.timedelta(hours=24)
"""A stamp further ahead of the local clock than this is accepted, and said: « horloge suspecte »."""


def milliseconds(moment: dt.datetime) -> int:
    """Whole milliseconds since 1970 of an aware moment; raises `TypeError` on a naive one."""
    return (moment - EPOCH) // dt.timedelta(milliseconds=1)


def moment_of(hlc: int) -> dt.datetime:
    """The wall time a stamp was made at, UTC."""
    return EPOCH + dt.timedelta(milliseconds=hlc >> COUNTER_BITS)


def is_suspect(hlc: int, now: dt.datetime) -> bool:
    """Whether a stamp lies so far in the future that the clock it came from must be wrong."""
    return moment_of(hlc) - now > SUSPECT


class HybridClock:
    """Gives stamps that only grow, and are greater than every stamp seen: an op comes after what its author saw.

    `now` gives milliseconds since 1970; `last` is the greatest stamp of the journal when it is opened.
    """

    __slots__ = ("_last", "_now")

    def __init__(self, now: Callable[[], int], last: int = 0) -> None:
        self._now, self._last = now, last

    @property
    def last(self) -> int:
        """The greatest stamp given or seen."""
        return self._last

    def tick(self) -> int:
        """The stamp of the next op."""
        self._last = max(self._now() << COUNTER_BITS, self._last + 1)
        return self._last

    def see(self, hlc: int) -> None:
        """Take note of a stamp that came from elsewhere."""
        self._last = max(self._last, hlc)
