"""Files that come by mail: bombs, traversals, cut archives, and thousands of damaged ones. Only a refusal comes out."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.sync import archive
from cpom_desktop.sync.archive import MAX_ENTRIES, MAX_FILE, MIMETYPE, REQUIRED, Archive
from cpom_desktop.sync.bundle_reader import open_bundle
from cpom_desktop.sync.held import HeldJournal
from cpom_desktop.sync.journal import Lot
from cpom_desktop.sync.passphrase import MAGIC
from cpom_desktop.sync.whole import contract_state
from tests.conftest import LONG
from tests.sync.forging import Line, entries_of, history_of, packed, resigned, with_history, with_manifest
from tests.sync.samples import sample_bundle

SAMPLE = sample_bundle()
ENTRIES = entries_of(SAMPLE)


def swallowed(data: bytes) -> list[Lot]:
    """Everything a receiver does with a file, up to the values shown."""
    journal = HeldJournal()
    journal.receive(open_bundle(data, "mot").lots())
    lots = list(journal.lots())
    list(contract_state(lots).written())
    return lots


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        swallowed(data)
    return caught.value


def zipped(fill: Callable[[zipfile.ZipFile], None], mimetype: bool = True) -> bytes:
    """The entries of a good bundle, and what a hostile hand adds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        if mimetype:
            for name, content in ENTRIES.items():
                target.writestr(name, content)
        fill(target)
    return buffer.getvalue()


def added(name: str, content: bytes = b"x") -> bytes:
    return zipped(lambda target: target.writestr(name, content))


@cache
def bomb(megabytes: int) -> bytes:
    """An entry of zeros that swells a thousand times."""

    def fill(target: zipfile.ZipFile) -> None:
        with target.open("blobs/" + "0" * 64, "w") as entry:
            for _ in range(megabytes):
                entry.write(bytes(1024 * 1024))

    return zipped(fill)


def patched(data: bytes, signature: bytes, offset: int, value: bytes, which: int = 1) -> bytes:
    """A ZIP with some bytes of the header of its nth entry replaced."""
    place = -1
    for _ in range(which + 1):
        place = data.index(signature, place + 1)
    return data[: place + offset] + value + data[place + offset + len(value) :]


CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"

HOSTILE: dict[str, bytes | Callable[[], bytes]] = {
    "bomb of 300 MB": partial(bomb, 300), "bomb under the total": partial(bomb, 40),
    "size that lies, small": patched(SAMPLE, CENTRAL, 24, struct.pack("<I", 1)),
    "size that lies, large": patched(SAMPLE, CENTRAL, 24, struct.pack("<I", 40 * 1024 * 1024)),
    "size that lies, huge": patched(SAMPLE, CENTRAL, 24, struct.pack("<I", 0xFFFFFFFE)),
    "sum that lies": patched(SAMPLE, CENTRAL, 16, b"\0\0\0\0"),
    "traversal": added("../../etc/passwd"), "absolute": added("/etc/passwd"), "drive": added("C:\\windows\\x"),
    "backslash": added("x-ext\\..\\a"), "parent in a blob": added("blobs/../" + "0" * 61),
    "colon": added("x-ext/a:b"), "program": added("setup.exe"), "program beside": added("x-ext/.exe"),
    "folder": added("blobs/"), "blob with letters of upper case": added("blobs/" + "A" * 64),
    "name with a zero byte": SAMPLE.replace(b"LISEZMOI.txt", b"LISEZ\0OI.txt"),
    "a thousand entries": packed((f"x-ext/{n}", b"") for n in range(1_000)),
    "encrypted entry": patched(SAMPLE, CENTRAL, 8, b"\x01\x00"),
    "compressed otherwise": patched(SAMPLE, CENTRAL, 10, b"\x0c\x00"),
    "unknown compression": patched(SAMPLE, CENTRAL, 10, b"\x63\x00"),
    "offset beyond the end": patched(SAMPLE, CENTRAL, 42, b"\xff\xff\xff\x7f"),
    "header of another entry": patched(SAMPLE, CENTRAL, 42, b"\0\0\0\0"),
    "no local header": patched(SAMPLE, LOCAL, 0, b"PK\x09\x09"),
    "directory at a negative place": SAMPLE[: SAMPLE.rindex(b"PK\x05\x06") + 16] + b"\xff\xff\xff\xff\0\0",
    "not a ZIP": b"Bonjour", "empty": b"", "a ZIP of nothing": zipped(lambda z: None, mimetype=False),
    "a spreadsheet": zipped(lambda z: z.writestr("xl/workbook.xml", b"<x/>"), mimetype=False),
    "mimetype not first": packed([*list(ENTRIES.items())[1:], ("mimetype", MIMETYPE.encode())]),
    "another mimetype": resigned({**ENTRIES, "mimetype": b"application/zip"}),
    "cut in the middle": SAMPLE[: len(SAMPLE) // 2], "cut at the end": SAMPLE[:-1],
    "too large a file": SAMPLE + bytes(MAX_FILE), "a front page too long": resigned(
        {**ENTRIES, "manifest.json": b'{"format":"cpomsync/1"' + b" " * 1_100_000 + b"}"}),
    "a line without end": resigned({**ENTRIES, "journal.jsonl": bytes(random.Random(1).randbytes(5_000_000))
                                    .replace(b"\n", b" ")}),
    "sums of nothing": packed({**ENTRIES, "SHA256SUMS": b""}.items()),
    "protected, and cut": MAGIC + b"{}",
    **{f"without {name}": packed((n, c) for n, c in ENTRIES.items() if n != name) for name in REQUIRED},
}


def hostile(name: str) -> bytes:
    """One of them; what is slow to make is made by the test that needs it, not by each process that collects it."""
    found = HOSTILE[name]
    return found if isinstance(found, bytes) else found()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_at_once(name: str) -> None:
    data = hostile(name)
    start = time.process_time()
    assert refusal(data).reason in (Reason.MALFORMED, Reason.TOO_BIG, Reason.BAD_SIGNATURE)
    # Half a second is a hundred times what it takes: unfolding 300 MB would take more.
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("name", [
    "bomb of 300 MB", "bomb under the total", "too large a file", "a front page too long", "a line without end",
])
def test_what_is_too_large_is_called_so(name: str) -> None:
    assert refusal(hostile(name)).reason is Reason.TOO_BIG


def test_each_bound_of_an_archive_holds_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(len(content) for content in ENTRIES.values())
    total = sum(len(content) for content in ENTRIES.values())
    for bound, value in (("MAX_FILE", len(SAMPLE) - 1), ("MAX_ENTRY", largest - 1), ("MAX_TOTAL", total - 1),
                         ("MAX_ENTRIES", len(ENTRIES) - 1)):
        with monkeypatch.context() as patch:
            patch.setattr(archive, bound, value)
            assert refusal(SAMPLE).reason is Reason.TOO_BIG, bound
            patch.setattr(archive, bound, value + 1)
            assert swallowed(SAMPLE)


def test_sizes_are_also_counted_while_the_data_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Archive(SAMPLE)
    monkeypatch.setattr(archive, "MAX_ENTRY", 100)
    with pytest.raises(Refused) as caught:
        opened.read("LISEZMOI.txt")
    assert caught.value.reason is Reason.TOO_BIG


def _hidden_name() -> bytes:
    """A name that goes on after a zero byte, where most programs stop reading; its sum is right."""
    good = resigned({**ENTRIES, "x-ext/a": b"1"})
    return packed(("x-ext/aXb" if name == "x-ext/a" else name, content) for name, content in entries_of(good).items()
                  ).replace(b"x-ext/aXb", b"x-ext/a\0b")


@pytest.mark.parametrize("data", [hostile("encrypted entry"), packed(ENTRIES.items(), zipfile.ZIP_BZIP2),
                                  packed(ENTRIES.items(), zipfile.ZIP_LZMA), _hidden_name()],
                         ids=["encrypted", "bzip2", "lzma", "hidden name"])
def test_an_entry_that_needs_another_program_is_refused_before_it_is_read(data: bytes) -> None:
    assert "élément illisible" in refusal(data).sentences.happened


def test_a_damaged_entry_is_named() -> None:
    assert "«\u00a0manifest.json\u00a0» est abîmé" in refusal(hostile("sum that lies")).sentences.happened


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [*REQUIRED, "x-ext/a"])
def test_an_entry_that_comes_twice_is_refused(name: str) -> None:
    twice = packed([*ENTRIES.items(), ("x-ext/a", b"1"), (name, b"2")])
    assert refusal(twice).reason is Reason.MALFORMED


def test_as_many_entries_as_allowed_are_read() -> None:
    extra = {f"x-ext/{n}": b"" for n in range(MAX_ENTRIES - len(ENTRIES))}
    assert len(Archive(resigned({**ENTRIES, **extra})).names) == MAX_ENTRIES
    assert refusal(resigned({**ENTRIES, **extra, "x-ext/one": b""})).reason is Reason.TOO_BIG


def test_a_refusal_speaks_french_and_says_that_nothing_has_changed() -> None:
    for name in HOSTILE:
        sentences = refusal(hostile(name)).sentences
        assert "…" not in sentences.happened and sentences.to_do
        assert "intact" in sentences.safe or sentences.safe.startswith("Rien")


# -- damaged at random -------------------------------------------------------------------------------------------------

HISTORY, SEEDS = history_of(SAMPLE), 60_000 if LONG else 3_000
ODD: tuple[Any, ...] = (
    None, 0, 1, -1, 2**31, 2**63, 10**30, 0.5, True, "", "x", "é", "\ud800", "\u202e", "a\0b", "0" * 64, "f" * 16, [],
    {}, [[]], ["0123456789abcdef", 1], {"a": 1}, "undo", "delete", "new", "set", "x" * 600,
)


def damaged_bytes(chance: random.Random) -> bytes:
    """A bundle with a few bytes changed, cut, moved or doubled."""
    data = bytearray(SAMPLE)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        place = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del data[place : place + chance.randrange(1, 40)]
        elif kind == 3:
            data[place:place] = data[chance.randrange(len(data)) :][: chance.randrange(1, 60)]
        else:
            data[place : place + 4] = chance.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"])
        if not data:
            break
    return bytes(data)


def damaged_fields(chance: random.Random) -> bytes:
    """A bundle with a few fields changed, everything sealed and signed again: only the reader of fields can see it."""
    if chance.random() < 0.15:
        return with_manifest(SAMPLE, **{chance.choice([
            "format", "min_reader", "writer", "contract", "sender", "created", "zone", "since", "upto", "lots", "ops",
            "blobs", "fingerprint", "previous"]): chance.choice(ODD)})
    told = [(dict(lot), [dict(op) for op in ops]) for lot, ops in HISTORY]
    for _ in range(chance.choice([1, 1, 2, 4])):
        if told:
            _spoil(chance, told)
    if chance.random() < 0.8:
        told.sort(key=lambda entry: str([op.get("hlc") for op in entry[1]]))
    return with_history(SAMPLE, told, reseal=chance.random() < 0.9)


def _spoil(chance: random.Random, told: list[tuple[Line, list[Line]]]) -> None:
    """One lie: anything in any field, or something that could be true elsewhere."""
    lot, ops = chance.choice(told)
    others = [op for _, some in told for op in some]
    if chance.random() < 0.25:
        target = chance.choice([lot, *ops])
        target[chance.choice([*target, "later"])] = chance.choice(ODD)
    elif chance.random() < 0.15:
        lies: list[Callable[[], object]] = [
            told.reverse, told.pop, lambda: told.append(told[0]), ops.clear, lot.clear]
        chance.choice(lies)()
    elif chance.random() < 0.3:
        lot.update(chance.choice([
            {"number": chance.randrange(1, 5)}, {"min_reader": chance.randrange(3)}, {"side": "autre"},
            {"replica": chance.choice(told)[0].get("replica")}, {"previous": chance.choice(["", "0" * 64])},
            {"label": chance.choice(["a\nb", "Autre", "\u202e"])},
        ]))
    elif ops and others:
        _spoil_op(chance, chance.choice(ops), ops, chance.choice(others))


def _spoil_op(chance: random.Random, op: Line, ops: list[Line], other: Line) -> None:
    """A field of an op becomes that of another one, or something near."""
    who = chance.choice(["0123456789abcdef", "fedcba9876543210", "0" * 16])
    lies: list[Line] = [
        {"kind": chance.choice(["new", "set", "resolve", "refuse", "delete", "restore", "undo"])},
        {"cell": other.get("cell")}, {"value": other.get("value")}, {"parents": other.get("parents")},
        {"parents": [[who, chance.randrange(1, 6)]]}, {"value": [who, chance.randrange(1, 5)]},
        {"hlc": chance.choice([other.get("hlc"), 1, 2**61])}, {"seq": other.get("seq")},
        {"value": chance.choice([7, "x", None, {"capacity": 7}, {"a/b": 1}, {"name": None, "closed": "2027"}])},
        {"cell": [chance.choice(["esms", "section", "later", "a/b"]), "e1", chance.choice(["", "name"])]},
    ]
    if chance.random() < 0.15:
        ops.append({**other, "seq": ops[-1].get("seq"), "hlc": ops[-1].get("hlc")})
    for lie in chance.sample(lies, chance.choice([1, 1, 2])):
        op.update(lie)


@pytest.mark.parametrize("damage", [damaged_bytes, damaged_fields], ids=["bytes", "fields"])
def test_whatever_is_damaged_only_a_refusal_comes_out(damage: Callable[[random.Random], bytes]) -> None:
    refused = 0
    for seed in range(SEEDS // 2):
        data = damage(random.Random(seed))
        try:
            swallowed(data)
        except Refused:
            refused += 1
        except Exception as error:
            raise AssertionError(f"seed {seed} let out {error!r}") from error
    # The damage reaches what it is meant for: some files are still good, and most are not.
    assert SEEDS // 4 < refused <= SEEDS // 2
