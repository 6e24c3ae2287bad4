"""Asking which file is read or where a document goes, and naming the folder in which it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from .. import preferences


def ask_where(folder: Path, name: str, title: str, kind: str) -> Path | None:
    """The place that the user chooses, with the suffix of the proposed name where none was typed; None to give up."""
    chosen, _ = QFileDialog.getSaveFileName(QApplication.activeWindow(), title, str(in_sight(folder) / name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(Path(name).suffix)


def ask_which(beside: Path | None, title: str, kind: str, parent: QWidget) -> Path | None:
    """The file that the user points at, sought where one was last read, else beside the contract; None to give up."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(_read_from(beside)), kind)
    if not name:
        return None
    preferences.write(preferences.READ_FROM, str(Path(name).parent))
    return Path(name)


def _read_from(beside: Path | None) -> Path:
    """What comes by mail lands where the last file did; a folder that is gone is no place to begin."""
    last = preferences.read_text(preferences.READ_FROM)
    if last and Path(last).is_dir():
        return Path(last)
    return in_sight(beside) if beside is not None else documents()


def documents() -> Path:
    """The user’s folder of documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def in_sight(folder: Path) -> Path:
    """The folder itself, or that of documents where a file manager would hide it: what is written must be found."""
    hidden = any(part.startswith(".") for part in folder.resolve().parts)
    return documents() if hidden else folder


def folder_word(path: Path) -> str:
    """Where to look for what was written, in the word that the file manager shows."""
    return path.resolve().parent.name or str(path.resolve().parent)
