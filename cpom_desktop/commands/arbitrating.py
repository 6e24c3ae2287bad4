"""The fiche d’arbitrage on the command line: export arbitration."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.bargaining.sheet import Request
from ..core.changes import SIDES, Author, Side
from ..core.money import NBSP
from ..core.periods import parse_day
from ..core.problems import Problem, Reason, Refused
from ..core.records import Cell, field_of
from ..session.arbitrating import SheetWritten, print_arbitration
from ..session.document import Document
from .computer import DONE, Computer, Subcommands, on_copy
from .output import say, warn

HELP = """Écrit pour une partie, à l’intention de qui décide pour elle, une page : objet, état des points, options avec
leur effet sur la DGC et sur les lots, recommandation, échéance. Le suffixe de SORTIE choisit entre .pdf et .docx.
Un point est une cellule, comme « show » la nomme : measure/IDENTIFIANT/cents. Le document est interne à cette partie :
il n’entre dans aucun envoi ni aucun autre document. Ses éléments réservés n’y figurent qu’avec --with-private."""


def add_to(exports: Subcommands) -> None:
    """Enter the fiche among what `export` makes."""
    found = exports.add_parser("arbitration", help="une fiche d’arbitrage (.pdf ou .docx)", description=HELP)
    found.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    found.add_argument("--point", metavar="CELLULE", action="append", required=True, help="un point, répétable")
    found.add_argument("--side", choices=[word for word, _ in SIDES], required=True, help="la partie qui l’établit")
    found.add_argument("--object", metavar="TEXTE", default="", help="l’objet")
    found.add_argument("--addressee", metavar="TEXTE", default="", help="à l’attention de qui")
    found.add_argument("--recommendation", metavar="TEXTE", default="", help="la recommandation")
    found.add_argument("--deadline", metavar="JJ/MM/AAAA", default="", help="la date à laquelle décider")
    found.add_argument("--with-private", action="store_true", help="joint les éléments réservés de cette partie")
    found.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="le document à écrire")
    found.set_defaults(run=_export)


@on_copy
def _export(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    deadline = parse_day(options.deadline) if options.deadline else None
    if isinstance(deadline, Problem):
        raise Refused(Reason.BAD_VALUE, "--deadline", detail=deadline.sentence.rstrip("."))
    side = Side(options.side)
    cells = tuple(_point(document, text) for text in options.point)
    # A copy that is read: nothing is signed by this name, it only says whose reserved elements may be asked for.
    document.author = Author("", "", side)
    request = Request(side, cells, options.object, options.addressee, options.recommendation, deadline)
    status = print_arbitration(document, request, options.output, options.with_private).wait()
    written: SheetWritten = status.answer()
    for warning in written.warnings:
        warn(warning)
    say(f"{written.path.name}{NBSP}: fiche d’arbitrage, document interne.")
    return DONE


def _point(document: Document, text: str) -> Cell:
    """The cell of a point; raises `Refused` where there is none, or where it is not negotiated."""
    cell = Cell.parse(text)
    document.model.value(cell)
    if not field_of(cell).about.negotiable:
        raise Refused(Reason.BAD_VALUE, text, detail="cette valeur ne se négocie pas")
    return cell
