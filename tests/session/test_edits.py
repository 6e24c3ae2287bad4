"""The gateway: what an edit comes to, and what it may not be."""

from __future__ import annotations

import pytest

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Authority, Contract, Esms, Grant, Manager, Section
from cpom_desktop.core.finance.records import AccountLine, Measure
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import Cell
from cpom_desktop.session.edits import checked_edit

CONTRACT = "c" * 32
ESMS = Esms(id="e1", name="La Passerelle", capacity=60)
SECTION = Section(id="s1", code="S1", esms="e1", section_kind="etat", authority="a1", dgc="g1")
MEASURE = Measure(id="m1", section="s1", year=2028, label="Veille de nuit", cents=4_500_000)
CAPACITY = ESMS.at("capacity")


@pytest.fixture
def model() -> Model:
    return Model(
        [
            Contract(id=CONTRACT, name="Les Deux Rives"),
            Manager(id="og"),
            Authority(id="a1", name="DREETS"),
            Grant(id="g1", name="DGC-1"),
            ESMS,
            SECTION,
            MEASURE,
            natural_record(AccountLine, CONTRACT, section="s1", year=2025, status="ca", group="c1", account=""),
            natural_record(Position, CONTRACT, cell=str(MEASURE.at("cents")), party="gestionnaire", rank=1),
        ]
    )


def refused(model: Model, edit: Edit) -> Refused:
    with pytest.raises(Refused) as caught:
        checked_edit(model, edit, CONTRACT)
    return caught.value


def test_a_value_that_stands_already_is_no_change(model: Model) -> None:
    assert not checked_edit(model, Edit("", values={CAPACITY: 60}), CONTRACT)


def test_a_value_in_conflict_is_written_even_when_it_is_the_shown_one(model: Model) -> None:
    writes = checked_edit(model, Edit("", values={CAPACITY: 60}), CONTRACT, frozenset({CAPACITY}))
    assert writes.values == {CAPACITY: 60}


def test_text_is_written_in_its_composed_form(model: Model) -> None:
    name = ESMS.at("name")
    assert checked_edit(model, Edit("", values={name: "E\u0301tape"}), CONTRACT).values == {name: "Étape"}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5001, Reason.OUT_OF_BOUNDS),
        ("60", Reason.BAD_VALUE),
        (True, Reason.BAD_VALUE),
        (6.0, Reason.BAD_VALUE),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused_under_its_label(model: Model, value: object, reason: Reason) -> None:
    error = refused(model, Edit("", values={CAPACITY: value}))  # type: ignore[dict-item]
    assert (error.reason, error.where) == (reason, "Capacité initiale")


@pytest.mark.parametrize(
    "cell", [Cell("esms", "absent", "name"), Cell("esms", "e1", "colour"), Cell("ship", "x", "name")]
)
def test_an_address_that_leads_nowhere_is_refused(model: Model, cell: Cell) -> None:
    assert refused(model, Edit("", values={cell: "x"})).reason is Reason.UNKNOWN_CELL


def test_a_link_to_an_absent_row_is_refused(model: Model) -> None:
    assert refused(model, Edit("", values={SECTION.at("dgc"): "g2"})).reason is Reason.BROKEN_LINK
    assert refused(model, Edit("", new=(Section(id="s2", esms="e9"),))).reason is Reason.BROKEN_LINK


def test_an_owned_row_needs_its_owner(model: Model) -> None:
    error = refused(model, Edit("", new=(Section(id="s2"),)))
    assert (error.reason, error.where) == (Reason.BROKEN_LINK, "ESMS")


def test_a_link_to_a_row_of_the_same_edit_holds(model: Model) -> None:
    edit = Edit("", new=(Section(id="s2", esms="e2"), Esms(id="e2", name="Le Quai")))
    assert [record.id for record in checked_edit(model, edit, CONTRACT).new] == ["s2", "e2"]


def test_a_value_typed_in_a_new_row_is_part_of_the_row(model: Model) -> None:
    new = Esms(id="e2", name="Le Quai")
    writes = checked_edit(model, Edit("", new=(new,), values={new.at("capacity"): 30}), CONTRACT)
    assert writes.new == (Esms(id="e2", name="Le Quai", capacity=30),) and not writes.values


def test_the_id_of_a_row_with_a_natural_key_follows_from_it(model: Model) -> None:
    line = AccountLine(id="mine", section="s1", year=2026)
    assert refused(model, Edit("", new=(line,))).reason is Reason.BAD_VALUE


def test_a_natural_key_never_changes(model: Model) -> None:
    line = model.all(AccountLine)[0]
    error = refused(model, Edit("", values={line.at("year"): 2026}))
    assert (error.reason, error.where) == (Reason.BAD_VALUE, "Année")
    assert not checked_edit(model, Edit("", values={line.at("year"): 2025}), CONTRACT)


def test_a_row_is_created_once(model: Model) -> None:
    assert refused(model, Edit("", new=(ESMS,))).reason is Reason.BAD_VALUE
    assert refused(model, Edit("", new=(Esms(id="e2"), Esms(id="e2")))).reason is Reason.BAD_VALUE
    assert refused(model, Edit("", new=(Contract(id="other"),))).reason is Reason.BAD_VALUE


def test_what_belongs_to_a_row_is_deleted_with_it(model: Model) -> None:
    writes = checked_edit(model, Edit("", deleted=(("esms", "e1"),)), CONTRACT)
    kinds = [kind for kind, _ in writes.deleted]
    assert sorted(kinds) == ["account_line", "esms", "measure", "position", "section"]
    assert kinds.index("position") < kinds.index("measure") < kinds.index("section") < kinds.index("esms")


def test_a_row_that_another_names_is_kept(model: Model) -> None:
    error = refused(model, Edit("", deleted=(("authority", "a1"),)))
    assert error.reason is Reason.STILL_USED
    assert "État (hébergement-insertion) de La Passerelle" in error.sentences.happened


def test_a_row_no_longer_named_in_the_same_edit_can_go(model: Model) -> None:
    edit = Edit("", values={SECTION.at("authority"): None}, deleted=(("authority", "a1"),))
    assert checked_edit(model, edit, CONTRACT).deleted == (("authority", "a1"),)


def test_the_contract_itself_is_never_deleted(model: Model) -> None:
    assert refused(model, Edit("", deleted=(("contract", CONTRACT),))).reason is Reason.STILL_USED


def test_a_row_is_not_changed_and_deleted_at_once(model: Model) -> None:
    edit = Edit("", values={MEASURE.at("cents"): 1}, deleted=(("measure", "m1"),))
    assert refused(model, edit).reason is Reason.UNKNOWN_CELL


def test_no_position_is_held_on_what_is_not_negotiated(model: Model) -> None:
    position = natural_record(Position, CONTRACT, cell=str(ESMS.at("name")), party="autorite", rank=1)
    assert refused(model, Edit("", new=(position,))).reason is Reason.NOT_NEGOTIABLE


def test_the_deletion_of_nothing_is_refused(model: Model) -> None:
    assert refused(model, Edit("", deleted=(("esms", "e9"),))).reason is Reason.UNKNOWN_CELL


@pytest.mark.parametrize(
    ("edit", "label"),
    [
        (Edit("Saisie  du budget\n", values={CAPACITY: 65}), "Saisie du budget"),
        (Edit("R2\u00a0: modalités", values={CAPACITY: 65}), "R2\u00a0: modalités"),
        (Edit("", values={CAPACITY: 65}), "Capacité initiale de La Passerelle"),
        (
            Edit("", values={CAPACITY: 65, ESMS.at("town"): "Lysmont"}),
            "Capacité initiale de La Passerelle (et 1 autre)",
        ),
        (Edit("", new=(Esms(id="e2", name="L’Escale"),)), "Ajout\u00a0: L’Escale"),
        (Edit("", deleted=(("measure", "m1"),)), "Suppression\u00a0: Veille de nuit"),
    ],
)
def test_the_history_line_says_what_changed(model: Model, edit: Edit, label: str) -> None:
    assert checked_edit(model, edit, CONTRACT).label == label
