"""The annexe financière on the command line: export xlsx."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.money import NBSP
from ..exports.xlsx.views import NAMES
from ..session.annexing import AnnexWritten, print_annex
from ..session.document import Document
from .computer import DONE, Computer, Subcommands, on_copy
from .output import say

ANNEX_HELP = """Écrit l’annexe financière en classeur : chaque cellule calculée y est une formule. Les valeurs sont
celles qui sont retenues ; ni position, ni rien de privé n’y entre. Deux feuilles de négociation, « Mesures et
positions » et « Comparaison », s’écrivent seulement si --sheets les nomme."""


def add_to(exports: Subcommands) -> None:
    """Enter the annex among what `export` makes."""
    found = exports.add_parser("xlsx", help="l’annexe financière (.xlsx), avec ses formules", description=ANNEX_HELP)
    found.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    found.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="le classeur à écrire")
    found.add_argument("--sheets", metavar="FEUILLES", type=_sheets, default=(),
                       help="des feuilles séparées par des virgules, avec celles dont elles dépendent (Bilan,PGFP)")
    found.set_defaults(run=_export)


def _sheets(text: str) -> tuple[str, ...]:
    known = {name.casefold(): name for name in NAMES}
    asked = [one.strip().casefold() for one in text.split(",")]
    if unknown := [one for one in asked if one not in known]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} ; feuilles possibles : {', '.join(NAMES)}")
    return tuple(known[one] for one in asked)


@on_copy
def _export(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    job = print_annex(document, options.output, options.sheets).wait()
    written: AnnexWritten = job.answer()
    say(f"{written.path.name}{NBSP}: annexe financière, empreinte {document.fingerprint()}.")
    return DONE
