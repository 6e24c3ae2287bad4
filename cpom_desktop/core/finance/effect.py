"""What a trial or a scenario does to the DGCs of the contract: by year and over its life, against the same without."""

from __future__ import annotations

from ..contract import Grant
from .books import Books
from .figure import Figure, Part, total
from .grants import Gap, GrantYear, gap_between
from .scope import contract_years


def effect(tried: Books, without: Books) -> Gap | None:
    """The DGCs with it minus the DGCs without; of several DGCs the sum, a display and never a payable amount.

    None where there is no DGC, or where both do not cover the same years.
    """
    if contract_years(tried.model) != contract_years(without.model):
        return None
    grants = [grant.id for grant in without.model.all(Grant) if tried.model.find(Grant, grant.id) is not None]
    if not grants:
        return None
    return gap_between(_together(tried, grants), _together(without, grants))


def _together(books: Books, grants: list[str]) -> list[GrantYear]:
    chains = [(key, books.grant(key)) for key in grants]
    return [GrantYear(one.year, {"grant": _sum([(key, chain[at].grant) for key, chain in chains])})
            for at, one in enumerate(chains[0][1])]


def _sum(figures: list[tuple[str, Figure]]) -> Figure:
    return figures[0][1] if len(figures) == 1 else total(Part(key, figure) for key, figure in figures)
