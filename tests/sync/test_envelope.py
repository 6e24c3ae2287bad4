"""Signatures that anybody can verify, and a passphrase that protects."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.sync.bundle_reader import open_bundle
from cpom_desktop.sync.envelope import Signer, key_fingerprint, sign_head, verify
from cpom_desktop.sync.journal import LotRef, canonical
from cpom_desktop.sync.passphrase import MAGIC, MAX_LANES, MAX_MEMORY, MAX_PASSES, is_sealed, seal, unseal
from tests.sync.samples import MANAGER, OTHER_SIGNER, SIGNER, sample_bundle

MESSAGE = b"0123  manifest.json\n"
KEYGEN = shutil.which("ssh-keygen")


def noise(count: int) -> bytes:
    return bytes(range(count))


def test_a_signature_holds_for_its_message_and_names_its_key() -> None:
    assert verify(MESSAGE, SIGNER.sign(MESSAGE)) == SIGNER.public != OTHER_SIGNER.public


@pytest.mark.parametrize("message", [b"", MESSAGE + b" ", MESSAGE[:-1], MESSAGE.upper()], ids=str)
def test_a_signature_does_not_hold_for_another_message(message: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        verify(message, SIGNER.sign(MESSAGE))
    assert refusal.value.reason is Reason.BAD_SIGNATURE


def test_no_altered_signature_holds() -> None:
    lines = SIGNER.sign(MESSAGE).split("\n")
    blob = base64.b64decode("".join(lines[1:-2]))
    for place in range(len(blob)):
        other = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(Refused) as refusal:
            verify(MESSAGE, "\n".join([lines[0], base64.b64encode(other).decode(), *lines[-2:]]))
        assert refusal.value.reason is Reason.BAD_SIGNATURE


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", "é" * 3_000,
                                  "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"], ids=len)
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        verify(MESSAGE, text)


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def armored(blob: bytes, begin: str = "-----BEGIN SSH SIGNATURE-----", end: str = "-----END SSH SIGNATURE-----") -> str:
    return f"{begin}\n{base64.b64encode(blob).decode()}\n{end}\n"


def blob_of(key: int = 32, signature: int = 64, kind: bytes = b"ssh-ed25519", algorithm: bytes = b"sha512",
            namespace: bytes = b"cpomsync", rest: bytes = b"") -> bytes:
    """The inside of an SSHSIG, with lengths and names of one's choice."""
    public, made = string(kind) + string(bytes(key)), string(kind) + string(bytes(signature))
    return b"SSHSIG\0\0\0\1" + b"".join(map(string, (public, namespace, b"", algorithm, made))) + rest


SIGNED = base64.b64decode("".join(SIGNER.sign(MESSAGE).split("\n")[1:-2]))


@pytest.mark.parametrize("text", [
    armored(blob_of(key=31)), armored(blob_of(signature=63)), armored(blob_of(kind=b"ssh-rsa")),
    armored(blob_of(algorithm=b"sha256")), armored(blob_of(namespace=b"file")), armored(blob_of(rest=b"x")),
    armored(blob_of()[:40]), armored(blob_of()).replace("U1NIU0lH", "!!!!!!!!"), armored(blob_of()).replace("==", "="),
    armored(SIGNED, begin="-----BEGIN PGP SIGNATURE-----"), armored(SIGNED, end="-----END PGP SIGNATURE-----"),
    armored(SIGNED) + "\n" * 2_000,
], ids=range(12))
def test_a_signature_of_another_make_is_refused_as_unreadable(text: str) -> None:
    assert verify(MESSAGE, armored(SIGNED)) == SIGNER.public
    with pytest.raises(Refused) as refusal:
        verify(MESSAGE, text)
    assert "pas lisible" in refusal.value.sentences.happened


@pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")
def test_the_stock_ssh_keygen_verifies_ours_and_rejects_another_message(tmp_path: Path) -> None:
    signature, allowed = tmp_path / "SHA256SUMS.sig", tmp_path / "allowed"
    signature.write_text(SIGNER.sign(MESSAGE))
    allowed.write_text(f"ars@example.org {SIGNER.public}\n")
    command = [str(KEYGEN), "-Y", "verify", "-f", str(allowed), "-I", "ars@example.org", "-n", "cpomsync",
               "-s", str(signature)]
    good = subprocess.run(command, input=MESSAGE, capture_output=True, check=False)
    assert good.returncode == 0 and b"Good" in good.stdout
    assert subprocess.run(command, input=MESSAGE + b"x", capture_output=True, check=False).returncode != 0
    public = tmp_path / "key.pub"
    public.write_text(SIGNER.public + "\n")
    shown = subprocess.run([str(KEYGEN), "-l", "-f", str(public)], capture_output=True, check=True, text=True)
    assert key_fingerprint(SIGNER.public) in shown.stdout


@pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")
def test_a_signature_made_by_the_stock_ssh_keygen_holds_here(tmp_path: Path) -> None:
    key, message = tmp_path / "key", tmp_path / "message"
    subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    message.write_bytes(MESSAGE)
    sign = [str(KEYGEN), "-q", "-Y", "sign", "-f", str(key), "-n"]
    subprocess.run([*sign, "cpomsync", str(message)], check=True)
    assert verify(MESSAGE, (tmp_path / "message.sig").read_text()) == (tmp_path / "key.pub").read_text().strip()
    subprocess.run([*sign, "file", str(message)], input=b"y", check=True)
    with pytest.raises(Refused):
        verify(MESSAGE, (tmp_path / "message.sig").read_text())


def test_the_head_of_a_chain_is_vouched_for_by_its_key_in_its_contract_only() -> None:
    head = sign_head(SIGNER, "c0ffee", LotRef(MANAGER, 3), "a" * 64)
    assert head.key("c0ffee") == SIGNER.public
    for other in ("c0ffed", ""):
        with pytest.raises(Refused):
            head.key(other)


def test_a_protected_bundle_opens_with_its_passphrase_however_it_is_spaced() -> None:
    data = sample_bundle()
    sealed = seal(data, "cheval  soleil étang pomme nuit ", noise)
    assert is_sealed(sealed) and not is_sealed(data) and b"manifest" not in sealed
    assert unseal(sealed, "cheval soleil e\u0301tang pomme nuit") == data
    assert open_bundle(sealed, "cheval soleil étang pomme nuit").key == SIGNER.public
    for wrong in (None, "", "cheval soleil étang pomme nui", "\ud800"):
        with pytest.raises(Refused) as refusal:
            open_bundle(sealed, wrong)
        assert refusal.value.reason is Reason.PASSPHRASE


def test_an_altered_protected_bundle_does_not_open() -> None:
    sealed = seal(b"contenu", "mot", noise)
    for place in (len(sealed) - 1, sealed.index(b"\n", len(MAGIC)) + 1, sealed.index(b'"salt"') + 8):
        with pytest.raises(Refused):
            unseal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], "mot")


HEADER = {"kdf": "argon2id", "memory": 64, "passes": 1, "lanes": 1, "salt": base64.b64encode(noise(16)).decode(),
          "nonce": base64.b64encode(noise(12)).decode()}


@pytest.mark.parametrize("change", [
    {"memory": MAX_MEMORY + 1}, {"memory": 1}, {"memory": "64"}, {"passes": MAX_PASSES + 1}, {"passes": 0},
    {"lanes": MAX_LANES + 1}, {"lanes": 0}, {"salt": ""}, {"nonce": "AA=="}, {"other": 1}, {"kdf": 1}, {"kdf": "rot13"},
    {"memory": 10**400},
], ids=str)
def test_an_envelope_that_asks_for_too_much_is_refused_before_anything_is_derived(
    change: dict[str, object], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cpom_desktop.sync.passphrase.Argon2id", None)
    with pytest.raises(Refused) as refusal:
        unseal(MAGIC + canonical({**HEADER, **change}) + b"\n" + b"x" * 40, "mot")
    assert refusal.value.reason in (Reason.MALFORMED, Reason.NEWER_FORMAT)


@pytest.mark.parametrize("data", [MAGIC, MAGIC + b"{}\n", MAGIC + b"[" * 900 + b"\n", MAGIC + b"x" * 5_000,
                                  MAGIC + canonical(HEADER) + b"\n"], ids=len)
def test_an_envelope_that_is_cut_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        unseal(data, "mot")


def test_nothing_is_protected_by_an_empty_passphrase() -> None:
    with pytest.raises(Refused) as refusal:
        seal(b"contenu", " \n ", noise)
    assert refusal.value.reason is Reason.PASSPHRASE


@pytest.mark.parametrize("data", [
    b"X" * len(MAGIC) + canonical(HEADER) + b"\n" + b"x" * 40,
    MAGIC + canonical(HEADER) + b" " * 2_000 + b"\n" + b"x" * 40,
], ids=["another magic", "no end of header"])
def test_what_is_no_envelope_is_refused_unread(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpom_desktop.sync.passphrase.Argon2id", None)
    with pytest.raises(Refused) as refusal:
        unseal(data, "mot")
    assert refusal.value.reason is Reason.MALFORMED


def test_a_key_is_its_secret_bytes() -> None:
    assert Signer(bytes(range(32))).public == SIGNER.public
    with pytest.raises(ValueError):
        Signer(b"short")
