"""Commands that write a contract: demo, edit."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.money import NBSP
from ..session.demo import create_demo
from ..session.edit_list import FORMAT, read_edits
from .computer import DONE, Computer, Subcommands, add_author, opened
from .files import read_input
from .output import say


def add(commands: Subcommands) -> None:
    """Enter the commands of this module."""
    words = "Crée le contrat de démonstration « Les Deux Rives » (fictif), toujours le même."
    demo = commands.add_parser("demo", help="crée le contrat de démonstration", description=words)
    demo.add_argument("file", metavar="FICHIER", type=Path, help="le contrat à créer (.cpom)")
    demo.set_defaults(run=_demo)
    edit = commands.add_parser("edit", help="modifie un contrat d’après un fichier", description=FORMAT)
    edit.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    edit.add_argument("edits", metavar="MODIFS.json", type=Path, help="les modifications")
    add_author(edit)
    edit.set_defaults(run=_edit)


def _demo(options: argparse.Namespace, computer: Computer) -> int:
    document = create_demo(options.file, computer.tools)
    say(f"{document.path.name}{NBSP}: {document.contract.name}, empreinte {document.fingerprint()}.")
    document.close()
    return DONE


def _edit(options: argparse.Namespace, computer: Computer) -> int:
    document = opened(options.file, options, computer)
    try:
        author = document.writing_author()
        changes = document.apply(read_edits(read_input(options.edits), document, author))
        if not (changes.cells or changes.rows):
            say("Rien à changer.")
        else:
            say(f"{changes.label}{NBSP}: enregistré, empreinte {document.fingerprint()}.")
    finally:
        document.close()
    return DONE
