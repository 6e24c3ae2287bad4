"""The rules of the house as functions over a tree of sources; `test_architecture.py` holds the tree to them.

Each rule takes the root of a checkout and returns one sentence per breach, so that it can be tried on a small wrong
tree as well as on the real one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from xml.etree import ElementTree

PACKAGE = "cpom_desktop"
PLAIN_TEXT = f"{PACKAGE}.gui.widgets.text"
"""The one module that makes bare labels, and tooltips from any text."""


@dataclass(frozen=True)
class Layer:
    """What the modules under `prefix` may import: parts of our package, and other libraries."""

    prefix: str
    ours: frozenset[str]
    others: frozenset[str] = frozenset()
    standard: frozenset[str] = frozenset()
    """Modules of the standard library that are kept for this layer (see `KEPT`)."""


def _layer(prefix: str, ours: str = "", others: str = "", standard: str = "") -> Layer:
    return Layer(prefix, frozenset(ours.split()), frozenset(others.split()), frozenset(standard.split()))


BELOW_SESSION = "storage exports imports sync core"
LAYERS = (
    # The longest prefix that fits decides.
    _layer("core", "core", "holidays num2words stdnum"),
    _layer("sync", "sync core", "cryptography msgspec"),
    _layer("storage", "storage sync core", "sqlite_utils", "sqlite3"),
    _layer("exports", "exports sync core paths", "xlsxwriter docx icalendar pyphen"),
    _layer("exports.pdf", "exports sync core paths",
           "reportlab pikepdf pyhanko pyhanko_certvalidator asn1crypto cryptography pyphen PIL"),
    _layer("imports", "imports sync core", "openpyxl docx"),
    _layer("session", f"session {BELOW_SESSION} paths", "cryptography"),
    _layer("gui", f"gui session {BELOW_SESSION} paths", "PySide6"),
    _layer("gui.charts", f"gui session {BELOW_SESSION} paths", "PySide6 pyqtgraph numpy"),
    _layer("commands", f"commands session {BELOW_SESSION} paths"),
    _layer("cli", f"cli commands session {BELOW_SESSION} paths"),
    _layer("app", f"app gui cli commands session {BELOW_SESSION} paths", "PySide6"),
    _layer("__main__", f"app gui cli commands session {BELOW_SESSION} paths"),
    _layer("paths", "", "platformdirs"),
    _layer("__init__"),
)

KEPT = frozenset({"sqlite3"})
"""Modules of the standard library that only the layers that name them may import."""
NOWHERE = {
    "pickle": "it runs what a hostile file says", "marshal": "it runs what a hostile file says",
    "shelve": "it runs what a hostile file says", "socket": "the program uses no network",
    "http": "the program uses no network", "urllib.request": "the program uses no network",
    "ftplib": "the program uses no network", "smtplib": "the program uses no network",
    "random": "randomness is injected", "secrets": "randomness is injected",
}
CLOCK_KEEPERS = frozenset({"app", "paths"})
"""The only modules that ask for the time or for random bytes."""
CLOCK_USERS = frozenset({"app", "cli", "__main__"})
"""The only modules that may take them from `paths`, to hand them on."""


@dataclass(frozen=True)
class Module:
    """One source file of the package."""

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return _walked(self.text)

    @cached_property
    def short(self) -> str:
        """The name within the package: `gui.widgets.text`."""
        return self.name.removeprefix(f"{PACKAGE}.") if self.name != PACKAGE else "__init__"

    def at(self, node: ast.AST) -> str:
        return f"{self.short}:{getattr(node, 'lineno', 0)}"


@cache
def _parsed(text: str) -> ast.Module:
    """Read once for all the rules."""
    return ast.parse(text)


@cache
def _walked(text: str) -> tuple[ast.AST, ...]:
    """Gone through once for all the rules."""
    return tuple(ast.walk(_parsed(text)))


def forget() -> None:
    """Let go of what was read: its nodes by the hundred thousand would be gone through at each collection."""
    _walked.cache_clear()
    _parsed.cache_clear()


def modules(root: Path, under: str = "") -> list[Module]:
    """The modules of the package, without the compiled forms; `under` keeps those of one part."""
    found = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        module = Module(path, name)
        if not _is_in(module.short, "gui.forms") and (not under or _is_in(module.short, under)):
            found.append(module)
    return found


def imports(root: Path) -> list[str]:
    """Imports that go up, sideways, or outside what their layer may use."""
    breaches = []
    for module in modules(root):
        layer = _layer_of(module.short)
        if layer is None:
            breaches.append(f"{module.short} stands in no layer of the house.")
            continue
        for node, name in _imported(module):
            reason = _forbidden(layer, name)
            if reason:
                breaches.append(f"{module.at(node)} imports {name}: {reason}.")
    return breaches


def _forbidden(layer: Layer, name: str) -> str:
    top = name.partition(".")[0]
    if top == PACKAGE:
        part = name.split(".")[1] if "." in name else ""
        # The package itself holds the version alone.
        return "" if not part or part in layer.ours | {"__version__"} else f"{layer.prefix} may not know {part}"
    for banned, reason in NOWHERE.items():
        if _is_in(name, banned):
            return reason
    if top in KEPT:
        return "" if top in layer.standard else f"{layer.prefix} may not use it"
    if top in sys.stdlib_module_names or top in layer.others:
        return ""
    return f"{layer.prefix} may not use it"


def _layer_of(short: str) -> Layer | None:
    fitting = [layer for layer in LAYERS if _is_in(short, layer.prefix)]
    return max(fitting, key=lambda layer: len(layer.prefix), default=None)


def _is_in(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")


def _imported(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every name that is imported, relative ones made absolute; also imports inside functions."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            # `from .. import core` names a part of the package; `from PySide6 import QtCore` one of a library.
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


TIME_CALLS = frozenset({
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.strftime", "QDate.currentDate", "QTime.currentTime", "QDateTime.currentDateTime",
    "QDateTime.currentDateTimeUtc", "QDateTime.currentMSecsSinceEpoch", "QDateTime.currentSecsSinceEpoch",
})
RANDOM_CALLS = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4", "uuid.uuid7"})


def clock(root: Path) -> list[str]:
    """Calls that ask the computer for the time or for randomness outside `app` and `paths`."""
    breaches = []
    for module in modules(root):
        if module.short not in CLOCK_KEEPERS:
            breaches += [f"{module.at(node)} takes {name}: it must be injected." for node, name in _imported(module)
                         if name in TIME_CALLS | RANDOM_CALLS]
            breaches += [f"{module.at(node)} calls {name}: it must be injected." for node, name in _calls(module)
                         if ".".join(name.split(".")[-2:]) in TIME_CALLS | RANDOM_CALLS]
        if module.short not in CLOCK_KEEPERS | CLOCK_USERS:
            breaches += [f"{module.at(node)} takes {name}: it must be injected." for node, name in _imported(module)
                         if name in (f"{PACKAGE}.paths.now", f"{PACKAGE}.paths.random_bytes")]
    return breaches


def _calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a plain dotted name."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name:
                yield node, name


def dotted(node: ast.expr) -> str:
    """`a.b.c` as written; '' for anything that is not a dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


FILE_METHODS = frozenset({"read_bytes", "read_text", "write_bytes", "write_text"})
NOT_FILES = frozenset({"preferences.read_text"})
"""Calls that only look like those of a path."""
FILE_CALLS = frozenset({"open", "io.open", "os.open", "os.fdopen", "zipfile.ZipFile", "ZipFile", "mmap.mmap"})
MODE = re.compile(r"[rwxab+t]{1,4}")


def opened_files(root: Path, allowed: frozenset[str]) -> list[str]:
    """Places that open a file, outside the modules of this list: the path of an open contract is SQLite's alone."""
    return [f"{module.at(node)} opens a file by {name}: it is not among the modules that may."
            for module in modules(root) if module.short not in allowed
            for node, name in _calls(module) if _opens(node, name)]


def _opens(node: ast.Call, name: str) -> bool:
    first = node.args[0] if node.args else None
    if isinstance(first, ast.Call) and dotted(first.func).endswith("BytesIO"):
        return False
    if name in FILE_CALLS or name.startswith("shutil."):
        return True
    if name.rpartition(".")[2] in FILE_METHODS:
        return name not in NOT_FILES
    return (name.endswith(".open") and isinstance(first, ast.Constant) and isinstance(first.value, str)
            and MODE.fullmatch(first.value) is not None)


def speech(root: Path) -> list[str]:
    """print, bare except, QUiLoader."""
    breaches = []
    for module in modules(root):
        for node in module.nodes:
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                breaches.append(f"{module.at(node)} catches everything.")
            elif isinstance(node, ast.Call) and dotted(node.func) == "print":
                breaches.append(f"{module.at(node)} prints.")
        breaches += [f"{module.at(node)} uses {name}: forms are compiled." for node, name in _imported(module)
                     if name.startswith("PySide6.QtUiTools")]
    return breaches


ITEM_GETTERS = frozenset({"itemAt", "itemAtPosition"})


def layout_items(root: Path) -> list[str]:
    """Layouts that are asked for their items: Python keeps each for as long as the layout, after Qt has freed it.

    A widget that is later made at the same address is taken for the dead item, and Qt crashes.
    """
    return [f"{module.at(node)} calls {name}: ask a layout where its widgets are (indexOf), or take them out (takeAt)."
            for module in modules(root, "gui") for node, name in _calls(module)
            if name.rpartition(".")[2] in ITEM_GETTERS]


RICH_MAKERS = frozenset({"QLabel", "QMessageBox", "QErrorMessage"})


def plain_text(root: Path) -> list[str]:
    """Labels, message boxes and tooltips that would read markup in the text of a user."""
    breaches = []
    for module in modules(root):
        if module.name == PLAIN_TEXT:
            continue
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and _derives_rich(node) and not _sets_plain_text(node):
                breaches.append(f"{module.at(node)} derives {node.name} from a widget that reads markup.")
        breaches += [f"{module.at(node)} calls {name}: use {PLAIN_TEXT}." for node, name in _calls(module)
                     if _may_read_markup(node, name)]
        names = {node.attr for node in module.nodes if isinstance(node, ast.Attribute)}
        if "ToolTipRole" in names and not any(name == "plain_tip" for _, name in _calls(module)):
            breaches.append(f"{module.short} gives tooltips by a model without plain_tip.")
    return breaches + _labels_of_forms(root)


def _derives_rich(node: ast.ClassDef) -> bool:
    return bool({dotted(base).rpartition(".")[2] for base in node.bases} & RICH_MAKERS)


def _sets_plain_text(node: ast.ClassDef) -> bool:
    return any(isinstance(call, ast.Call) and dotted(call.func) == "self.setTextFormat"
               and dotted(call.args[0]).endswith(".PlainText") for call in ast.walk(node))


def _may_read_markup(node: ast.Call, name: str) -> bool:
    *before, last = name.split(".")
    if last in RICH_MAKERS:
        return True
    if before and before[-1] == "QMessageBox" and last in ("information", "warning", "critical", "question", "about"):
        return True
    if last == "setToolTip" or name.endswith("QToolTip.showText"):
        words = node.args[0 if last == "setToolTip" else 1]
        plain = isinstance(words, ast.Call) and dotted(words.func) == "plain_tip"
        return not plain and not (isinstance(words, ast.Constant) and "<" not in str(words.value))
    return False


def _labels_of_forms(root: Path) -> list[str]:
    breaches = []
    for form in sorted((root / "ui").glob("*.ui")):
        for widget in ElementTree.parse(form).iter("widget"):
            format_ = widget.findtext("property[@name='textFormat']/enum", "")
            if widget.get("class") == "QLabel" and not format_.endswith("PlainText"):
                breaches.append(f"{form.name}: the label {widget.get('name')} is not set to plain text.")
    return breaches


def sizes(root: Path, lines: int = 450, function: int = 60) -> list[str]:
    """Files and functions that are too long, and modules of the program without a first sentence."""
    breaches = []
    for module in modules(root):
        if not ast.get_docstring(module.tree) and module.tree.body:
            breaches.append(f"{module.short} does not begin with the sentence that explains it.")
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > function:
                    breaches.append(f"{module.at(node)} {node.name} has {length} lines; at most {function}.")
    for folder in (PACKAGE, "tests", "packaging"):
        for path in sorted((root / folder).rglob("*.py")):
            count = len(path.read_text("utf-8").splitlines())
            if count > lines and "forms" not in path.parts:
                breaches.append(f"{path.relative_to(root).as_posix()} has {count} lines; at most {lines}.")
    return breaches


# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join([
    r"(?<![\w.:])/(?:" + "|".join(["work", "root", "farm", "home/[a-z]+", "Users/[A-Za-z]+"]) + ")/",
    r"[A-Za-z]:\\{1,2}Users\\",
    r"\b(?:" + r"\.".join(["pypi", "org"]) + "|" + r"\.".join(["files", "pythonhosted", "org"]) + r")\b",
    "-" "-(?:extra-)?index-" r"url[ =]\S",
]))


def machine_traces(root: Path) -> list[str]:
    """Paths of one machine and hosts of a package index in the files of the project."""
    breaches = []
    for path in _project_files(root):
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found = MACHINE.search(line)
            if found:
                breaches.append(f"{path.relative_to(root).as_posix()}:{number} names {found.group()}.")
    return breaches


LEFT_ASIDE = frozenset({".git", ".venv", "build", "dist", "out", "__pycache__"})


def _project_files(root: Path) -> list[Path]:
    """The files that git knows; without git (an archive, a wrong owner), all but what the commands make."""
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        known = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return [path for path in sorted(root.rglob("*"))
                if path.is_file() and not LEFT_ASIDE & set(path.relative_to(root).parts)
                and not any(part.endswith("_cache") for part in path.parts)]
    return [root / name for name in known if name and (root / name).is_file()]
