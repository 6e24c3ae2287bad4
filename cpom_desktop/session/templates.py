"""A new contract from the template of its type: a file of resources/templates/, not code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ..core.changes import Author
from ..core.contract import CONTRACT_TYPES
from ..core.identifiers import uuid7
from ..core.problems import Reason, Refused
from ..core.templates import template_records
from ..paths import resource
from ..sync.clock import milliseconds
from .document import Document
from .tools import Tools


def create_contract(
    path: Path, type: str, author: Author, tools: Tools, name: str = "", start: dt.date | None = None
) -> Document:
    """Make the file of a new contract of a type (chrs, general, ehpad, ph), with the rows of its template; one lot.

    Without `start` it has no dates yet. Raises `Refused` on an unknown type, `Surroundings` where no file can be made.
    """
    if type not in dict(CONTRACT_TYPES):
        raise Refused(Reason.BAD_VALUE, "Type de contrat", detail=f"« {type[:40]} » n’est pas un choix proposé")
    contract_id = uuid7(milliseconds(tools.now()), tools.randomness)
    text = resource(f"templates/{type}.json").read_text(encoding="utf-8")
    return Document.create(path, template_records(text, contract_id, name, start), author, tools)
