"""In a trial everything follows what is typed, nothing is written, and leaving it shows everything as before."""

from __future__ import annotations

import logging
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from cpom_desktop.core.changes import Edit, Side
from cpom_desktop.core.contract import Esms, Grant
from cpom_desktop.core.finance.books import Books
from cpom_desktop.core.finance.records import Measure, YearRate
from cpom_desktop.core.model import Model
from cpom_desktop.core.negotiation import Position
from cpom_desktop.core.overlay import View
from cpom_desktop.core.positions import standing
from cpom_desktop.core.problems import Expected
from cpom_desktop.core.records import Cell
from cpom_desktop.gui.keeper import Keeper
from cpom_desktop.gui.layer import Layer
from cpom_desktop.gui.shelf import Shelf
from cpom_desktop.gui.trying import IN_TRIAL
from cpom_desktop.gui.widgets.long_text import LongText
from cpom_desktop.gui.workspace import Workspace
from cpom_desktop.session import exchange
from cpom_desktop.session.document import Document
from cpom_desktop.session.keys import Keys
from cpom_desktop.session.trial import Laid, Tried
from tests.gui.conftest import ATTIAS
from tests.gui.typing_in import Place, Typed
from tests.session.desk import Desk
from tests.stories.test_private_secrets import pieces


def content(document: Document) -> bytes:
    return document.snapshot()


def rebasing(model: Model) -> Cell:
    return next(one for one in model.all(Measure) if one.nature == "rebasage").at("cents")


def rate(model: Model, year: int) -> Cell:
    return next(one for one in model.all(YearRate) if one.year == year).at("rate")


def grants(workspace: Workspace, view: View | None = None) -> list[int | None]:
    grant = workspace.document.model.all(Grant)[0]
    return [year.grant.cents for year in workspace.books(view).grant(grant.id)]


def test_what_is_tried_moves_figures_and_writes_nothing(workspace: Workspace, document: Document) -> None:
    cell, before, history = rebasing(document.model), grants(workspace), len(document.history())
    print_, held, model = document.fingerprint(), content(document), document.model
    workspace.trying.begin()
    assert workspace.write([Typed(Place(cell), 1_300_000)], "Rebasage")
    assert grants(workspace)[0] == (before[0] or 0) + 100_000
    assert workspace.model.value(cell) == 1_300_000 and document.model.value(cell) == 1_200_000
    workspace.preview(cell, 1_400_000)
    assert grants(workspace)[0] == (before[0] or 0) + 200_000
    workspace.drop_preview()
    assert grants(workspace)[0] == (before[0] or 0) + 100_000
    workspace.trying.end()
    assert grants(workspace) == before and workspace.model is model is document.model
    assert (document.fingerprint(), content(document), len(document.history())) == (print_, held, history)


def test_the_bytes_of_the_file_are_those_before_the_trial(demo_file: Path, qtbot: QtBot, tmp_path: Path) -> None:
    """Read while it is closed: nothing but SQLite opens the file of an open contract."""
    path = tmp_path / demo_file.name
    shutil.copy(demo_file, path)
    before = sha256(path.read_bytes()).hexdigest()
    document = Document.open(path, Desk("test").tools)
    document.author = ATTIAS
    workspace = Workspace(document)
    workspace.trying.begin()
    assert workspace.write([Typed(Place(rebasing(document.model)), 1_300_000)], "Rebasage")
    assert workspace.add("Mesure", Measure(id="a" * 32, section=document.model.all(Measure)[0].section, year=2028))
    workspace.undo()
    workspace.leave()
    document.close()
    assert sha256(path.read_bytes()).hexdigest() == before


def test_a_trial_is_laid_on_the_view_in_which_one_types(workspace: Workspace, document: Document) -> None:
    cell = rebasing(document.model)
    accord, asked = grants(workspace, View.ACCORD), grants(workspace, View.MANAGER)
    workspace.set_view(View.MANAGER)
    workspace.trying.begin()
    workspace.write([Typed(Place(cell), 1_300_000)], "Rebasage")
    assert grants(workspace, View.ACCORD) == accord and grants(workspace, View.MANAGER) != asked
    assert workspace.trying.held_before(cell) == (3_800_000,)
    workspace.set_view(View.ACCORD)
    assert workspace.trying.held_before(cell) is None


def test_a_fact_is_tried_in_every_view(workspace: Workspace, document: Document) -> None:
    cell = document.model.all(Esms)[0].at("capacity")
    workspace.set_view(View.MANAGER)
    workspace.trying.begin()
    workspace.write([Typed(Place(cell), 71)], "Capacité")
    assert {workspace.seen(view).value(cell) for view in View} == {71}


def test_undo_steps_back_the_edits_of_the_trial_and_not_those_before(
    workspace: Workspace, document: Document
) -> None:
    before, history = grants(workspace), len(document.history())
    cell, other = rebasing(document.model), rate(document.model, 2028)
    workspace.trying.begin()
    workspace.write([Typed(Place(cell), 1_300_000)], "Rebasage")
    first = grants(workspace)
    workspace.write([Typed(Place(other), 20_000)], "Taux")
    workspace.undo()
    assert grants(workspace) == first
    workspace.undo()
    workspace.undo()
    assert grants(workspace) == before and len(document.history()) == history and workspace.trying.on
    workspace.redo()
    assert grants(workspace) == first


def test_a_row_that_does_not_exist_may_be_tried(workspace: Workspace, document: Document) -> None:
    section = document.model.all(Measure)[0].section
    new = Measure(id="f" * 32, section=section, year=2030, nature="nouvelle", label="Essai")
    before = grants(workspace)
    workspace.trying.begin()
    workspace.write([Typed(Place(new.at("cents"), new), 500_000)], "Mesure nouvelle")
    assert (grants(workspace)[3] or 0) - (before[3] or 0) == 500_000
    assert document.model.find(Measure, new.id) is None
    workspace.trying.end()
    assert grants(workspace) == before and workspace.shown().find(Measure, new.id) is None


def test_what_is_refused_is_told_and_is_not_tried(workspace: Workspace, document: Document, qtbot: QtBot) -> None:
    cell = document.model.all(Esms)[0].at("capacity")
    told: list[Expected] = []
    workspace.failed.connect(told.append)
    workspace.trying.begin()
    assert not workspace.write([Typed(Place(cell), -4)], "Capacité")
    assert len(told) == 1 and not workspace.trying.tried()


def test_nobody_writes_in_the_contract_during_a_trial(workspace: Workspace) -> None:
    said: list[str] = []
    workspace.trying.begin()
    workspace.said.connect(said.append)
    assert workspace.known_author() is None and said == [IN_TRIAL]
    assert workspace.known_author(even_in_trial=True) is not None


def test_put_on_the_table_it_is_one_lot_of_positions_and_one_undo(workspace: Workspace, document: Document) -> None:
    cell, other = rebasing(document.model), rate(document.model, 2028)
    history, before = len(document.history()), {one.id for one in document.model.all(Position)}
    workspace.trying.begin()
    workspace.write([Typed(Place(cell), 1_300_000)], "Rebasage")
    workspace.write([Typed(Place(other), 20_000)], "Taux")
    assert workspace.trying.put_down(workspace.trying.tried(), View.MANAGER, "Essai mis sur la table")
    assert not workspace.trying.on and len(document.history()) == history + 1
    move = standing(document.model, cell, Side.MANAGER)
    assert move is not None and move.value == "1300000" and document.model.value(cell) == 1_200_000
    workspace.undo()
    assert {one.id for one in document.model.all(Position)} == before


def test_what_is_put_down_is_told_by_section_and_by_year(workspace: Workspace, document: Document) -> None:
    workspace.apply(Edit("mode", values={document.contract.at("writing"): "commune"}))
    rates = sorted(document.model.all(YearRate), key=lambda one: (one.section, one.year))
    shuffled = {one.at("rate"): 10_100 + at for at, one in enumerate(rates[::-1])}
    assert workspace.trying.put_down(Tried(values=shuffled), View.ACCORD, "Scénario adopté")
    told = document.history()[0].changes
    of_section = [told[at:at + 5] for at in (0, 5)]
    assert [[str(year) in sentence for year, sentence in zip(range(2027, 2032), held, strict=True)]
            for held in of_section] == [[True] * 5] * 2, told


def test_what_is_received_during_a_trial_comes_under_it(workspace: Workspace, document: Document) -> None:
    cell, fact = rebasing(document.model), document.model.all(Esms)[0].at("capacity")
    workspace.trying.begin()
    workspace.write([Typed(Place(cell), 1_300_000)], "Rebasage")
    first = grants(workspace)
    document.apply(Edit("autre", values={fact: 64}))
    assert workspace.model.value(fact) == 64 and workspace.model.value(cell) == 1_300_000
    assert grants(workspace) == first


def test_a_long_text_typed_in_a_trial_leaves_no_draft(
    workspace: Workspace, document: Document, qtbot: QtBot
) -> None:
    editor, cell = LongText(), document.model.all(Esms)[0].at("public")
    qtbot.addWidget(editor)
    keeper = Keeper(workspace, editor)
    keeper.follow(cell)
    editor.set_text("Un texte qui n’est pas fini")
    keeper._keep()
    assert len(document.file.drafts.all()) == 1
    workspace.trying.begin()
    keeper.done()
    editor.set_text("Un texte essayé")
    keeper._keep()
    assert [kept.text for kept in document.file.drafts.all()] == ["Un texte qui n’est pas fini"]


def test_what_is_tried_is_in_no_export_and_in_no_log(
    workspace: Workspace, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "PRIVE-ESSAI-7Q4"
    caplog.set_level(logging.DEBUG)
    label = next(one for one in document.model.all(Measure) if one.nature == "rebasage").at("label")
    sent = exchange.send(document, Keys(document.path.parent / "clés", document.tools.randomness))
    workspace.trying.begin()
    assert workspace.write([Typed(Place(label), secret)], secret)
    assert workspace.shown().value(label) == secret
    assert secret.encode() not in document.snapshot() and secret not in caplog.text
    again = exchange.send(document, Keys(document.path.parent / "clés", document.tools.randomness))
    assert not any(secret.encode() in piece for data in (sent, again) for piece in pieces(data))


MEASURES = st.lists(
    st.tuples(st.integers(0, 30), st.none() | st.integers(-9_000_000, 9_000_000), st.sampled_from(list(View))),
    min_size=1, max_size=5,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=MEASURES)
def test_a_layer_shows_what_would_be_computed_afresh(
    document: Document, acts: list[tuple[int, int | None, View]]
) -> None:
    """However many actions, and whatever was looked at in between."""
    model = document.model
    shelf, measures = Shelf(model, document.tools.now().date()), model.all(Measure)
    layer, grant = Layer(shelf), model.all(Grant)[0].id
    for at, cents, view in acts:
        layer.books(view).grant(grant)
        layer.add([Laid(view, Tried(values={measures[at % len(measures)].at("cents"): cents}))])
    for view in View:
        fresh = shelf.seen(view)
        for at, cents, where in acts:
            if where is view:
                fresh = fresh.overlaid({measures[at % len(measures)].at("cents"): cents})
        assert sorted(layer.seen(view), key=lambda one: one.id) == sorted(fresh, key=lambda one: one.id)
        assert layer.books(view).grant(grant) == Books(fresh).grant(grant)
