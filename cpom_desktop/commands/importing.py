"""The command that reads a workbook into a contract: import."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.finance.records import BUDGET_STATUSES, GROUPS
from ..core.model import Model
from ..core.money import NBSP, format_amount
from ..core.problems import Reason, Refused
from ..imports.xlsx.answer import is_answer
from ..imports.xlsx.layout import Column, Layout, Role
from ..imports.xlsx.template import is_template, read_template
from ..session.account_groups import settle_groups, settled_groups
from ..session.document import Document
from ..session.importing import ImportPlan, apply_import, plan_import
from ..session.sheets import SheetChoice, proposed, section_named
from ..session.templating import plan_template
from ..session.workbooks import BookReading
from .answering import import_answer
from .computer import DONE, NOT_YET, Computer, Subcommands, add_author, opened
from .output import say, say_json

UNITS = {"euro": 1, "k": 1_000}
IMPORT_HELP = """Importe dans FICHIER un compte administratif ou un budget (.xlsx) présenté par comptes et par groupes
fonctionnels, un modèle de saisie ou une feuille de réponse remplie par une partie. Tout est écrit d’un bloc, ou rien.
Les totaux ne sont pas importés : ils sont comparés à ce qui est lu.
Ce qui n’est pas compris est dit ligne par ligne. Ce que les titres du classeur disent est repris ; les options
remplacent ce qu’ils disent.

Code de sortie : 0 tout est compris, 1 des lignes ou des totaux sont à revoir, 2 refusé (rien n’est changé)."""


def add(commands: Subcommands) -> None:
    """Enter the command of this module."""
    found = commands.add_parser("import", help="importe un classeur (.xlsx)", description=IMPORT_HELP)
    found.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    found.add_argument("book", metavar="CLASSEUR.xlsx", type=Path, help="le classeur")
    found.add_argument("--sheet", metavar="FEUILLE", action="append", help="ne lire que cette feuille (répétable)")
    found.add_argument("--section", metavar="SECTION", help="la section, par son ESMS, son code ou son FINESS")
    found.add_argument("--status", choices=[word for word, _ in BUDGET_STATUSES], help="le statut des montants")
    found.add_argument("--year", metavar="AAAA", type=int, help="l’année des montants")
    found.add_argument("--unit", choices=sorted(UNITS), help="l’unité des montants : euro, ou k (milliers d’euros)")
    found.add_argument("--group", metavar="COMPTE=GROUPE", action="append", default=[], type=_group,
                       help="le groupe d’un compte (6226=c2), retenu pour les imports suivants (répétable)")
    found.add_argument("--dry-run", action="store_true", help="dit ce qui serait importé, sans rien écrire")
    found.add_argument("--json", action="store_true", help="réponse en JSON")
    add_author(found)
    found.set_defaults(run=_import)


def _group(text: str) -> tuple[str, str]:
    account, _, group = text.partition("=")
    if not account.isdigit() or account[0] not in "67" or group not in dict(GROUPS):
        raise argparse.ArgumentTypeError(text)
    return account, group


def _import(options: argparse.Namespace, computer: Computer) -> int:
    book = BookReading(options.book).book()
    if options.dry_run:
        document = Document.open_reading(options.file, computer.tools)
    else:
        document = opened(options.file, options, computer)
    try:
        if is_answer(book):
            return import_answer(document, book, options)
        choices = list[SheetChoice]()
        if is_template(book):
            plan = plan_template(document.model, document.contract_id, book.name, read_template(book))
        else:
            settled = {**settled_groups(computer.settings), **dict(options.group)}
            choices = _chosen(proposed(book, document.model), document.model, options)
            plan = plan_import(document.model, document.contract_id, book.name, choices, settled)
        if not options.dry_run and plan.values:
            apply_import(document, plan)
            if options.group:
                settle_groups(computer.settings, dict(options.group))
        _tell(options, document, plan, choices, book.notes)
    finally:
        document.close()
    return NOT_YET if plan.unread or plan.different or not (plan.values or plan.same) else DONE


def _chosen(choices: Sequence[SheetChoice], model: Model, options: argparse.Namespace) -> list[SheetChoice]:
    """The proposals, with what the command line says in their place."""
    if options.sheet:
        names = {choice.sheet.name for choice in choices}
        if absent := next((name for name in options.sheet if name not in names), None):
            raise Refused(Reason.BAD_WORKBOOK, options.book.name, detail=f"il n’a pas de feuille « {absent[:60]} »")
        choices = [replace(choice, used=choice.sheet.name in options.sheet) for choice in choices]
    if options.section:
        section = section_named(model, options.section)
        if not section:
            detail = f"« {options.section[:60]} » n’est pas une section du contrat"
            raise Refused(Reason.BAD_WORKBOOK, options.book.name, detail=detail)
        choices = [replace(choice, section=section) for choice in choices]
    return [choice.with_layout(_said(choice.layout, options)) for choice in choices]


def _said(layout: Layout, options: argparse.Namespace) -> Layout:
    """A layout with the unit, status and year of the command line."""
    if options.unit:
        layout = replace(layout, unit=UNITS[options.unit], unit_said=True)
    if options.status or options.year:
        columns = [_amount(column, options) if column.role is Role.AMOUNT else column for column in layout.columns]
        layout = replace(layout, columns=tuple(columns))
    return layout


def _amount(column: Column, options: argparse.Namespace) -> Column:
    return replace(column, status=options.status or column.status, year=options.year or column.year)


def _tell(options: argparse.Namespace, document: Document, plan: ImportPlan, choices: Iterable[SheetChoice],
          notes: Sequence[str]) -> None:
    if options.json:
        say_json(_json(options, document, plan, choices, notes))
        return
    say(f"{plan.source}{NBSP}: {plan.counts()}.")
    for note in (*notes, *plan.notes):
        say(f"  {note}")
    for one in plan.unread:
        say(f"Non compris, feuille «{NBSP}{one.place.sheet}{NBSP}», ligne {one.place.row}{NBSP}: {one.reason} "
            f"[{one.text}]")
    for control in plan.different:
        say(f"Total différent, feuille «{NBSP}{control.place.sheet}{NBSP}», ligne {control.place.row}{NBSP}: "
            f"{control.label}, écrit {format_amount(control.written)}, calculé {format_amount(control.computed)}")
    for account, group in sorted(plan.proposed_groups.items()):
        say(f"Groupe proposé{NBSP}: {account} → {dict(GROUPS)[group]}")
    if options.dry_run:
        say("Rien n’a été écrit.")
    elif plan.values:
        say(f"Importé, empreinte {document.fingerprint()}.")
    else:
        say("Rien à importer.")


def _json(options: argparse.Namespace, document: Document, plan: ImportPlan, choices: Iterable[SheetChoice],
          notes: Sequence[str]) -> dict[str, Any]:
    return {
        "written": bool(plan.values) and not options.dry_run,
        "values": [{"sheet": one.place.sheet, "row": one.place.row, "name": one.name, "where": one.where,
                    "old": one.old, "new": one.new} for one in plan.values],
        "unchanged": len(plan.same),
        "unread": [{"sheet": one.place.sheet, "row": one.place.row, "text": one.text, "reason": one.reason}
                   for one in plan.unread],
        "totals": [{"sheet": one.place.sheet, "row": one.place.row, "label": one.label, "written": one.written,
                    "computed": one.computed} for one in plan.controls],
        "sheets": [{"name": one.sheet.name, "used": one.used, "recognised": one.recognised, "section": one.section,
                    "unit": one.layout.unit} for one in choices],
        "proposed_groups": plan.proposed_groups, "notes": [*notes, *plan.notes],
        "fingerprint": document.fingerprint(),
    }
