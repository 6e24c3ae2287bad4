"""A bundle under a passphrase, told by telephone and never in the same mail: Argon2id, then AES-256-GCM."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable
from typing import Annotated, NoReturn

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ..core.problems import Reason, Refused
from .journal import canonical

MAGIC = b"CPOMSEAL1\n"
MAX_HEADER = 1_000
MAX_MEMORY, MAX_PASSES, MAX_LANES = 256 * 1024, 10, 8
"""Bounds of what a received file may ask for, checked before deriving: kibibytes, passes, lanes."""
_MEMORY, _PASSES, _LANES, _SALT, _NONCE, _KEY = 64 * 1024, 3, 4, 16, 12, 32


class Header(msgspec.Struct, forbid_unknown_fields=True):
    """How the key is made from the passphrase; authenticated with the content."""

    kdf: str
    memory: Annotated[int, msgspec.Meta(ge=8 * MAX_LANES, le=MAX_MEMORY)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=MAX_PASSES)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=MAX_LANES)]
    salt: Annotated[bytes, msgspec.Meta(min_length=_SALT, max_length=_SALT)]
    nonce: Annotated[bytes, msgspec.Meta(min_length=_NONCE, max_length=_NONCE)]


def is_sealed(data: bytes) -> bool:
    """Whether a file is protected by a passphrase."""
    return data.startswith(MAGIC)


def seal(data: bytes, passphrase: str, randomness: Callable[[int], bytes]) -> bytes:
    """The same bytes under a passphrase; raises `Refused` where it is empty."""
    header = Header("argon2id", _MEMORY, _PASSES, _LANES, randomness(_SALT), randomness(_NONCE))
    coded = {name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
             for name, value in msgspec.structs.asdict(header).items()}
    opening = MAGIC + canonical(coded) + b"\n"
    return opening + AESGCM(_derived(passphrase, header)).encrypt(header.nonce, data, opening)


def unseal(data: bytes, passphrase: str) -> bytes:
    """What is under the passphrase; raises `Refused` where the file is not readable or the passphrase another."""
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + MAX_HEADER)
    if not is_sealed(data) or end < 0:
        _refuse()
    try:
        header = msgspec.json.decode(data[len(MAGIC) : end], type=Header)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        _refuse()
    if header.kdf != "argon2id":
        raise Refused(Reason.NEWER_FORMAT, detail="1")
    opening = data[: end + 1]
    try:
        return AESGCM(_derived(passphrase, header)).decrypt(header.nonce, data[end + 1 :], opening)
    except InvalidTag:
        raise Refused(Reason.PASSPHRASE) from None


def _derived(passphrase: str, header: Header) -> bytes:
    words = " ".join(unicodedata.normalize("NFC", passphrase).split())
    if not words:
        raise Refused(Reason.PASSPHRASE)
    try:
        secret = words.encode()
    except UnicodeEncodeError:
        raise Refused(Reason.PASSPHRASE) from None
    return Argon2id(salt=header.salt, length=_KEY, iterations=header.passes, lanes=header.lanes,
                    memory_cost=header.memory).derive(secret)


def _refuse() -> NoReturn:
    raise Refused(Reason.MALFORMED, detail="l’enveloppe protégée n’est pas lisible")
