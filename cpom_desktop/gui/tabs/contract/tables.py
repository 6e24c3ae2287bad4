"""The tables of the contract: what each shows, what a new row starts with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from ....core.contract import Authority, Contract, Esms, Grant, Person, Section, SectionRule, Signatory, Transformation
from ....core.finance.records import SectionBase
from ....core.finance.scope import contract_years
from ....core.followup import CommitteeMember
from ....core.identifiers import derived_id, natural_record
from ....core.model import Model
from ....core.ordering import POSITION, ordered, place
from ....core.records import Form, Record, fields_of
from ...grid import Align, Column, Content, GridCell, Row
from ...grid.fields import field_cell
from ...grid.references import reference_cell
from ..positions import marks

CODE = 60
"""Columns this narrow hold a code, and do not take the room that is left."""

Make = Callable[[Model, str, str], tuple[Record, ...]]
"""From the model, a new id and the id of the selected row: the rows to create, the new one first."""


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: its place in the rail, its fields in order with their least widths, and its words."""

    key: str
    title: str
    kind: type[Record]
    fields: tuple[tuple[str, int], ...]
    add: str
    sentence: str
    make: Make


def content_of(model: Model, retained: Model, table: TableOf) -> Content:
    """The rows of a table, in the order of the perimeter."""
    info = fields_of(table.kind)
    words = (name for name, least in table.fields if info[name].form is Form.NAME and least > CODE)
    stretched = next(words, table.fields[0][0])
    columns = tuple(Column(name, info[name].label, info[name].about.unit, _align(info[name].form), least=least,
                           stretch=name == stretched) for name, least in table.fields)
    rows = sorted(model.all(table.kind), key=lambda one: (
        getattr(one, "order", 0), getattr(one, POSITION, ""), getattr(one, "code", ""), one.id))
    cells = ((one.id, tuple(_cell(model, retained, one, name) for name, _ in table.fields)) for one in rows)
    return Content(f"contrat-{table.key}", columns, tuple(Row(key, made) for key, made in cells))


def _align(form: Form) -> Align:
    if form in (Form.CENTS, Form.RATE, Form.INTEGER, Form.DECIMAL, Form.DAY):
        return Align.RIGHT
    return Align.CENTRE if form is Form.FLAG else Align.LEFT


def _cell(model: Model, retained: Model, record: Record, field: str) -> GridCell:
    info = fields_of(record.kind)[field]
    if info.form is Form.REFERENCE:
        return reference_cell(model, record, field)
    marker, spoken = marks(retained, record.at(field)) if info.about.negotiable else marks(retained, None)
    return field_cell(record, field, marker=marker, spoken=spoken)


def _contract_id(model: Model) -> str:
    contract = model.first(Contract)
    assert contract is not None
    return contract.id


def _free(model: Model, kind: type[Record], field: str, prefix: str) -> str:
    """The first of S1, S2… after the number of rows that no row bears: after a deletion, S3 may still be taken."""
    rows = model.all(kind)
    taken = {getattr(row, field) for row in rows}
    return next(code for rank in count(len(rows) + 1) if (code := f"{prefix}{rank}") not in taken)


def _authority(model: Model, key: str, _: str) -> tuple[Record, ...]:
    return (Authority(id=key, name="Nouvelle autorité"),)


def _signatory(model: Model, key: str, _: str) -> tuple[Record, ...]:
    return (Signatory(id=key, quality="Nouveau signataire", order=len(model.all(Signatory)) + 1),)


def _person(model: Model, key: str, _: str) -> tuple[Record, ...]:
    return (Person(id=key, name="Nouvelle personne"),)


def _member(model: Model, key: str, _: str) -> tuple[Record, ...]:
    rows = ordered(model.all(CommitteeMember))
    return (CommitteeMember(id=key, name="Nouveau membre", position=place(rows, len(rows))[0]),)


def _esms(model: Model, key: str, _: str) -> tuple[Record, ...]:
    rank = len(model.all(Esms)) + 1
    return (Esms(id=key, code=_free(model, Esms, "code", "E"), name="Nouvel ESMS", order=rank),)


def _section(model: Model, key: str, selected: str) -> tuple[Record, ...]:
    """A section of the last ESMS, with a modality over the whole contract and a base to type."""
    services = model.all(Esms)
    if not services:
        return ()
    rank = len(model.all(Section)) + 1
    beside = model.find(Section, selected)
    esms = beside.esms if beside else services[-1].id
    section = Section(id=key, code=_free(model, Section, "code", "S"), esms=esms, order=rank)
    years = contract_years(model)
    rule = SectionRule(id=derived_id(_contract_id(model), SectionRule.kind, key), section=key,
                       first_year=years[0] if years else 2000, last_year=years[-1] if years else 2100)
    return section, rule, natural_record(SectionBase, _contract_id(model), section=key)


def _rule(model: Model, key: str, selected: str) -> tuple[Record, ...]:
    sections = model.all(Section)
    if not sections:
        return ()
    beside, years = model.find(SectionRule, selected), contract_years(model)
    return (SectionRule(id=key, section=beside.section if beside else sections[-1].id,
                        first_year=years[0] if years else 2000, last_year=years[-1] if years else 2100),)


def _grant(model: Model, key: str, _: str) -> tuple[Record, ...]:
    rank = len(model.all(Grant)) + 1
    return (Grant(id=key, name=_free(model, Grant, "name", "DGC-"), order=rank),)


def _transformation(model: Model, key: str, _: str) -> tuple[Record, ...]:
    sections = model.all(Section)
    code = _free(model, Transformation, "code", "TR")
    return (Transformation(id=key, code=code, section=sections[-1].id),) if sections else ()


TABLES = (
    TableOf("autorites", "Autorités", Authority,
            (("name", 240), ("service", 120), ("authority_kind", 150), ("side", 100)),
            "Nouvelle autorité", "Les autorités de tarification qui signent ou financent.", _authority),
    TableOf("signataires", "Signataires", Signatory,
            (("quality", 180), ("authority", 136), ("person", 140), ("represented_by", 130), ("act", 150),
             ("act_required", 70), ("act_date", 84)), "Nouveau signataire",
            "Une case de signature pour chaque signataire\u00a0; sans autorité, c’est le gestionnaire.", _signatory),
    TableOf("perimetre", "Périmètre", Esms,
            (("code", 52), ("name", 190), ("category", 110), ("form", 96), ("finess", 98), ("regime", 96),
             ("town", 110), ("capacity", 70), ("place_unit", 76), ("authorised_until", 88), ("next_project", 88),
             ("next_evaluation", 88)),
            "Nouvel ESMS", "Les établissements, services et dispositifs couverts par le contrat.", _esms),
    TableOf("sections", "Sections tarifaires", Section,
            (("code", 52), ("esms", 160), ("section_kind", 130), ("authority", 150), ("envelope", 150),
             ("programme", 60), ("payer", 90), ("dgc", 84)), "Nouvelle section",
            "Une section relie un ESMS, son autorité et son financement\u00a0: l’unité de tout montant.", _section),
    TableOf("modalites", "Modalités", SectionRule,
            (("section", 220), ("first_year", 64), ("last_year", 64), ("modality", 200), ("tariff_form", 130)),
            "Nouvelle modalité", "Comment chaque section est tarifée, par années (R.\u00a0314-40).", _rule),
    TableOf("dgc", "DGC", Grant, (("name", 220), ("payer", 180)), "Nouvelle DGC",
            "Une DGC réunit des sections du même gestionnaire, de la même autorité et du même financement "
            "(R.\u00a0314-43-1).", _grant),
    TableOf("transformations", "Transformations", Transformation,
            (("code", 52), ("section", 170), ("nature", 110), ("places", 64), ("effective", 88), ("act", 160),
             ("act_date", 88), ("description", 150)), "Nouvelle transformation",
            "La capacité d’une année est l’initiale plus les transformations en vigueur.", _transformation),
    TableOf("personnes", "Personnes", Person,
            (("name", 170), ("organisation", 170), ("quality", 150), ("email", 150), ("role", 100), ("side", 100),
             ("topic_quality", 120)), "Nouvelle personne", "L’annuaire de la négociation.", _person),
    TableOf("comite", "Comité de suivi", CommitteeMember,
            (("name", 200), ("organisation", 170), ("quality", 170), ("chairs", 64), ("voice", 110),
             ("substitute", 150)), "Nouveau membre",
            "La composition du comité de suivi, avec la qualité de chaque membre.", _member),
)
