"""Work in another process: its answer, its progress, its refusals, its faults, and stopping it."""

from __future__ import annotations

import os
import time

import pytest

from cpom_desktop.core.problems import Kind, Reason, Refused, Surroundings
from cpom_desktop.session.jobs import Job, JobState, Report


def add(report: Report, first: int, second: int) -> tuple[int, int]:
    report(0.5, "Addition")
    return first + second, os.getpid()


def refuse(report: Report) -> None:
    raise Refused(Reason.BAD_DOCUMENT, "page 3", detail="un caractère n’a pas de dessin")


def run_out_of_disk(report: Report) -> None:
    raise Surroundings(Kind.FULL, name="contrat.pdf")


def fail(report: Report) -> None:
    raise ZeroDivisionError("nobody expected this")


def die(report: Report) -> None:
    os._exit(3)


def measure(report: Report, data: bytes) -> int:
    return len(data)


def sleep_long(report: Report) -> None:
    report(0.1, "Attente")
    time.sleep(60)


def test_the_answer_comes_from_another_process() -> None:
    status = Job(add, 2, 3).wait()
    assert status.state is JobState.DONE
    assert status.result[0] == 5
    assert status.result[1] != os.getpid()


def test_a_refusal_keeps_its_three_sentences() -> None:
    status = Job(refuse).wait()
    assert status.state is JobState.REFUSED
    assert isinstance(status.error, Refused) and status.error.where == "page 3"
    assert (
        status.error.sentences
        == Refused(Reason.BAD_DOCUMENT, "page 3", detail="un caractère n’a pas de dessin").sentences
    )


def test_the_surroundings_are_told_apart_from_a_fault() -> None:
    status = Job(run_out_of_disk).wait()
    assert isinstance(status.error, Surroundings) and status.error.kind is Kind.FULL
    assert "contrat.pdf" in status.error.sentences.happened


def test_a_fault_brings_its_trace_for_the_log() -> None:
    status = Job(fail).wait()
    assert status.state is JobState.FAULT
    assert "ZeroDivisionError" in status.trace and "in fail" in status.trace
    assert "nobody expected this" not in status.trace, "a message may hold a value of the contract"


def test_a_process_that_dies_is_a_fault_and_not_an_endless_wait() -> None:
    assert Job(die).wait().state is JobState.FAULT


def test_work_that_cannot_begin_is_a_fault_with_its_trace() -> None:
    status = Job(add, lambda: "no value that can be sent", 3).wait()
    assert status.state is JobState.FAULT and "reduction.py" in status.trace
    job = Job(add, lambda: "no value that can be sent", 3)
    job.cancel()
    assert job.poll().state is JobState.CANCELLED


def test_who_starts_a_large_work_does_not_wait_until_it_was_read() -> None:
    job = Job(measure, bytes(60_000_000))
    # More than a pipe holds, and no Python starts in a thousandth of a second.
    assert job._start.is_alive()
    assert job.wait().result == 60_000_000


def test_progress_is_heard_and_the_work_stops_at_once() -> None:
    job = Job(sleep_long)
    while job.poll(1.0).words != "Attente":
        assert job.poll().state is JobState.RUNNING
    assert job.poll().share == pytest.approx(0.1)
    started = time.monotonic()
    job.cancel()
    assert job.poll().state is JobState.CANCELLED
    assert time.monotonic() - started < 5
