"""The same work without a window, for scripts, tests and servers: cpom-desktop COMMANDE …"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
from collections.abc import Sequence

from . import __version__, paths
from .commands import annexing, answering, arbitrating, exchanging, importing, printing, reading, templating, writing
from .commands.computer import UNREADABLE, Computer, Subcommands
from .commands.french import FrenchParser
from .commands.output import Unanswered, complain, finish, warn
from .core.faults import trace_of
from .core.problems import Expected
from .session.tools import Tools, installation_name

OWN_FAULT = 70
"""Exit code of a fault of the program; a traceback would give 1, which says something else here."""
INTERRUPTED = 130
"""Exit code after Ctrl+C, as every shell knows it."""

DESCRIPTION = """Prépare, négocie et suit un CPOM à deux, sans réseau.

Sans commande, ouvre la fenêtre (sur FICHIER s’il est donné). Avec une commande, fait le même travail sans fenêtre."""
CODES = """Codes de sortie : 0 c’est fait, ou c’est le cas ; 1 ce n’est pas (encore) le cas ; 2 illisible ou refusé ;
64 commande mal écrite ; 70 faute du programme ; 130 interrompu.
Les erreurs disent ce qui s’est passé, ce qui est sûr et que faire."""

COMMANDS = (
    "new", "demo", "edit", "import", "show", "check", "compute", "history", "fingerprint", "merge", "verify",
    "export", "bundle",
)
"""Their names; a test keeps the list equal to the parser's."""

EXPORTS = ("answer", "arbitration", "bundle", "contract", "template", "xlsx")
"""What `export` writes; a test keeps the list equal to the parser's, another searches each for private text."""


def parser() -> argparse.ArgumentParser:
    """The commands with their options and their help, in French."""
    found = FrenchParser(prog="cpom-desktop", description=DESCRIPTION, epilog=CODES)
    found.add_argument("--version", action="version", version=f"CPOM Desktop {__version__}", help="montre la version")
    titled = {"title": "commandes\u00a0", "metavar": "COMMANDE"}
    commands = found.add_subparsers(**titled, required=True, parser_class=FrenchParser)
    exports = _family(commands, "export", "écrit un document ou un envoi")
    bundles = _family(commands, "bundle", "lit un envoi")
    writing.add(commands)
    importing.add(commands)
    reading.add(commands)
    exchanging.add_to(commands, exports, bundles)
    printing.add_to(exports)
    answering.add_to(exports)
    templating.add_to(exports)
    annexing.add_to(exports)
    arbitrating.add_to(exports)
    return found


def _family(commands: Subcommands, name: str, words: str) -> Subcommands:
    """A command that has commands of its own: `export contract`, `export bundle`."""
    parser = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    return parser.add_subparsers(title="commandes\u00a0", metavar="QUOI", required=True, parser_class=FrenchParser)


def main(arguments: Sequence[str], computer: Computer | None = None) -> int:
    """Run one command; the exit code. Usage errors leave by `SystemExit(64)`."""
    try:
        options = parser().parse_args(arguments)
        code = int(options.run(options, computer or this_computer()))
        finish()
        return code
    except Expected as error:
        complain(error)
        return UNREADABLE
    except KeyboardInterrupt:
        warn("Interrompu. Rien n’est à moitié fait\u202f: ce qui était enregistré l’est toujours.")
        return INTERRUPTED
    except Unanswered:
        warn("La réponse n’a pas pu être écrite en entier\u202f; ce que la commande devait enregistrer l’est.")
        return UNREADABLE
    except BrokenPipeError:
        # The reader of our output has gone (« | head »): nothing is left to say.
        sys.stderr.close()
        return 0
    except Exception as error:
        logging.getLogger(__name__).error("command failed\n%s", trace_of(error))
        warn("Une erreur du programme a interrompu cette commande. Le contrat est resté tel qu’il était.")
        return OWN_FAULT


def this_computer() -> Computer:
    """The clock, the randomness and the user's folders of this computer."""
    settings = paths.settings_folder()
    installation = installation_name(settings, paths.random_bytes)
    tools = Tools(paths.now, paths.random_bytes, installation, platform.node() or "un poste", paths.backups_folder())
    return Computer(tools, settings, paths.keys_folder())
