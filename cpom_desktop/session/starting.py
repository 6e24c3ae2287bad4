"""Contracts that begin on this computer from what another party sent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core.changes import Author
from ..core.contract import Contract
from ..core.problems import Reason, Refused
from ..storage.file import ContractFile
from ..storage.foreign import read_foreign
from ..sync.bundle_reader import open_bundle
from ..sync.journal import Lot
from ..sync.merge import Verdict
from .document import Document, holder
from .exchange import note_origin, origin_of
from .keys import Keys
from .pen import utc
from .tools import Tools


def document_from_bundle(
    path: Path, data: bytes, author: Author, keys: Keys, tools: Tools, passphrase: str | None = None
) -> Document:
    """Make the file of a contract from the first bundle received of it.

    Raises `Refused`, leaving no file, where the bundle is not sound or does not hold the whole history.
    """
    bundle = open_bundle(data, passphrase)
    document = _begun(path, bundle.manifest.contract.id, bundle.lots(), author, tools)
    note_origin(document.file, keys, origin_of(bundle), utc(tools.now()))
    return document


def document_from_copy(path: Path, source: Path, author: Author, tools: Tools) -> Document:
    """Make the file of a contract from a copy of it (`.cpom`) that comes from outside: its journal, replayed."""
    foreign = read_foreign(source)
    return _begun(path, foreign.contract_id, foreign.lots, author, tools)


def _begun(path: Path, contract_id: str, lots: Iterable[Lot], author: Author, tools: Tools) -> Document:
    file = ContractFile.create(path, contract_id, tools.now, holder(author.name, tools))
    try:
        _, outcomes = file.receive(lots)
        missing = next((one for outcome in outcomes for one in outcome.missing), None)
        if missing is not None or not any(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes):
            raise Refused(Reason.MALFORMED, detail=missing.sentence() if missing else "il ne contient aucun contrat")
        document = Document(file, tools)
        document.model.get(Contract, contract_id)
    except BaseException:
        file.close()
        path.unlink(missing_ok=True)
        raise
    document.author = author
    return document
