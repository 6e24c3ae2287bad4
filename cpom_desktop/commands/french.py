"""An argument parser that speaks French: help, titles and errors."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from ..core.money import NBSP
from .output import put

USAGE = 64
"""Exit code of a command that is wrongly written (argparse would give 2, which says something else here)."""

_MESSAGES = (
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"unrecognized arguments: (.+)", r"argument inconnu : \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 : \2 n’est pas proposé (choix : \3)"),
    (r"argument (.+?): expected one argument", r"\1 attend une valeur"),
    (r"argument (.+?): expected at least one argument", r"\1 attend au moins une valeur"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 n’attend pas de valeur (\2)"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 ne va pas avec \2"),
    (r"argument (.+?): invalid .+? value: (.+)", r"\1 : \2 n’est pas une valeur acceptée"),
    (r"one of the arguments (.+) is required", r"il faut l’un de : \1"),
)


class FrenchHelp(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of a description as they are written, and says « Utilisation »."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, f"Utilisation{NBSP}: " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """argparse with its words in French and 64 for a usage error."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": FrenchHelp, "add_help": False, "allow_abbrev": False, **options})
        self._positionals.title = "arguments "
        self._optionals.title = "options "
        self.add_argument("-h", "--help", action="help", help="montre cette aide et s’arrête")

    def format_help(self) -> str:
        """The help with the spaces of French typography."""
        return spaced(super().format_help())

    def _print_message(self, message: str, file: Any = None) -> None:
        """The door of argparse to its outputs, some of which do not know every letter."""
        if message:
            put(file or sys.stderr, message)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong on the error output, and stop with 64."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}{NBSP}: {in_french(message)}.\n")


def spaced(text: str) -> str:
    """The same text with the spaces of French: no line breaks before a colon, nor inside quotes."""
    text = re.sub(r" (?=[:»])|(?<=«) ", NBSP, text)
    return re.sub(r" (?=[;!?])", "\u202f", text)


def in_french(message: str) -> str:
    """The sentence of argparse in French; itself where it says something that is not foreseen."""
    for pattern, french in _MESSAGES:
        if re.fullmatch(pattern, message):
            return spaced(re.sub(pattern, french, message))
    return message
