"""The figures of one model, computed when first asked for and kept; a changed model keeps all that did not change.

`Books` is never changed by an edit: `after` gives those of the new model, so that a preview while typing, a trial or a
view are books like any other, and cost the sections that they touch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from ..changes import Changes
from ..contract import Esms, Grant, Section
from ..model import Model
from .budgets import GROUP_LABELS, Budget, budget, composed, typed_years
from .figure import Figure, Part, Terms, total
from .grants import GrantYear, members
from .inputs import Inputs, gather
from .records import GROUPS
from .scope import contract_years, is_subsidised, ordered_sections, section_name
from .tally import Tally
from .touched import Row, Touched, touched
from .trajectory import LINE_LABELS, LINES, TrajectoryYear, section_trajectory, trajectory_of

ALL, TARIFIED, SUBSIDISED = "/toutes", "/tarifees", "/subventionnees"
"""Names of the groups that are no DGC; an id never holds a slash."""
_lines = attrgetter(*LINES)
Chain = tuple[TrajectoryYear, ...]
Key = tuple[int, str]
Reference = tuple[tuple[int, Figure], ...]


class Books:
    """Trajectories by section and year, DGCs, budgets. `computed` counts the years of sections computed so far."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.computed = 0
        self._chains: dict[str, Chain] = {}
        self._inputs: dict[str, Inputs] = {}
        self._budgets: dict[str, dict[Key, Budget]] = {}
        self._series: dict[str, dict[tuple[Key, ...], tuple[Budget, ...]]] = {}
        self._typed: dict[str, list[Key]] = {}
        self._periods: frozenset[Key] | None = None
        self._members: dict[str, tuple[str, ...]] = {}
        self._grants: dict[str, dict[Key, Tally]] = {}
        self._perimeter: dict[Key, dict[str, Tally]] = {}
        self._named: tuple[tuple[Section, str], ...] | None = None
        self._summed: dict[str, list[GrantYear]] = {}
        self._references: dict[tuple[str, ...], tuple[Reference, Figure]] = {}

    @property
    def sections(self) -> tuple[tuple[Section, str], ...]:
        """The sections in the order of the contract, each with its name."""
        if self._named is None:
            model = self.model
            self._named = tuple((section, section_name(model, section)) for section in ordered_sections(model))
        return self._named

    def inputs(self, section_id: str) -> Inputs:
        """What the trajectory of a section reads, gathered once for all that is tried on it.

        Raises `Refused` where the section does not exist.
        """
        if section_id not in self._inputs:
            self._inputs[section_id] = gather(self.model, section_id)
        return self._inputs[section_id]

    def trajectory(self, section_id: str) -> Chain:
        """The trajectory of a section."""
        if section_id not in self._chains:
            self._chains[section_id] = tuple(section_trajectory(self.model, section_id))
            self.computed += len(self._chains[section_id])
        return self._chains[section_id]

    def trajectories(self) -> list[Chain]:
        """The trajectories of all the sections, in their order."""
        return [self._chains.get(section.id) or self.trajectory(section.id) for section, _ in self.sections]

    def moved(self, before: Books) -> set[str]:
        """The sections whose trajectory is not the same object in books of before, or is known in one of both alone."""
        if self is before:
            return set()
        own, its = self._chains, before._chains
        return {section for section in own.keys() | its.keys() if own.get(section) is not its.get(section)}

    def grant(self, dgc_id: str) -> list[GrantYear]:
        """A DGC year by year, equal to `grant_years` of the same model."""
        return self._years(dgc_id)

    def regime(self, *, subsidised: bool) -> list[GrantYear]:
        """The tarified sections, or the subsidised devices, year by year: what the plan adds up."""
        return self._years(SUBSIDISED if subsidised else TARIFIED)

    def reference(self, against: tuple[str, ...]) -> tuple[Reference, Figure]:
        """What costs are compared with: by year and over the contract, the dotation of some DGCs and of some sections.

        Summed once for the thousands of costs that are told against the same ones.
        """
        if against not in self._references:
            chains = [(key, self._dotations(key)) for key in against]
            years = tuple(
                (year, total((Part(key, chain[index]) for key, chain in chains), "Dotations concernées"))
                for index, year in enumerate(contract_years(self.model) if against else ()))
            whole = total((Part(str(year), figure) for year, figure in years), "Dotations du contrat")
            self._references[against] = years, whole
        return self._references[against]

    def _dotations(self, key: str) -> list[Figure]:
        """Those of a DGC, else of a section, year by year."""
        if self.model.find(Grant, key) is not None:
            return [row.grant for row in self.grant(key)]
        return [row.grant for row in self.trajectory(key)]

    def _years(self, group: str) -> list[GrantYear]:
        if group not in self._summed:
            tallies, order = self._tallies(group), self._order(group)
            self._summed[group] = [
                GrantYear(year, {line: self._line(tallies[year, line], order, year, line) for line in LINES})
                for year in (contract_years(self.model) if order else ())]
        return list(self._summed[group])

    def budget(self, section_id: str, year: int, status: str) -> Budget:
        """The budget of a section for a year and a status."""
        held = self._budgets.setdefault(section_id, {})
        if (year, status) not in held:
            held[year, status] = budget(self.model, section_id, year, status)
        return held[year, status]

    def typed_years(self, section_id: str) -> list[Key]:
        """The years and statuses for which a section holds lines, equal to `budgets.typed_years` of the same model."""
        if section_id not in self._typed:
            self._typed[section_id] = typed_years(self.model, section_id)
        return self._typed[section_id]

    def budgets(self, section_id: str, periods: tuple[Key, ...]) -> tuple[Budget, ...]:
        """The budgets of a section for some years and statuses: the same object as long as none of them has changed."""
        held = self._series.setdefault(section_id, {})
        if periods not in held:
            held[periods] = tuple(self.budget(section_id, *period) for period in periods)
        return held[periods]

    def all_budgets(self, periods: tuple[Key, ...]) -> list[tuple[Budget, ...]]:
        """Those of all the sections, in their order."""
        known, none = self._series, dict[tuple[Key, ...], tuple[Budget, ...]]()
        return [known.get(one.id, none).get(periods) or self.budgets(one.id, periods) for one, _ in self.sections]

    def typed_periods(self) -> frozenset[Key]:
        """The years and statuses for which some section holds lines."""
        if self._periods is None:
            self._periods = frozenset(
                period for section, _ in self.sections for period in self.typed_years(section.id)
            )
        return self._periods

    def consolidated(self, year: int, status: str) -> Budget:
        """The budget of the perimeter, equal to `budgets.consolidated` of the same model."""
        order = self._order(ALL)
        if (year, status) not in self._perimeter:
            self._perimeter[year, status] = {group: Tally() for group, _ in GROUPS}
            for section in order:
                self._count(self._perimeter[year, status], section, self.budget(section, year, status))
        tallies = self._perimeter[year, status]
        return composed(
            year, status, {group: self._group(tallies[group], order, group, (year, status)) for group, _ in GROUPS}
        )

    def after(self, model: Model, changes: Changes | Iterable[Row]) -> Books:
        """The books of the model after some rows changed; those of before stay as they are."""
        rows = (
            {(c.kind, c.row) for c in changes.cells} | set(changes.rows)
            if isinstance(changes, Changes)
            else set(changes)
        )
        found = touched(self.model, model, rows)
        result = Books(model)
        if found.everything:
            return result
        # The order of the perimeter, and the names of its sections, are those of its ESMS.
        if not any(kind == Esms.kind for kind, _ in rows):
            result._members, result._named = dict(self._members), self._named
        result._chains, result._typed, result._periods = dict(self._chains), dict(self._typed), self._periods
        result._series = dict(self._series)
        result._grants, result._budgets, result._perimeter = (
            dict(self._grants),
            dict(self._budgets),
            dict(self._perimeter),
        )
        result._renew_trajectories(found)
        result._renew_budgets(found)
        return result

    def _renew_trajectories(self, found: Touched) -> None:
        """Compute anew the touched sections from their first year, and move their DGC by the difference."""
        for section, first in found.trajectories.items():
            old = self._chains.pop(section, None)
            if old is None or self.model.find(Section, section) is None:
                continue
            kept = [row for row in old if row.year < first]
            new = tuple(trajectory_of(self.inputs(section), kept=kept))
            self._chains[section] = new
            self.computed += len(new) - len(kept)
            self._move(section, old, new)

    def _move(self, section: str, old: Chain, new: Chain) -> None:
        row = self.model.get(Section, section)
        for group in (row.dgc, SUBSIDISED if is_subsidised(self.model, row) else TARIFIED):
            if group is None or group not in self._grants:
                continue
            tallies = self._grants[group] = dict(self._grants[group])
            for before, after in zip(old, new, strict=True):
                for line in LINES if before is not after else ():
                    one, other = getattr(before, line), getattr(after, line)
                    if one is not other:
                        tally = tallies[after.year, line] = tallies[after.year, line].copy()
                        tally.remove(section, one)
                        tally.add(section, other)

    def _renew_budgets(self, found: Touched) -> None:
        for section in found.budgets:
            if self._typed.pop(section, None) != self.typed_years(section):
                self._periods = None
            self._series.pop(section, None)
            old = self._budgets.pop(section, {})
            for (year, status), tallies in list(self._perimeter.items()):
                moved = {group: tally.copy() for group, tally in tallies.items()}
                self._count(moved, section, old[year, status], out=True)
                self._count(moved, section, self.budget(section, year, status))
                self._perimeter[year, status] = moved

    def _count(self, tallies: dict[str, Tally], section: str, held: Budget, out: bool = False) -> None:
        for group, figure in held.groups.items():
            (tallies[group].remove if out else tallies[group].add)(section, figure)

    def _order(self, group: str) -> tuple[str, ...]:
        if group not in self._members:
            self._members[group] = tuple(section.id for section in self._sections(group))
        return self._members[group]

    def _sections(self, group: str) -> list[Section]:
        if group in (ALL, TARIFIED, SUBSIDISED):
            return [section for section in ordered_sections(self.model)
                    if group == ALL or is_subsidised(self.model, section) == (group == SUBSIDISED)]
        self.model.get(Grant, group)
        return members(self.model, group)

    def _tallies(self, group: str) -> dict[Key, Tally]:
        if group not in self._grants:
            order, years = self._order(group), contract_years(self.model)
            held = {(year, line): Tally() for year in years for line in LINES}
            for rows in zip(*map(self.trajectory, order), strict=True):
                for line, figures in zip(LINES, zip(*map(_lines, rows), strict=True), strict=True):
                    held[rows[0].year, line].add_all(order, figures)
            self._grants[group] = held
        return self._grants[group]

    def _line(self, tally: Tally, order: Sequence[str], year: int, line: str) -> Figure:
        def terms() -> Terms:
            index = year - contract_years(self.model)[0]
            return self._sum(order, lambda section: getattr(self.trajectory(section)[index], line)).terms

        return tally.figure(order, f"{LINE_LABELS[line]}\u00a0: somme des sections", "R. 314-43-1", terms)

    def _group(self, tally: Tally, order: Sequence[str], group: str, key: Key) -> Figure:
        def terms() -> Terms:
            return self._sum(order, lambda section: self.budget(section, *key).groups[group]).terms

        return tally.figure(order, f"{GROUP_LABELS[group]}\u00a0: somme", "R. 314-13", terms)

    def _sum(self, order: Sequence[str], choose: Callable[[str], Figure]) -> Figure:
        parts = (Part(section_name(self.model, self.model.get(Section, section)), choose(section)) for section in order)
        return total(part for part in parts if not part.figure.idle)
