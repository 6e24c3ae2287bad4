"""What falls due, in the words of the volet and of the chip."""

from __future__ import annotations

from ....core.calendar_figures import Deadline

NBSP = "\u00a0"


def due_words(days: int) -> str:
    """« retard 2 j », « aujourd’hui », « dans 16 j »."""
    if days == 0:
        return "aujourd’hui"
    return f"retard {-days}{NBSP}j" if days < 0 else f"dans {days}{NBSP}j"


def late_words(due: list[Deadline]) -> str:
    """The chip of the tab: what is late; empty when every date is held."""
    late = [one for one in due if one.days < 0]
    if not late:
        return ""
    if len(late) > 1:
        return f"{len(late)} étapes en retard"
    days = -late[0].days
    return f"{late[0].milestone.name}{NBSP}: {days} jour{'s' if days > 1 else ''} de retard"
