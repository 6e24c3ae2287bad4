"""The rules of the house hold in every file, and each rule is shown to bite on a small wrong tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpom_desktop.core.problems import REFUSALS, SURROUNDINGS, Kind, Reason

from . import architecture as house

ROOT = Path(__file__).resolve().parents[1]

MAY_OPEN_FILES = {
    "paths": "makes the user's folders",
    "gui.theme.icons": "reads icons that travel with the program",
    "gui.theme.palette": "reads themes that travel with the program",
    "storage.ownership": "takes the lock on the sidecar, never on the contract",
    "exports.pdf.pipeline": "writes the PDF beside its target, then puts it in place",
    "exports.pdf.selfcheck": "reads streams of the PDF that was just written",
    "session.files": "reads the files that a user brings, never a contract",
    "session.demo": "reads the demonstration contract that travels with the program",
    "session.templates": "reads the templates that travel with the program",
    "storage.foreign": "reads a file from outside, which is never opened by SQLite itself",
    "storage.whole": "writes a file whole or not at all, never a contract",
    "sync.bundle": "builds its ZIP in memory",
    "exports.pdf.read_back": "reads a PDF that the user opens",
    "exports.docx.arbitration": "takes the moment of its making out of an archive, in memory",
    "session.keys": "keeps the signing keys in the user's folder",
    "session.tools": "reads and writes the identity of this installation in the user's settings",
}
"""Every other module opens nothing: one open and close in the owner of a contract drops its lock."""


@pytest.fixture(scope="module", autouse=True)
def _forget() -> Iterator[None]:
    yield
    house.forget()


def _opened_files(root: Path) -> list[str]:
    return house.opened_files(root, frozenset(MAY_OPEN_FILES))


RULES: tuple[Callable[[Path], list[str]], ...] = (
    house.imports, house.clock, house.speech, house.layout_items, house.plain_text, house.sizes,
    house.machine_traces, _opened_files,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.strip("_"))
def test_the_rules_of_the_house_hold(rule: Callable[[Path], list[str]]) -> None:
    assert not rule(ROOT), "\n".join(rule(ROOT))


def test_there_is_a_house_to_look_at() -> None:
    names = {module.short for module in house.modules(ROOT)}
    assert {"core.records", "core.problems", "sync.journal", "paths"} <= names
    assert not {name for name in names if name.startswith("gui.forms")}


def test_every_module_that_may_open_files_exists_and_does() -> None:
    opening = {breach.partition(":")[0] for breach in house.opened_files(ROOT, frozenset())}
    assert set(MAY_OPEN_FILES) - opening - {"paths"} == set()


def test_an_empty_tree_breaks_no_rule(tmp_path: Path) -> None:
    (tmp_path / "cpom_desktop").mkdir()
    assert [rule(tmp_path) for rule in RULES] == [[] for _ in RULES]


WRONG: tuple[tuple[Callable[[Path], list[str]], str, str], ...] = (
    (house.imports, "core/a.py", "import sqlite3"),
    (house.imports, "core/a.py", "from ..storage import file"),
    (house.imports, "core/finance/a.py", "def f():\n    from ...session.document import Document"),
    (house.imports, "core/a.py", "import PySide6.QtCore"),
    (house.imports, "core/a.py", "from .. import paths"),
    (house.imports, "sync/a.py", "from cpom_desktop.storage import file"),
    (house.imports, "storage/a.py", "from ..exports import pdf"),
    (house.imports, "exports/xlsx.py", "import reportlab.lib"),
    (house.imports, "exports/pdf/a.py", "from ...session import document"),
    (house.imports, "session/a.py", "import sqlite3"),
    (house.imports, "session/a.py", "from ..gui import workspace"),
    (house.imports, "gui/tabs/a.py", "import pyqtgraph as pg"),
    (house.imports, "gui/a.py", "from ..app import start"),
    (house.imports, "cli.py", "from .gui import main_window"),
    (house.imports, "cli.py", "import yaml"),
    (house.imports, "session/a.py", "from urllib.request import urlopen"),
    (house.imports, "storage/a.py", "import pickle"),
    (house.imports, "elsewhere/a.py", "x = 1"),
    (house.clock, "core/a.py", "import datetime as dt\nx = dt.datetime.now()"),
    (house.clock, "gui/a.py", "from datetime import date\nx = date.today()"),
    (house.clock, "gui/a.py", "from PySide6.QtCore import QDate\nx = QDate.currentDate()"),
    (house.clock, "session/a.py", "from time import time\nx = time()"),
    (house.clock, "session/a.py", "import time\nx = time.time()"),
    (house.clock, "sync/a.py", "import os\nx = os.urandom(8)"),
    (house.clock, "session/a.py", "from ..paths import now"),
    (house.speech, "core/a.py", "print('x')"),
    (house.speech, "core/a.py", "try:\n    x = 1\nexcept:\n    pass"),
    (house.speech, "gui/a.py", "from PySide6.QtUiTools import QUiLoader"),
    (house.speech, "gui/a.py", "from PySide6 import QtUiTools"),
    (house.layout_items, "gui/tabs/a.py", "x = self._row.itemAt(0)"),
    (house.layout_items, "gui/a.py", "x = [grid.itemAtPosition(0, at) for at in range(2)]"),
    (house.plain_text, "gui/a.py", "from PySide6.QtWidgets import QLabel\nx = QLabel('é')"),
    (house.plain_text, "gui/a.py", "from PySide6 import QtWidgets\nclass Mine(QtWidgets.QLabel):\n    pass"),
    (house.plain_text, "gui/a.py", "QMessageBox.warning(None, 'a', name)"),
    (house.plain_text, "gui/a.py", "QToolTip.showText(point, name)"),
    (house.plain_text, "gui/a.py", "button.setToolTip(name)"),
    (house.plain_text, "gui/a.py", "button.setToolTip('<b>x</b>')"),
    (house.plain_text, "gui/a.py", "class Mine(QMessageBox):\n    def f(self):\n        self.setTextFormat(RICH)"),
    (house.plain_text, "gui/a.py", "def data(role):\n    return name if role == Qt.ItemDataRole.ToolTipRole else None"),
    (house.sizes, "core/a.py", "x = 1\n" * 451),
    (house.sizes, "core/a.py", "def f():\n" + "    x = 1\n" * 60),
    (_opened_files, "storage/a.py", "x = open(path)"),
    (_opened_files, "session/a.py", "x = document.path.read_bytes()"),
    (_opened_files, "session/a.py", "import shutil\nshutil.copy(a, b)"),
    (_opened_files, "gui/a.py", "x = path.open('rb')"),
    (_opened_files, "gui/a.py", "x = Path(name).read_text()"),
    (_opened_files, "gui/a.py", "x = path.read_text('utf-8')"),
    (_opened_files, "gui/a.py", "x = path.read_text(encoding='utf-8')"),
)


@pytest.mark.parametrize(("rule", "name", "text"), WRONG)
def test_a_breach_is_found(rule: Callable[[Path], list[str]], name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, name, text)
    found = rule(tmp_path)
    assert len(found) == 1, found


def test_a_module_without_its_sentence_is_found(tmp_path: Path) -> None:
    path = tmp_path / "cpom_desktop" / "core" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_text("x = 1\n")
    assert house.sizes(tmp_path) == ["core.a does not begin with the sentence that explains it."]


RIGHT = {
    "core/a.py": "import holidays\nfrom .finance import records\nfrom .. import __version__",
    "storage/a.py": "import sqlite3\nimport sqlite_utils\nfrom ..sync.journal import Op\nfrom ..core import model",
    "gui/charts/a.py": "import numpy\nimport pyqtgraph\nfrom ...paths import resource",
    "gui/widgets/text.py": "from PySide6.QtWidgets import QLabel\nclass Label(QLabel):\n    pass",
    "gui/a.py": "from .widgets.text import Label\nx = Label('é')\nx.setToolTip('Ouvrir')\nDocument.open(path)",
    "gui/d.py": "x = preferences.read_text(WIDTH)",
    "gui/b.py": "button.setToolTip(plain_tip(name))\nQToolTip.showText(point, plain_tip(name))",
    "gui/c.py": "class Ask(QMessageBox):\n    def f(self):\n        self.setTextFormat(Qt.TextFormat.PlainText)",
    "sync/a.py": "import io\nimport zipfile\nx = zipfile.ZipFile(io.BytesIO(data))",
    "app.py": "from datetime import datetime\nfrom .gui import main_window\nx = datetime.now()",
    "gui/forms/ui_a.py": "from PySide6.QtWidgets import QLabel\nx = QLabel('')",
}


def test_what_the_rules_allow_is_not_a_breach(tmp_path: Path) -> None:
    for name, text in RIGHT.items():
        write(tmp_path, name, text)
    assert [rule(tmp_path) for rule in RULES] == [[] for _ in RULES]


@pytest.mark.parametrize("text", [
    "see /" + "home/user/x", "in /" + "work/main", "from https://" + "pypi" + ".org/simple", "C:" + "\\Users\\x",
])
def test_a_trace_of_a_machine_is_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(f"first line\n{text}\n")
    assert len(house.machine_traces(tmp_path)) == 1


LABEL = '<ui><widget class="QLabel" name="title">{}</widget></ui>'


@pytest.mark.parametrize(("inside", "right"), [
    ("", False),
    ('<property name="textFormat"><enum>Qt::TextFormat::RichText</enum></property>', False),
    ('<property name="textFormat"><enum>Qt::TextFormat::PlainText</enum></property>', True),
])
def test_a_label_of_a_form_is_set_to_plain_text(inside: str, right: bool, tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "a.ui").write_text(LABEL.format(inside))
    assert (not house.plain_text(tmp_path)) is right


@pytest.mark.parametrize("member", [*Kind, *Reason], ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_every_error_has_its_three_sentences(member: Kind | Reason) -> None:
    said = SURROUNDINGS[member] if isinstance(member, Kind) else REFUSALS[member]
    for sentence in (said.happened, said.safe, said.to_do):
        assert sentence.strip() and sentence.endswith(".") and sentence[0] in "«" + sentence[0].upper()


def write(root: Path, name: str, text: str) -> None:
    """A module of a small tree, with its first sentence."""
    path = root / "cpom_desktop" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'"""A module of a small tree."""\n{text}\n', "utf-8")
