"""Every worked case of the dossier has its test: the ids of `domain.md` §6 against the names that tests carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CASES = """
TC-RND-1 TC-DGF-1 TC-DGF-2 TC-DGF-3 TC-DGF-G4 TC-12-1 TC-12-2 TC-12-3 TC-12-4 TC-DAY-1 TC-DAY-2 TC-DAY-3 TC-PJ-1 TC-PJ-2
TC-M1-1 TC-M1-2 TC-M1-3 TC-M2-1 TC-M3-1 TC-M4-1 TC-CNR-1 TC-MN-1 TC-MN-2 TC-CONV-1 TC-POS-1 TC-POS-2 TC-STAFF-1 TC-TRF-1
TC-DGC-1 TC-DGC-2 TC-DGC-3 TC-DGC-4 TC-DGC-5 TC-MOD-1 TC-MOD-2 TC-OCC-1 TC-FS-1 TC-FS-2 TC-FS-3
TC-AFF-1 TC-AFF-2 TC-AFF-3 TC-AFF-4 TC-AFF-5 TC-AFF-6 TC-AFF-7 TC-AFF-8 TC-AFF-9 TC-RT-1 TC-RT-2 TC-BF-1
TC-PPI-1 TC-PPI-2 TC-PPI-3 TC-PPI-4 TC-PPI-4b TC-PPI-5 TC-EPRD-1 TC-EPRD-2
""".split()
TESTS = Path(__file__).parents[2]


def cited() -> set[str]:
    """The ids that a test function carries: in the id of its parameters, its docstring or its name."""
    found: set[str] = set()
    for path in sorted(TESTS.rglob("test_*.py")):
        if path == Path(__file__):
            continue
        for block in re.split(r"\n(?=@pytest|def test_|@given|class )", path.read_text(encoding="utf-8")):
            if "def test_" in block or "pytest.param" in block:
                found.update(re.findall(r"TC-[A-Z0-9]+-[0-9A-Za-z]+", block))
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_worked_case_of_the_dossier_has_a_test(case: str) -> None:
    assert case in cited()


def test_no_test_claims_a_case_that_the_dossier_does_not_have() -> None:
    assert cited() <= set(CASES)
