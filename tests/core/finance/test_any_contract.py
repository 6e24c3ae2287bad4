"""Whatever the file holds within the bounds of its fields, figures and checks are computed or say what is missing."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cpom_desktop.core.checks import run
from cpom_desktop.core.contract import Contract, Esms, Grant, Manager, Section, SectionRule, Transformation
from cpom_desktop.core.finance.all_figures import all_figures
from cpom_desktop.core.finance.kinds import RECORD_MODULES
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.records import KINDS, FieldInfo, Form, Record, checked, fields_of

TODAY = dt.date(2026, 11, 20)
ROWS = ("1", "2")
KINDS_OF_MONEY = sorted(
    kind for kind, cls in KINDS.items() if any(cls.__module__ == m.__name__ for m in RECORD_MODULES)
)
OTHERS = [cls.kind for cls in (Contract, Esms, Grant, Manager, Section, SectionRule, Transformation)]
YEAR = st.integers(2025, 2033)


def value_of(info: FieldInfo) -> st.SearchStrategy[Any]:
    low, high = info.bounds if info.form in (Form.INTEGER, Form.CENTS, Form.RATE, Form.FLAG) else (0, 0)
    found: dict[Form, st.SearchStrategy[Any]] = {
        Form.CENTS: st.sampled_from([low, 0, 1, 99_999, high]) if low <= 0 else st.just(low),
        Form.RATE: st.sampled_from([low, 0, 12_500, high]),
        Form.FLAG: st.integers(0, 1),
        Form.INTEGER: YEAR
        if (low, high) == (2000, 2100)
        else st.sampled_from(sorted({low, high, max(low, min(2, high))})),
        Form.DAY: st.dates(dt.date(2024, 1, 1), dt.date(2034, 12, 31)).map(dt.date.isoformat),
        Form.DECIMAL: st.sampled_from(
            ["0", "1", "2.5", "9999"] if (info.about.high or 9999) >= 9999 else ["0", "1", "2.5"]
        ),
        Form.CHOICE: st.sampled_from([word for word, _ in info.about.choices] or [""]),
        Form.REFERENCE: st.sampled_from(ROWS),
        Form.NAME: st.sampled_from(["", "621", "655", "veille de nuit"]),
        Form.TEXT: st.sampled_from(["", "texte"]),
        Form.ADDRESS: st.just("measure/1/cents"),
    }
    return st.one_of(st.none(), found[info.form]) if info.optional else found[info.form]


@st.composite
def record(draw: st.DrawFn, kind: str) -> Record:
    cls, values = KINDS[kind], {name: draw(value_of(info)) for name, info in fields_of(kind).items()}
    if cls.natural_key:
        return checked(natural_record(cls, "c", **values))
    return checked(cls(id=draw(st.sampled_from(ROWS)), **values))


@st.composite
def contracts(draw: st.DrawFn) -> Model:
    """A contract with any rows: broken references, doubled ranges, bounds reached."""
    kinds = draw(st.lists(st.sampled_from(KINDS_OF_MONEY), max_size=25))
    first = [draw(record(kind)) for kind in (*OTHERS, "section", "section_rule", "esms")]
    return Model([*first, *(draw(record(kind)) for kind in kinds)])


# Not shrunk: a failing contract of 30 rows takes minutes to make smaller, and its traceback says enough.
@settings(phases=(Phase.explicit, Phase.generate))
@given(contracts())
def test_no_contract_makes_the_computation_fail(model: Model) -> None:
    assert json.loads(json.dumps(all_figures(model))) == all_figures(model)
    for check in run(model, TODAY):
        assert check.sentence and "None" not in check.sentence
