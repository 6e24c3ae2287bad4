"""The functional group of each account, as this user settled it: asked once, used for every later import."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ..core.finance.records import GROUPS
from ..core.problems import Surroundings
from ..storage.whole import put_in_place
from .files import read_input

_FILE = "account-groups.json"
_PREFIX = re.compile(r"[67][0-9]{1,7}(-[0-9]{2,8})?")
_KNOWN = {key for key, _ in GROUPS}


def settled_groups(settings: Path) -> dict[str, str]:
    """The groups by account or prefix; an unreadable list is empty: a preference never stops an import."""
    try:
        found = json.loads(read_input(settings / _FILE).decode())
    except (Surroundings, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {prefix: group for prefix, group in found.items()
            if isinstance(group, str) and group in _KNOWN and _PREFIX.fullmatch(prefix)}


def settle_groups(settings: Path, groups: Mapping[str, str]) -> None:
    """Remember the groups of some accounts beside those that are known."""
    kept = {**settled_groups(settings), **groups}
    put_in_place(settings / _FILE, json.dumps(kept, indent=1, sort_keys=True).encode())
