"""Row ids: derived from a natural key, or UUIDv7 with clock and randomness injected."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import TypeVar, cast

from .records import KINDS, Record, Value, fields_of

R = TypeVar("R", bound=Record)


def derived_id(contract: str, kind: str, *natural: Value) -> str:
    """The id of a row that two copies filled offline must share: 32 hexadecimal digits."""
    text = json.dumps([contract, kind, *natural], ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


def natural_record(cls: type[R], contract: str, **values: Value) -> R:
    """A record of a kind with a natural key, its id derived from the values of that key."""
    return cast(R, _natural_record(cls.kind, contract, **values))


@lru_cache(maxsize=8192, typed=True)
def _natural_record(kind: str, contract: str, **values: Value) -> Record:
    """Kept, because a table asks at each keystroke for the rows that its empty cells would create."""
    cls, info = KINDS[kind], fields_of(kind)
    key = [info[name].check(values[name]) for name in cls.natural_key]
    return cls(id=derived_id(contract, cls.kind, *key), **values)


def uuid7(milliseconds: int, randomness: Callable[[int], bytes]) -> str:
    """RFC 9562 version 7 without dashes; `uuid.uuid7` comes only with Python 3.14."""
    noise = randomness(10)
    head = milliseconds.to_bytes(6, "big")
    body = bytes([0x70 | noise[0] & 0x0F, noise[1], 0x80 | noise[2] & 0x3F]) + noise[3:]
    return (head + body).hex()
