"""How each sheet of a workbook is read into a contract: proposed by what it says, then as the user likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..core.contract import Esms, Section
from ..core.finance.scope import ordered_sections, section_name
from ..core.model import Model
from ..imports.xlsx.book import Book, Sheet
from ..imports.xlsx.layout import Layout, blank, is_apart, propose
from ..imports.xlsx.words import fold


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """One sheet of a workbook: whether it is read, how, and into which section (its id, '' while nobody said)."""

    sheet: Sheet
    layout: Layout
    section: str = ""
    used: bool = True
    recognised: bool = True
    """Whether the sheet looks like a budget; another table is read by the columns that the user names."""

    def with_layout(self, layout: Layout) -> SheetChoice:
        return replace(self, layout=layout)


def proposed(book: Book, model: Model) -> list[SheetChoice]:
    """A choice for every sheet that holds something, in their order; hidden sheets are offered, not taken."""
    found = []
    name = book.name.rpartition(".")[0].replace("_", " ").replace("-", " ")
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        layout = propose(sheet, name)
        section = _section_of(model, sheet, layout, name)
        used = layout is not None and not sheet.hidden and not is_apart(sheet, layout)
        found.append(SheetChoice(sheet, layout or blank(sheet), section, used, layout is not None))
    return found


def section_named(model: Model, text: str) -> str:
    """The section that a text names by its ESMS, its code or its own name; '' where none or several answer."""
    wanted = fold(text)
    if not wanted:
        return ""
    found = {section.id for section in ordered_sections(model) if wanted in _names(model, section)}
    return found.pop() if len(found) == 1 else ""


def _names(model: Model, section: Section) -> Iterator[str]:
    esms = model.find(Esms, section.esms)
    yield from (fold(text) for text in (section_name(model, section), section.code, section.id) if text)
    if esms is not None:
        yield from (fold(text) for text in (esms.name, esms.code, esms.finess) if text)


def _section_of(model: Model, sheet: Sheet, layout: Layout | None, name: str) -> str:
    """The section that a sheet speaks of: by its FINESS, else by the name of its ESMS, else by the file’s name.

    The only section of a contract needs no name.
    """
    sections = ordered_sections(model)
    titles = layout.titles if layout is not None else ()
    for said in (" ".join(titles), sheet.name, name):
        text, bare = f" {fold(said)} ", said.replace(" ", "").replace("\u00a0", "")
        found = [section for section in sections if _is_named(model, section, text, bare)]
        if len(found) == 1:
            return found[0].id
        if found:
            precise = [section for section in found if fold(section_name(model, section)) in text]
            return precise[0].id if len(precise) == 1 else ""
    return sections[0].id if len(sections) == 1 else ""


def _is_named(model: Model, section: Section, text: str, bare: str) -> bool:
    esms = model.find(Esms, section.esms)
    if esms is None:
        return False
    return bool((esms.finess and esms.finess in bare) or (esms.name and fold(esms.name) in text))
