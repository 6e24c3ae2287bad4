"""From a contract to its PDF on disk, in one call: nothing is put in place that did not pass its own checks."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...core.model import Model
from ...core.problems import Kind, Reason, Refused, Surroundings
from .agreed import agreed, snapshot
from .content.assemble import contract_data
from .dto import ContractData
from .layout.render import Rendered, render
from .pdfa import archive
from .selfcheck import faults
from .sigfields import with_fields

Progress = Callable[[float, str], None]
"""Hears how far the work is, from 0 to 1, and in French what is being done."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written, and what could not be printed as typed (French sentences)."""

    path: Path
    pages: int
    fields: int
    warnings: tuple[str, ...]


def write_contract(
    model: Model, out: Path, *, made_on: dt.date, fingerprint: str, draft: bool, progress: Progress
) -> Report:
    """Write the contract PDF beside `out`, then in its place; equal data and date give equal bytes.

    Raises `Refused` (`BAD_DOCUMENT`) when the document does not pass its checks, `Surroundings` when it cannot be
    written.
    """
    progress(0.0, "Lecture du contrat")
    held = agreed(model)
    data = contract_data(held, made_on=made_on, fingerprint=fingerprint, draft=draft)
    document, rendered = _document(held, data, progress)
    progress(0.97, "Enregistrement")
    _put(document, out)
    progress(1.0, "Document enregistré")
    return Report(out, rendered.pages, len(rendered.places), rendered.warnings)


def _document(held: Model, data: ContractData, progress: Progress) -> tuple[bytes, Rendered]:
    rendered = render(data, _pages_heard(progress))
    progress(0.85, "Structure d’archive et données jointes")
    attached = snapshot(held, data)
    document = with_fields(archive(rendered.pdf, attached, data.made_on), rendered.places)
    progress(0.92, "Vérification du document")
    if found := faults(document, data=attached, fields=len(data.signers), pages=rendered.pages):
        raise Refused(Reason.BAD_DOCUMENT, data.cover.name, detail=" ; ".join(found[:3]))
    return document, rendered


def _pages_heard(progress: Progress) -> Callable[[int], None]:
    """Progress of the layout: it makes several passes of unknown number, so each advances by half of what is left."""
    state = {"pass": 0, "longest": 1}

    def hear(page: int) -> None:
        if page == 1:
            state["pass"] += 1
        state["longest"] = max(state["longest"], page)
        before, share = 1 - 0.5 ** (state["pass"] - 1), 0.5 ** state["pass"]
        done = page / state["longest"] if state["pass"] > 1 else page / (page + 20)
        progress(0.05 + 0.78 * (before + share * done), f"Mise en page, page {page}")

    return hear


def _put(document: bytes, out: Path) -> None:
    """Beside the target, then in its place: a reader never sees half a document."""
    beside = out.with_name(f".{out.name}.en-cours")
    try:
        with beside.open("wb") as stream:
            stream.write(document)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Surroundings(_kind(error), name=out.name) from error


def _kind(error: OSError) -> Kind:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Kind.FULL
    if error.errno == errno.ENOENT:
        return Kind.MISSING
    return Kind.READ_ONLY if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS} else Kind.BUSY
