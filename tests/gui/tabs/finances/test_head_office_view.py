"""« Siège »: the quotas of each year, what budgets hold of them, the authorisation, the structures outside."""

from __future__ import annotations

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.checks import run
from cpom_desktop.core.finance.head_office_records import HeadOffice, HeadOfficeShare, OutsideStructure
from cpom_desktop.gui.tabs.finances.head_office_view import HeadOfficeView
from cpom_desktop.gui.theme import Status
from cpom_desktop.gui.workspace import Workspace
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen


def workspace(seen: Seen) -> Workspace:
    assert seen.window.workspace is not None
    return seen.window.workspace


def view(seen: Seen) -> HeadOfficeView:
    shown = seen.tab.shown
    assert isinstance(shown, HeadOfficeView)
    return shown


def test_the_quotas_are_those_of_the_dossier(show: Show) -> None:
    """domain.md §10.5, TC-FS-1."""
    seen = show("head_office", "quotes-parts")
    assert seen.texts("Frais de siège 2027/La Passerelle", "base", "computed", "cents", "gap") == [
        "1 021 000,00", "38 798,00", "38 798,00", "0,00"]
    assert seen.texts("Frais de siège 2027/Le Quai", "computed", "borne") == ["15 739,60", "sa convention"]
    assert seen.texts("Total 2027", "base", "computed", "cents") == ["1 744 900,00", "66 306,20", "66 306,20"]


def test_a_quota_that_differs_is_marked_and_its_check_leads_to_it(show: Show) -> None:
    """Check P1b."""
    seen = show("head_office", "quotes-parts")
    seen.goes_to("Frais de siège 2027/L’Escale", "cents")
    seen.types("11800")
    cell = seen.cell("Frais de siège 2027/L’Escale", "cents")
    assert seen.texts("Frais de siège 2027/L’Escale", "gap") == ["+31,40"]
    assert seen.cell("Frais de siège 2027/L’Escale", "state").status is Status.TO_CHECK
    assert seen.texts("Total 2027", "gap") == ["31,40"]
    found = next(one for one in run(seen.model, workspace(seen).today) if one.id == "P1b")
    show("trajectory", together=False)
    assert found.cell is not None and seen.tab.go_to(found.cell) and seen.current == cell.address == found.cell


def test_the_rate_is_typed_in_the_authorisation_and_the_quotas_follow(show: Show) -> None:
    seen = show("head_office", "autorisation")
    seen.goes_to("Taux", "value")
    seen.types("4")
    assert seen.model.all(HeadOffice)[0].rate == 40_000
    assert show("head_office", "quotes-parts", together=False).texts("Total 2027", "computed") == ["69 796,00"]


def test_the_rate_is_a_position_where_each_party_writes_for_itself(show: Show) -> None:
    seen = show("head_office", "autorisation", together=False)
    seen.goes_to("Taux", "value")
    seen.types("4")
    assert seen.model.all(HeadOffice)[0].rate == 38_000 and "demande du gestionnaire" in seen.said


def test_structures_outside_are_pasted_bear_their_part_and_are_deleted(show: Show) -> None:
    """TC-FS-2 with a structure that weighs as much as the three sections: it bears half."""
    seen = show("head_office", "structures")
    seen.goes_to("Nouvelle structure", "title")
    seen.pastes("Crèche\t1 744 900\nEntreprise d'insertion\t0")
    assert sorted((one.name, one.year, one.charges) for one in seen.model.all(
        OutsideStructure)) == [("Crèche", 2025, 174_490_000), ("Entreprise d'insertion", 2025, 0)]
    office = seen.model.all(HeadOffice)[0]
    workspace(seen).apply(Edit("montant", values={office.at("shape"): "montant", office.at("cents"): 7_140_000}))
    quotas = show("head_office", "quotes-parts", together=False)
    assert quotas.texts("Frais de siège 2027/Crèche", "computed", "borne") == ["35 700,00", "hors périmètre"]
    assert quotas.texts("Total 2027", "computed") == ["71 400,00"]
    again = show("head_office", "structures", together=False)
    again.goes_to("Crèche", "2025")
    view(again).delete_lines()
    assert [one.name for one in again.model.all(OutsideStructure)] == ["Entreprise d'insertion"]


def test_a_structure_without_name_or_twice_is_refused(show: Show) -> None:
    seen = show("head_office", "structures")
    seen.goes_to("Nouvelle structure", "2025")
    seen.types("5")
    assert "se saisit d’abord" in seen.said and not seen.model.all(OutsideStructure)
    seen.goes_to("Nouvelle structure", "title")
    seen.types("Garderie")
    assert [(one.name, one.charges) for one in seen.model.all(OutsideStructure)] == [("Garderie", None)]
    seen.undoes()
    seen.goes_to("Nouvelle structure", "title")
    seen.pastes("Foyer\t1\nFoyer\t2")
    assert [one.charges for one in seen.model.all(OutsideStructure)] == [100] and "refusée" in seen.said


def test_without_authorisation_the_page_leads_to_it(show: Show) -> None:
    seen = show("head_office", "quotes-parts")
    rows = [*seen.model.all(HeadOffice), *seen.model.all(HeadOfficeShare)]
    workspace(seen).apply(Edit("sans siège", deleted=tuple((one.kind, one.id) for one in rows)))
    empty = view(seen).empty()
    assert empty is not None and empty.act is not None
    empty.act()
    assert seen.tab.shown.page == "autorisation"
    seen.types("3,8")
    assert seen.model.all(HeadOffice)[0].rate == 38_000 and seen.model.all(HeadOffice)[0].name == "siège"
