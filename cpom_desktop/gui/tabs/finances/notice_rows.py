"""« Arrêtés », « Décisions modificatives », « Prix de journée »: what is decided each year on a DGC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ....core.contract import Grant, Section
from ....core.finance.activity_records import ActivityYear
from ....core.finance.against import notifications
from ....core.finance.books import Books
from ....core.finance.figure import NOTHING, Figure
from ....core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from ....core.finance.pricing_records import NotifiedGrant
from ....core.finance.scope import contract_years, is_subsidised
from ....core.finance.split import notified_gap
from ....core.finance.tariffs import day_price, notified
from ....core.model import Model
from ....core.money import format_number
from ....core.records import Value
from ...grid import Align, Column, Content, GridCell, Row, RowKind, title
from .cells import COMPUTED, Reading, computed
from .kept import KeptReads
from .lines import Made, Values, YearRows, empty_line, entry, folded, group, new_values
from .listing import key_of, record_cell

ARRETE = ("cents", "act", "act_date", "first_month")
NOTIFIED = ("cents", "base", "act", "act_date", "cause", "next_base", "comment")
NO_ARRETE = "Aucun arrêté n’est saisi pour cette année."
FROM_CONTRACT = "Ce que le contrat prévoit, sans les arrêtés."
NEW_DECISION, NEW_MOVE = "Nouvelle décision modificative", "Nouveau virement"
PROVISIONAL = "Les trois années précédentes ne sont pas toutes connues\u00a0: nombre prévu, à titre provisoire."
DECISION_COLUMNS = (
    Column("number", "Décision", align=Align.LEFT, least=192, stretch=True),
    Column("year", "Année", align=Align.CENTRE, least=64),
    Column("from_section", "De", "section", Align.LEFT, least=112),
    Column("to_section", "À", "section", Align.LEFT, least=112),
    Column("cents", "Montant", "euros"),
    Column("ground", "Motif", "R. 314-46 III", Align.LEFT, least=96),
    Column("approval", "Approbation", align=Align.LEFT, least=104),
    Column("approval_date", "Date", align=Align.CENTRE, least=80),
    Column("text", "Motif en clair", align=Align.LEFT, least=112),
)
_DECISION = ("number", "year", "ground", "approval", "approval_date", "text")
_MOVE = ("from_section", "to_section", "cents")


# Arrêtés


def notices_content(reading: Reading, held: Books, contract: str, kept: KeptReads[Sequence[Row]]) -> Content:
    """The arrêté of each DGC by year and its répartition; then the sections outside any DGC."""
    model, years = reading.shown, contract_years(reading.shown)
    columns = (Column("title", "Notification", "euros", Align.LEFT, least=232, stretch=True),
               *(Column(str(year), str(year), least=112) for year in years))
    rows: list[Row] = []
    for grant in sorted(model.all(Grant), key=lambda one: (one.order, one.name, one.id)):
        made = YearRows(reading, contract, years, f"arretes/{grant.id}")
        foreseen = [one.grant for one in held.grant(grant.id)]
        rows.append(group(made.group, (title(grant.name or "DGC"), *map(computed, foreseen)),
                          partial(_grant, made, grant, foreseen, held, kept)))
    for section, name in held.sections:
        if section.dgc is None and not is_subsidised(model, section):
            made = YearRows(reading, contract, years, f"arretes/{section.id}")
            grants = {one.year: one.grant for one in held.trajectory(section.id)}
            cells = (title(name), *(computed(grants[year]) for year in years))
            rows.append(group(made.group, cells, partial(_section, made, section, "Dotation notifiée")))
    return Content("finances/arretes", columns, tuple(rows), folded(rows))


def _grant(
    made: YearRows, grant: Grant, foreseen: Sequence[Figure], held: Books, kept: KeptReads[Sequence[Row]]
) -> list[Row]:
    advances = replace(record_cell(made.reading, grant, "advances"), align=Align.LEFT)
    # One parameter for all the years: it stands in the first of them.
    rows = [made.row("advances", "Base des acomptes", [advances, *(title("") for _ in made.years[1:])])]
    rows.append(made.row("foreseen", "Dotation en vigueur", map(computed, foreseen)))
    rows += [made.typed(NotifiedDgc, field, dgc=grant.id) for field in ARRETE]
    for section, name in held.sections:
        if section.dgc == grant.id:
            rows += kept.get(section.id, (section, name, made.years), made.reading,
                             partial(_notified, made, section, f"Notifié à {name}"))
    gaps = (_gap(made.reading.shown, grant, year) for year in made.years)
    rows.append(made.row("gap", "Arrêté − répartition", gaps, RowKind.GAP))
    return rows


def _notified(made: YearRows, section: Section, label: str, reading: Reading) -> list[Row]:
    return _section(made.over(reading), section, label)


def _section(made: YearRows, section: Section, label: str) -> list[Row]:
    known = {one.year: one for one in notifications(made.reading.shown, section.id)}
    gaps = [known[year].gap if year in known else NOTHING for year in made.years]
    rows = []
    for field in NOTIFIED:
        row = made.typed(NotifiedGrant, field, label if field == "cents" else "", 1 if field == "cents" else 2,
                         section=section.id)
        rows.append(_renamed(row, f"{made.group}/{section.id}/{field}"))
    cells = (computed(figure, FROM_CONTRACT, sign=True) for figure in gaps)
    rows.insert(1, made.row(f"{section.id}/ecart", "Écart à la prévision du contrat", cells, level=2))
    return rows


def _renamed(row: Row, key: str) -> Row:
    """The rows of several sections stand in one group: their keys say whose they are."""
    return Row(key, row.cells, row.kind, row.group, row.level)


def _gap(model: Model, grant: Grant, year: int) -> GridCell:
    row = notified(model, grant.id, year)
    return GridCell(why=NO_ARRETE) if row is None or row.cents is None else computed(notified_gap(model, row))


# Décisions modificatives


def decisions_content(reading: Reading, new_id: Callable[[], str]) -> Content:
    """The decisions of each DGC, their moves below, and the lines of new ones."""
    model, rows = reading.shown, list[Row]()
    for grant in sorted(model.all(Grant), key=lambda one: (one.order, one.name, one.id)):
        key = f"decisions/{grant.id}"
        rows.append(Row(key, (title(grant.name or "DGC"),), RowKind.GROUP))
        found = sorted(model.where(SplitDecision, "dgc", grant.id), key=lambda one: (one.year, one.number, one.id))
        for decision in found:
            rows += _decision(reading, decision, key, new_id)
        cells = {field: entry(model, SplitDecision, field) for field in _DECISION}
        year = next(iter(contract_years(model)), 2000)
        rows.append(empty_line(f"{key}/nouvelle", NEW_DECISION, DECISION_COLUMNS, cells,
                               _new(SplitDecision, new_id, dgc=grant.id, year=year), key))
    return Content("finances/decisions", DECISION_COLUMNS, tuple(rows))


def _decision(reading: Reading, decision: SplitDecision, key: str, new_id: Callable[[], str]) -> list[Row]:
    cells = tuple(record_cell(reading, decision, column.key) if column.key in _DECISION else title("")
                  for column in DECISION_COLUMNS)
    rows = [Row(key_of(decision), cells, group=key, level=1)]
    for move in sorted(reading.shown.where(SplitMove, "decision", decision.id), key=lambda one: one.id):
        below = tuple(record_cell(reading, move, column.key) if column.key in _MOVE else title("Virement")
                      if column.key == "number" else title("") for column in DECISION_COLUMNS)
        rows.append(Row(key_of(move), below, group=key, level=2))
    given = {field: entry(reading.shown, SplitMove, field) for field in _MOVE}
    fill = _new(SplitMove, new_id, decision=decision.id)
    return [*rows, empty_line(f"{key}/{decision.id}/virement", NEW_MOVE, DECISION_COLUMNS, given, fill, key, 2)]


def _new(kind: type[SplitDecision] | type[SplitMove], new_id: Callable[[], str], **given: Value
         ) -> Callable[[Values], Made]:
    def fill(values: Values) -> Made:
        made: SplitDecision | SplitMove = kind(id=new_id(), **given)  # type: ignore[arg-type]
        return new_values(made, values)

    return fill


# Prix de journée


def priced_sections(held: Books) -> list[tuple[Section, str]]:
    """The sections that have a prix de journée in a year of the contract."""
    years = contract_years(held.model)
    return [(section, name) for section, name in held.sections
            if any(day_price(held.model, section.id, year) is not None for year in years)]


def prices_content(reading: Reading, held: Books, contract: str) -> Content:
    """The days, the price and the globalised amount of each section priced by the day."""
    years = contract_years(reading.shown)
    columns = (Column("title", "Prix de journée", "euros, journées", Align.LEFT, least=240, stretch=True),
               *(Column(str(year), str(year), "prévisionnel") for year in years))
    rows: list[Row] = []
    for section, name in priced_sections(held):
        rows += _prices(YearRows(reading, contract, years, f"prix/{section.id}"), section, name)
    return Content("finances/prix", columns, tuple(rows))


def _prices(made: YearRows, section: Section, name: str) -> list[Row]:
    found = [day_price(made.reading.shown, section.id, year) for year in made.years]

    def figures(read: Callable[[int], Figure]) -> list[GridCell]:
        return [computed(read(at)) if found[at] is not None else GridCell(why=COMPUTED) for at in range(len(found))]

    def price(at: int) -> Figure:
        one = found[at]
        return NOTHING if one is None else one.rate

    def whole(at: int) -> Figure:
        one = found[at]
        return NOTHING if one is None else one.whole

    days = [GridCell(why=COMPUTED) if one is None or one.days is None else
            GridCell(format_number(str(one.days)), italic=one.provisional, tip=PROVISIONAL if one.provisional else "",
                     why=PROVISIONAL if one.provisional else "Moyenne des trois années précédentes (R. 314-113).")
            for one in found]
    return [
        Row(made.group, (title(name), *figures(whole)), RowKind.GROUP),
        made.typed(ActivityYear, "planned", "Journées prévues", section=section.id),
        made.row("days", "Journées retenues", days),
        made.row("rate", "Prix de journée", figures(price), RowKind.STRONG),
        made.typed(ActivityYear, "days_paid", section=section.id),
        made.row("whole", "Dotation globalisée", figures(whole), RowKind.TOTAL),
    ]


