"""A bundle reviewed by another process: a long one would hold the window for seconds."""

from __future__ import annotations

from pathlib import Path

from ..core import kinds as kinds  # the records that come through the pipe need their kinds registered
from ..core.changes import Author
from ..storage.file import ContractFile
from .document import Document
from .exchange import rehearsed, trusted
from .jobs import Job, JobStatus, Report
from .keys import Keys
from .review import Review, lean, whole


class Reception:
    """The review of a bundle under way; poll it until it runs no more. Nothing of the contract changes meanwhile."""

    def __init__(self, document: Document, keys: Keys, data: bytes, passphrase: str | None = None) -> None:
        self._document, self._keys = document, keys
        self._job = Job(_review, document.snapshot(), document.path, document.author, data, passphrase)

    def poll(self, wait: float = 0.0) -> JobStatus:
        """The latest news, waiting at most `wait` seconds for some."""
        return self._job.poll(wait)

    def cancel(self) -> None:
        """Give up the review."""
        self._job.cancel()

    def review(self) -> Review:
        """The answer, waited for; raises what the bundle was refused for, `ElsewhereFault` on our own fault."""
        status = self._job.wait()
        found: Review = status.answer()
        return trusted(whole(found, self._document.model), self._keys)


def _review(
    report: Report, snapshot: bytes, path: Path, viewer: Author | None, data: bytes, passphrase: str | None
) -> Review:
    report(0.0, "Vérification de l’envoi")
    file = ContractFile.from_snapshot(snapshot, path)
    try:
        return lean(rehearsed(file, file.model(), viewer, data, passphrase))
    finally:
        file.close()
