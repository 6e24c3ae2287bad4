"""Reading a bundle: the only door by which lots of others come in. Whatever is wrong raises `Refused`, nothing else.

Opening checks the archive, every sum, the signature and the front page. The lots come out one by one, so that a long
journal is never whole in memory; `merge` checks each of them and compares its history with ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from ..core.problems import Reason, Refused
from ..core.records import Cell
from .archive import BLOBS, HEADS, LOTS, MANIFEST, MAX_ENTRY, OPS, SIGNATURE, SUMS, Archive, too_big
from .envelope import SignedHead, verify
from .journal import Lot
from .lotcheck import check_lot, is_hash, is_replica
from .manifest import HeadLine, LotLine, Manifest, OpLine, head_line, lot_from, lot_line, op_line, read_manifest, refuse
from .merge import VersionVector, sort_key
from .passphrase import is_sealed, unseal

MAX_OPS, MAX_HEADS = 500_000, 10_000


@dataclass(frozen=True, slots=True)
class Voucher:
    """A signed head, and the public key that signed it."""

    head: SignedHead
    key: str


class Bundle:
    """A bundle whose sums and signature hold. `key` is the public key that signed; whose it is, the session knows."""

    def __init__(self, data: bytes) -> None:
        self.size, self.hash = len(data), sha256(data).hexdigest()
        self._archive = Archive(data)
        self.key = self._checked_signature()
        self.manifest: Manifest = read_manifest(self._archive.read(MANIFEST))
        if self.manifest.sender.key != self.key:
            raise Refused(Reason.BAD_SIGNATURE, detail="la clé annoncée n’est pas celle qui a signé")
        self.blobs = tuple(name.removeprefix(BLOBS) for name in self._archive.names if name.startswith(BLOBS))
        if len(self.blobs) != self.manifest.blobs:
            refuse("il ne contient pas les pièces jointes qu’il annonce")
        self.vouchers = tuple(self._vouchers())

    def lots(self) -> Iterator[Lot]:
        """The lots in the order in which they merge, of the right shape and in their place; raises `Refused` else.

        What each of them says is checked by `merge`, as for every lot, or by `inspect`.
        """
        order = _Order(self.manifest, {voucher.head.ref: voucher.head.hash for voucher in self.vouchers})
        lines, cells = self._archive.lines(OPS), dict[Cell, Cell]()
        for raw in self._archive.lines(LOTS):
            head: LotLine = lot_line(raw)
            order.announce(head.count)
            ops: list[OpLine] = [op_line(line) for _, line in zip(range(head.count), lines, strict=False)]
            if len(ops) != head.count:
                refuse("il est incomplet")
            lot = lot_from(head, ops, cells)
            order.follow(lot)
            yield lot
        if next(lines, None) is not None:
            refuse("il contient des modifications sans auteur")
        order.finish()

    def blob(self, name: str) -> bytes:
        """The bytes of an attachment, by its SHA-256."""
        return self._archive.read(BLOBS + name, MAX_ENTRY)

    def _checked_signature(self) -> str:
        """Every entry has the sum that is signed; the key that signed."""
        sums = self._archive.read(SUMS)
        key = verify(sums, self._archive.read(SIGNATURE).decode("ascii", "replace"))
        listed = _listed(sums)
        if set(listed) != set(self._archive.names) - {SUMS, SIGNATURE}:
            refuse("la liste de ses éléments ne correspond pas à son contenu")
        for name, expected in listed.items():
            digest = sha256()
            for chunk in self._archive.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != expected or (name.startswith(BLOBS) and name != BLOBS + expected):
                refuse(f"«\u00a0{name}\u00a0» a été modifié")
        return key

    def _vouchers(self) -> Iterator[Voucher]:
        for count, raw in enumerate(self._archive.lines(HEADS)):
            if count == MAX_HEADS:
                too_big(f"plus de {MAX_HEADS} signatures")
            line: HeadLine = head_line(raw)
            if not is_replica(line.replica) or not is_hash(line.hash):
                refuse("une signature de suite n’est pas lisible")
            head = SignedHead(line.replica, line.number, line.hash, line.signature)
            yield Voucher(head, head.key(self.manifest.contract.id))


class _Order:
    """What holds between lots of a bundle: sorted, no gap in a replica, as many as announced, as vouched for."""

    def __init__(self, manifest: Manifest, vouched: dict[tuple[str, int], str]) -> None:
        self._manifest, self._vouched = manifest, vouched
        self._at: VersionVector = dict(manifest.since)
        self._hashes: dict[str, str] = {}
        self._before: tuple[int, str, int, str] = (0, "", 0, "")
        self._lots = self._ops = 0

    def announce(self, count: int) -> None:
        """Take note of the size of the next lot, before its ops are read."""
        self._lots += 1
        self._ops += count
        if self._ops > MAX_OPS:
            too_big(f"plus de {MAX_OPS} modifications")

    def follow(self, lot: Lot) -> None:
        """Take note of the next lot."""
        key = sort_key(lot)
        if key <= self._before or lot.number != self._at.get(lot.replica, 0) + 1:
            refuse("ses modifications ne sont pas dans l’ordre")
        if self._hashes.get(lot.replica, lot.previous) != lot.previous:
            refuse("une suite de modifications est rompue")
        if self._vouched.get(lot.ref, lot.hash) != lot.hash:
            raise Refused(Reason.BAD_SIGNATURE, detail="une suite de modifications n’est pas celle qui a été signée")
        self._before, self._at[lot.replica], self._hashes[lot.replica] = key, lot.number, lot.hash

    def finish(self) -> None:
        """Everything announced has come."""
        manifest = self._manifest
        if (self._lots, self._ops) != (manifest.lots, manifest.ops) or self._at != manifest.upto:
            refuse("il ne contient pas les modifications qu’il annonce")


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """What a bundle is, every lot of it read and checked. `authors`: name, organisation, side → lots they wrote."""

    manifest: Manifest
    key: str
    hash: str
    size: int
    authors: dict[tuple[str, str, str], int]
    vouchers: tuple[Voucher, ...]
    blobs: tuple[str, ...]


def open_bundle(data: bytes, passphrase: str | None = None) -> Bundle:
    """A bundle from its bytes. Raises `Refused`: `PASSPHRASE` where one is needed or it is another one."""
    if is_sealed(data):
        data = unseal(data, passphrase or "")
    return Bundle(data)


def inspect(data: bytes, passphrase: str | None = None) -> BundleInfo:
    """Read a bundle from end to end without merging it."""
    bundle = open_bundle(data, passphrase)
    authors: dict[tuple[str, str, str], int] = {}
    for lot in bundle.lots():
        check_lot(lot)
        who = (lot.author, lot.organisation, lot.side)
        authors[who] = authors.get(who, 0) + 1
    return BundleInfo(bundle.manifest, bundle.key, bundle.hash, bundle.size, authors, bundle.vouchers, bundle.blobs)


def _listed(sums: bytes) -> dict[str, str]:
    """The name and sum of each entry, as `sha256sum` writes them."""
    found: dict[str, str] = {}
    for line in sums.decode("ascii", "replace").splitlines():
        expected, gap, name = line[:64], line[64:66], line[66:]
        if not is_hash(expected) or gap != "  " or not name or name in found:
            refuse("la liste de ses éléments n’est pas lisible")
        found[name] = expected
    return found
