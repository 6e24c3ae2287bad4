"""The points de vigilance as rules: level, sentence, reference, cell to go to (`domain.md` §9)."""

from . import accounts as accounts
from . import foundation as foundation
from . import plans as plans
from . import tariff as tariff
from .frame import RULES, Check, Level, is_ready, run

__all__ = ["RULES", "Check", "Level", "is_ready", "run"]
