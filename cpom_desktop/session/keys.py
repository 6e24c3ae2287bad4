"""The signing key of this installation, and the keys of the others as they were first met.

The key authenticates exchanges, never a contract. Losing it does no harm to the contract: a new one is made, and the
others are told that they meet a key they do not know.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from ..storage.whole import put_in_place
from ..sync.envelope import SEED_BYTES, Signer, key_fingerprint

_KEY, _KNOWN = "exchange.key", "known-keys.json"
_OWNER_ONLY = 0o600


class Trust(Enum):
    """What is known of the key that signed."""

    OWN = "own"
    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    """This person of this organisation signed with another key before."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key as it was first met; `fingerprint` is what two people compare aloud."""

    key: str
    name: str
    organisation: str
    first_seen: str

    @property
    def fingerprint(self) -> str:
        return key_fingerprint(self.key)


class Keys:
    """The keys in the user's folder. `temporary` says that the key could not be kept: another one comes next time."""

    def __init__(self, folder: Path, randomness: Callable[[int], bytes]) -> None:
        self._folder = folder
        self.temporary = False
        self.signer = Signer(self._seed(randomness))

    def known(self) -> list[KnownKey]:
        """Every key met, in the order in which they were."""
        try:
            found = json.loads((self._folder / _KNOWN).read_text(encoding="utf-8"))
            return [KnownKey(*(str(k[name]) for name in ("key", "name", "organisation", "first_seen"))) for k in found]
        except (OSError, ValueError, KeyError, TypeError):
            # Without the list every key is met for the first time: said, and compared again.
            return []

    def trust(self, key: str, name: str, organisation: str) -> Trust:
        """What is known of a key that says it belongs to somebody."""
        if key == self.signer.public:
            return Trust.OWN
        known = self.known()
        if any((k.key, k.organisation) == (key, organisation) for k in known):
            return Trust.KNOWN
        met = any((k.name, k.organisation) == (name, organisation) for k in known)
        return Trust.CHANGED if met or any(k.key == key for k in known) else Trust.NEW

    def pin(self, key: str, name: str, organisation: str, now: str) -> None:
        """Remember a key with who uses it, and when it was met (UTC); the user has looked at the review by then."""
        known = self.known()
        if key == self.signer.public or any((k.key, k.organisation) == (key, organisation) for k in known):
            return
        known.append(KnownKey(key, name, organisation, now))
        text = json.dumps([asdict(k) for k in known], ensure_ascii=False, indent=1)
        put_in_place(self._folder / _KNOWN, text.encode(), _OWNER_ONLY)

    def _seed(self, randomness: Callable[[int], bytes]) -> bytes:
        path = self._folder / _KEY
        try:
            seed = path.read_bytes()
            if len(seed) == SEED_BYTES:
                return seed
        except OSError:
            pass  # there is none yet, or it cannot be read: a new one is made
        seed = randomness(SEED_BYTES)
        try:
            put_in_place(path, seed, _OWNER_ONLY)
        except OSError:
            self.temporary = True
        return seed
