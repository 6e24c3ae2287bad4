"""What may be written of our own fault: where it happened, never what the contract holds.

The message of an exception often quotes the value that it stumbled over: logs hold types, ids, files and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from traceback import extract_tb

from .problems import Refused, Surroundings

_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FOLDERS_SHOWN = 3


class ElsewhereFault(RuntimeError):
    """Our own fault in another process; its message is what `trace_of` wrote there."""


def trace_of(error: BaseException) -> str:
    """The files, lines and types of an exception and of those behind it, the first one first; no message of any."""
    return "\n".join(line for one in reversed(list(_chain(error))) for line in _lines(one))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    for frame in extract_tb(error.__traceback__):
        file = "/".join(PurePath(frame.filename).parts[-_FOLDERS_SHOWN:])
        yield f"  {file}, line {frame.lineno}, in {frame.name}"
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_known(error)}"
    if isinstance(error, ElsewhereFault):
        yield str(error)


def _known(error: BaseException) -> str:
    """What an exception says that is no value: the reason of a refusal, the ids that it was raised with."""
    match error:
        case Refused():
            return f" ({error.reason.value})"
        case Surroundings():
            return f" ({error.kind.value})"
        case OSError() if error.errno is not None:
            return f" (errno {error.errno})"
    ids = [arg for arg in error.args if isinstance(arg, str) and _ID.fullmatch(arg)]
    return f" ({', '.join(ids)})" if ids else ""
