"""« Résultats et réserves »: results, uses, reserves, movements, activity and clauses are shown and typed."""

from __future__ import annotations

import pytest

from cpom_desktop.core.contract import Section
from cpom_desktop.core.finance.activity_records import ActivityYear, ModulationClause
from cpom_desktop.core.finance.result_records import (
    ReserveMovement,
    ReserveOpening,
    ResultAllocation,
    ResultClause,
    SectionResult,
)
from cpom_desktop.core.records import Record
from cpom_desktop.gui.tabs.finances.results_view import Results
from cpom_desktop.gui.theme import Status
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen


def section(seen: Seen, code: str) -> Section:
    return next(one for one in seen.model.all(Section) if one.code == code)


def view(seen: Seen) -> Results:
    shown = seen.tab.shown
    assert isinstance(shown, Results)
    return shown


def test_the_results_are_those_of_the_dossier(show: Show) -> None:
    """domain.md §10.3 and §10.5."""
    seen = show("results", "resultats")
    assert seen.texts("La Passerelle/Résultat comptable") == ["6 000,00", "−9 100,00", "18 500,00"]
    assert seen.texts("La Passerelle/À affecter", "2025") == ["18 500,00"]
    assert seen.texts("La Passerelle/Affecté", "2025") == ["18 500,00"]
    assert seen.texts("L’Escale/Reste à affecter", "2025") == ["0,00"]
    assert seen.texts("Le Quai/Résultat comptable, suivi par la convention", "2025") == ["−6 200,00"]
    assert seen.row("Le Quai").cells[0].tip.startswith("Ce dispositif subventionné")


def test_the_four_lines_are_typed_and_add_up(show: Show) -> None:
    """TC-AFF-7: comptable 1 850 000; antérieur 600 000; rejetées 150 000; non opposables 90 000; 2 690 000 in cents."""
    seen = show("results", "resultats")
    for name, text in (("Résultat antérieur incorporé", "6000"), ("Dépenses rejetées", "1500"),
                       ("Charges non opposables", "900")):
        seen.goes_to(f"La Passerelle/{name}", "2025")
        seen.types(text)
    assert seen.texts("La Passerelle/À affecter", "2025") == ["26 900,00"]
    assert seen.texts("La Passerelle/Reste à affecter", "2025") == ["8 400,00"]


def test_what_earlier_allocations_bring_is_shown_until_it_is_typed(show: Show) -> None:
    seen = show("results", "resultats")
    made = ResultAllocation(id="a", section=section(seen, "S1").id, year=2023, option="charges", cents=600_000,
                            target_year=2024)
    assert seen.window.workspace is not None and seen.window.workspace.add("affectation", made)
    cell = seen.cell("La Passerelle/Résultat antérieur incorporé", "2024")
    assert cell.text.replace("\u202f", " ") == "6 000,00" and cell.italic and cell.value is None
    seen.goes_to("La Passerelle/Résultat antérieur incorporé", "2024")
    seen.types("0")
    assert not seen.cell("La Passerelle/Résultat antérieur incorporé", "2024").italic


def test_uses_are_pasted_on_the_empty_line_and_the_rule_that_they_break_is_said(show: Show) -> None:
    seen = show("results", "affectations")
    seen.goes_to("L’Escale/Nouvelle affectation", "option")
    seen.pastes("Réserve de compensation (II 4°)\t2025\t1 000\n"
                "Réserve de trésorerie (II 5°)\t2025\t500\t\t\t\tbesoin de trésorerie")
    found = seen.model.where(ResultAllocation, "section", section(seen, "S3").id)
    assert sorted((one.option, one.cents) for one in found)[:1] == [("compensation", 100_000)]
    assert [one.note for one in found if one.option == "tresorerie"] == ["besoin de trésorerie"]
    states = [row.cells[seen.keys.index("state")] for row in seen.tab.table.grid.content.unfolded()
              if row.key.startswith("result_allocation/")]
    assert any(cell.status is Status.TO_CHECK and "ne peut recevoir" in cell.tip for cell in states)
    seen.undoes()
    assert len(seen.model.where(ResultAllocation, "section", section(seen, "S3").id)) == 1


def test_a_use_is_deleted_with_its_row_and_its_figures_follow(show: Show) -> None:
    seen = show("results", "affectations")
    seen.goes_to("La Passerelle/Réserve de compensation (II 4°)", "cents")
    view(seen).delete_lines()
    assert show("results", "resultats", together=False).texts("La Passerelle/Reste à affecter", "2025") == ["8 500,00"]
    assert show("results", "reserves", together=False).texts("Réserve de compensation", "2026") == ["41 000,00"]


def test_the_button_leads_to_the_empty_line_of_the_section(show: Show) -> None:
    seen = show("results", "affectations")
    seen.goes_to("L’Escale/Mesures d’exploitation non pérennes (II 3°)", "note")
    view(seen).new_line()
    row = seen.tab.table.grid.row(seen.tab.table.currentIndex().row())
    assert row.fill is not None and section(seen, "S3").id in row.group


def test_reserves_follow_their_opening_their_feeds_and_their_uses(show: Show) -> None:
    """domain.md §10.5: 41 000 + 8 500; investissement 184 000 + 10 000 − 100 000 in 2028; cap 66 535,00."""
    seen = show("results", "reserves")
    assert seen.texts("Réserve de compensation", "2025", "2026") == ["41 000,00", "49 500,00"]
    assert seen.texts("Réserve d’investissement", "2026", "2029") == ["194 000,00", "94 000,00"]
    assert seen.texts("Plafond du contrat", "2025") == ["66 535,00"]
    assert seen.cell("Réserve de compensation", "2026").address is None


def test_an_opening_is_typed_in_the_year_it_is_known(show: Show) -> None:
    seen = show("results", "reserves")
    seen.goes_to("La Passerelle/Report à nouveau déficitaire", "2026")
    seen.types("9100")
    found = next(one for one in seen.model.all(ReserveOpening) if one.reserve == "ran-deficitaire")
    assert (found.year, found.cents, bool(found.esms)) == (2026, 910_000, True)
    assert seen.texts("La Passerelle/Report à nouveau déficitaire", "2027") == ["9 100,00"]


def test_a_movement_is_typed_and_counts_in_its_reserve(show: Show) -> None:
    seen = show("results", "mouvements")
    seen.goes_to("Nouveau mouvement\u00a0: motif", "label")
    seen.pastes("Reprise accordée\tRéserve de trésorerie\t\t2027\t-8 000,00")
    assert [(one.year, one.cents) for one in seen.model.all(ReserveMovement)] == [(2027, -800_000)]
    reserves = show("results", "reserves", together=False)
    assert reserves.texts("Réserve de trésorerie", "2027", "2028") == ["58 000,00", "50 000,00"]


def test_activity_is_typed_by_year_and_gives_the_occupancy(show: Show) -> None:
    """domain.md §10.2: 94,0 % in 2025; TC-OCC-1."""
    seen = show("results", "activite")
    assert seen.texts("La Passerelle/Taux d’occupation", "2024", "2025", "2026") == ["94,7 %", "94,0 %", ""]
    seen.goes_to("La Passerelle/Réalisé", "2026")
    seen.types("21900")
    assert seen.texts("La Passerelle/Taux d’occupation", "2026") == ["100,0 %"]


def test_a_modulation_clause_brings_its_abatement(show: Show) -> None:
    seen = show("results", "clauses")
    seen.goes_to("Modulation d’activité, La Passerelle/Texte de la clause", "value")
    seen.types("Moitie de l'ecart")
    activity = show("results", "activite", together=False)
    activity.goes_to("La Passerelle/Réalisé", "2027")
    activity.types("19710")
    activity.goes_to("La Passerelle/Objectif d’activité", "2027")
    activity.types("95")
    # 90 % against 95 %: half of five points of 1 028 806,25.
    assert activity.texts("La Passerelle/Abattement selon la clause", "2027") == ["25 720,16"]


def test_the_clause_of_results_is_typed_field_by_field(show: Show) -> None:
    seen = show("results", "clauses")
    seen.goes_to("Plafond de la réserve de compensation", "value")
    seen.types("4")
    assert seen.model.all(ResultClause)[0].compensation_cap == 40_000


@pytest.mark.parametrize(("kind", "field", "page"), [
    (SectionResult, "rejected", "resultats"), (ResultAllocation, "cents", "affectations"),
    (ReserveOpening, "cents", "reserves"), (ActivityYear, "realised", "activite"), (ResultClause, "free", "clauses"),
])
def test_a_check_leads_to_the_cell_in_its_page(show: Show, kind: type[Record], field: str, page: str) -> None:
    seen = show("results", "mouvements")
    cell = seen.model.all(kind)[-1].at(field)
    assert seen.window.workspace is not None
    seen.window.workspace.go_to(cell)
    assert seen.current == cell and seen.tab.shown.page == page


def test_nothing_of_a_modulation_is_written_before_it_is_typed(show: Show) -> None:
    seen = show("results", "clauses")
    assert not seen.model.all(ModulationClause)
