"""Where the commands speak: people read sentences, scripts read JSON, and errors go to the error output."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from ..core.problems import Expected


class Unanswered(Exception):
    """The work is done, and what it gave cannot be written: the output goes to a full disk, or to a lost one."""


def say(text: str = "") -> None:
    """One line for people."""
    put(sys.stdout, text + "\n")


def say_json(value: Any) -> None:
    """One JSON value for scripts; amounts are integer cents, rates integer millionths.

    It means the same in every encoding: where the output is not Unicode, other letters are escaped.
    """
    put(sys.stdout, json.dumps(value, ensure_ascii=not _is_unicode(sys.stdout), indent=1) + "\n")


def complain(error: Expected) -> None:
    """The three sentences of an error: what happened, what is safe, what to do."""
    sentences = error.sentences
    put(sys.stderr, f"{sentences.happened}\n{sentences.safe}\n{sentences.to_do}\n")


def warn(text: str) -> None:
    """One line that is no answer: progress, or what was left aside."""
    put(sys.stderr, text + "\n")


def finish() -> None:
    """Send what is still held back; raises `Unanswered` where the answer cannot be written as a whole."""
    if sys.stdout is not None:
        with _answering():
            sys.stdout.flush()


def put(stream: TextIO | None, text: str) -> None:
    """Write a text. A letter that the output does not know (a narrow space on an old console) shows as « ? »."""
    if stream is None:
        # The caller closed this output: nobody reads it.
        return
    if not _is_unicode(stream):
        text = text.encode(stream.encoding, "replace").decode(stream.encoding)
    with _answering():
        stream.write(text)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unanswered from error


def _is_unicode(stream: TextIO | None) -> bool:
    return stream is None or not stream.encoding or codecs.lookup(stream.encoding).name.startswith("utf")
