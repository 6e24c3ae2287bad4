"""The files that a user brings or asks for; never a contract, which only SQLite opens."""

from __future__ import annotations

from pathlib import Path

from ..core.problems import Kind, Surroundings
from ..storage.errors import from_os
from ..storage.ownership import is_open_here
from ..storage.whole import put_in_place

MAX_INPUT = 64 * 1024 * 1024
"""Bytes: nothing that is read is longer."""
CONTRACT_SUFFIX = ".cpom"


def is_contract(path: Path) -> bool:
    """Whether a path names a contract; it is told by its name, because nothing but SQLite opens one."""
    return path.suffix.lower() == CONTRACT_SUFFIX


def read_input(path: Path) -> bytes:
    """The bytes of a bundle, a PDF or a list of edits; raises `Surroundings` where they cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_INPUT + 1)
    except OSError as error:
        raise from_os(error, path) from error
    if len(data) > MAX_INPUT:
        raise Surroundings(Kind.NOT_OURS, name=path.name, detail="il est trop grand")
    return data


def check_output(path: Path, contract: Path) -> None:
    """Raise `Surroundings` EXISTS where a document would take the place of a contract, a folder or a device.

    `contract` is the one that the document is made from.
    """
    if not path.exists():
        return
    if is_contract(path) or not path.is_file() or path.samefile(contract) or is_open_here(path):
        raise Surroundings(Kind.EXISTS, name=path.name)


def write_output(path: Path, data: bytes, contract: Path) -> None:
    """Write a file whole, in place of the one of that name; raises `Surroundings` where it cannot be."""
    check_output(path, contract)
    try:
        put_in_place(path, data)
    except OSError as error:
        raise from_os(error, path) from error
