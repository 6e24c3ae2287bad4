"""Small contracts for tests: what a rule needs and nothing else, with readable ids."""

from __future__ import annotations

from typing import TypeVar

from cpom_desktop.core.changes import Author, Edit, Side
from cpom_desktop.core.contract import Authority, Contract, Esms, Section, Transformation
from cpom_desktop.core.finance.records import Measure, SectionBase, YearGrant, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Meeting, Position, Topic
from cpom_desktop.core.objectives import Axis, Indicator, IndicatorYear, Objective
from cpom_desktop.core.records import Cell, Record, Value, checked

R = TypeVar("R", bound=Record)

CONTRACT = "c"
ATTIAS = Author("Solène Attias", "Association Les Deux Rives", Side.MANAGER)
DREETS = Author("Claire Vasseur", "DREETS Val-d’Orme", Side.AUTHORITY)
DDETS = Author("Paul Lemoine", "DDETS d’Aure-et-Lys", Side.SECOND_AUTHORITY)


def natural(cls: type[R], **values: Value) -> R:
    """A row with a natural key, as the contract under test would derive it."""
    return checked(natural_record(cls, CONTRACT, **values))


def applied(model: Model, edit: Edit) -> Model:
    """The contract after an edit, without a file: rows added, values set, rows gone."""
    return model.replacing(edit.new).overlaid(edit.values).replacing(removed=edit.deleted)


def position(cell: Cell, party: Side, rank: int, value: str | None, **values: Value) -> Position:
    """One move of one party on a cell."""
    return natural(Position, cell=str(cell), party=party.value, rank=rank, value=value, **values)


def negotiation(*more: Record, stage: str = "negociation", writing: str = "parties") -> Model:
    """« Les Deux Rives » reduced to what is negotiated (domain §10.4, §10.11), nothing retained yet but the bases."""
    rows: list[Record] = [
        Contract(id=CONTRACT, name="CPOM Les Deux Rives", type="chrs", stage=stage, writing=writing, base_year=2026,
                 start="2027-01-01", end="2031-12-31"),
        Authority(id="region", name="Préfet de la région Val-d’Orme", service="DREETS", side="autorite"),
        Authority(id="departement", name="Préfète d’Aure-et-Lys", service="DDETS", side="autorite2"),
        Esms(id="E1", name="La Passerelle", capacity=60), Esms(id="E2", name="Le Quai", capacity=30),
        Esms(id="E3", name="L’Escale", capacity=40, place_unit="mesures"),
        Section(id="S1", esms="E1", section_kind="etat", authority="region"),
        Section(id="S2", esms="E2", section_kind="subvention", authority="departement"),
        Section(id="S3", esms="E3", section_kind="etat", authority="region"),
        natural(SectionBase, section="S1", cents=98_450_000), natural(SectionBase, section="S3", cents=31_200_000),
        natural(YearRate, section="S1", year=2027), natural(YearRate, section="S3", year=2027),
        natural(YearGrant, section="S2", year=2027),
        Measure(id="rebasage", section="S1", year=2027, nature="rebasage", label="Rebasage veille de nuit"),
        Measure(id="cnr", section="S1", year=2027, nature="cnr", label="Formation au DUI et AVDL"),
        Transformation(id="TR1", section="S1", code="TR1"), Transformation(id="TR2", section="S3", code="TR2"),
        Axis(id="axe", name="Gestion"), Objective(id="objectif", axis="axe", name="Activité"),
        Indicator(id="occupation", objective="objectif", name="Taux d’occupation E1", unit="%"),
        natural(IndicatorYear, indicator="occupation", year=2031),
        Topic(id="revoyure", name="Clause de revoyure"), Topic(id="resultats", name="Affectation des résultats"),
        Topic(id="modulation", name="Seuil de modulation d’activité E1"),
        *(Meeting(id=f"R{number}", code=f"R{number}") for number in range(1, 6)),
    ]
    return Model([*rows, *more])


RATE = natural(YearRate, section="S1", year=2027).at("rate")
RATE_E3 = natural(YearRate, section="S3", year=2027).at("rate")
REBASAGE = Cell("measure", "rebasage", "cents")
CNR = Cell("measure", "cnr", "cents")
PLACES = Cell("transformation", "TR1", "places")
MESURES = Cell("transformation", "TR2", "places")
OCCUPATION = natural(IndicatorYear, indicator="occupation", year=2031).at("target")
SUBVENTION = natural(YearGrant, section="S2", year=2027).at("cents")
REVOYURE = Cell("topic", "revoyure", "value")
RESULTATS = Cell("topic", "resultats", "value")
MODULATION = Cell("topic", "modulation", "value")
