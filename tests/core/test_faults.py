"""What is written of our own fault holds no value of the contract."""

from __future__ import annotations

import pytest

from cpom_desktop.core.faults import ElsewhereFault, trace_of
from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings

SECRET = "plafond 1 344 706,25"


def _raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def _during(first: Exception, second: Exception) -> Exception:
    try:
        try:
            raise first
        except Exception:
            raise second  # noqa: B904
    except Exception as caught:
        return caught


@pytest.mark.parametrize("error", [
    ValueError(SECRET), KeyError(SECRET), Refused(Reason.BAD_VALUE, SECRET, detail=SECRET),
    Surroundings(Kind.NOT_OURS, name=SECRET, detail=SECRET), OSError(13, SECRET, SECRET), UnicodeDecodeError(
        "utf-8", SECRET.encode(), 0, 1, SECRET), ExceptionGroup(SECRET, [ValueError(SECRET)]),
], ids=lambda error: type(error).__name__)
def test_a_trace_tells_where_and_what_kind_but_no_message(error: Exception) -> None:
    for one in (_raised(error), _raised(RuntimeError("x"), _raised(error)), _during(error, TypeError(SECRET))):
        trace = trace_of(one)
        assert SECRET not in trace and "1 344" not in trace
        assert type(error).__name__ in trace and "core/test_faults.py, line " in trace


def test_what_is_no_value_is_told() -> None:
    assert "(bad-value)" in trace_of(Refused(Reason.BAD_VALUE, SECRET))
    assert "(not-ours)" in trace_of(Surroundings(Kind.NOT_OURS, name=SECRET))
    assert "(errno 13)" in trace_of(OSError(13, SECRET))
    assert trace_of(KeyError("c" * 32)).endswith(f"KeyError ({'c' * 32})")


def test_the_first_fault_comes_first_and_a_circle_ends() -> None:
    first, second = KeyError(SECRET), ValueError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert trace_of(first).splitlines() == ["builtins.ValueError", "builtins.KeyError"]


def test_the_trace_of_another_process_is_kept() -> None:
    assert trace_of(ElsewhereFault(trace_of(_raised(ValueError(SECRET))))).endswith("ValueError")
