"""Organisation et moyens: what is pooled, frais de siège, posts, and the plan over six years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ....core.contract import Section
from ....core.finance import plan as pgfp
from ....core.finance.balance import consolidated, typed_years
from ....core.finance.head_office_records import HeadOffice
from ....core.finance.pooling import saved
from ....core.finance.pooling_records import Pooling, PoolingShare
from ....core.finance.scope import ordered_sections, section_name
from ....core.finance.staff_records import StaffLine, StaffYear
from ....core.model import Model
from ....core.money import format_number, format_rate
from ....core.periods import format_day
from ....core.records import canonical_number
from ..dto import FORECAST, Block, Column, Facts, Look, Row, Sort, Table
from .words import INCOMPLETE, amount, choice, figure, in_order, missing_note, notes

_STRONG = frozenset({"resultat", "caf", "frng", "tresorerie"})
_BALANCE = (
    ("fri", "Fonds de roulement d’investissement (FRI)"),
    ("fre", "Fonds de roulement d’exploitation (FRE)"),
    ("frng", "Fonds de roulement net global (FRNG)"),
    ("bfr", "Besoin en fonds de roulement (BFR)"),
    ("cash", "Trésorerie"),
)


def poolings(model: Model) -> Iterator[Block]:
    """Mutualisations, a line per service: posts before and after, what is saved and where it goes."""
    rows = [
        _pooled(model, pooling, share)
        for pooling in in_order(model.all(Pooling))
        for share in sorted(model.where(PoolingShare, "pooling", pooling.id), key=lambda row: row.section)
    ]
    if rows:
        columns = (
            Column("Mutualisation", share=1.6),
            Column("Service", share=1.1),
            Column("Début", Sort.CENTRE),
            Column("ETP avant", Sort.FIGURE),
            Column("ETP après", Sort.FIGURE),
            Column("Économie annuelle", Sort.FIGURE, "prévisionnel"),
            Column("Usage", share=1.3),
        )
        yield Table("Mutualisations", columns, tuple(rows), FORECAST).trimmed()


def _pooled(model: Model, pooling: Pooling, share: PoolingShare) -> Row:
    section = model.find(Section, share.section)
    name = section_name(model, section) if section else ""
    use = " : ".join(filter(None, (choice(share, "use") if share.use else "", share.use_text)))
    before, after = format_number(share.posts_before, 2), format_number(share.posts_after, 2)
    title = " ".join(filter(None, (pooling.code, pooling.name)))
    return Row((title, name, format_day(pooling.start), before, after, figure(saved(share, name)), use))


def head_office(model: Model) -> Iterator[Block]:
    """The authorisation of frais de siège, as it stands at signature."""
    row = model.first(HeadOffice)
    if row is None:
        return
    until = " ".join(
        filter(
            None,
            (
                f"du {format_day(row.authorised_from, long=True)}" if row.authorised_from else "",
                f"au {format_day(row.authorised_until, long=True)}" if row.authorised_until else "",
            ),
        )
    )
    base = format_rate(row.rate, unit=True) + " des charges brutes" if row.rate is not None else ""
    yield Facts(
        (
            ("Frais de siège", choice(row, "shape")),
            ("Autorisation", until),
            ("Taux", base if row.shape == "pourcentage" else ""),
            ("Montant annuel à répartir", f"{amount(row.cents)} €" if row.cents is not None else ""),
            ("Comptes exclus de l’assiette", row.excluded_accounts),
            ("Services rendus", row.services),
        )
    )


def staff(model: Model) -> Iterator[Block]:
    """Posts by section and function: authorised, else those of the year, else the target."""
    lines = in_order(model.all(StaffLine))
    held = {line.id: {row.year: row for row in model.where(StaffYear, "staff", line.id)} for line in lines}
    years = sorted({year for rows in held.values() for year in rows})
    if not years:
        return
    rows: list[Row] = []
    for section in ordered_sections(model):
        own = [line for line in lines if line.section == section.id]
        if own:
            sums = (_sum([_posts(held[line.id].get(year)) for line in own]) for year in years)
            rows.append(Row((section_name(model, section), *sums), Look.GROUP))
            rows += [Row((line.function, *map(_shown, (_posts(held[line.id].get(y)) for y in years)))) for line in own]
    columns = (Column("Service et fonction"), *(Column(str(year), Sort.FIGURE, "ETP") for year in years))
    yield Table("Effectifs par fonction", columns, tuple(rows))


def _posts(row: StaffYear | None) -> str | None:
    if row is None:
        return None
    return next((value for value in (row.target, row.authorised, row.actual) if value is not None), None)


def _shown(posts: str | None) -> str:
    return format_number(posts, 2)


def _sum(posts: list[str | None]) -> str:
    """The posts of a service; « incomplet » while one of its lines is unknown."""
    known = [Decimal(value) for value in posts if value is not None]
    return format_number(canonical_number(sum(known, Decimal(0))), 2) if len(known) == len(posts) else INCOMPLETE


def balance(model: Model) -> Iterator[Block]:
    """The financial balance of the perimeter, by year."""
    years = typed_years(model)
    if not years:
        return
    held = [consolidated(model, year) for year in years]
    rows = tuple(
        Row((label, *(figure(getattr(one, key)) for one in held)), Look.STRONG if key in _STRONG else Look.PLAIN)
        for key, label in _BALANCE
    )
    columns = (Column("Bilan financier du périmètre"), *(Column(f"31/12/{y}", Sort.FIGURE, "euros") for y in years))
    yield Table("Bilan financier", columns, rows, missing_note(one.cash for one in held))


def plan(model: Model) -> Iterator[Block]:
    """PGFP: six years, from the base year."""
    if not pgfp.begun(model):
        return
    columns = pgfp.plan(model)
    rows = tuple(
        Row(
            (pgfp.ROW_LABELS[key], *(figure(column.rows[key]) for column in columns)),
            Look.STRONG if key in _STRONG else Look.PLAIN,
        )
        for key in pgfp.ROWS
    )
    heads = (Column("Ligne"), *(Column(str(column.year), Sort.FIGURE, "prévisionnel") for column in columns))
    missing = missing_note(column.rows["tresorerie"] for column in columns)
    yield Table("Plan global de financement pluriannuel (PGFP)", heads, rows, notes(missing, FORECAST))
