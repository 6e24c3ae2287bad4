"""Commands that write a contract: new, demo, edit."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from ..core.contract import CONTRACT_TYPES
from ..core.money import NBSP
from ..session.demo import create_demo
from ..session.edit_list import FORMAT, read_edits
from ..session.files import read_input
from ..session.templates import create_contract
from .computer import DONE, Computer, Subcommands, add_author, author_of, opened
from .output import say


def add(commands: Subcommands) -> None:
    """Enter the commands of this module."""
    words = "Crée un contrat d’après le modèle de son type."
    new = commands.add_parser("new", help="crée un contrat", description=words)
    new.add_argument("file", metavar="FICHIER", type=Path, help="le contrat à créer (.cpom)")
    new.add_argument("--type", choices=[word for word, _ in CONTRACT_TYPES], required=True, help="le type de contrat")
    new.add_argument("--name", metavar="TEXTE", default="", help="son intitulé")
    new.add_argument("--start", metavar="AAAA-MM-JJ", type=dt.date.fromisoformat, help="son premier jour")
    add_author(new)
    new.set_defaults(run=_new)
    words = "Crée le contrat de démonstration «\u00a0Les Deux Rives\u00a0» (fictif), toujours le même."
    demo = commands.add_parser("demo", help="crée le contrat de démonstration", description=words)
    demo.add_argument("file", metavar="FICHIER", type=Path, help="le contrat à créer (.cpom)")
    demo.set_defaults(run=_demo)
    edit = commands.add_parser("edit", help="modifie un contrat d’après un fichier", description=FORMAT)
    edit.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    edit.add_argument("edits", metavar="MODIFS.json", type=Path, help="les modifications")
    add_author(edit)
    edit.set_defaults(run=_edit)


def _new(options: argparse.Namespace, computer: Computer) -> int:
    author = author_of(options, computer)
    document = create_contract(options.file, options.type, author, computer.tools, options.name, options.start)
    say(f"{document.path.name}{NBSP}: contrat créé, empreinte {document.fingerprint()}.")
    document.close()
    return DONE


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
