"""Contracts that begin on this computer from what another party sent."""

from __future__ import annotations

from pathlib import Path

from ..core.changes import Author
from ..core.contract import Contract
from ..core.problems import Reason, Refused
from ..storage.file import ContractFile
from ..sync.bundle_reader import open_bundle
from ..sync.merge import Verdict
from .document import Document, holder
from .exchange import note_origin, origin_of
from .keys import Keys
from .pen import utc
from .tools import Tools


def document_from_bundle(
    path: Path, data: bytes, author: Author, keys: Keys, tools: Tools, passphrase: str | None = None
) -> Document:
    """Make the file of a contract from the first bundle received of it; raises `Refused`, leaving no file, where it
    does not hold the whole history.
    """
    bundle = open_bundle(data, passphrase)
    file = ContractFile.create(path, bundle.manifest.contract.id, tools.now, holder(author.name, tools))
    try:
        _, outcomes = file.receive(bundle.lots())
        missing = next((one for outcome in outcomes for one in outcome.missing), None)
        if missing is not None or not any(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes):
            raise Refused(Reason.MALFORMED, detail=missing.sentence() if missing else "il ne contient aucun contrat")
        note_origin(file, keys, origin_of(bundle, keys), utc(tools.now()))
        document = Document(file, tools)
        document.model.get(Contract, document.contract_id)
    except BaseException:
        file.close()
        path.unlink(missing_ok=True)
        raise
    document.author = author
    return document
