"""« Trajectoire »: the chain of every section, a row for each year, from its base to its dotation (R.314-40)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....core.contract import Section
from ....core.finance.figure import Figure, Part, total
from ....core.finance.grants import over_years
from ....core.finance.inputs import Inputs, gather
from ....core.finance.measures import counted
from ....core.finance.records import Measure
from ....core.finance.trajectory import LINE_LABELS, LINES, STATUSES, TrajectoryYear
from ....core.records import Form
from ..book import Book
from ..formulas import Formula, Key, calculation, signed_sum
from ..grid import Column, Line, Look, Sheet
from ..source import Source, same_as, sum_of, sum_of_terms
from . import keys
from .measures import of_terms

NAME = "Trajectoire"
ADDED = ("rebasing", "new_measures", "savings", "transfers", "convergence")
ALWAYS = ("opening", "indexation", "base", "grant")
EUROS = 14
"""Width of a column of amounts."""
BESIDE = ("cnr", "results", "cover")
OWN = {"own_base": "Base du contrat", "own_grant": "Dotation du contrat"}
"""What the contract gave before an arrêté, in columns of their own."""
WORDS = {"taux": "1° taux", "formule": "2° formule", "avenant": "3° avenant", "equation": "4° équation"}
GRANT_RANK, REGIME, YEAR = "dgc", "regime", "year"


def add(book: Book, source: Source) -> None:
    """The sheet."""
    lines, own = shown(source), OWN.values() if _is_notified(source) else ()
    columns = (Column("DGC", 5), Column("Régime", 8), Column("Section", 24), Column("Année", 7), Column("Modalité", 12),
               Column("État", 16), Column(LINE_LABELS["opening"], EUROS), Column("Taux", 9),
               *(Column(LINE_LABELS[line], EUROS) for line in lines[1:]), *(Column(label, EUROS) for label in own))
    note = ("Montants en euros, prévisionnels. Base N−1 × (1 + taux), arrondie une fois par section et par an. "
            "DGC\u00a0: rang, 0 hors DGC. Régime\u00a0: 1 tarifé, 2 subventionné.")
    sheet = book.add(source.sheet(NAME, "Trajectoire des sections", columns, note, 4))
    first = sheet.rows
    for section, name in source.sections:
        _section(sheet, source, section, name, lines)
    for index, name in ((0, GRANT_RANK), (1, REGIME), (3, YEAR)):
        sheet.block(keys.column(name), index, first)
    for index, name in enumerate(lines):
        sheet.block(keys.column(name), 6 + index + (index > 0), first)


def shown(source: Source) -> tuple[str, ...]:
    """The lines that a section uses in some year: a column that says nothing would make the others small on paper."""
    rows = [row for section, _ in source.sections for row in source.chain(section.id)]
    return tuple(line for line in LINES if line in ALWAYS or any(not getattr(row, line).idle for row in rows))


def _is_notified(source: Source) -> bool:
    return any(row.status == "arrete" for section, _ in source.sections for row in source.chain(section.id))


def _section(sheet: Sheet, source: Source, section: Section, name: str, lines: Sequence[str]) -> None:
    chain, inputs = source.chain(section.id), gather(source.model, section.id)
    sheet.band(f"{section.code} — {name}" if section.code else name)
    _base(sheet, inputs)
    for index, row in enumerate(chain):
        line = sheet.line()
        line.number(source.rank_of_grant(section))
        line.number(source.regime(section))
        line.text(name)
        line.number(row.year)
        line.text(WORDS.get(row.modality, "à préciser"))
        line.text(STATUSES[row.status])
        _year(line, inputs, row, chain[index - 1] if index else None, lines)
    if chain:
        whole = over_years(chain)
        line = sheet.line()
        line.skip(2)
        line.text(f"Dotations {chain[0].year}–{chain[-1].year}", Look.TOTAL)
        line.column = 7 + len(lines) - 1
        parts = [(keys.line(section.id, row.year, "grant"), row.grant, 1) for row in chain]
        line.figure(keys.line(section.id, 0, "grant"), whole, sum_of(parts), total=True)


def _base(sheet: Sheet, inputs: Inputs) -> None:
    line = sheet.line()
    line.skip(2)
    line.text("Base reconductible de départ")
    line.column = 6
    line.entered(("base", inputs.section.id), inputs.base.cents if inputs.base else None, Form.CENTS)


def _year(line: Line, inputs: Inputs, row: TrajectoryYear, before: TrajectoryYear | None,
          lines: Sequence[str]) -> None:
    section = inputs.section.id
    opening = same_as(keys.line(section, before.year, "carried") if before else ("base", section))
    line.figure(keys.line(section, row.year, "opening"), row.opening, opening)
    _rate(line, inputs, row)
    line.figure(keys.line(section, row.year, "indexation"), row.indexation, _indexation(inputs, row))
    for name in (one for one in ADDED if one in lines):
        line.figure(keys.line(section, row.year, name), getattr(row, name), _added(inputs, row, name))
    _base_and_grant(line, inputs, row, lines)


def _rate(line: Line, inputs: Inputs, row: TrajectoryYear) -> None:
    rate = inputs.rates.get(row.year)
    by_rate = row.modality == "taux" or (row.modality == "avenant" and rate is not None and not _is_whole(inputs, row))
    if by_rate:
        key = tuple(rate.at("rate")) if rate is not None else ("absent", "rate", inputs.section.id, row.year)
        line.entered(key, rate.rate if rate is not None else None, Form.RATE)
    else:
        line.skip()


def _is_whole(inputs: Inputs, row: TrajectoryYear) -> bool:
    """Whether the modality gives the dotation of the year, and not its base."""
    grant = inputs.grants.get(row.year)
    return row.modality == "equation" or (row.modality == "avenant" and grant is not None and grant.cents is not None)


def own_base(row: TrajectoryYear, inputs: Inputs) -> Figure:
    """The base as the contract gives it, whatever an arrêté said of the year."""
    if row.status != "arrete":
        return row.base
    if _is_whole(inputs, row):
        return total([Part("Dotation", row.own_grant), *(Part(name, getattr(row, name), -1) for name in BESIDE)])
    start = [Part("Base N−1", row.opening), Part("Actualisation", row.indexation)]
    return total([*start, *(Part(name, getattr(row, name)) for name in ADDED)])


def _indexation(inputs: Inputs, row: TrajectoryYear) -> Formula:
    section, year = inputs.section.id, row.year
    opening = keys.line(section, year, "opening")
    if _is_whole(inputs, row):
        return signed_sum([(keys.line(section, year, "own_base"), 1), (opening, -1),
                           *((keys.line(section, year, name), -1) for name in _with_effect(row, ADDED))])
    rate = inputs.rates.get(year)
    if row.modality == "taux" or (row.modality == "avenant" and rate is not None and rate.rate is not None):
        key = tuple(rate.at("rate")) if rate is not None else ("absent", "rate", section, year)
        return calculation("ROUND({0}*(1+{1}),2)-{0}", opening, key)
    if row.modality == "formule" and inputs.formula is not None:
        return signed_sum([(keys.indexed(section, year), 1), (opening, -1)])
    if row.modality in ("formule", ""):
        return Formula('"incomplet"')
    # An avenant that is not signed: the base of the year before goes on.
    return calculation("{0}-{0}", opening)


def _with_effect(row: TrajectoryYear, names: tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if not getattr(row, name).idle)


def _added(inputs: Inputs, row: TrajectoryYear, name: str) -> Formula | None:
    figure: Figure = getattr(row, name)
    if name == "convergence":
        return same_as(keys.step(inputs.section.id, row.year))
    if figure.complete or figure.terms:
        return of_terms(figure.terms, row.year)
    return _transfers_without_origin(inputs, row.year)


def _transfers_without_origin(inputs: Inputs, year: int) -> Formula:
    """What is received and given, « incomplet » as long as a section of origin is missing."""
    own = [measure for measure in inputs.model.where(Measure, "section", inputs.section.id)
           if measure.nature == "transfert" and counted(measure, year, inputs.by_days)]
    given = [measure for measure in inputs.model.where(Measure, "from_section", inputs.section.id)
             if measure.nature == "transfert" and counted(measure, year, inputs.by_days)]
    signed = [(keys.effect(measure.id, year), 1) for measure in own] + [(keys.effect(m.id, year), -1) for m in given]
    orphans: list[Key] = [("origin", measure.id) for measure in own if measure.from_section is None]
    untold = ",".join(f"LEN({{{rank}}})=0" for rank in range(len(orphans)))
    terms = "".join(f"{'+' if sign > 0 else '-'}{{{rank}}}" for rank, (_, sign) in enumerate(signed, len(orphans)))
    read = tuple(key for key, _ in signed)
    return Formula(f'IF(OR({untold}),"incomplet",{terms.removeprefix("+")})', (*orphans, *read), read)


def _base_and_grant(line: Line, inputs: Inputs, row: TrajectoryYear, lines: Sequence[str]) -> None:
    """Base and dotation: those of the contract, or those that an arrêté gave with the contract’s own beside."""
    section, year = inputs.section.id, row.year
    base, grant = _own_base_formula(inputs, row), _own_grant_formula(inputs, row)
    is_notified = row.status == "arrete"
    typed_base = is_notified and inputs.notified[year].base is not None

    def key(name: str) -> Key:
        return keys.line(section, year, name)

    line.figure(key("base"), row.base, same_as(keys.notified(section, year, "base") if typed_base else key("own_base"))
                if is_notified else base)
    for name in (one for one in BESIDE if one in lines):
        line.figure(key(name), getattr(row, name), of_terms(row.cnr.terms, year) if name == "cnr"
                    else sum_of_terms(getattr(row, name)))
    line.figure(key("grant"), row.grant, same_as(keys.notified(section, year, "cents")) if is_notified else grant)
    carried = "base"
    if is_notified:
        line.figure(key("own_base"), own_base(row, inputs), base)
        line.figure(key("own_grant"), row.own_grant, grant)
        carried = "base" if inputs.notified[year].next_base == "reprise" else "own_base"
    else:
        line.also(key("base"), key("own_base"))
        line.also(key("grant"), key("own_grant"))
    line.also(key(carried), key("carried"))


def _own_base_formula(inputs: Inputs, row: TrajectoryYear) -> Formula | None:
    section, year = inputs.section.id, row.year
    if _is_whole(inputs, row):
        return signed_sum([(keys.whole(section, year), 1),
                           *((keys.line(section, year, name), -1) for name in _with_effect(row, BESIDE))])
    start = ["opening", "indexation"]
    first: list[tuple[Key, int]] = [(keys.line(section, year, name), 1) for name in start]
    if row.modality == "formule" and inputs.formula is not None:
        # The base of a formula may be known where that of the year before is not.
        first = [(keys.indexed(section, year), 1)]
    return signed_sum([*first, *((keys.line(section, year, name), 1) for name in _with_effect(row, ADDED))])


def _own_grant_formula(inputs: Inputs, row: TrajectoryYear) -> Formula:
    section, year = inputs.section.id, row.year
    if _is_whole(inputs, row):
        return same_as(keys.whole(section, year))
    return signed_sum([(keys.line(section, year, "own_base"), 1),
                       *((keys.line(section, year, name), 1) for name in _with_effect(row, BESIDE))])
