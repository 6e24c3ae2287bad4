"""Where the commands speak: people read sentences, scripts read JSON, and errors go to the error output."""

from __future__ import annotations

import json
import sys
from typing import Any

from ..core.problems import Expected


def say(text: str = "") -> None:
    """One line for people."""
    sys.stdout.write(text + "\n")


def say_json(value: Any) -> None:
    """One JSON value for scripts; amounts are integer cents, rates integer millionths."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def complain(error: Expected) -> None:
    """The three sentences of an error: what happened, what is safe, what to do."""
    sentences = error.sentences
    sys.stderr.write(f"{sentences.happened}\n{sentences.safe}\n{sentences.to_do}\n")


def warn(text: str) -> None:
    """One line that is no answer: progress, or what was left aside."""
    sys.stderr.write(text + "\n")
