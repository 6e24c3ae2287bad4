"""Every kind of record of the program: importing this module fills `KINDS`, whatever else has been imported.

A new module of records is added here, and so becomes a table, a journal kind and a set of columns at once.
"""

from __future__ import annotations

from . import calendar, clauses, contract, diagnosis, followup, negotiation, objectives, scenario_records
from .finance import kinds as finance
from .records import KINDS

RECORD_MODULES = (contract, diagnosis, objectives, calendar, negotiation, clauses, followup, scenario_records,
                  *finance.RECORD_MODULES)

__all__ = ["KINDS", "RECORD_MODULES"]
