"""« Versements »: douzièmes, acomptes, arrêtés, décisions modificatives and prix de journée are exact and typed."""

from __future__ import annotations

from cpom_desktop.core.changes import Edit
from cpom_desktop.core.contract import Esms, Grant, Section, SectionRule
from cpom_desktop.core.finance.activity_records import ActivityYear
from cpom_desktop.core.finance.grant_records import NotifiedDgc, SplitDecision, SplitMove
from cpom_desktop.core.finance.pricing_records import NotifiedGrant
from cpom_desktop.core.finance.records import SectionBase, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.gui.tabs.finances.payments_view import Payments
from cpom_desktop.gui.workspace import Workspace
from tests.gui.tabs.finances.conftest import Show
from tests.gui.tabs.finances.seen import Seen


def workspace(seen: Seen) -> Workspace:
    assert seen.window.workspace is not None
    return seen.window.workspace


def view(seen: Seen) -> Payments:
    shown = seen.tab.shown
    assert isinstance(shown, Payments)
    return shown


def month(seen: Seen, name: str, year: int) -> list[str]:
    return seen.texts(f"DGC-1, payeur DREETS/{name}", f"{year}/jour", f"{year}/montant")


def test_the_douziemes_are_those_of_the_dossier(show: Show) -> None:
    """domain.md §10.4: 11 × 112 058,85 + 112 058,90; TC-DAY-1 for the days."""
    seen = show("payments", "echeancier")
    assert [month(seen, name, 2027) for name in ("Janvier", "Février", "Décembre")] == [
        ["20/01/2027", "112 058,85"], ["19/02/2027", "112 058,85"], ["20/12/2027", "112 058,90"]]
    assert seen.texts("Total de l’année", "2027/montant", "2031/montant") == ["1 344 706,25", "1 453 048,84"]


def test_each_section_sees_its_part_and_its_own_douzieme(show: Show) -> None:
    seen = show("payments", "echeancier")
    assert seen.texts("dont L’Escale", "2027/montant") == ["315 900,00"]
    assert seen.texts("par douzième", "2027/montant", at=1) == ["26 325,00"]


def test_a_late_notification_pays_acomptes_then_equal_parts_of_the_rest(show: Show) -> None:
    """The method of TC-12-3: DGC 2027 1 344 706,25 paid January to April 2028, 1 372 628,61 notified in May."""
    seen = show("payments", "arretes")
    seen.goes_to("DGC-1/Montant de l’arrêté", "2028")
    seen.types("1372628,61")
    seen.goes_to("DGC-1/Premier mois payé sur ce montant", "2028")
    seen.types("5")
    assert [(one.year, one.cents, one.first_month) for one in seen.model.all(NotifiedDgc)] == [(2028, 137_262_861, 5)]
    schedule = show("payments", "echeancier", together=False)
    assert month(schedule, "Avril", 2028) == ["20/04/2028 acompte", "112 058,85"]
    # 137 262 861 − 4 × 11 205 885 = 92 439 321, over 8 months.
    assert month(schedule, "Mai", 2028) == ["19/05/2028", "115 549,15"]
    assert month(schedule, "Décembre", 2028)[1] == "115 549,16"
    assert schedule.texts("dont acomptes", "2027/montant", "2028/montant") == ["–", "448 235,40"]
    link = schedule.cell("Avril", "2028/montant").link
    assert [term.value for term in link.terms] == [134_470_625, 12]  # type: ignore[attr-defined]


def test_the_base_of_the_acomptes_is_chosen_once_for_the_dgc(show: Show) -> None:
    """TC-12-4: without the CNR of 20 000,00, an acompte is 110 392,18."""
    seen = show("payments", "arretes")
    grant = seen.model.all(Grant)[0]
    arrete = natural_record(NotifiedDgc, workspace(seen).document.contract_id, dgc=grant.id, year=2028, first_month=2)
    workspace(seen).add("arrêté", arrete)
    assert seen.cell("Base des acomptes", "2027").address == grant.at("advances")
    workspace(seen).apply(Edit("base", values={grant.at("advances"): "reconductible"}))
    schedule = show("payments", "echeancier", together=False)
    assert month(schedule, "Janvier", 2028)[1] == "110 392,18"


def test_what_is_notified_to_the_sections_is_compared_with_the_arrete(show: Show) -> None:
    seen = show("payments", "arretes")
    for name, text in (("Montant de l’arrêté", "1340000"), ("Notifié à La Passerelle", "1025000"),
                       ("Notifié à L’Escale", "314000")):
        seen.goes_to(f"DGC-1/{name}", "2027")
        seen.types(text)
    assert len(seen.model.all(NotifiedGrant)) == 2
    assert seen.texts("Arrêté − répartition", "2027") == ["1 000,00"]
    assert seen.texts("Écart à la prévision du contrat", "2027") == ["−3 806,25"]
    assert seen.texts("Écart à la prévision du contrat", "2027", at=1) == ["−1 900,00"]
    seen.undoes()
    assert seen.texts("Arrêté − répartition", "2027") == ["incomplet"]


def test_a_decision_and_its_moves_are_typed_and_move_the_repartition(show: Show) -> None:
    seen = show("payments", "decisions")
    seen.goes_to("DGC-1/Nouvelle décision modificative", "number")
    seen.types("DM 1")
    decision = seen.model.all(SplitDecision)[0]
    assert (decision.number, decision.year) == ("DM 1", 2027)
    seen.goes_to("Nouveau virement", "from_section")
    source, target = (seen.cell("Nouveau virement", key).choices for key in ("from_section", "to_section"))
    words = dict(source)
    sections = {one.code: words[one.id] for one in seen.model.all(Section)}
    assert source == target
    seen.pastes(f"{sections['S1']}\t{sections['S3']}\t4 000")
    assert [one.cents for one in seen.model.all(SplitMove)] == [400_000]
    schedule = show("payments", "echeancier", together=False)
    assert schedule.texts("dont La Passerelle", "2027/montant") == ["1 024 806,25"]
    assert schedule.texts("dont L’Escale", "2027/montant") == ["319 900,00"]
    assert "attend l’approbation" in schedule.row("dont L’Escale").cells[0].tip


def test_a_decision_is_deleted_with_its_moves(show: Show) -> None:
    seen = show("payments", "decisions")
    made = SplitDecision(id="dm", dgc=seen.model.all(Grant)[0].id, year=2028, number="DM 7")
    s1, s3 = (next(one.id for one in seen.model.all(Section) if one.code == code) for code in ("S1", "S3"))
    workspace(seen).add("décision", made, SplitMove(id="v", decision="dm", from_section=s1, to_section=s3, cents=1))
    seen.goes_to("DM 7", "number")
    seen.tab.table.go_to(seen.tab.table.grid.row_of("split_move/v"), 0, extend=True)
    view(seen).delete_lines()
    assert not seen.model.all(SplitDecision) and not seen.model.all(SplitMove)
    seen.undoes()
    assert seen.model.all(SplitMove)


def priced(seen: Seen) -> None:
    """A section of 984 500,00 priced by the day, its three years before known (TC-PJ-1)."""
    esms = next(one for one in seen.model.all(Esms) if one.code == "E1")
    contract = workspace(seen).document.contract_id
    section = Section(id="pj", code="S9", esms=esms.id, section_kind="hebergement", payer="Département", order=9)
    rule = SectionRule(id="r", section="pj", first_year=2027, last_year=2031, tariff_form="pj-globalise")
    rows = [natural_record(ActivityYear, contract, section="pj", year=year, realised=days)
            for year, days in ((2024, "20520"), (2025, "20805"), (2026, "20586"))]
    rates = [natural_record(YearRate, contract, section="pj", year=year, rate=0) for year in range(2027, 2032)]
    base = natural_record(SectionBase, contract, section="pj", cents=98_450_000)
    workspace(seen).add("section", section, rule, base, *rows, *rates)


def test_a_price_by_day_is_computed_on_three_years_and_globalised_on_the_days_paid(show: Show) -> None:
    """TC-PJ-1: 47,71 on 20 637 days; TC-PJ-2: 20 600 days give 982 826,00."""
    seen = show("payments", "prix")
    priced(seen)
    seen = show("payments", "prix", together=False)
    assert seen.texts("Journées retenues", "2027") == ["20 637"]
    assert seen.texts("Prix de journée", "2027") == ["47,71"]
    assert seen.texts("Dotation globalisée", "2027") == ["incomplet"]
    seen.goes_to("Journées à la charge du financeur", "2027")
    seen.types("20600")
    assert seen.texts("Dotation globalisée", "2027") == ["982 826,00"]


def test_a_tarified_section_outside_any_dgc_has_its_own_schedule(show: Show) -> None:
    seen = show("payments", "echeancier")
    priced(seen)
    name = next(row.title for row in seen.tab.table.grid.content.rows if "Département" in row.title)
    assert seen.texts(f"{name}/Total de l’année", "2027/montant") == ["984 500,00"]
    assert not any("Le Quai" in row.title for row in seen.tab.table.grid.content.rows)


def test_without_a_section_priced_by_day_the_page_says_what_it_is_for_and_where_to_go(show: Show) -> None:
    seen = show("payments", "prix")
    empty = view(seen).empty()
    assert empty is not None and "prix de journée" in empty.sentence and empty.act is not None
    empty.act()
    assert seen.window.tabs.current == "Contrat"


def test_without_the_dates_of_the_contract_the_page_asks_for_them(show: Show) -> None:
    seen = show("payments", "echeancier")
    contract = workspace(seen).document.contract
    workspace(seen).apply(Edit("dates", values={contract.at("start"): None}))
    empty = view(seen).empty()
    assert empty is not None and empty.action == "Saisir les dates"


def test_going_to_a_cell_opens_its_page(show: Show) -> None:
    seen = show("payments", "echeancier")
    grant = seen.model.all(Grant)[0]
    arrete = natural_record(NotifiedDgc, workspace(seen).document.contract_id, dgc=grant.id, year=2029, cents=1)
    decision = SplitDecision(id="dm", dgc=grant.id, year=2028, number="DM 7")
    workspace(seen).add("lignes", arrete, decision)
    for cell in (arrete.at("cents"), decision.at("approval")):
        assert seen.tab.go_to(cell) and seen.current == cell
