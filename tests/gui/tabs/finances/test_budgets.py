"""« Budgets et personnel »: accounts, posts and costs are typed, pasted, deleted; sums are exact, by any grouping."""

from __future__ import annotations

import pytest

from cpom_desktop.core.contract import Esms
from cpom_desktop.core.finance.budgets import consolidated, esms_budget
from cpom_desktop.core.finance.groupings import GROUPINGS
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.finance.staff_records import PayrollItem, StaffLine, StaffYear
from cpom_desktop.core.money import format_amount
from cpom_desktop.gui.tabs.finances.budgets import Budgets
from cpom_desktop.gui.tabs.finances.staff_rows import post_columns
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen


def lines(seen: Seen, account: str) -> list[AccountLine]:
    return sorted((one for one in seen.model.all(AccountLine) if one.account == account), key=lambda one: one.year)


def amount(cents: int | None) -> str:
    return format_amount(cents or 0).replace("\u202f", " ")


# Comptes


def test_a_number_and_a_name_typed_make_an_account_and_its_amounts_follow_on_its_row(show: Show) -> None:
    seen = show("budgets", "comptes")
    seen.goes_to("La Passerelle/Nouveau compte\u00a0: numéro et libellé", "title")
    seen.types("6068 Petit materiel")
    made = lines(seen, "6068")
    assert [(one.label, one.group, one.status, one.cents) for one in made] == [("Petit materiel", "c1", "base", None)]
    assert seen.cell("Groupe I — Exploitation courante", "2026/base").text == "incomplet"
    seen.goes_to("Petit materiel", "2025/ca")
    seen.types("1200")
    seen.types("1250,50")
    assert [(one.year, one.cents) for one in lines(seen, "6068")] == [(2025, 120_000), (2026, 125_050)]
    assert seen.texts("Groupe I — Exploitation courante", "2025/ca") == ["152 200,00"]


def test_a_block_pasted_on_the_line_of_new_accounts_adds_them_all_and_one_undo_removes_them(show: Show) -> None:
    seen = show("budgets", "comptes")
    before = len(seen.model.all(AccountLine))
    seen.goes_to("La Passerelle/Nouveau compte\u00a0: numéro et libellé", "title")
    block = "Jardin\t6151\t\t\t1 000,00\t1 100\nVêtements\t6152\t10\t20\t30\t40\nDivers\t6153\t\t\t\t5,5"
    seen.pastes(block)
    assert [(one.year, one.cents) for one in lines(seen, "6152")] == [(2023, 1000), (2024, 2000), (2025, 3000),
                                                                     (2026, 4000)]
    assert [one.cents for one in lines(seen, "6151")] == [100_000, 110_000]
    assert "valeurs collées" in seen.said
    seen.undoes()
    assert len(seen.model.all(AccountLine)) == before


def test_an_account_without_number_or_twice_in_its_group_is_refused_with_a_sentence(show: Show) -> None:
    seen = show("budgets", "comptes")
    before = len(seen.model.all(AccountLine))
    seen.goes_to("La Passerelle/Nouveau compte\u00a0: numéro et libellé", "title")
    seen.types("Petit materiel")
    assert "numéro de compte" in seen.said
    seen.tab.table.go_to(seen.tab.table.currentIndex().row(), 0)
    seen.types("6061 Eau")
    assert "figure déjà" in seen.said and len(seen.model.all(AccountLine)) == before


def test_the_name_of_an_account_is_typed_once_for_all_its_years(show: Show) -> None:
    seen = show("budgets", "comptes")
    seen.goes_to("Alimentation", "2024/ca")
    seen.types("100")
    seen.goes_to("Alimentation", "title")
    seen.types("Repas")
    assert {one.label for one in lines(seen, "6063")} == {"Repas"} and len(lines(seen, "6063")) == 2


def test_deleting_a_row_deletes_the_account_in_every_year_and_undo_brings_it_back(show: Show) -> None:
    seen = show("budgets", "comptes")
    seen.goes_to("Alimentation", "2025/ca")
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    view.delete_lines()
    assert not lines(seen, "6063") and "Ctrl+Z" in seen.said
    seen.undoes()
    assert lines(seen, "6063")
    seen.goes_to("Total des charges", "2025/ca")
    view.delete_lines()
    assert lines(seen, "6063") and "se suppriment" in seen.said


def test_an_amount_of_a_group_that_accounts_replace_stands_in_a_row_that_says_it_is_not_counted(show: Show) -> None:
    seen = show("budgets", "comptes")
    assert seen.texts("La Passerelle/Non détaillé", "2023/ca", "2025/ca") == ["142 000,00", ""]
    assert "remplacent" in seen.cell("La Passerelle/Non détaillé", "2025/ca").why
    seen.goes_to("Alimentation", "2023/ca")
    seen.types("30000")
    assert seen.texts("Groupe I — Exploitation courante", "2023/ca") == ["30 000,00"]
    assert seen.texts("La Passerelle/Non détaillé", "2023/ca", "2024/ca") == ["", "147 000,00"]
    replaced = seen.cell("Remplacé par le détail, non compté", "2023/ca")
    assert (replaced.text.replace("\u202f", " "), replaced.muted, replaced.italic) == ("142 000,00", True, True)
    assert "pas compté" in replaced.tip and replaced.address is not None
    assert seen.tab.table.go_to_address(replaced.address)
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    view.delete_lines()
    section = lines(seen, "6063")[0].section
    assert [line.year for line in lines(seen, "") if (line.group, line.section) == ("c1", section)] == [2024, 2026]
    seen.undoes()
    seen.undoes()
    assert seen.texts("La Passerelle/Non détaillé", "2023/ca") == ["142 000,00"]


def test_a_year_that_is_added_is_typed_in_and_stays(show: Show) -> None:
    seen = show("budgets", "comptes")
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    words = {action.text(): [one.text() for one in action.menu().actions()]  # type: ignore[attr-defined]
             for action in view._period_menu().actions()}
    assert "2027 BP" in words["Budget prévisionnel"] and "2025 CA" not in words["Compte administratif"]
    view.add_period((2027, "bp"))
    seen.types("1000")
    assert [one.cents for one in seen.model.all(AccountLine) if (one.year, one.status) == (2027, "bp")] == [100_000]


def test_the_first_account_of_a_group_typed_whole_is_offered_by_the_button(show: Show) -> None:
    seen = show("budgets", "comptes")
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    seen.goes_to("Le Quai/Groupe II — Personnel", "2025/ca")
    view.new_line()
    seen.types("641 Salaires")
    found = lines(seen, "641")
    assert {one.section for one in found} >= {seen.row("Le Quai/Salaires").group.removeprefix("budget/")}


# Effectifs, coûts, masse salariale


def test_a_block_of_posts_is_pasted_over_three_functions_and_four_columns(show: Show) -> None:
    seen = show("budgets", "effectifs")
    seen.goes_to("La Passerelle/Travailleurs sociaux", "2027/target")
    seen.pastes("6,8\t7\t7\t7\n2,6\t2,41\t2,41\t2,41\n1,7\t1,7\t1,7\t1,8")
    found = {(row.staff, row.year): row.target for row in seen.model.all(StaffYear) if row.target is not None}
    line = next(one for one in seen.model.all(StaffLine) if one.function == "Surveillants de nuit")
    assert [found[line.id, year] for year in (2027, 2028, 2029, 2030)] == ["2.6", "2.41", "2.41", "2.41"]
    seen.undoes()
    assert not any(row.year == 2028 for row in seen.model.all(StaffYear))


def test_a_new_staff_line_is_typed_with_its_posts_and_counts_in_the_payroll(show: Show) -> None:
    seen = show("budgets", "effectifs")
    seen.goes_to("La Passerelle/Nouvelle fonction", "function")
    seen.pastes("Psychologue\t0,5\nCuisinier\t1")
    made = [one for one in seen.model.all(StaffLine) if one.function in ("Psychologue", "Cuisinier")]
    assert [one.function for one in sorted(made, key=lambda one: one.order)] == ["Psychologue", "Cuisinier"]
    assert seen.texts("Total La Passerelle", "2025/actual") == ["14,5"]
    costs = show("budgets", "couts", together=False)
    costs.goes_to("Psychologue", "unit_year")
    costs.types("2025")
    costs.types("40000")
    payroll = show("budgets", "masse", together=False)
    assert payroll.texts("La Passerelle/Psychologue", "2025") == ["20 000,00"]
    assert "coût unitaire de « Cuisinier »" in payroll.cell("La Passerelle/Masse salariale", "2025").tip.replace(
        "\u00a0", " ")


def test_real_posts_are_asked_for_in_the_years_that_have_begun(show: Show) -> None:
    seen = show("budgets", "effectifs")
    for year, wanted in ((2026, [2025, 2026]), (2028, [2025, 2026, 2027, 2028])):
        assert [one for one, field in post_columns(seen.model, year) if field == "actual"] == wanted


def test_deleting_a_staff_line_takes_its_years_with_it(show: Show) -> None:
    seen = show("budgets", "effectifs")
    line = next(one for one in seen.model.all(StaffLine) if one.function == "Surveillants de nuit")
    seen.goes_to("La Passerelle/Surveillants de nuit", "2025/actual")
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    view.delete_lines()
    assert seen.model.find(StaffLine, line.id) is None and not seen.model.where(StaffYear, "staff", line.id)
    seen.undoes()
    assert seen.model.where(StaffYear, "staff", line.id)


def test_the_gap_to_group_two_is_that_of_the_dossier(show: Show) -> None:
    """domain.md §10.10: E1 −1 150,00 in 2025, 3 530,95 in 2027; the perimeter −2 650,00, −3 682,00 and 4 455,65."""
    seen = show("budgets", "masse")
    assert seen.texts("La Passerelle/Expliqué − groupe II") == ["−1 150,00", "−1 262,00", "3 530,95"]
    assert seen.texts("La Passerelle/Écart en part du groupe II") == ["−0,17 %", "−0,18 %", "+0,48 %"]
    whole = show("budgets", "masse", "ensemble")
    assert whole.texts("Ensemble/Expliqué") == ["1 163 850,00", "1 203 158,00", "1 240 950,37"]
    assert whole.texts("Ensemble/Expliqué − groupe II") == ["−2 650,00", "−3 682,00", "4 455,65"]


def test_a_named_charge_is_added_and_deleted_by_its_line(show: Show) -> None:
    seen = show("budgets", "masse")
    seen.goes_to("L’Escale/Autre charge nommée", "title")
    seen.pastes("Remplacements\t\t1 500\t1 600")
    found = [one for one in seen.model.all(PayrollItem) if one.label == "Remplacements"]
    assert sorted((one.year, one.cents) for one in found) == [(2026, 150_000), (2027, 160_000)]
    view = seen.tab.shown
    assert isinstance(view, Budgets)
    seen.goes_to("L’Escale/Remplacements", "2026")
    view.delete_lines()
    assert not any(one.label == "Remplacements" for one in seen.model.all(PayrollItem))


# Regroupements


@pytest.mark.parametrize("grouping", [key for key, _ in GROUPINGS[1:]])
def test_a_grouping_shows_the_sums_of_its_sections(show: Show, grouping: str) -> None:
    seen = show("budgets", "comptes", grouping)
    totals = [row for row in seen.tab.table.grid.content.unfolded() if row.title == "Total des charges"]
    at = seen.keys.index("2025/ca")
    figures = [row.cells[at].text.replace("\u202f", " ") for row in totals]
    model = seen.model
    wanted = {
        "esms": [amount(esms_budget(model, one.id, 2025, "ca").charges.cents)
                 for one in sorted(model.all(Esms), key=lambda one: one.order)],
        "dgc": ["1 330 700,00", "414 200,00"],
        "ensemble": [amount(consolidated(model, 2025, "ca").charges.cents)],
    }
    assert figures == wanted[grouping] and all(cell.address is None for row in totals for cell in row.cells)


def test_a_sum_with_a_missing_term_is_incomplete_in_every_grouping(show: Show) -> None:
    seen = show("budgets", "comptes")
    seen.goes_to("Alimentation", "2025/ca")
    seen.tab.table.hands.clear()
    for grouping in ("section", "esms", "dgc", "ensemble"):
        found = show("budgets", "comptes", grouping, together=False)
        assert found.texts("Groupe I — Exploitation courante", "2025/ca") == ["incomplet"], grouping


def test_posts_are_summed_by_function_over_a_group(show: Show) -> None:
    """domain.md §10.10: 11,70 ETP of travailleurs sociaux, 22,50 in all."""
    seen = show("budgets", "effectifs", "ensemble")
    assert seen.texts("Travailleurs sociaux", "2025/actual") == ["11,7"]
    assert seen.texts("Total Ensemble du périmètre", "2025/actual") == ["22,5"]


def test_going_to_a_cell_leaves_the_grouping_and_opens_its_page(show: Show) -> None:
    seen = show("budgets", "comptes", "dgc")
    row = next(one for one in seen.model.all(StaffYear) if one.seniority is not None)
    for cell, page in ((row.at("seniority"), "couts"), (row.at("target"), "effectifs"),
                       (seen.model.all(AccountLine)[0].at("cents"), "comptes"),
                       (seen.model.all(PayrollItem)[0].at("cents"), "masse")):
        assert seen.tab.go_to(cell), cell
        assert seen.current == cell and seen.tab.shown.page == page
