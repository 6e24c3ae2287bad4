"""From an empty file to a signed-ready PDF and two equal copies, on a real perimeter.

The manager, the five services and their FINESS numbers are those of a public act: the decision no. 28438 of the ARS La
Réunion, published on 31 December 2025, on the DGC of the CPOM of A.P.A.J.H. Everything else here is invented for the
test: amounts, rates, places, names of the services, dates of meetings. No person is named.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cpom_desktop.core.changes import Author, Edit, Side
from cpom_desktop.core.checks import Check, Level, run
from cpom_desktop.core.contract import Authority, Esms, Grant, Manager, Section, SectionRule, Signatory
from cpom_desktop.core.diagnosis import Item, Theme
from cpom_desktop.core.finance.grants import grant_years
from cpom_desktop.core.finance.records import SectionBase, YearRate
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.money import parse_field
from cpom_desktop.core.periods import payment_days
from cpom_desktop.core.problems import Problem
from cpom_desktop.core.records import Cell, Record, field_of
from cpom_desktop.exports.pdf.read_back import read_contract
from cpom_desktop.session import exchange, negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.jobs import JobState
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.printing import print_contract
from cpom_desktop.session.starting import document_from_bundle
from cpom_desktop.session.templates import create_contract
from tests.session.desk import Desk

MANAGER = Author("Direction", "A.P.A.J.H.", Side.MANAGER)
ARS = Author("Pôle médico-social", "ARS La Réunion", Side.AUTHORITY)
SERVICES = (
    ("cmpp", "CMPP", "970463345", "2 100 000,00"), ("fam1", "FAM Un", "970405296", "1 234 567,89"),
    ("fam2", "FAM Deux", "970406765", "1 500 000,00"), ("itep", "ITEP", "970407698", "3 400 000,00"),
    ("sessad", "SESSAD", "970409009", "900 000,00"),
)
"""Id, name (invented but for its category), FINESS of the act, base of the soins section (invented)."""
YEARS = range(2027, 2032)


class Typist:
    """Somebody at the keyboard: each cell receives the text that one would type in the window."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def types(self, cell: Cell, text: str) -> None:
        value = parse_field(field_of(cell), text)
        assert not isinstance(value, Problem), f"{cell}: {value.sentence}"
        author = self.document.writing_author()
        self.document.apply(negotiation.typed(self.document.model, {cell: value}, author))

    def adds(self, row: Record) -> Record:
        self.document.apply(Edit("", new=(row,)))
        return row

    def keyed(self, cls: type[Record], field: str, text: str, **key: str | int) -> None:
        row = natural_record(cls, self.document.contract_id, **key)
        if self.document.model.record(row.kind, row.id) is None:
            self.adds(row)
        self.types(row.at(field), text)


def blocking(document: Document, rule: str) -> list[Check]:
    found = run(document.model, dt.date(2026, 11, 20))
    return [check for check in found if check.id == rule and check.level is Level.BLOCKING]


def typed_contract(folder: Path, desk: Desk) -> Document:
    """The contract, typed cell by cell in a file that held the template of its type alone."""
    document = create_contract(
        folder / "apajh.cpom", "ph", MANAGER, desk.tools, "CPOM A.P.A.J.H. La Réunion", dt.date(2027, 1, 1)
    )
    typist = Typist(document)
    contract = document.contract
    typist.types(contract.at("territory"), "La Réunion")
    typist.types(contract.at("department"), "974")
    manager = document.model.all(Manager)[0]
    typist.types(manager.at("name"), "A.P.A.J.H.")
    typist.types(manager.at("finess"), "97 040 527 0")
    (ars,) = document.model.all(Authority)
    typist.types(ars.at("name"), "ARS La Réunion")
    kind = "conseil-departemental"
    typist.adds(Authority(id="cd", name="Conseil départemental", authority_kind=kind, side="autorite2"))
    typist.adds(Grant(id="dgc", name="DGC soins", payer="Caisse pivot"))
    for esms, name, finess, base in SERVICES:
        typist.adds(Esms(id=esms))
        typist.types(Cell("esms", esms, "name"), name)
        typist.types(Cell("esms", esms, "finess"), finess)
        typist.types(Cell("esms", esms, "capacity"), "30 places")
        _section(typist, f"{esms}-soins", esms, "Soins", ars.id, "Assurance maladie (DRL de l’ARS)", base, "dgc")
    envelope = "Département (objectif L. 313-8)"
    for esms in ("fam1", "fam2"):
        _section(typist, f"{esms}-heb", esms, "Hébergement", "cd", envelope, "800 000,00", None)
    return document


def _section(
    typist: Typist, id: str, esms: str, kind: str, authority: str, envelope: str, base: str, dgc: str | None
) -> None:
    typist.adds(Section(id=id, esms=esms, authority=authority))
    typist.types(Cell("section", id, "section_kind"), kind)
    typist.types(Cell("section", id, "envelope"), envelope)
    if dgc is not None:
        typist.types(Cell("section", id, "dgc"), dgc)
    typist.adds(SectionRule(id=f"{id}-rule", section=id, first_year=2027, last_year=2031, modality="taux"))
    typist.keyed(SectionBase, "cents", base, section=id)
    for year in YEARS:
        typist.keyed(YearRate, "rate", "1,25 %", section=id, year=year)


def test_from_an_empty_file_to_two_equal_copies(tmp_path: Path) -> None:
    desk = Desk("gestionnaire")
    document = typed_contract(tmp_path, desk)

    # The conseil départemental tarifies two sections and does not sign: one message each, leading to them.
    found = blocking(document, "N7")
    assert {check.cell for check in found} == {Cell("section", f"{fam}-heb", "authority") for fam in ("fam1", "fam2")}
    assert all("Conseil départemental" in check.sentence for check in found)
    assert not any(blocking(document, rule) for rule in ("G1", "G2", "N2"))
    assert not [one for one in run(document.model, dt.date(2026, 11, 20)) if "FINESS" in one.sentence]
    document.apply(Edit("", new=(Signatory(id="pcd", authority="cd", quality="Président du conseil départemental"),)))
    assert blocking(document, "N7") == []

    # 20 December is the abolition of slavery in La Réunion, a Monday in 2027: the twelfth is paid the Friday before.
    assert payment_days(2027, document.contract.territory)[11] == dt.date(2027, 12, 17)

    # 1 234 567,89 × 1,0125 = 1 249 999,99 (rounded from …,988625); the DGC is the sum of its five sections.
    first = section_trajectory(document.model, "fam1-soins")[0]
    assert (first.year, first.grant.cents) == (2027, 124_999_999)
    firsts = [section_trajectory(document.model, f"{esms}-soins")[0].grant.cents for esms, *_ in SERVICES]
    assert grant_years(document.model, "dgc")[0].grant.cents == sum(cents or 0 for cents in firsts) == 924_874_999

    _printed(document, tmp_path)
    _exchanged(document, desk, tmp_path)
    document.close()


def _printed(document: Document, folder: Path) -> None:
    """The PDF carries the contract; it is read back and says the same."""
    job = print_contract(document, folder / "apajh.pdf", draft=True)
    status = job.wait()
    assert status.state is JobState.DONE, status
    held = read_contract(folder / "apajh.pdf")
    assert held.contract == document.contract_id and held.fingerprint == document.fingerprint()
    assert [one.signed for one in held.signatures] == [False] * 3
    assert {esms.finess for esms in held.model.all(Esms)} == {finess for _, _, finess, _ in SERVICES}
    bases = {base.section: base.cents for base in held.model.all(SectionBase)}
    assert bases["fam1-soins"] == 123_456_789


def _exchanged(document: Document, desk: Desk, folder: Path) -> None:
    """A second copy from the bundle, edits on both sides, one conflict, merges both ways: equal contracts."""
    other = Desk("ars")
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    keys, other_keys = Keys(folder / "a", desk.randomness), Keys(folder / "b", other.randomness)
    first = exchange.send(document, keys)
    copy = document_from_bundle(folder / "ars.cpom", first, ARS, other_keys, other.tools)
    here, there = Typist(document), Typist(copy)
    here.types(Cell("esms", "itep", "capacity"), "60")
    here.types(Cell("esms", "cmpp", "town"), "Saint-Denis")
    there.types(Cell("esms", "itep", "capacity"), "58")
    theme = copy.model.all(Theme)[0]
    there.adds(Item(id="attente", theme=theme.id, label="Liste d’attente", measure="nombre"))
    there.types(Cell("item", "attente", "value"), "12")

    exchange.accept(copy, other_keys, exchange.receive(copy, other_keys, exchange.send(document, keys)))
    exchange.accept(document, keys, exchange.receive(document, keys, exchange.send(copy, other_keys)))
    assert list(document.conflicts()) == list(copy.conflicts()) == [Cell("esms", "itep", "capacity")]
    assert document.fingerprint() == copy.fingerprint()

    copy.settle(Cell("esms", "itep", "capacity"), 60)
    assert document.fingerprint() != copy.fingerprint()
    exchange.accept(document, keys, exchange.receive(document, keys, exchange.send(copy, other_keys)))
    assert document.conflicts() == copy.conflicts() == {}
    assert document.fingerprint() == copy.fingerprint() and set(document.model) == set(copy.model)
    assert document.model.get(Item, "attente").value == "12"
    assert document.file.is_sound() and copy.file.is_sound()
    copy.close()
