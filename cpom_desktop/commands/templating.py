"""The modèle de saisie on the command line: export template."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..core.finance.budget_sheet import Period
from ..core.finance.records import BUDGET_STATUSES
from ..core.money import NBSP
from ..session.document import Document
from ..session.templating import TemplateWritten, print_template
from .computer import DONE, Computer, Subcommands, on_copy
from .output import say

TEMPLATE_HELP = """Écrit un classeur à remplir : une feuille par section, ses comptes par groupe fonctionnel, une
colonne par exercice. « import » le relit exactement : chaque montant changé, ajouté ou vidé, et rien d’autre."""


def add_to(exports: Subcommands) -> None:
    """Enter the template among what `export` makes."""
    found = exports.add_parser("template", help="un modèle de saisie des budgets (.xlsx)", description=TEMPLATE_HELP)
    found.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    found.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="le classeur à écrire")
    found.add_argument("--period", metavar="AAAA:STATUT", action="append", default=[], type=_period,
                       help="un exercice de plus à remplir, 2026:bp par exemple (répétable)")
    found.set_defaults(run=_export)


def _period(text: str) -> Period:
    year, _, status = text.partition(":")
    if len(year) != 4 or not year.isdecimal() or not 2000 <= int(year) <= 2100 or status not in dict(BUDGET_STATUSES):
        raise argparse.ArgumentTypeError(text)
    return int(year), status


@on_copy
def _export(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    job = print_template(document, options.output, options.period).wait()
    written: TemplateWritten = job.answer()
    plural = "s" if written.sections > 1 else ""
    say(f"{written.path.name}{NBSP}: {written.sections} section{plural} à remplir.")
    return DONE
