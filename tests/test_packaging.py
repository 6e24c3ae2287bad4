"""The locks, the package and what the system is told about our files hold together."""

from __future__ import annotations

import ast
import importlib.util
import re
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from devtools.locks import LEFT_OUT, names_in, normal

import cpom_desktop
from cpom_desktop import paths
from cpom_desktop.storage.schema import APPLICATION_ID

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("lock.txt", "lock-dev.txt")


def entries(lock: str) -> dict[str, str]:
    """The text of each locked library, by « name==version »."""
    text = (PACKAGING / lock).read_text("utf-8").replace("\\\n", " ")
    return {line.split()[0]: line for line in text.splitlines() if line and not line.startswith("#")}


def requirement_names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[ <>=;\[]", requirement)[0]) for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_has_one_exact_version_and_its_hashes(lock: str) -> None:
    found = entries(lock)
    assert len(found) > 20
    for name, line in found.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", name), name
        hashes = re.findall(r"--hash=(\S+)", line)
        assert hashes and all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), name
    assert len(names_in(PACKAGING / lock)) == len(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    text = (PACKAGING / lock).read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--extra" not in text and "--find-links" not in text


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert requirement_names(PROJECT["project"]["dependencies"]) <= names_in(PACKAGING / "lock.txt")
    assert requirement_names(PROJECT["dependency-groups"]["dev"]) <= names_in(PACKAGING / "lock-dev.txt")
    assert not names_in(PACKAGING / "lock.txt") & LEFT_OUT.keys()
    assert "pyside6-essentials==6.11.3" in entries("lock.txt")


def test_a_library_of_both_locks_has_one_version() -> None:
    for first in entries("lock.txt"):
        for second in entries("lock-dev.txt"):
            assert first.partition("==")[0] != second.partition("==")[0] or first == second


def test_every_locked_library_has_its_licence_listed() -> None:
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", (PACKAGING / "LICENCES.md").read_text("utf-8"), re.MULTILINE)
    listed = {f"{normal(name)}=={version}": licence for name, version, licence in rows if name != "Library"}
    assert listed.keys() == entries("lock.txt").keys()
    assert not [name for name, licence in listed.items() if "metadata" in licence or len(licence) < 3]


def test_the_commands_need_nothing_but_the_standard_library() -> None:
    sources = [PACKAGING / "dev.py", *(PACKAGING / "devtools").glob("*.py")]
    assert len(sources) > 5
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                assert name.partition(".")[0] in {*sys.stdlib_module_names, "devtools"}, f"{source.name}: {name}"


def test_an_old_python_can_read_the_command_and_is_told_what_to_do() -> None:
    text = (PACKAGING / "dev.py").read_text("utf-8")
    ast.parse(text, feature_version=(3, 4))
    said = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.version_info = (3, 9, 2, 'final', 0); exec({text!r})"],
        capture_output=True, text=True,
    )
    assert said.returncode == 1
    assert "needs Python 3.11" in said.stderr and "this is Python 3.9" in said.stderr and "Install" in said.stderr


def test_the_continuous_integration_runs_the_same_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").rstrip().endswith("python3 packaging/dev.py test")
    assert script.stat().st_mode & 0o111


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as pip would."""
    pytest.importorskip("hatchling", reason="hatchling is in lock-dev.txt")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
                   cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_the_resources(installed: Path) -> None:
    expected = {path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*") if path.is_file()}
    folder = installed / "cpom_desktop" / "_resources"
    assert {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} == expected
    (points,) = installed.glob("*.dist-info/entry_points.txt")
    assert "cpom-desktop = cpom_desktop.__main__:main" in points.read_text("utf-8")


def test_an_installed_program_finds_its_files(installed: Path) -> None:
    program = "from cpom_desktop.paths import resource; import sys; sys.stdout.write(str(resource('fonts')))"
    said = subprocess.run([sys.executable, "-c", program], cwd=installed, check=True, capture_output=True, text=True,
                          env={"PYTHONPATH": str(installed), "PATH": ""})
    assert Path(said.stdout) == installed / "cpom_desktop" / "_resources" / "fonts"


def test_a_file_that_does_not_travel_is_named() -> None:
    assert paths.resource("fonts/IBMPlexSans-Regular.ttf").is_file()
    with pytest.raises(FileNotFoundError, match="icons/absent.svg"):
        paths.resource("icons/absent.svg")


def test_user_folders_stay_in_the_folder_of_the_test(fresh_folders: Path) -> None:
    for folder in (paths.settings_folder(), paths.keys_folder(), paths.backups_folder(), paths.logs_folder()):
        assert folder.is_dir() and folder.parent == fresh_folders
    assert paths.keys_folder().stat().st_mode & 0o077 == 0


def test_time_is_aware_and_randomness_is_not_repeated() -> None:
    assert paths.now().utcoffset() is not None
    assert len(paths.random_bytes(16)) == 16 and paths.random_bytes(16) != paths.random_bytes(16)


def magic(kind: str) -> list[tuple[int, bytes]]:
    """What the system looks for in a file of this kind: (offset, bytes)."""
    tree = ElementTree.parse(PACKAGING / "cpom-mime.xml")
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (one,) = [each for each in tree.findall("m:mime-type", space) if each.get("type") == kind]
    return [(int(match.get("offset", "")), match.get("value", "").encode().decode("unicode_escape").encode("latin-1"))
            for match in one.iter(f"{{{space['m']}}}match")]


def test_the_system_recognises_a_contract_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "contract"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    content = path.read_bytes()
    looked_for = magic("application/x-cpom+sqlite3")
    assert len(looked_for) == 2
    for offset, expected in looked_for:
        assert content[offset:offset + len(expected)] == expected


def test_the_system_recognises_a_bundle_by_its_first_entry(tmp_path: Path) -> None:
    path = tmp_path / "bundle"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.cpom.sync+zip")
    content = path.read_bytes()
    for offset, expected in magic("application/vnd.cpom.sync+zip"):
        assert content[offset:offset + len(expected)] == expected


def test_the_desktop_entry_opens_both_kinds_of_file() -> None:
    entry = RawConfigParser()
    entry.read(PACKAGING / "cpom-desktop.desktop", "utf-8")
    kinds = {each.get("type") for each in ElementTree.parse(PACKAGING / "cpom-mime.xml").getroot()}
    assert set(entry["Desktop Entry"]["MimeType"].strip(";").split(";")) == kinds


def test_the_installer_carries_the_version_of_the_program() -> None:
    assert f"AppVersion={cpom_desktop.__version__}\n" in (PACKAGING / "cpom-desktop.iss").read_text("utf-8")


@pytest.mark.long
def test_the_frozen_program_works(tmp_path: Path) -> None:
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is in lock-dev.txt")
    subprocess.run([sys.executable, str(PACKAGING / "dev.py"), "freeze"], check=True, timeout=600)
    from devtools.freeze import frozen_program

    def told(*arguments: str) -> str:
        done = subprocess.run([str(frozen_program()), *arguments], cwd=tmp_path, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8")

    assert cpom_desktop.__version__ in told("--version")
    told("demo", "demo.cpom")
    assert re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", told("fingerprint", "demo.cpom"))
    # The writer of the PDF is a process of its own, and the pictures need Qt's plug-ins, forms, fonts and icons.
    told("export", "contract", "demo.cpom", "-o", "demo.pdf")
    assert (tmp_path / "demo.pdf").read_bytes().startswith(b"%PDF-")
    told("screenshot", "demo.cpom", "-o", "pictures")
    assert len(list((tmp_path / "pictures").glob("*.png"))) >= 4
