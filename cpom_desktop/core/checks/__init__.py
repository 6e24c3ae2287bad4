"""The points de vigilance as rules: level, sentence, reference, cell to go to (`domain.md` §9)."""

from . import accounts as accounts
from . import calendar as calendar
from . import diagnosis as diagnosis
from . import foundation as foundation
from . import objectives as objectives
from . import plans as plans
from . import positions as positions
from . import signature as signature
from . import tariff as tariff
from . import text as text
from .coverage import NOT_CHECKED, left_to_you, verdict
from .frame import RULES, Check, Level, is_ready, run

__all__ = ["NOT_CHECKED", "RULES", "Check", "Level", "is_ready", "left_to_you", "run", "verdict"]
