"""The door of values: what a field accepts, in its one canonical form, and what it refuses with its label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpom_desktop.core.kinds import KINDS
from cpom_desktop.core.problems import Reason, Refused
from cpom_desktop.core.records import (
    TURNING,
    About,
    Cell,
    Cents,
    Choice,
    Day,
    FieldInfo,
    Flag,
    Form,
    Name,
    Number,
    Rate,
    Record,
    Reference,
    Text,
    Whole,
    checked,
    field_of,
    fields_of,
    register,
    unregister,
    values_of,
)

WORDS = (("oui", "Oui"), ("non", "Non"))


@pytest.fixture
def kind() -> Iterator[type[Record]]:
    """A throw-away kind with a field of every form."""

    @register
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Thing(Record):
        kind = "thing"
        title = "Chose"
        name: Annotated[Name, About("Nom")] = ""
        text: Annotated[Text | None, About("Texte")] = None
        whole: Annotated[Whole | None, About("Places", "places", 0, 5000)] = None
        must: Annotated[Whole, About("Année", low=2000, high=2100)] = 2000
        cents: Annotated[Cents | None, About("Montant", "€")] = None
        rate: Annotated[Rate | None, About("Taux", "%", -100_000, 100_000)] = None
        number: Annotated[Number | None, About("Nombre", low=0)] = None
        day: Annotated[Day | None, About("Date")] = None
        flag: Annotated[Flag, About("Vrai")] = 0
        choice: Annotated[Choice | None, About("Choix", choices=WORDS)] = None
        other: Annotated[Reference | None, About("Autre", of="thing")] = None

    yield Thing
    unregister(Thing)


def field(name: str) -> FieldInfo:
    return fields_of("thing")[name]


@pytest.mark.parametrize(("name", "given_", "kept"), [
    ("name", "La Passerelle", "La Passerelle"), ("name", "e\u0301te\u0301", "été"), ("name", None, ""),
    ("name", "", ""),
    ("text", "", None), ("text", None, None), ("text", "a\n\tb", "a\n\tb"), ("text", "😀\U0001fa77", "😀\U0001fa77"),
    ("whole", 0, 0), ("whole", 5000, 5000), ("whole", None, None), ("whole", "", None), ("must", 2027, 2027),
    ("cents", -(10**13), -(10**13)), ("rate", 100_000, 100_000), ("flag", 1, 1), ("day", "2028-02-29", "2028-02-29"),
    ("number", "35.40", "35.4"), ("number", "0.0", "0"), ("number", "-0", "0"), ("number", "1E+2", "100"),
    ("number", "100", "100"), ("choice", "oui", "oui"), ("choice", None, None), ("choice", "", None),
    ("other", "x", "x"),
])
def test_an_accepted_value_has_one_form(kind: type[Record], name: str, given_: object, kept: object) -> None:
    assert field(name).check(given_) == kept
    assert type(field(name).check(given_)) is type(kept)


@pytest.mark.parametrize(("name", "given_", "reason"), [
    ("whole", 5001, Reason.OUT_OF_BOUNDS), ("whole", -1, Reason.OUT_OF_BOUNDS), ("whole", "12", Reason.BAD_VALUE),
    ("whole", 3.0, Reason.BAD_VALUE), ("whole", True, Reason.BAD_VALUE), ("must", None, Reason.BAD_VALUE),
    ("must", "", Reason.BAD_VALUE), ("must", 1999, Reason.OUT_OF_BOUNDS), ("cents", 10**13 + 1, Reason.OUT_OF_BOUNDS),
    ("rate", 100_001, Reason.OUT_OF_BOUNDS), ("flag", 2, Reason.OUT_OF_BOUNDS), ("flag", 7, Reason.OUT_OF_BOUNDS),
    ("flag", None, Reason.BAD_VALUE), ("name", 12, Reason.BAD_VALUE), ("name", "x" * 501, Reason.OUT_OF_BOUNDS),
    ("name", "a\x00b", Reason.BAD_VALUE), ("name", "a\ud800", Reason.BAD_VALUE),
    ("text", "a\x1b[0m", Reason.BAD_VALUE),
    ("text", "a\uffff", Reason.BAD_VALUE), ("text", "x" * 100_001, Reason.OUT_OF_BOUNDS),
    ("day", "31/12/2027", Reason.BAD_VALUE),
    ("day", "2027-02-29", Reason.BAD_VALUE), ("number", "douze", Reason.BAD_VALUE),
    ("number", "-1", Reason.OUT_OF_BOUNDS),
    ("number", "NaN", Reason.OUT_OF_BOUNDS), ("number", "Infinity", Reason.OUT_OF_BOUNDS),
    ("number", "1e15", Reason.OUT_OF_BOUNDS),
    ("number", "1e-999999999", Reason.OUT_OF_BOUNDS), ("number", "0e999999999", Reason.OUT_OF_BOUNDS),
    ("number", "1" * 21, Reason.OUT_OF_BOUNDS), ("choice", "peut-être", Reason.BAD_VALUE),
    ("choice", 1, Reason.BAD_VALUE),
])
def test_a_refused_value_names_its_field(kind: type[Record], name: str, given_: object, reason: Reason) -> None:
    with pytest.raises(Refused) as refusal:
        field(name).check(given_)
    assert refusal.value.reason is reason
    assert refusal.value.where == field(name).label
    assert f"« {field(name).label} »" in refusal.value.sentences.happened


@given(st.data())
def test_checking_twice_changes_nothing(data: st.DataObject) -> None:
    info = data.draw(st.sampled_from([info for name in KINDS for info in fields_of(name).values()]))
    value = data.draw(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.decimals().map(str)))
    try:
        once = info.check(value)
    except Refused:
        return
    assert info.check(once) == once


def test_a_field_says_what_the_table_and_the_form_need(kind: type[Record]) -> None:
    info = field("whole")
    assert (info.label, info.about.unit, info.bounds, info.optional, info.sql) == (
        "Places", "places", (0, 5000), True, "INTEGER")
    assert field("name").sql == field("number").sql == field("day").sql == "TEXT"
    assert [info.form for info in fields_of(kind).values()] == [
        Form.NAME, Form.TEXT, Form.INTEGER, Form.INTEGER, Form.CENTS, Form.RATE, Form.DECIMAL, Form.DAY, Form.FLAG,
        Form.CHOICE, Form.REFERENCE]


def test_a_record_is_checked_whole(kind: type[Record]) -> None:
    values: dict[str, Any] = {"number": "1.50", "text": "", "whole": 3}
    assert values_of(checked(kind(id="x", **values))) == {**values_of(kind(id="x")), "number": "1.5", "whole": 3}
    with pytest.raises(Refused):
        checked(kind(id="x", **{**values, "whole": 9999}))


def test_a_cell_is_written_and_read_back() -> None:
    cell = Cell("esms", "e1", "capacity")
    assert str(cell) == "esms/e1/capacity" and Cell.parse(str(cell)) == cell
    assert Cell.parse("esms/e1/") == Cell("esms", "e1", "")
    for text in ("", "esms", "esms/e1", "/e1/name", "esms//name", "a/b/c/d"):
        with pytest.raises(Refused):
            Cell.parse(text)
    with pytest.raises(Refused):
        field_of(Cell("esms", "e1", "colour"))


def test_a_kind_that_says_too_little_is_our_own_fault() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Silent(Record):
        kind = "silent"
        title = "Muet"
        name: str = ""

    with pytest.raises(TypeError, match="says nothing"):
        register(Silent)
    with pytest.raises(TypeError, match="defined twice"):
        register(KINDS["esms"])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_can_be_empty_and_every_reference_leads_somewhere(name: str) -> None:
    assert checked(KINDS[name](id="x")) == KINDS[name](id="x")
    for info in fields_of(name).values():
        assert info.label and not info.label.endswith((".", ":"))
        assert not info.about.of or info.about.of in KINDS
        assert info.form is not Form.CHOICE or info.default is None or info.default in dict(info.about.choices)
    owners = [info for info in fields_of(name).values() if info.about.owner]
    assert len(owners) <= 1, "a row belongs to one other row"


@pytest.mark.parametrize("char", TURNING)
def test_a_character_that_turns_the_reading_is_refused_in_every_text(char: str) -> None:
    for cell in (Cell("esms", "e", "name"), Cell("article", "a", "body")):
        with pytest.raises(Refused) as refusal:
            field_of(cell).check(f"montant {char}000 1")
        assert f"qui retourne le sens de la lecture U+{ord(char):04X} interdit" in refusal.value.sentences.happened
