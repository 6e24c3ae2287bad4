"""Whatever the contract holds, each formula of its annex gives the figure that the program computes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cpom_desktop.core.model import Model
from tests.conftest import LONG
from tests.core.finance.test_any_contract import contracts as any_rows
from tests.exports.xlsx.contracts import contracts as modalities
from tests.exports.xlsx.evaluated import disagreements, written
from tests.exports.xlsx.other_figures import contracts as others

MOST = 500 if LONG else 25
"""Half a second each: a workbook is written, read and evaluated."""
# Not shrunk: what disagrees names its sheet, its cell and its formula.
SOME = settings(max_examples=min(MOST, settings().max_examples), phases=(Phase.explicit, Phase.generate),
                suppress_health_check=list(HealthCheck))


@SOME
@given(model=modalities())
def test_formulas_give_the_dotations_of_every_modality(model: Model, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert disagreements(written(model), tmp_path_factory.mktemp("a")) == []


@SOME
@given(model=others())
def test_formulas_give_every_other_figure(model: Model, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert disagreements(written(model), tmp_path_factory.mktemp("a")) == []


@SOME
@given(model=any_rows())
def test_formulas_give_the_figures_of_any_rows(model: Model, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert disagreements(written(model), tmp_path_factory.mktemp("a")) == []
