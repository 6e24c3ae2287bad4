"""The tables of the tab Finances, in the order of its rail: those of every day, then the others."""

from __future__ import annotations

from .balance_view import BalanceAndRatios
from .budgets import Budgets
from .comparison import Comparison
from .head_office_view import HeadOfficeView
from .investment_view import Investments
from .measures import Measures
from .payments_view import Payments
from .plan_view import Plan
from .results_view import Results
from .scenario_view import Scenarios
from .trajectory_view import Trajectory
from .views import SubView

EVERY_DAY: tuple[type[SubView], ...] = (Trajectory, Measures, Budgets, Comparison, Scenarios)
OTHERS: tuple[type[SubView], ...] = (Payments, HeadOfficeView, Results, Investments, BalanceAndRatios, Plan)
SUB_VIEWS = (*EVERY_DAY, *OTHERS)
KINDS: frozenset[str] = frozenset({"section", "section_rule", "dgc", "esms", "acceptance"}).union(
    *(view.kinds | view.homes for view in SUB_VIEWS)
)
"""The kinds whose change may show in one of them."""
