"""Commands that make documents: export contract."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.money import NBSP
from ..session.document import Document
from ..session.jobs import Job
from ..session.printing import Printed, print_contract
from .computer import DONE, Computer, Subcommands, on_copy
from .output import say, warn

CONTRACT_HELP = """Écrit le contrat en un PDF (conçu selon PDF/A-3b) avec un champ de signature vide par signataire.
Les valeurs retenues y sont jointes ; ni journal, ni positions, ni rien de privé n’y entre.
Sauf avec --draft, le document est celui que l’on signe : passez d’abord « check »."""


def add_to(exports: Subcommands) -> None:
    """Enter the documents that `export` makes."""
    contract = exports.add_parser("contract", help="le contrat en PDF", description=CONTRACT_HELP)
    contract.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    contract.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="le PDF à écrire")
    contract.add_argument("--draft", action="store_true", help="marque le document comme projet")
    contract.set_defaults(run=_contract)


@on_copy
def _contract(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    printed = finished(print_contract(document, options.output, options.draft))
    for warning in printed.warnings:
        warn(warning)
    say(f"{options.output.name}{NBSP}: {printed.pages} pages, empreinte {document.fingerprint()}.")
    return DONE


def finished(job: Job) -> Printed:
    """The answer of a job once it is there; raises what it was refused for, or our own fault."""
    status = job.wait()
    printed: Printed = status.answer()
    return printed
