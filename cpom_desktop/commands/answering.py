"""Feuilles de réponse on the command line: export answer, and what import does with one that came back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..core.changes import SIDES, Side
from ..core.money import NBSP, format_field
from ..core.records import Cell, Value, field_of
from ..imports.xlsx.answer import read_answer
from ..imports.xlsx.book import Book
from ..session.answering import AnswerPlan, AnswerWritten, apply_answer, plan_answer, print_answer_sheet
from ..session.document import Document
from .computer import DONE, NOT_YET, Computer, Subcommands, on_copy
from .output import say, say_json

ANSWER_HELP = """Écrit pour une partie qui n’a pas le programme un classeur des points encore ouverts : demandé, offert,
retenu, derniers arguments, et trois colonnes à remplir. « import » relit ce classeur : ses réponses deviennent les
positions de cette partie, saisies pour son compte et à confirmer. Rien de privé n’y entre."""


def add_to(exports: Subcommands) -> None:
    """Enter the sheet among what `export` makes."""
    found = exports.add_parser("answer", help="une feuille de réponse (.xlsx)", description=ANSWER_HELP)
    found.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    found.add_argument("--side", choices=[word for word, _ in SIDES], required=True, help="la partie qui répondra")
    found.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="le classeur à écrire")
    found.set_defaults(run=_export)


@on_copy
def _export(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    status = print_answer_sheet(document, Side(options.side), options.output).wait()
    written: AnswerWritten = status.answer()
    plural = "s" if written.points > 1 else ""
    say(f"{written.path.name}{NBSP}: {written.points} point{plural} pour {written.party}.")
    return DONE


def import_answer(document: Document, book: Book, options: argparse.Namespace) -> int:
    """Write the answers of a sheet that came back, or say what they are (`--dry-run`)."""
    plan = plan_answer(document, book.name, read_answer(book))
    if not options.dry_run and plan.said:
        apply_answer(document, plan)
    if options.json:
        say_json(_json(plan, options.dry_run, document))
    else:
        _tell(plan, options.dry_run, document)
    return NOT_YET if plan.unread else DONE


def _tell(plan: AnswerPlan, dry: bool, document: Document) -> None:
    count = len(plan.said)
    say(f"Réponse de {plan.party}, feuille n°{NBSP}{plan.number}{NBSP}: {count} position{'s' if count > 1 else ''}.")
    for one in plan.said:
        stale = " (le point a bougé depuis la feuille)" if one.stale else ""
        say(f"  {one.name}{NBSP}: {_shown(one.cell, one.old)} → {_shown(one.cell, one.new)}{stale}")
    for unread in plan.unread:
        say(f"Non compris, ligne {unread.place.row}{NBSP}: {unread.reason} [{unread.text}]")
    if dry or not plan.said:
        say("Rien n’a été écrit.")
    else:
        say(f"Enregistré, empreinte {document.fingerprint()}.")


def _shown(cell: Cell, value: Value) -> str:
    return "rien" if value is None else format_field(field_of(cell), value)


def _json(plan: AnswerPlan, dry: bool, document: Document) -> dict[str, Any]:
    return {
        "answer": True, "written": bool(plan.said) and not dry, "side": plan.side.value, "number": plan.number,
        "positions": [{"cell": str(one.cell), "old": one.old, "new": one.new, "argument": one.argument,
                       "valid_until": one.valid_until, "stale": one.stale} for one in plan.said],
        "unchanged": plan.same,
        "unread": [{"sheet": one.place.sheet, "row": one.place.row, "text": one.text, "reason": one.reason}
                   for one in plan.unread],
        "fingerprint": document.fingerprint(),
    }
