"""Commands that read a contract: show, check, history, fingerprint."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from ..core import checks
from ..core.contract import Grant
from ..core.finance.figure import Figure
from ..core.finance.grants import grant_years
from ..core.finance.scope import ordered_sections
from ..core.finance.trajectory import section_trajectory
from ..core.kinds import KINDS
from ..core.model import Model
from ..core.money import NBSP, format_amount
from ..core.naming import cell_name, name_of
from ..core.negotiation import Position
from ..core.ordering import POSITION
from ..core.overlay import View, seen_by
from ..core.problems import Refused
from ..core.records import Cell, Record, fields_of, values_of
from ..session.computing import computed
from ..session.conflicts import Conflict, Version
from ..session.document import Document
from ..session.history import HistoryLine, value_text
from .computer import DONE, NOT_YET, Computer, Subcommands, on_copy
from .output import say, say_json

SHOW_HELP = """Montre les lignes d’un contrat, leurs identifiants, les valeurs retenues, les positions et les conflits.

Avec --json : {"contract", "fingerprint", "records": {type: [{"id", champ: valeur…}]},
"positions": [{"cell", "party", "rank", "value", "status"…}], "conflicts": [{"cell", "base", "versions"}],
"flagged": [type/identifiant…]}. Montants en centimes entiers, taux en millionièmes (1,25 % = 12500), dates ISO ;
null veut dire « inconnu », jamais zéro."""
CHECK_HELP = """Passe les points de vigilance sur un contrat.

Code de sortie : 0 aucun point bloquant parmi les règles vérifiées, 1 pas encore prêt à signer (au moins un point
bloquant), 2 illisible. La fin de la réponse dit combien de règles ont été vérifiées et ce qui ne l’est pas.

Avec --json : {"ready", "rules": nombre de règles vérifiées, "not_checked": [{"id", "subject"}],
"checks": [{"level", "id", "sentence", "reference", "cell"}]}."""

COMPUTE_HELP = """Calcule tout ce qui se déduit du contrat : trajectoires, DGC, budgets, capacités, indicateurs,
bilans, PGFP.

Avec --json : montants en centimes entiers ; null veut dire « inconnu », et « missing » dit ce qui manque."""
OVERLAY_HELP = "le contrat vu par qui (par défaut : accord, les valeurs retenues)"


def add(commands: Subcommands) -> None:
    """Enter the commands of this module."""
    show = _reader(commands, "show", "montre les lignes d’un contrat", SHOW_HELP)
    show.add_argument("--kind", choices=sorted(KINDS), metavar="TYPE", help="un seul type de ligne (esms, measure…)")
    show.set_defaults(run=_show)
    check = _reader(commands, "check", "passe les points de vigilance", CHECK_HELP)
    date = "date de référence (par défaut\u00a0: aujourd’hui)"
    check.add_argument("--date", metavar="AAAA-MM-JJ", type=dt.date.fromisoformat, help=date)
    check.set_defaults(run=_check)
    words = "Montre qui a changé quoi, du plus récent au plus ancien."
    compute = _reader(commands, "compute", "calcule tous les montants dérivés", COMPUTE_HELP)
    views = [view.value for view in View]
    compute.add_argument("--overlay", choices=views, default=View.ACCORD.value, help=OVERLAY_HELP)
    compute.set_defaults(run=_compute)
    history = _reader(commands, "history", "montre l’historique", words)
    history.add_argument("--cell", metavar="TYPE/ID/CHAMP", type=_address, help="l’historique d’une seule valeur")
    history.set_defaults(run=_history)
    words = "Montre l’empreinte du contrat : la même sur deux postes quand le contrat est le même."
    _reader(commands, "fingerprint", "montre l’empreinte du contrat", words).set_defaults(run=_fingerprint)


def _reader(commands: Subcommands, name: str, help: str, description: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=description)
    parser.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")
    return parser


@on_copy
def _show(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    wanted = [kind for kind in sorted(KINDS) if options.kind in (None, kind)]
    if options.json:
        say_json(_contract_json(document, wanted))
        return DONE
    say(f"{document.contract.name or 'Contrat sans intitulé'} — empreinte {document.fingerprint()}")
    for kind in wanted:
        for record in document.model.all(KINDS[kind]):
            say(f"\n{record.title}{NBSP}: {name_of(document.model, record)}  [{kind}/{record.id}]")
            _show_values(document.model, record)
    for cell, conflict in document.conflicts().items():
        say(f"\nConflit{NBSP}: {cell_name(document.model, cell)}  [{cell}]")
        for version in conflict.versions:
            value = value_text(document.model, cell, version.value)
            say(f"  {value} — {version.author} ({version.organisation}), {version.wall}")
    return DONE


def _show_values(model: Model, record: Record) -> None:
    for name, value in values_of(record).items():
        if value not in (None, "") and name != POSITION:
            say(f"  {fields_of(record.kind)[name].label} ({name}){NBSP}: {value_text(model, record.at(name), value)}")


def _contract_json(document: Document, kinds: list[str]) -> dict[str, Any]:
    model = document.model
    return {
        "contract": document.contract_id,
        "fingerprint": document.fingerprint(),
        "records": {
            kind: [{"id": record.id, **values_of(record)} for record in model.all(KINDS[kind])]
            for kind in kinds if model.all(KINDS[kind])
        },
        "positions": [{"id": one.id, **values_of(one)} for one in model.all(Position)],
        "conflicts": [_conflict_json(conflict) for conflict in document.conflicts().values()],
        "flagged": [f"{key.kind}/{key.row}" for key in sorted(document.file.flags())],
    }


def _conflict_json(conflict: Conflict) -> dict[str, Any]:
    base = _version_json(conflict.base) if conflict.base else None
    return {"cell": str(conflict.cell), "base": base, "shown": conflict.shown.value,
            "versions": [_version_json(one) for one in conflict.versions]}


def _version_json(version: Version) -> dict[str, Any]:
    return {
        "value": version.value, "author": version.author, "organisation": version.organisation, "side": version.side,
        "at": version.wall,
    }


@on_copy
def _check(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    found = checks.run(document.model, options.date or computer.tools.now().date())
    ready = checks.is_ready(found)
    if options.json:
        say_json({"ready": ready, "rules": len(checks.RULES), "not_checked": [
            {"id": one.id, "subject": one.subject} for one in checks.NOT_CHECKED], "checks": [
            {"level": one.level.value, "id": one.id, "sentence": one.sentence, "reference": one.reference,
             "cell": str(one.cell) if one.cell else None} for one in found]})
    else:
        for one in found:
            say(f"{one.level.word:<10} {one.id:<4} {one.sentence}" + (f" [{one.reference}]" if one.reference else ""))
        say(checks.verdict(found))
        say(checks.left_to_you())
    return DONE if ready else NOT_YET


@on_copy
def _compute(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    view = View(options.overlay)
    today = computer.tools.now().date()
    if options.json:
        say_json(computed(document.model, view, today))
        return DONE
    seen = seen_by(document.model, view, today)
    for section in ordered_sections(seen):
        say(name_of(seen, section))
        for year in section_trajectory(seen, section.id):
            say(f"  {year.year}{NBSP}: {_amount(year.grant)}")
    for dgc in seen.all(Grant):
        say(dgc.name or dgc.title)
        for total in grant_years(seen, dgc.id):
            say(f"  {total.year}{NBSP}: {_amount(total.grant)}")
    return DONE


def _amount(figure: Figure) -> str:
    if figure.cents is None:
        return f"incomplet ({', '.join(figure.missing)})"
    return format_amount(figure.cents, unit=True)


def _address(text: str) -> Cell:
    """The cell that an option names; ValueError, a usage error, where it can be none."""
    try:
        return Cell.parse(text)
    except Refused as refusal:
        raise ValueError(text) from refusal


@on_copy
def _history(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    lines = document.history(options.cell)
    if options.json:
        say_json([_line_json(line) for line in lines])
        return DONE
    for line in lines:
        undone = " (annulé)" if line.undone else ""
        say(f"{line.wall}  {line.author} ({line.organisation}){NBSP}: {line.label}{undone}")
        for change in line.changes:
            say(f"    {change}")
        if line.count > len(line.changes):
            say(f"    et {line.count - len(line.changes)} autres")
    return DONE


def _line_json(line: HistoryLine) -> dict[str, Any]:
    return {
        "replica": line.ref.replica, "number": line.ref.number, "at": line.wall, "zone": line.zone,
        "author": line.author, "organisation": line.organisation, "side": line.side, "label": line.label,
        "changes": list(line.changes), "count": line.count, "undone": line.undone,
    }


@on_copy
def _fingerprint(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    found = document.fingerprint()
    if options.json:
        say_json({"fingerprint": found})
    else:
        say(found)
    return DONE
