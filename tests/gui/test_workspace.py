"""What is typed goes through one door: a preview writes nothing, a commit is one lot, a refusal changes nothing."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Author, Edit, Side
from cpom_desktop.core.contract import Section
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.identifiers import natural_record
from cpom_desktop.core.model import Model
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import positions_on, standing
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session.document import Document
from tests.gui.typing_in import Place, Typed


def measure(model: Model, nature: str) -> Measure:
    return next(one for one in model.all(Measure) if one.nature == nature)


def lots(document: Document) -> int:
    return len(document.history())


def test_a_preview_moves_the_figures_and_writes_nothing(workspace: Workspace, document: Document) -> None:
    found, before = measure(document.model, "rebasage"), lots(document)
    agreed = workspace.books().trajectory(found.section)[0].grant.known()
    workspace.preview(found.at("cents"), 1_300_000)
    assert workspace.books().trajectory(found.section)[0].grant.known() == agreed + 100_000
    workspace.drop_preview()
    assert workspace.books().trajectory(found.section)[0].grant.known() == agreed
    assert lots(document) == before and document.model.get(Measure, found.id).cents == 1_200_000


def test_in_common_writing_typing_changes_the_retained_value(workspace: Workspace, document: Document) -> None:
    found = measure(document.model, "rebasage")
    workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    assert workspace.write([Typed(Place(found.at("cents")), 1_300_000)], "essai")
    assert document.model.get(Measure, found.id).cents == 1_300_000


def test_in_the_mode_of_parties_typing_lays_a_position(workspace: Workspace, document: Document) -> None:
    found, before = measure(document.model, "rebasage"), lots(document)
    moves = len(positions_on(document.model, found.at("cents")))
    assert workspace.write([Typed(Place(found.at("cents")), 2_500_000)], "essai")
    assert document.model.get(Measure, found.id).cents == 1_200_000
    assert len(positions_on(document.model, found.at("cents"))) == moves + 1
    said = standing(document.model, found.at("cents"), Side.MANAGER)
    assert said is not None and said.value == "2500000" and lots(document) == before + 1


def test_a_value_typed_in_the_view_of_a_side_is_its_position(workspace: Workspace, document: Document) -> None:
    found = measure(document.model, "rebasage")
    workspace.set_view(View.AUTHORITY)
    assert workspace.write([Typed(Place(found.at("cents")), 900_000)], "essai")
    assert workspace.shown().get(Measure, found.id).cents == 900_000
    assert workspace.seen(View.ACCORD).get(Measure, found.id).cents == 1_200_000
    said = standing(document.model, found.at("cents"), Side.AUTHORITY)
    assert said is not None and said.confirmed == "a-confirmer"


def test_the_figures_of_every_view_follow_a_position(workspace: Workspace, document: Document) -> None:
    found = measure(document.model, "rebasage")
    views = (View.ACCORD, View.MANAGER, View.AUTHORITY)
    before = {view: workspace.books(view).trajectory(found.section)[0].grant.known() for view in views}
    workspace.set_view(View.AUTHORITY)
    workspace.write([Typed(Place(found.at("cents")), 1_300_000)], "essai")
    after = {view: workspace.books(view).trajectory(found.section)[0].grant.known() for view in views}
    assert {view: after[view] - before[view] for view in views} == {
        View.ACCORD: 0,
        View.MANAGER: 0,
        View.AUTHORITY: 100_000,
    }


def test_a_cell_of_a_missing_row_creates_the_row_in_the_same_lot(workspace: Workspace, document: Document) -> None:
    rates = [
        natural_record(YearRate, document.contract_id, section=one.id, year=2028) for one in document.model.all(Section)
    ]
    absent = next(one for one in rates if document.model.find(YearRate, one.id) is None)
    workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    before = lots(document)
    assert workspace.write([Typed(Place(absent.at("rate"), absent), 12_500)], "essai")
    assert document.model.get(YearRate, absent.id).rate == 12_500 and lots(document) == before + 1


def test_a_refused_edit_is_told_and_changes_nothing(qtbot: QtBot, workspace: Workspace, document: Document) -> None:
    before = lots(document)
    with qtbot.waitSignal(workspace.failed) as told:
        assert not workspace.apply(Edit("nom", values={Cell("contract", "absent", "name"): "x"}))
    assert told.args and told.args[0].sentences.safe and lots(document) == before


def test_without_an_author_nothing_is_written_and_one_sentence_says_so(qtbot: QtBot, document: Document) -> None:
    document.author = None
    workspace, said = Workspace(document, lambda: None), list[str]()
    workspace.said.connect(said.append)
    assert not workspace.apply(Edit("nom", values={document.contract.at("name"): "x"}))
    assert said == ["Rien n’a été changé\u00a0: l’auteur n’est pas connu."]


def test_the_author_is_asked_once_at_the_first_edit(qtbot: QtBot, document: Document) -> None:
    author, asked = document.author, list[int]()
    document.author = None

    def ask() -> Author | None:
        asked.append(1)
        return author

    workspace = Workspace(document, ask)
    for name in ("Un", "Deux"):
        assert workspace.apply(Edit("nom", values={document.contract.at("name"): name}))
    assert asked == [1] and document.contract.name == "Deux"


def test_undo_and_redo_say_what_they_did(workspace: Workspace, document: Document) -> None:
    said, name = list[str](), document.contract.name
    workspace.said.connect(said.append)
    workspace.apply(Edit("Intitulé", values={document.contract.at("name"): "Autre nom"}))
    workspace.undo()
    assert document.contract.name == name and said[-1].startswith("Annulé\u00a0: ")
    workspace.redo()
    assert document.contract.name == "Autre nom" and said[-1].startswith("Rétabli\u00a0: ")


def test_undo_and_redo_say_that_nothing_is_left(workspace: Workspace, document: Document) -> None:
    said = list[str]()
    workspace.said.connect(said.append)
    workspace.redo()
    assert said[-1] == "Rien à rétablir."
    while document.undo_label:
        workspace.undo()
    workspace.undo()
    assert said[-1] == "Rien à annuler."
    workspace.trying.begin()
    workspace.undo()
    assert said[-1] == "Rien à annuler dans l’essai."
    workspace.redo()
    assert said[-1] == "Rien à rétablir dans l’essai."
