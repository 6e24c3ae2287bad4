"""Who sent it: Ed25519 signatures written as SSHSIG, which the `ssh-keygen` of any computer verifies without us.

A signature says which key signed, never whose key that is: keys are pinned at first use by the session. What is signed
is a bundle (its SHA256SUMS), and the head of a chain of lots: a head is stored and relayed, so that lots of one party
can be trusted when another one carries them. This is no electronic signature of the contract.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256, sha512
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ..core.problems import Reason, Refused
from .journal import LotRef, canonical

NAMESPACE = "cpomsync"
SEED_BYTES = 32
MAX_ARMOR = 2_000
_MAGIC, _TYPE, _HASH = b"SSHSIG", b"ssh-ed25519", b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_HEAD_PREFIX = b"cpomsync-head/1\n"


class Signer:
    """The key of an installation, from its 32 secret bytes (kept by the session, never in a contract)."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()

    @property
    def public(self) -> str:
        """The public key as OpenSSH writes it: `ssh-ed25519 AAAA…`."""
        return public_line(self._public)

    def sign(self, message: bytes) -> str:
        """An armoured SSHSIG of a message."""
        signature = _string(_TYPE) + _string(self._key.sign(_signed(message)))
        blob = (_MAGIC + (1).to_bytes(4, "big") + _string(_wire(self._public)) + _string(NAMESPACE.encode())
                + _string(b"") + _string(_HASH) + _string(signature))
        text = base64.b64encode(blob).decode()
        lines = [text[place : place + 70] for place in range(0, len(text), 70)]
        return "\n".join([_BEGIN, *lines, _END, ""])


def verify(message: bytes, armored: str) -> str:
    """The public key that signed a message; raises `Refused` where the signature does not hold or cannot be read."""
    public, signature = _parts(armored)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(message))
    except InvalidSignature:
        raise Refused(Reason.BAD_SIGNATURE, detail="le contenu a changé après la signature") from None
    return public_line(public)


def public_line(public: bytes) -> str:
    """A public key of 32 bytes as OpenSSH writes it."""
    return f"{_TYPE.decode()} {base64.b64encode(_wire(public)).decode()}"


def key_fingerprint(public: str) -> str:
    """What two people compare aloud or on screen to know a key: `SHA256:…`, as `ssh-keygen -l` shows it."""
    digest = sha256(base64.b64decode(public.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The last lot of a replica, as the installation that wrote it vouches for it, and with it for all lots before."""

    replica: str
    number: int
    hash: str
    signature: str

    @property
    def ref(self) -> LotRef:
        return LotRef(self.replica, self.number)

    def key(self, contract: str) -> str:
        """The public key that vouches; raises `Refused` where the signature does not hold."""
        return verify(_head_message(contract, self.ref, self.hash), self.signature)


def sign_head(signer: Signer, contract: str, ref: LotRef, lot_hash: str) -> SignedHead:
    """Vouch for a chain of one's own, up to a lot."""
    return SignedHead(*ref, lot_hash, signer.sign(_head_message(contract, ref, lot_hash)))


def _head_message(contract: str, ref: LotRef, lot_hash: str) -> bytes:
    return _HEAD_PREFIX + canonical([contract, *ref, lot_hash])


def _signed(message: bytes) -> bytes:
    return _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH) + _string(sha512(message).digest())


def _wire(public: bytes) -> bytes:
    return _string(_TYPE) + _string(public)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _parts(armored: str) -> tuple[bytes, bytes]:
    """The public key and the signature inside an SSHSIG of our namespace."""
    lines = armored.split()
    begin, end = _BEGIN.split(), _END.split()
    if len(armored) > MAX_ARMOR or lines[:3] != begin or lines[-3:] != end:
        _refuse()
    try:
        blob = base64.b64decode("".join(lines[3:-3]), validate=True)
    except (binascii.Error, ValueError):
        _refuse()
    if blob[:10] != _MAGIC + (1).to_bytes(4, "big"):
        _refuse()
    public, namespace, reserved, algorithm, signature = _fields(blob[10:], 5)
    key_type, key = _fields(public, 2)
    signature_type, raw = _fields(signature, 2)
    if (namespace, reserved, algorithm) != (NAMESPACE.encode(), b"", _HASH) or key_type != _TYPE:
        _refuse()
    if signature_type != _TYPE or len(key) != SEED_BYTES or len(raw) != 2 * SEED_BYTES:
        _refuse()
    return key, raw


def _fields(data: bytes, count: int) -> list[bytes]:
    """Exactly that many strings with their lengths, and nothing after them."""
    found = []
    for _ in range(count):
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            _refuse()
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    if data:
        _refuse()
    return found


def _refuse() -> NoReturn:
    raise Refused(Reason.BAD_SIGNATURE, detail="la signature n’est pas lisible")
