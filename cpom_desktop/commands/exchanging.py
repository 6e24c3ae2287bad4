"""Commands that exchange: merge, export bundle, bundle inspect, verify."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from ..core.money import NBSP
from ..core.naming import cell_name
from ..core.problems import Reason, Refused
from ..core.records import Cell, Value
from ..session import exchange
from ..session.document import Document
from ..session.edit_list import read_json
from ..session.files import is_contract, read_input, write_output
from ..session.review import Review
from ..session.starting import document_from_bundle, document_from_copy
from ..sync.bundle_reader import BundleInfo, inspect
from ..sync.envelope import key_fingerprint
from .computer import DONE, NOT_YET, Computer, Subcommands, add_author, author_of, on_copy, opened
from .output import say, say_json

MERGE_HELP = """Réunit dans FICHIER un envoi (.cpomsync) ou une autre copie du même contrat (.cpom).
FICHIER est créé s’il n’existe pas. Rien n’est perdu : deux valeurs différentes d’un même champ sont gardées
toutes deux, en conflit, jusqu’à une décision ; dans un champ négociable, la dernière valeur convenue reste affichée.

--decisions : un objet JSON {"type/identifiant/champ": valeur}, une décision par conflit (centimes, dates ISO).
En négociation, une valeur négociable ne se règle ainsi qu’à la dernière valeur convenue. Le mode d’écriture ou l’étape
changés par l’autre partie seule ne sont acceptés que si ce fichier les donne.
Code de sortie : 0 réuni, 1 une partie attend un envoi qui manque, 2 refusé (rien n’est changé)."""
VERIFY_HELP = """Vérifie un contrat (pages, journal, valeurs montrées), un envoi (sommes, signature, journal)
ou un contrat en PDF (données jointes, signatures).

Code de sortie : 0 sain, 1 abîmé ou modifié, 2 illisible."""


def add_to(commands: Subcommands, exports: Subcommands, bundles: Subcommands) -> None:
    """Enter the commands of this module; exports and bundles have commands of their own."""
    merge = commands.add_parser("merge", help="réunit un envoi ou une autre copie", description=MERGE_HELP)
    merge.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom), créé s’il n’existe pas")
    merge.add_argument("source", metavar="ENVOI", type=Path, help="l’envoi (.cpomsync) ou la copie (.cpom)")
    merge.add_argument("--decisions", metavar="D.json", type=Path, help="les décisions sur les conflits")
    merge.add_argument("--json", action="store_true", help="réponse en JSON")
    _passphrase(merge)
    add_author(merge)
    merge.set_defaults(run=_merge)
    verify = commands.add_parser("verify", help="vérifie un contrat, un envoi ou un PDF", description=VERIFY_HELP)
    verify.add_argument("file", metavar="FICHIER", type=Path, help="contrat (.cpom), envoi (.cpomsync) ou PDF")
    verify.add_argument("--json", action="store_true", help="réponse en JSON")
    _passphrase(verify)
    verify.set_defaults(run=_verify)
    _add_bundle_export(exports)
    words = "Montre ce que porte un envoi, sans rien en réunir."
    looked = bundles.add_parser("inspect", help="montre ce que porte un envoi", description=words)
    looked.add_argument("file", metavar="ENVOI", type=Path, help="l’envoi (.cpomsync)")
    looked.add_argument("--json", action="store_true", help="réponse en JSON")
    _passphrase(looked)
    looked.set_defaults(run=_inspect)


def _add_bundle_export(exports: Subcommands) -> None:
    words = "Écrit un envoi (.cpomsync) : le journal du contrat, signé par ce poste ; rien de privé n’y entre."
    export = exports.add_parser("bundle", help="un envoi pour l’autre partie", description=words)
    export.add_argument("file", metavar="FICHIER", type=Path, help="le contrat (.cpom)")
    export.add_argument("-o", "--output", metavar="SORTIE", type=Path, required=True, help="l’envoi à écrire")
    _passphrase(export)
    add_author(export)
    export.set_defaults(run=_export)


def _passphrase(parser: argparse.ArgumentParser) -> None:
    words = "fichier qui contient la phrase secrète"
    parser.add_argument("--passphrase-file", metavar="FICHIER", type=Path, help=words)


def _phrase(options: argparse.Namespace) -> str:
    if options.passphrase_file is None:
        return ""
    return read_input(options.passphrase_file).decode("utf-8", "replace").strip()


def _merge(options: argparse.Namespace, computer: Computer) -> int:
    if not options.file.exists():
        return _begin(options, computer)
    document, keys = opened(options.file, options, computer), computer.keys()
    try:
        if is_contract(options.source):
            review = exchange.receive_copy(document, options.source)
        else:
            review = exchange.receive(document, keys, read_input(options.source), _phrase(options))
        exchange.accept(document, keys, review, _decisions(options.decisions))
        _tell_merge(options, document, review)
    finally:
        document.close()
    return NOT_YET if review.missing else DONE


def _begin(options: argparse.Namespace, computer: Computer) -> int:
    author = author_of(options, computer)
    if is_contract(options.source):
        document = document_from_copy(options.file, options.source, author, computer.tools)
    else:
        data, keys = read_input(options.source), computer.keys()
        document = document_from_bundle(options.file, data, author, keys, computer.tools, _phrase(options))
    try:
        if options.json:
            say_json({"created": True, "fingerprint": document.fingerprint()})
        else:
            say(f"{document.contract.name}{NBSP}: contrat créé, empreinte {document.fingerprint()}.")
    finally:
        document.close()
    return DONE


def _tell_merge(options: argparse.Namespace, document: Document, review: Review) -> None:
    conflicts = document.conflicts()
    if options.json:
        say_json({
            "created": False, "new": review.new, "known": review.known, "alarms": review.alarms,
            "returned": [str(one.cell) for one in review.returned],
            "missing": [one.sentence() for one in review.missing], "conflicts": [str(cell) for cell in conflicts],
            "fingerprint": document.fingerprint(),
        })
        return
    if review.brings_nothing:
        say("Rien de nouveau\u00a0: le contrat contient déjà cet envoi.")
    else:
        say(f"Reçu de {review.origin.name}{NBSP}: {review.new} modification{'s' if review.new > 1 else ''}.")
    for line in review.lines:
        say(f"  {line.author} ({line.organisation}){NBSP}: {line.label}")
    for returned in review.returned:
        name = cell_name(document.model, returned.cell)
        say(f"Rendu à la négociation{NBSP}: {name}, {returned.words}")
    for one in review.missing:
        say(f"En attente{NBSP}: {one.sentence()}.")
    if review.alarms:
        say("Alerte\u00a0: deux suites portent la même origine\u202f; un poste a été copié, ou quelqu’un ment.")
    for cell in conflicts:
        say(f"Conflit à régler{NBSP}: {cell_name(document.model, cell)} [{cell}]")
    say(f"Empreinte {document.fingerprint()}.")


def _decisions(path: Path | None) -> dict[Cell, Value]:
    if path is None:
        return {}
    written = read_json(read_input(path))
    if not isinstance(written, dict) or not all(isinstance(v, (str, int, type(None))) for v in written.values()):
        raise Refused(Reason.BAD_EDITS, detail="les décisions sont un objet {adresse\u00a0: valeur}")
    return {Cell.parse(address): value for address, value in written.items()}


@on_copy
def _export(document: Document, options: argparse.Namespace, computer: Computer) -> int:
    keys = computer.keys()
    document.author = author_of(options, computer)
    write_output(options.output, exchange.send(document, keys, passphrase=_phrase(options)), document.path)
    if keys.temporary:
        say("La clé de ce poste n’a pas pu être gardée\u202f: l’autre partie verra une clé nouvelle à chaque envoi.")
    say(f"{options.output.name}{NBSP}: envoi écrit, empreinte {document.fingerprint()}.")
    return DONE


def _inspect(options: argparse.Namespace, computer: Computer) -> int:
    info = inspect(read_input(options.file), _phrase(options))
    if options.json:
        say_json(_info_json(info))
    else:
        _tell_bundle(info)
    return DONE


def _tell_bundle(info: BundleInfo) -> None:
    manifest = info.manifest
    say(f"Contrat{NBSP}: {manifest.contract.title} ({manifest.contract.id})")
    say(f"Expéditeur{NBSP}: {manifest.sender.name}, {manifest.sender.organisation}, le {manifest.created}")
    say(f"Clé{NBSP}: {key_fingerprint(info.key)}")
    say(f"Contenu{NBSP}: {manifest.lots} modifications, {manifest.blobs} pièces jointes, {info.size} octets")
    for (name, organisation, _), count in info.authors.items():
        say(f"  {name} ({organisation}){NBSP}: {count}")
    say(f"Empreinte chez l’expéditeur{NBSP}: {manifest.fingerprint}")


def _info_json(info: BundleInfo) -> dict[str, Any]:
    manifest = info.manifest
    return {
        "contract": {"id": manifest.contract.id, "title": manifest.contract.title}, "created": manifest.created,
        "sender": {"name": manifest.sender.name, "organisation": manifest.sender.organisation,
                   "side": manifest.sender.side, "installation": manifest.sender.installation},
        "key": key_fingerprint(info.key), "sha256": info.hash, "size": info.size, "lots": manifest.lots,
        "ops": manifest.ops, "blobs": list(info.blobs), "fingerprint": manifest.fingerprint,
        "since": manifest.since, "upto": manifest.upto,
        "authors": [
            {"name": name, "organisation": organisation, "side": side, "lots": count}
            for (name, organisation, side), count in info.authors.items()
        ],
    }


def _verify(options: argparse.Namespace, computer: Computer) -> int:
    try:
        sound, words = True, _sound(options, computer)
    except Refused as error:
        sound, words = False, error.sentences.happened
    if options.json:
        say_json({"sound": sound, "detail": words})
    else:
        say(words)
    return DONE if sound else NOT_YET


def _sound(options: argparse.Namespace, computer: Computer) -> str:
    """What was verified, in words; raises `Refused` where something does not hold."""
    if is_contract(options.file):
        with closing(Document.open_reading(options.file, computer.tools)) as document:
            if not document.file.is_sound():
                raise Refused(Reason.MALFORMED, detail="les valeurs montrées ne sont pas celles du journal")
            return f"Contrat sain, empreinte {document.fingerprint()}."
    if options.file.suffix.lower() == ".pdf":
        return _sound_document(options.file)
    info = inspect(read_input(options.file), _phrase(options))
    return f"Envoi intact, signé par la clé {key_fingerprint(info.key)}."


def _sound_document(path: Path) -> str:
    # Imported here: the libraries that read a PDF are needed by nothing else that this command verifies.
    from ..exports.pdf.read_back import read_contract

    held = read_contract(path)
    words = " ".join(signature.sentence for signature in held.signatures)
    if not held.sound:
        raise Refused(Reason.BAD_SIGNATURE, detail=words)
    return f"Contrat en PDF, empreinte {held.fingerprint}, fait le {held.made_on:%d/%m/%Y}. {words}".strip()
