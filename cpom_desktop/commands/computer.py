"""What every command receives: the computer it runs on, and who types according to the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..core.changes import SIDES, Author, Side
from ..core.problems import Reason, Refused
from ..session.document import Document
from ..session.keys import Keys
from ..session.tools import Tools, saved_author

DONE, NOT_YET, UNREADABLE = 0, 1, 2
"""Exit codes: it is so; it is not (yet) so; it cannot be read, or was refused. 64 and 70 are usage and own fault."""


@dataclass(frozen=True, slots=True)
class Computer:
    """Clock, randomness and the user's folders; given by `cli`, or by a test."""

    tools: Tools
    settings: Path
    keys_folder: Path

    def keys(self) -> Keys:
        """The keys of this installation."""
        return Keys(self.keys_folder, self.tools.randomness)


class Subcommands(Protocol):
    """What `add_subparsers` returns, as far as commands use it."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """A new command."""


def add_author(parser: argparse.ArgumentParser) -> None:
    """The options that say who types."""
    group = parser.add_argument_group("auteur (par défaut\u00a0: la personne enregistrée sur ce poste)")
    group.add_argument("--author", metavar="NOM", help="nom de la personne qui écrit")
    group.add_argument("--organisation", metavar="ORGANISME", help="son organisme")
    group.add_argument("--side", choices=[word for word, _ in SIDES], help="sa partie")


def author_of(options: argparse.Namespace, computer: Computer) -> Author:
    """Who types: the options, completed by the person saved here; raises `Refused` where nobody is known."""
    saved = saved_author(computer.settings)
    name = options.author or (saved.name if saved else "")
    organisation = options.organisation or (saved.organisation if saved else "")
    side = Side(options.side) if options.side else (saved.side if saved else None)
    if not name or not organisation or side is None:
        raise Refused(Reason.NO_AUTHOR)
    return Author(name, organisation, side)


def opened(path: Path, options: argparse.Namespace, computer: Computer) -> Document:
    """A contract open for writing by the author of the command line; raises what `Document.open` raises."""
    author = author_of(options, computer)
    document = Document.open(path, computer.tools, author.name)
    document.author = author
    return document


Run = Callable[[argparse.Namespace, Computer], int]
OnCopy = Callable[[Document, argparse.Namespace, Computer], int]


def on_copy(command: OnCopy) -> Run:
    """Decorator of a command that reads: it receives a copy of the contract, also while somebody has it open."""

    def run(options: argparse.Namespace, computer: Computer) -> int:
        with closing(Document.open_reading(options.file, computer.tools)) as document:
            return command(document, options, computer)

    return run
