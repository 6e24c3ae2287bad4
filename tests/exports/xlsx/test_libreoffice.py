"""LibreOffice opens the annex with every kept value taken out, computes it again, and finds the same cents."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cpom_desktop.core.model import Model
from tests.data.demo import demo
from tests.exports.xlsx.contracts import contracts as modalities
from tests.exports.xlsx.evaluated import written
from tests.exports.xlsx.libreoffice import agree, compared, office_here, recalculated, without_values
from tests.exports.xlsx.other_figures import contracts as others


@pytest.fixture(scope="module")
def office() -> str:
    """LibreOffice."""
    return office_here()


def _assert_same(office: str, model: Model, folder: Path) -> None:
    data = written(model)
    cells = list(compared(data, recalculated(office, data, folder)))
    assert cells
    assert [one for one in cells if not agree(*one[1:])] == []


@pytest.mark.long
def test_libreoffice_finds_the_figures_of_the_demonstration(office: str, tmp_path: Path) -> None:
    _assert_same(office, demo(), tmp_path)


@pytest.mark.long
@settings(max_examples=12, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(model=st.one_of(modalities(), others()))
def test_libreoffice_finds_the_figures_of_any_contract(
    office: str, model: Model, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _assert_same(office, model, tmp_path_factory.mktemp("office"))


def test_nothing_is_left_for_libreoffice_to_believe() -> None:
    data = written(demo())
    emptied = openpyxl.load_workbook(io.BytesIO(without_values(data)), data_only=True)
    assert all(found is None for _, _, found in compared(data, emptied))
