"""The points de vigilance as rules: level, sentence, reference, cell to go to (`domain.md` §9)."""

from . import foundation as foundation
from .frame import RULES, Check, Level, is_ready, run

__all__ = ["RULES", "Check", "Level", "is_ready", "run"]
