"""One contract as PDF bytes from ReportLab, before it is made an archive and given its fields."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from ..dto import ContractData
from .boxes import Place
from .flow import Flow
from .ink import Ink
from .pages import Sheets


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages, where the signature fields go, and what could not be printed as typed."""

    pdf: bytes
    pages: int
    places: tuple[Place, ...]
    warnings: tuple[str, ...]


def render(data: ContractData, on_page: Callable[[int], None] = lambda page: None) -> Rendered:
    """Lay a contract out; `on_page` hears each page of each pass (the contents ask for two or three passes)."""
    ink, out = Ink(), io.BytesIO()
    sheets, flow = Sheets(out, data, ink, on_page), Flow(ink)
    story = flow.story(data)
    sheets.multiBuild([*story, sheets.total])
    return Rendered(out.getvalue(), sheets.total.counted, tuple(flow.places.values()), ink.coverage.warnings)
