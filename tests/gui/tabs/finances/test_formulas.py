"""« Formules et convergence »: indices, ceilings and targets are typed there, and what they make stands beside them."""

from __future__ import annotations

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Contract, Section, SectionRule
from cpom_desktop.core.finance.pricing_records import CeilingLine, Convergence, Formula, FormulaYear
from cpom_desktop.core.finance.records import AccountLine
from cpom_desktop.core.finance.scope import section_name
from cpom_desktop.core.finance.trajectory import section_trajectory
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.gui.tabs.finances.trajectory_view import Trajectory
from cpom_desktop.gui.workspace import Workspace
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen

PAGE = ("trajectory", "formules")
GROUPS = {"c1": 15_752_000, "c2": 70_884_000, "c3": 19_814_000}


def workspace(seen: Seen) -> Workspace:
    assert seen.window.workspace is not None
    return seen.window.workspace


def view(seen: Seen) -> Trajectory:
    shown = seen.tab.shown
    assert isinstance(shown, Trajectory)
    return shown


def section(seen: Seen, name: str = "La Passerelle") -> Section:
    return next(one for one in seen.model.all(Section) if section_name(seen.model, one) == name)


def follows(seen: Seen, modality: str, name: str = "La Passerelle") -> None:
    """One modality for the whole contract."""
    rules = seen.model.where(SectionRule, "section", section(seen, name).id)
    workspace(seen).apply(Edit("modalité", values={rule.at("modality"): modality for rule in rules}))


def types(seen: Seen, row: str, column: str, text: str) -> None:
    seen.goes_to(row, column)
    seen.types(text)


def by_groups(seen: Seen) -> None:
    """The base of TC-M2-1, one line for each group."""
    where = section(seen).id
    old = [line for line in seen.model.where(AccountLine, "section", where) if line.status == "base"]
    workspace(seen).apply(Edit("base", deleted=tuple((one.kind, one.id) for one in old)))
    contract = seen.model.all(Contract)[0].id
    lines = [natural_record(AccountLine, contract, section=where, year=2026, status="base", group=group, account="",
                            cents=cents) for group, cents in GROUPS.items()]
    workspace(seen).apply(Edit("groupes", new=tuple(lines)))


def test_where_no_section_follows_such_a_modality_a_sentence_says_so_and_leads_to_it(show: Show) -> None:
    seen = show(*PAGE)
    titles = [row.title for row in seen.tab.table.grid.rows]
    assert titles == ["Aucune section par formule ni par équation",
                      "Nouvelle convergence\u00a0: section"]
    assert [act.label for act in view(seen).actions()] == ["Ouvrir les modalités"]
    view(seen).open_rules()
    assert seen.window.tabs.current == "Contrat"


def test_indices_that_are_typed_make_the_dotation_of_the_worked_case(show: Show) -> None:
    """TC-M2-1."""
    seen = show(*PAGE)
    by_groups(seen)
    follows(seen, "formule")
    assert seen.texts("Groupe I après indice", "2027") == ["incomplet"]
    seen.goes_to("Formule", "fixed")
    seen.pastes("Par groupe de charges, net des recettes")
    for row, text in (("Taux du groupe I", "1,8"), ("Taux du groupe II", "1,2"), ("Taux du groupe III", "0,6"),
                      ("Recettes en atténuation", "80000")):
        types(seen, row, "2027", text)
    assert [seen.texts(f"{name} après indice", "2027") for name in ("Groupe I", "Groupe II", "Groupe III")] == [
        ["160 355,36"], ["717 346,08"], ["199 328,84"]]
    year = section_trajectory(seen.model, section(seen).id)[0]
    assert year.opening.known() + year.indexation.known() == 99_703_028
    assert seen.texts("Base reconductible N", "2028") == ["incomplet"]


def test_a_formula_by_coefficients_shows_the_rate_that_it_makes_or_what_it_lacks(show: Show) -> None:
    seen = show(*PAGE)
    follows(seen, "formule")
    seen.goes_to("Formule", "fixed")
    seen.pastes("Par coefficients (SMIC, prix, constante)")
    assert seen.model.all(Formula)[0].shape == "coefficients"
    for row, column, text in (("Coefficient a du SMIC", "fixed", "0,7"), ("Coefficient b des prix", "fixed", "0,25"),
                              ("Évolution du SMIC", "2027", "2"), ("Évolution des prix", "2027", "1,6"),
                              ("Constante c", "2027", "-0,1")):
        types(seen, row, column, text)
    assert seen.texts("Taux de la formule", "2027", "2028") == ["1,70 %", "incomplet"]
    assert "indices 2028" in seen.cell("Taux de la formule", "2028").tip
    assert seen.texts("Actualisation", "2027") == ["16 736,50"]
    seen.undoes()
    assert [*seen.texts("Taux de la formule", "2027"), *seen.texts("Actualisation", "2027")] == ["incomplet"] * 2


def test_ceilings_pasted_by_group_of_activity_pay_their_places(show: Show) -> None:
    """TC-M4-1."""
    seen = show(*PAGE)
    follows(seen, "equation")
    types(seen, "Nouveau groupe d’activité", "title", "jour")
    assert [(line.label, line.year, line.ceiling) for line in seen.model.all(CeilingLine)] == [("jour", 2027, None)]
    types(seen, "jour, plafond par place", "2027", "16500")
    types(seen, "jour, places", "2027", "40")
    seen.goes_to("Nouveau groupe d’activité", "title")
    seen.pastes("diffus\t\t12 100")
    types(seen, "diffus, places", "2027", "20")
    types(seen, "diffus, coût par place (vide\u00a0: le plafond)", "2027", "13000")
    assert seen.texts("jour, montant", "2027", "2028") == ["660 000,00", ""]
    assert seen.texts("diffus, montant", "2027") == ["242 000,00"]
    assert seen.texts("La Passerelle", "2027") == ["902 000,00"] == seen.texts("Dotation La Passerelle", "2027")
    seen.goes_to("diffus, places", "2027")
    view(seen).delete_lines()
    assert [line.label for line in seen.model.all(CeilingLine)] == ["jour"]
    assert seen.texts("Dotation La Passerelle", "2027") == ["660 000,00"]
    seen.goes_to("Nouveau groupe d’activité", "title")
    seen.pastes("jour\t\t1")
    assert len(seen.model.all(CeilingLine)) == 1


def test_a_convergence_begins_with_its_section_and_its_steps_follow(show: Show) -> None:
    seen = show(*PAGE)
    seen.goes_to("Nouvelle convergence\u00a0: section", "title")
    seen.pastes("L’Escale\t300 000")
    row = seen.model.all(Convergence)[0]
    assert (row.target, row.first_year, row.years) == (30_000_000, 2027, 5)
    assert seen.texts("Effet de la convergence sur la base", "2027") == ["−2 400,00"]
    types(seen, "Durée, ans", "fixed", "2")
    assert seen.texts("Effet de la convergence sur la base", "2027", "2028", "2029") == ["−6 000,00", "−6 000,00", "–"]
    seen.goes_to("Cible", "fixed")
    view(seen).delete_lines()
    assert not seen.model.all(Convergence)
    seen.undoes()
    assert len(seen.model.all(Convergence)) == 1
    seen.goes_to("Nouvelle convergence\u00a0: section", "fixed")
    seen.types("5")
    assert "se choisit d’abord" in seen.said


def test_a_formula_goes_with_its_indices(show: Show) -> None:
    seen = show(*PAGE)
    follows(seen, "formule")
    types(seen, "Taux du groupe I", "2027", "1")
    types(seen, "Taux du groupe I", "2028", "1")
    assert len(seen.model.all(FormulaYear)) == 2
    seen.goes_to("Taux du groupe II", "2027")
    view(seen).delete_lines()
    assert not seen.model.all(FormulaYear) and not seen.model.all(Formula)


def test_a_cell_is_found_in_its_page_and_a_section_in_the_trajectory(show: Show) -> None:
    seen = show(*PAGE)
    follows(seen, "formule")
    types(seen, "Taux du groupe I", "2028", "1")
    cell = seen.model.all(FormulaYear)[0].at("rate_c1")
    show("budgets", together=False)
    assert seen.tab.go_to(cell) and seen.current == cell and seen.tab.shown.page == "formules"
    assert seen.tab.go_to(section(seen).at("code")) and seen.tab.shown.page == "trajectoire"
    assert seen.tab.table.grid.row(seen.tab.table.currentIndex().row()).title == "La Passerelle"


def test_f9_turns_between_the_views_that_the_page_has(show: Show) -> None:
    seen = show("trajectory", "trajectoire")
    for _ in range(3):
        seen.tab.next_view()
    assert seen.tab.shown.view == "both"
    seen.tab._choose_page("formules")
    shown = []
    for _ in range(4):
        shown.append(seen.tab.shown.view)
        seen.tab.next_view()
    assert len(set(shown)) == 3 and "both" not in shown
