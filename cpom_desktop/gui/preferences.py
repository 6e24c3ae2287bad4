"""What the window remembers of its user between two sessions: sizes, widths, folded groups, theme, recent files."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from ..paths import settings_folder

RECENT, READ_FROM, THEME, GEOMETRY = "recent", "read-from", "theme", "window/geometry"
RECENT_MOST = 8


def settings() -> QSettings:
    """The settings file of the window. Values come back as text: read them with the functions below."""
    return QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)


def read_text(key: str, default: str = "") -> str:
    """A remembered word."""
    return str(settings().value(key, default))


def read_list(key: str) -> list[str]:
    """A remembered list; one that cannot be read is empty: a preference never stops the window."""
    stored = settings().value(key, [])
    if isinstance(stored, str):
        return [stored] if stored else []
    return [str(item) for item in stored] if isinstance(stored, list) else []


def read_widths(table: str) -> dict[str, int]:
    """The column widths that the user chose in a table, by column key."""
    pairs = (item.rpartition("=") for item in read_list(f"widths/{table}"))
    return {key: int(width) for key, _, width in pairs if key and width.isdigit()}


def write_widths(table: str, widths: dict[str, int]) -> None:
    write(f"widths/{table}", [f"{key}={width}" for key, width in widths.items()])


def read_folded(table: str, default: frozenset[str]) -> frozenset[str]:
    """The groups that the user left folded in a table; `default` until he folded or opened one."""
    return frozenset(read_list(f"folded/{table}")) if settings().contains(f"folded/{table}") else default


def write_folded(table: str, groups: frozenset[str]) -> None:
    write(f"folded/{table}", sorted(groups))


def write(key: str, value: str | list[str]) -> None:
    settings().setValue(key, value)


def remember_recent(path: str) -> None:
    """Put a contract first among the recent ones."""
    others = [known for known in read_list(RECENT) if known != path]
    write(RECENT, [path, *others][:RECENT_MOST])
