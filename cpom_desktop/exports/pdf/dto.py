"""What a contract says on paper, as frozen data: words, tables and figures, before any layout.

Texts here are as they were typed; the layout passes each of them through the sanitizer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

FORECAST = "Montants prévisionnels en euros, sous réserve des crédits."
"""Printed with every amount of a year to come: nothing makes later credits certain (`domain.md` §7.3)."""
UNWRITTEN = "Cette partie n’est pas encore rédigée."


class Manner(Enum):
    """How a paragraph is set."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"
    MISSING = "missing"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title that the table of contents lists: level 1 a part or an annex, 2 an article, 3 a table or a sheet."""

    level: int
    text: str
    number: str = ""

    @property
    def full(self) -> str:
        return " — ".join(filter(None, (self.number, self.text)))


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of one or more paragraphs; `numbered` puts the rank of each alinéa in the margin."""

    text: str
    manner: Manner = Manner.BODY
    numbered: bool = False


class Sort(Enum):
    """Alignment of a column: words left, figures right, yes/no and years centred."""

    WORDS = "words"
    FIGURE = "figure"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is the part of the width that a column of words takes of what figures leave."""

    title: str
    sort: Sort = Sort.WORDS
    unit: str = ""
    share: float = 1.0


class Look(Enum):
    """What a row is: a line, a stronger line, a total (ink line above), the title of a group."""

    PLAIN = "plain"
    STRONG = "strong"
    TOTAL = "total"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: as many texts as there are columns, already in French."""

    cells: tuple[str, ...]
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; beyond eight columns it stands on a landscape page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if wrong := next((row for row in self.rows if len(row.cells) != len(self.columns)), None):
            raise ValueError(f"{self.title}: {len(wrong.cells)} cells for {len(self.columns)} columns")

    def trimmed(self) -> Table:
        """The same table without the columns in which no row says anything; the first column stays."""
        kept = [index for index in range(len(self.columns)) if not index or any(row.cells[index] for row in self.rows)]
        rows = tuple(Row(tuple(row.cells[index] for index in kept), row.look) for row in self.rows)
        return Table(self.title, tuple(self.columns[index] for index in kept), rows, self.note)


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and text, one under the other: a fiche action, the identity of an indicator. Empty texts are left out."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """Baseline, actuals and targets of one indicator, as (year, value); `tolerance` is the half-width of the band."""

    name: str
    unit: str
    decimals: int
    start: int | None
    baseline: tuple[int, float] | None
    actuals: tuple[tuple[int, float], ...]
    targets: tuple[tuple[int, float], ...]
    tolerance: float | None = None


@dataclass(frozen=True, slots=True)
class GrantChart:
    """Yearly amounts of one dotation, in cents: what stays in the base, and the one-off credits above it."""

    title: str
    years: tuple[int, ...]
    base: tuple[int, ...]
    one_off: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature block: who signs, in which quality, by which act."""

    organisation: str
    quality: str
    person: str = ""
    represented_by: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature boxes, one per signatory and in their order."""

    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts a page."""


Block = Heading | Prose | Table | Facts | IndicatorChart | GrantChart | Signatures | NewPage


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page."""

    title: str
    name: str
    kind: str
    period: str
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractData:
    """One whole printed contract."""

    cover: Cover
    blocks: tuple[Block, ...]
    made_on: dt.date
    fingerprint: str
    rules_version: int
    draft: bool

    @property
    def signers(self) -> tuple[Signer, ...]:
        """The signatories of the contract; one empty field is made for each."""
        return tuple(signer for block in self.blocks if isinstance(block, Signatures) for signer in block.signers)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))
