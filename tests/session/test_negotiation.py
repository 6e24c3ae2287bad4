"""Asking, offering, accepting, refusing, withdrawing, confirming: through the document, undone like any edit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.bargaining.packages import PackageFate, package_state
from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.naming import cell_name
from cpom_desktop.core.negotiation import Decision, Effect, Package, Position
from cpom_desktop.core.overlay import View, standing
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell, Record
from cpom_desktop.session import negotiation
from cpom_desktop.session.document import Document
from cpom_desktop.session.edit_list import read_edits

from .desk import ATTIAS, CAPACITY, CONTRACT, MEASURE, MERLE, Desk, new_document

CENTS = MEASURE.at("cents")
OTHER = Measure(id="m2", section="s1", year=2028, label="Équipe mobile")
BOTH = (Side.MANAGER, Side.AUTHORITY)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    document = new_document(tmp_path, Desk("attias"), writing="parties", stage="negociation")
    document.apply(Edit("", new=(OTHER,)))
    yield document
    document.close()


def retained(document: Document, cell: Cell = CENTS) -> object:
    return document.model.value(cell)


def position(document: Document, side: Side, cell: Cell = CENTS) -> Position:
    found = standing(document.model, cell, side)
    assert found is not None
    return found


def as_authority(document: Document) -> None:
    document.author = MERLE


def test_typing_in_a_negotiation_is_a_position_and_not_the_retained_value(document: Document) -> None:
    edit = negotiation.typed(document.model, {CENTS: 3_800_000, CAPACITY: 65}, ATTIAS)
    document.apply(edit)
    assert retained(document) is None and document.model.value(CAPACITY) == 65
    assert position(document, Side.MANAGER).value == "3800000"


def test_a_paste_of_positions_is_one_lot(document: Document) -> None:
    before = len(list(document.file.lots()))
    document.apply(negotiation.typed(document.model, {CENTS: 1, OTHER.at("cents"): 2}, ATTIAS))
    assert len(list(document.file.lots())) == before + 1
    document.undo()
    assert document.model.all(Position) == []


def test_what_is_typed_for_another_party_waits_for_its_word(document: Document) -> None:
    negotiation.propose(document, CENTS, 1_200_000, View.AUTHORITY, argument="Sous réserve de 97 %")
    typed_for = position(document, Side.AUTHORITY)
    assert (typed_for.typed_by, typed_for.on_behalf, typed_for.confirmed) == ("Mme Attias", "DREETS", "a-confirmer")
    assert negotiation.to_confirm(document.model, Side.AUTHORITY) == [typed_for]
    with pytest.raises(Refused) as caught:
        negotiation.confirm(document, [typed_for])
    assert caught.value.reason is Reason.NOT_YOURS
    as_authority(document)
    negotiation.confirm(document, [typed_for])
    assert position(document, Side.AUTHORITY).confirmed == "confirmee"
    assert position(document, Side.AUTHORITY).confirmed_on == "2026-11-20"
    negotiation.contest(document, [position(document, Side.AUTHORITY)])
    assert position(document, Side.AUTHORITY).confirmed == "contestee"


def test_what_the_party_contests_is_no_word_of_it_and_nobody_accepts_it(document: Document) -> None:
    document.apply(Edit("", new=(Package(id="k1", code="K1"),)))
    for cell in (CENTS, OTHER.at("cents")):
        negotiation.propose(document, cell, 1_200_000, View.AUTHORITY, package="k1")
    as_authority(document)
    negotiation.contest(document, [position(document, Side.AUTHORITY)])
    document.author = ATTIAS
    assert package_state(document.model, document.model.get(Package, "k1")).fate is PackageFate.BROKEN
    with pytest.raises(Refused) as caught:
        negotiation.accept(document, [position(document, Side.AUTHORITY, OTHER.at("cents"))])
    assert caught.value.reason is Reason.NOT_STANDING and "conteste" in caught.value.sentences.happened
    negotiation.propose(document, CENTS, 1_200_000)
    with pytest.raises(Refused):
        negotiation.accept(document, [position(document, Side.AUTHORITY)])
    negotiation.accept(document, [position(document, Side.MANAGER)])
    assert retained(document) is None, "the same value, contested by the authority, is no agreement of the authority"
    as_authority(document)
    negotiation.confirm(document, [position(document, Side.AUTHORITY)])
    document.author = ATTIAS
    negotiation.accept(document, [position(document, Side.AUTHORITY)])
    assert retained(document) == 1_200_000


def test_an_accord_on_one_value_brings_in_no_other(document: Document) -> None:
    as_authority(document)
    negotiation.propose(document, CENTS, 1_200_000)
    said = position(document, Side.AUTHORITY)
    for word in ({said.at("status"): "valide"}, {said.at("settled"): 1}):
        with pytest.raises(Refused) as caught:
            document.apply(Edit("", values={**word, CENTS: 3_800_000}))
        assert caught.value.reason is Reason.NEGOTIATED
    document.apply(Edit("", values={said.at("status"): "valide", CENTS: 1_200_000}))
    assert retained(document) == 1_200_000


def test_the_history_says_what_was_asked(document: Document) -> None:
    negotiation.propose(document, CENTS, 3_800_000, argument="Déficit de 2024")
    assert document.history()[0].changes == (
        f"Position (Gestionnaire) sur {cell_name(document.model, CENTS)}\u00a0: 38\u202f000,00\u00a0€",)


def test_a_party_does_not_contest_what_it_typed_itself(document: Document) -> None:
    negotiation.propose(document, CENTS, 1)
    with pytest.raises(Refused):
        negotiation.contest(document, [position(document, Side.MANAGER)])


def test_the_retained_value_changes_when_every_party_has_agreed(document: Document) -> None:
    negotiation.propose(document, CENTS, 3_800_000)
    as_authority(document)
    negotiation.propose(document, CENTS, 1_200_000)
    document.author = ATTIAS
    assert retained(document) is None
    negotiation.accept(document, [position(document, Side.AUTHORITY)])
    assert retained(document) == 1_200_000
    document.undo()
    assert retained(document) is None and position(document, Side.AUTHORITY).status == "contre-propose"


def test_a_package_is_accepted_whole_by_one_decision_in_one_lot(document: Document) -> None:
    document.apply(Edit("", new=(Package(id="k1", code="K1", name="Rebasage contre places"),)))
    as_authority(document)
    negotiation.propose(document, CENTS, 1_200_000, package="k1")
    negotiation.propose(document, OTHER.at("cents"), 900_000, package="k1")
    document.author = ATTIAS
    decision = Decision(id="d1", number="D-R3-01", wording="K1 accepté", package="k1")
    before = len(list(document.file.lots()))
    negotiation.accept(document, [position(document, Side.AUTHORITY)], by=BOTH, decision=decision)
    assert len(list(document.file.lots())) == before + 1
    assert (retained(document), retained(document, OTHER.at("cents"))) == (1_200_000, 900_000)
    assert document.model.get(Decision, "d1").wording == "K1 accepté"
    assert document.history()[0].label == "Accord sur K1"


def test_nobody_breaks_the_package_of_another_to_take_a_part_of_it(document: Document) -> None:
    package, asked = Package(id="k1", code="K1"), Measure(id="m3", section="s1", year=2028)
    as_authority(document)
    document.apply(Edit("", new=(package, asked)))
    negotiation.propose(document, CENTS, 1_200_000, package="k1")
    negotiation.propose(document, asked.at("cents"), -900_000, package="k1")
    document.author = ATTIAS
    with pytest.raises(Refused) as caught:
        negotiation.unlink(document, package)
    assert caught.value.reason is Reason.NOT_YOURS
    for row in (("measure", "m3"), ("position", position(document, Side.AUTHORITY).id)):
        with pytest.raises(Refused) as caught:
            document.apply(Edit("", deleted=(row,)))
        assert caught.value.reason is Reason.NOT_YOURS
    negotiation.accept(document, [position(document, Side.AUTHORITY)])
    assert (retained(document), retained(document, asked.at("cents"))) == (1_200_000, -900_000)


def test_a_side_unlinks_and_deletes_what_it_asked_itself(document: Document) -> None:
    document.apply(Edit("", new=(package := Package(id="k1", code="K1"),)))
    for cell in (CENTS, OTHER.at("cents")):
        negotiation.propose(document, cell, 1_200_000, package="k1")
    negotiation.unlink(document, package)
    document.apply(Edit("", deleted=(("measure", OTHER.id),)))
    assert [one.package for one in document.model.all(Position)] == [None]


def test_a_refused_position_says_nothing_any_more_and_keeps_its_trace(document: Document) -> None:
    negotiation.propose(document, CENTS, 3_800_000)
    as_authority(document)
    negotiation.refuse(document, [position(document, Side.MANAGER)])
    assert standing(document.model, CENTS, Side.MANAGER) is None
    assert [one.status for one in document.model.all(Position)] == ["refuse"]


def test_a_side_withdraws_its_own_positions_only(document: Document) -> None:
    negotiation.propose(document, CENTS, 3_800_000)
    mine = position(document, Side.MANAGER)
    as_authority(document)
    with pytest.raises(Refused) as caught:
        negotiation.withdraw(document, [mine])
    assert caught.value.reason is Reason.NOT_YOURS
    document.author = ATTIAS
    negotiation.withdraw(document, [mine])
    assert standing(document.model, CENTS, Side.MANAGER) is None


def test_an_offer_past_its_validity_cannot_be_accepted(document: Document) -> None:
    as_authority(document)
    negotiation.propose(document, CENTS, 1_000_000, valid_until="2026-10-30")
    lapsed = document.model.all(Position)[0]
    document.author = ATTIAS
    with pytest.raises(Refused) as caught:
        negotiation.accept(document, [lapsed])
    assert caught.value.reason is Reason.NOT_STANDING and "30/10/2026" in caught.value.sentences.happened
    assert retained(document) is None


def test_no_edit_changes_a_retained_value_by_itself(document: Document) -> None:
    with pytest.raises(Refused) as caught:
        document.apply(Edit("Passage en force", values={CENTS: 1_200_000}))
    assert caught.value.reason is Reason.NEGOTIATED and "Veille de nuit" in caught.value.sentences.happened
    assert retained(document) is None


def test_a_position_of_one_side_does_not_carry_its_value_through_the_door(document: Document) -> None:
    edit = negotiation.typed(document.model, {CENTS: 3_800_000}, ATTIAS)
    with pytest.raises(Refused):
        document.apply(Edit("", edit.new, {CENTS: 3_800_000}))


@pytest.mark.parametrize("row", [
    Measure(id="m3", section="s1", year=2028, label="Maraude", cents=999),
    natural_record(YearRate, CONTRACT, section="s1", year=2027, rate=12_500),
])
def test_a_new_row_brings_no_retained_value_with_it(document: Document, row: Record) -> None:
    with pytest.raises(Refused) as caught:
        document.apply(Edit("", new=(row,)))
    assert caught.value.reason is Reason.NEGOTIATED
    assert document.model.record(row.kind, row.id) is None


def test_a_decision_carries_no_value_but_those_it_retains(document: Document) -> None:
    decision = Decision(id="d1", number="D-R3-01")
    effect = natural_record(Effect, CONTRACT, decision="d1", cell=str(OTHER.at("cents")), value="5")
    with pytest.raises(Refused):
        document.apply(Edit("", new=(decision, effect), values={CENTS: 7}))
    with pytest.raises(Refused):
        document.apply(Edit("", new=(decision, effect), values={OTHER.at("cents"): 6}))
    document.apply(Edit("", new=(decision, effect), values={OTHER.at("cents"): 5}))
    assert (retained(document), retained(document, OTHER.at("cents"))) == (None, 5)


def test_a_list_of_edits_makes_positions_of_what_its_new_rows_hold(document: Document) -> None:
    new = [{"kind": "measure", "id": "@m", "values": {"section": "s1", "year": 2028, "label": "Nuit", "cents": 900}}]
    document.apply(read_edits(json.dumps({"new": new}).encode(), document, ATTIAS))
    made = next(one for one in document.model.all(Measure) if one.label == "Nuit")
    assert made.cents is None and position(document, Side.MANAGER, made.at("cents")).value == "900"


@pytest.mark.parametrize("change", [{"writing": "commune"}, {"stage": "preparation"}])
def test_in_common_writing_values_are_written_directly(document: Document, change: dict[str, str]) -> None:
    document.apply(Edit("", values={document.contract.at(field): word for field, word in change.items()}))
    document.apply(Edit("", values={CENTS: 1_200_000}))
    assert retained(document) == 1_200_000


def test_a_decision_retains_a_value_whatever_was_said(document: Document) -> None:
    negotiation.propose(document, CENTS, 3_800_000)
    negotiation.decide(document, {CENTS: 1_200_000}, Decision(id="d1", number="D-R3-01", wording="Retenu"))
    assert retained(document) == 1_200_000 and document.model.get(Decision, "d1").number == "D-R3-01"
    negotiation.decide(document, {OTHER.at("cents"): 5}, document.model.get(Decision, "d1"))
    assert retained(document, OTHER.at("cents")) == 5
