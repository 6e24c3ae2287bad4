"""Small contracts for the tests of the volet financier: one call per thing that a case needs."""

from __future__ import annotations

from typing import Any

from cpom_desktop.core.contract import Authority, Contract, Esms, Grant, Manager, Section, SectionRule, Transformation
from cpom_desktop.core.finance.records import AccountLine, Measure, SectionBase, YearGrant, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import Record, Value

CONTRACT = "c0"


class Build:
    """Rows put together; `model()` gives the contract. Ids are the codes, so that a test can name them."""

    def __init__(self, first: int = 2027, last: int = 2031, **contract: Any) -> None:
        values: dict[str, Any] = {
            "start": f"{first}-01-01",
            "end": f"{last}-12-31",
            "base_year": first - 1,
            **contract,
        }
        self.rows: list[Record] = [
            Contract(id=CONTRACT, **values),
            Manager(id="m0", name="Association"), Authority(id="a0", name="DREETS", authority_kind="prefet-region"),
        ]
        self._count = 0

    def model(self) -> Model:
        return Model(self.rows)

    def add(self, *rows: Record) -> Build:
        self.rows.extend(rows)
        return self

    def row(self, cls: type[Record], **values: Value) -> Record:
        """Any record; with a natural key its id is derived, else counted."""
        if cls.natural_key:
            full = {**dict.fromkeys(cls.natural_key), **values}
            record = natural_record(cls, CONTRACT, **full)
        else:
            self._count += 1
            record = cls(id=f"{cls.kind}-{self._count}", **values)
        self.rows.append(record)
        return record

    def section(self, code: str, base: int | None = None, *, modality: str | None = "taux", capacity: int | None = 60,
                name: str = "", regime: str = "autorise", **values: Any) -> Build:
        """An ESMS of one section, `S` + code; its base and one modality for the whole contract."""
        given: dict[str, Any] = {
            "authority": "a0", "envelope": "drl-etat", "section_kind": "etat", "programme": "177", **values}
        self.add(Esms(id=code, code=code, name=name or code, capacity=capacity, regime=regime),
                 Section(id=f"S{code}", esms=code, code=f"S{code}", **given))
        self.row(SectionBase, section=f"S{code}", cents=base)
        if modality is not None:
            self.row(SectionRule, section=f"S{code}", modality=modality)
        return self

    def rates(self, code: str, *rates: int | None, first: int = 2027) -> Build:
        for offset, rate in enumerate(rates):
            self.row(YearRate, section=f"S{code}", year=first + offset, rate=rate)
        return self

    def measure(self, code: str, year: int, nature: str, cents: int | None, /, **values: Value) -> Measure:
        row = self.row(Measure, section=f"S{code}", year=year, nature=nature, cents=cents, **values)
        assert isinstance(row, Measure)
        return row

    def grant(self, code: str, year: int, cents: int | None, **values: Value) -> Build:
        self.row(YearGrant, section=f"S{code}", year=year, cents=cents, **values)
        return self

    def dgc(self, code: str = "D1") -> Build:
        return self.add(Grant(id=code, name=code))

    def lines(self, code: str, year: int, status: str, **groups: int | None) -> Build:
        """A budget typed whole, one line per group: `lines("E1", 2026, "base", c1=…, p1=…)`."""
        for group, cents in groups.items():
            self.row(AccountLine, section=f"S{code}", year=year, status=status, group=group, account="", cents=cents)
        return self

    def places(self, code: str, places: int | None, effective: str | None, /, **values: Value) -> Transformation:
        row = self.row(Transformation, section=f"S{code}", places=places, effective=effective, **values)
        assert isinstance(row, Transformation)
        return row


def two_rivers() -> Build:
    """S1 and S3 of « Les Deux Rives » (`domain.md` §10.4), alone: bases, rates, measures and their DGC."""
    build = Build(type="chrs").dgc()
    build.section("E1", 98_450_000, name="La Passerelle", dgc="D1")
    build.section("E3", 31_200_000, name="L’Escale", dgc="D1", capacity=40)
    for code in ("E1", "E3"):
        build.rates(code, 12_500, 9_000, 15_000, 10_000, 10_000)
    build.measure("E1", 2027, "rebasage", 1_200_000, label="Rebasage")
    build.measure("E1", 2027, "cnr", 2_000_000, label="CNR")
    build.measure("E1", 2028, "nouvelle", 4_500_000, label="+5 places", opening="2028-01-01")
    build.measure("E1", 2028, "economie", -900_000, label="Veille de nuit")
    build.measure("E3", 2029, "nouvelle", 3_120_000, label="+4 mesures", opening="2029-01-01")
    return build
