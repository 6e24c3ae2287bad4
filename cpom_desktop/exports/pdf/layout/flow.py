"""From what is said to what flows: each block becomes flowables, wide tables turn the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from ....core.periods import format_day
from ..dto import (
    Block,
    ContractData,
    Cover,
    Facts,
    GrantChart,
    Heading,
    IndicatorChart,
    Manner,
    NewPage,
    Prose,
    Signatures,
    Table,
)
from . import charts, tables
from .boxes import BOX_WIDTH, Place, SignatureBox
from .ink import (
    ARTICLE,
    BODY,
    CENTRED,
    COVER_KIND,
    COVER_NAME,
    COVER_TEXT,
    INK,
    LEAD,
    MISSING,
    NOTE,
    PART,
    PLEX,
    SUBTITLE,
    TOC,
    Ink,
)
from .pages import LANDSCAPE, PORTRAIT, TEXT_WIDTH

# isort: split
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

_MANNERS = {Manner.BODY: BODY, Manner.LEAD: LEAD, Manner.NOTE: NOTE, Manner.MISSING: MISSING, Manner.CENTRED: CENTRED}
_TITLES = {1: PART, 2: ARTICLE, 3: SUBTITLE}
_ROOM = {1: 45 * mm, 2: 28 * mm, 3: 24 * mm}
"""Room that a title asks for below itself, so that it never stands alone at the foot of a page."""
_TABLE_ROOM = tables.TITLE_ROOM


class Flow:
    """Builds the story of a contract, turning the sheet for wide tables and back."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._story: list[Flowable] = []
        self._sheet, self._fresh, self._titles = PORTRAIT, True, 0
        self.places: dict[str, Place] = {}

    def story(self, data: ContractData) -> list[Flowable]:
        """Cover, contents, then every block in its order."""
        self._cover(data.cover, data)
        self._break()
        self._contents()
        blocks = list(data.blocks)
        while blocks:
            count = _held_together(blocks)
            self._turn(blocks[0], blocks[1:2])
            if count > 1 or _is_small(blocks[0]):
                kept = [flowable for block in blocks[:count] for flowable in self._flowables(block)]
                self._put(KeepTogether(kept))
            else:
                self._add(blocks[0], blocks[1:2])
            del blocks[:count]
        return self._story

    def _cover(self, cover: Cover, data: ContractData) -> None:
        ink = self._ink
        self._put(
            Spacer(0, 40 * mm),
            ink.paragraph(cover.title, COVER_KIND),
            ink.paragraph(cover.name, COVER_NAME),
            HRFlowable("30%", 2, hAlign="LEFT", color=INK, spaceAfter=10),
            ink.paragraph(cover.kind, COVER_KIND),
            ink.paragraph(cover.period, COVER_KIND),
            Spacer(0, 22 * mm),
        )
        for party in cover.between:
            self._put(ink.paragraph(party, COVER_TEXT))
        state = "Projet, non signable en l’état" if data.draft else "Version présentée à la signature"
        self._put(
            Spacer(0, 22 * mm),
            ink.paragraph(
                f"{state}. Éditée le {format_day(data.made_on.isoformat(), long=True)}, empreinte {data.fingerprint}.\n"
                "Document conçu selon PDF/A-3b ; les données du contrat y sont jointes.",
                NOTE,
            ),
        )

    def _contents(self) -> None:
        contents = TableOfContents(levelStyles=list(TOC), dotsMinLevel=0)
        contents.tableStyle = TableStyle(
            [PLEX, ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
        )
        self._put(self._ink.paragraph("Sommaire", PART), contents)
        self._break()

    def _put(self, *flowables: Flowable) -> None:
        self._story.extend(flowables)
        self._fresh = False

    def _break(self, sheet: str = PORTRAIT) -> None:
        """A new page, unless one has just begun on the same kind of sheet."""
        if not self._fresh or sheet != self._sheet:
            self._story += [NextPageTemplate(sheet), PageBreak()]
        self._sheet, self._fresh = sheet, True

    def _turn(self, block: Block, after: Iterable[Block]) -> None:
        """Turn the sheet for a wide table; a title goes with the table that follows it."""
        wide = _is_wide(block) or (isinstance(block, Heading) and any(_is_wide(next_) for next_ in after))
        if wide and self._sheet == PORTRAIT:
            self._break(LANDSCAPE)
        elif not wide and self._sheet == LANDSCAPE:
            self._break(PORTRAIT)

    def _add(self, block: Block, after: list[Block]) -> None:
        if isinstance(block, NewPage):
            self._break(self._sheet)
            return
        if isinstance(block, Heading):
            followed = _TABLE_ROOM if after and isinstance(after[0], Table) else 0
            self._put(CondPageBreak(_ROOM[block.level] + followed))
        self._put(*self._flowables(block))

    def _flowables(self, block: Block) -> list[Flowable]:
        width = TEXT_WIDTH[self._sheet]
        match block:
            case Heading():
                return [self._title(block)]
            case Prose():
                return list(self._ink.paragraphs(block.text, _MANNERS[block.manner], block.numbered))
            case Table():
                return tables.flowables(block, self._ink, width)
            case Facts():
                return tables.facts(block, self._ink, width)
            case IndicatorChart():
                return [charts.indicator(block, self._ink, width), Spacer(0, 10)]
            case GrantChart():
                title = self._ink.paragraph(block.title, SUBTITLE)
                return [KeepTogether([title, charts.grant(block, self._ink, width)]), Spacer(0, 8)]
            case Signatures():
                return self._signatures(block)
            case NewPage():
                return []

    def _title(self, heading: Heading) -> Paragraph:
        """A title, entered in the contents unless it is a bare number or names a table."""
        paragraph = self._ink.paragraph(heading.full, _TITLES[heading.level])
        if heading.level < 3 and heading.text:
            self._titles += 1
            plain = self._ink.line(heading.full)
            paragraph.entry = (heading.level - 1, f"t{self._titles}", plain, escape(plain))
        return paragraph

    def _signatures(self, block: Signatures) -> list[Flowable]:
        boxes = [SignatureBox(signer, rank, self._ink, self.places) for rank, signer in enumerate(block.signers, 1)]
        pairs = [boxes[start : start + 2] for start in range(0, len(boxes), 2)]
        if not pairs:
            return []
        grid = Grid(
            [[*pair, *[""] * (2 - len(pair))] for pair in pairs], [BOX_WIDTH + 10 * mm, BOX_WIDTH], hAlign="LEFT"
        )
        flush = [(side, (0, 0), (-1, -1), 0) for side in ("LEFTPADDING", "RIGHTPADDING")]
        grid.setStyle([PLEX, *flush, ("VALIGN", (0, 0), (-1, -1), "BOTTOM")])
        return [grid]


def _held_together(blocks: list[Block]) -> int:
    """How many blocks stay on one page where they can: a title, its facts, and the curve that follows them."""
    if not isinstance(blocks[0], Heading) or not any(isinstance(b, Facts) or _is_small(b) for b in blocks[1:2]):
        return 1
    return 3 if any(isinstance(block, IndicatorChart) for block in blocks[2:3]) else 2


def _is_small(block: Block) -> bool:
    return isinstance(block, Table) and tables.stays_whole(block)


def _is_wide(block: Block) -> bool:
    return isinstance(block, Table) and len(block.columns) > tables.PORTRAIT_COLUMNS
