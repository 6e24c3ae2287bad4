"""« Frais de siège »: what each section bears, by one rate or pro rata of its charges (R.314-92, R.314-93)."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total, typed
from ....core.finance.head_office import Quota, outside_parts, quotas, typed_years
from ....core.finance.head_office_records import HeadOffice
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, Spot, calculation, signed_sum
from ..grid import Column, Line, Sheet
from ..source import Source, choice, sum_of
from . import keys

NAME = "Frais de siège"
REST_COLUMN = 3
WHOLE = "INT(ROUND({0}*100,0)*{1}/SUM({2}))"
REST = "ROUND({0}*100,0)*{1}/SUM({2})-{3}"
RANK = "SUMPRODUCT(({0}>{1})*1)"
TIES = "+SUMPRODUCT(({2}={1})*1)"
SHARE = "({0}+IF({1}<ROUND({2}*100,0)-SUM({3}),1,0))/100"


def add(book: Book, source: Source) -> None:
    """The sheet; none without an authorisation."""
    office = source.model.first(HeadOffice)
    if office is None:
        return
    columns = (Column("Section", 40), Column("Assiette", 18), Column("Part entière (centimes)", 16),
               Column("Reste", 12), Column("Rang du reste", 10), Column("Quote-part calculée", 18),
               Column("Quote-part du budget", 18), Column("Écart", 14))
    note = ("Pourcentage unique des charges brutes, ou montant réparti au prorata et au plus fort reste, "
            "les égalités suivant l’ordre de la liste.")
    sheet = book.add(source.sheet(NAME, "Frais de siège", columns, note))
    sheet.band(f"Autorisation\u00a0: {choice(office, 'shape')}")
    for field, label, form in (("rate", "Taux", Form.RATE), ("cents", "Montant annuel à répartir", Form.CENTS),
                               ("authorised_from", "Début d’autorisation", Form.DAY),
                               ("authorised_until", "Fin d’autorisation", Form.DAY),
                               ("lag", "Décalage de l’exercice de référence (ans)", Form.INTEGER)):
        line = sheet.line()
        line.text(label)
        line.typed(office.at(field), getattr(office, field), form)
    for year in typed_years(source.model):
        sheet.band(f"Quotes-parts {year}")
        _Year(sheet, source, office, year).write()


Part3 = tuple[int, float, int]
"""Of a share: its whole cents, what is left, the rank of what is left."""


class _Year:
    """The quotas of one year."""

    def __init__(self, sheet: Sheet, source: Source, office: HeadOffice, year: int) -> None:
        self.sheet, self.source, self.office, self.year = sheet, source, office, year
        self.held = quotas(source.model, year)
        self.first = sheet.rows
        self.outside = outside_parts(source.model, year)

    @property
    def _is_shared(self) -> bool:
        return self.office.shape == "montant"

    def key(self, who: str, name: str) -> Key:
        """A cell of a section or of a structure outside the perimeter; « bases » and the like are whole columns."""
        return ("quota", self.year, who, name)

    def write(self) -> None:
        parts = self._parts()
        sections = {section.id: section for section, _ in self.source.sections}
        for rank, quota in enumerate(self.held):
            self._quota(sections[quota.section], quota, parts[rank] if parts else None, rank)
        for rank, (row, figure) in enumerate(self.outside, len(self.held)):
            line = self.sheet.line()
            line.text(f"{row.name} (hors périmètre)")
            line.entered(self.key(row.id, "base"), row.charges, Form.CENTS)
            self._computed(line, row.id, figure, parts[rank] if parts else None, rank)
        for index, name in ((1, "bases"), (2, "wholes"), (3, "rests")):
            self.sheet.block(self.key("", name), index, self.first)

    def _parts(self) -> list[Part3] | None:
        """Of each share: its whole cents, what is left, the rank of what is left; None while something is missing."""
        weights = [quota.base.cents for quota in self.held] + [row.charges for row, _ in self.outside]
        known = [weight for weight in weights if weight is not None]
        if not self._is_shared or len(known) < len(weights) or self.office.cents is None:
            return None
        if not any(known) or min(known) < 0:
            return None
        whole, cents = sum(known), self.office.cents
        rests = [cents * weight % whole for weight in known]
        ranks = [sum(other > rest for other in rests) + rests[:index].count(rest) for index, rest in enumerate(rests)]
        return [(cents * weight // whole, rest / whole, rank)
                for weight, rest, rank in zip(known, rests, ranks, strict=True)]

    def _quota(self, section: Section, quota: Quota, part: Part3 | None, rank: int) -> None:
        line = self.sheet.line()
        line.text(self.source.name(section.id) + (" (hors tarif)" if quota.outside_tariff else ""))
        base = self._base(section, quota.base)
        if base is None:
            line.entered(self.key(section.id, "base"), None, Form.CENTS)
        else:
            line.figure(self.key(section.id, "base"), quota.base, base)
        self._computed(line, section.id, quota.computed, part, rank)
        if quota.held is not None:
            line.typed(quota.held.at("cents"), quota.held.cents, Form.CENTS)
            gap = signed_sum([(tuple(quota.held.at("cents")), 1), (self.key(section.id, "computed"), -1)])
            in_budget = typed(quota.held.cents, "quote-part")
            figure = total((Part("Budget", in_budget), Part("Calculée", quota.computed, -1)))
            line.figure(self.key(section.id, "gap"), figure, gap)

    def _base(self, section: Section, figure: Figure) -> Formula | None:
        """The charges brutes of the year of reference, without the excluded accounts; None where none is known."""
        for status, year in (("ca", self.year - self.office.lag), ("bp", self.year), ("base", self.year)):
            held = self.source.books.budget(section.id, year, status)
            if held.begun:
                charges: list[tuple[Key, int]] = [(keys.budget(section.id, year, status, "charges"), 1)]
                removed = [(tuple(term.cell), -1) for term in figure.terms[1:] if term.cell]
                return sum_of([(charges[0][0], held.charges, 1)]) if not removed else signed_sum(
                    [*(charges if not held.charges.idle else []), *removed])
        return None

    def _computed(self, line: Line, who: str, figure: Figure, part: Part3 | None, rank: int) -> None:
        if self._is_shared:
            self._shared(line, who, figure, part, rank)
            return
        line.skip(3)
        formula = calculation("ROUND({0}*{1},2)", self.key(who, "base"), tuple(self.office.at("rate")))
        line.figure(self.key(who, "computed"), figure, formula)

    def _shared(self, line: Line, who: str, figure: Figure, part: Part3 | None, rank: int) -> None:
        """Largest remainder: whole cents, then one more to the largest rests until the amount is spent."""
        amount, bases = tuple(self.office.at("cents")), self.key("", "bases")
        needs: tuple[Key, ...] = (amount, *(self.key(one, "base") for one in self._everyone()))
        own = self.key(who, "base")
        value = part or (None, None, None)
        line.computed(self.key(who, "whole"), value[0], "rank", _guarded(WHOLE, (amount, own, bases), needs))
        line.computed(self.key(who, "rest"), value[1], "share",
                      _guarded(REST, (amount, own, bases, self.key(who, "whole")), needs))
        line.computed(self.key(who, "rank"), value[2], "rank", _guarded(*self._rank(line, who, rank), needs))
        read = (self.key(who, "whole"), self.key(who, "rank"), amount, self.key("", "wholes"))
        line.figure(self.key(who, "computed"), figure, _guarded(SHARE, read, needs))

    def _rank(self, line: Line, who: str, rank: int) -> tuple[str, tuple[Key, ...]]:
        """How many rests are larger, or equal and above in the list."""
        read: tuple[Key, ...] = (self.key("", "rests"), self.key(who, "rest"))
        if not rank:
            return RANK, read
        above = self.key(who, "above")
        self.sheet.spots[above] = Spot(self.sheet.name, self.first, REST_COLUMN, line.row - 1)
        return RANK + TIES, (*read, above)

    def _everyone(self) -> Sequence[str]:
        return [quota.section for quota in self.held] + [row.id for row, _ in self.outside]


def _guarded(text: str, read: tuple[Key, ...], needs: tuple[Key, ...]) -> Formula:
    """A formula of the split; charges that are all nil, or negative, share nothing."""
    nil = f'IF(OR(MAX({{{len(read)}}})<=0,MIN({{{len(read)}}})<0),"incomplet",{text})'
    return Formula(nil, (*read, _bases_of(needs)), needs)


def _bases_of(needs: tuple[Key, ...]) -> Key:
    _, year, _, _ = needs[1]
    return ("quota", year, "", "bases")

