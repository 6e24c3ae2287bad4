"""The commands of `packaging/dev.py`: what they skip, what they keep, and what they say when something is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import PySide6
import pytest
from devtools import checks, environment, forms, launch, libraries, places, system
from devtools.speech import Stop

ROOT = Path(__file__).resolve().parents[1]
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux alone")


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "packaging" / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_help_lists_every_command() -> None:
    said = dev("--help")
    assert said.returncode == 0
    for command in ("run", "test", "bench", "forms", "lock", "freeze"):
        assert f"\n  {command} " in said.stderr


@pytest.mark.parametrize("arguments", [(), ("rum",)])
def test_a_command_that_does_not_exist_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert dev(*arguments).returncode == 64


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that has a lock installed; nothing may be started."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1 --hash=sha256:00\n")
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(environment, "environment_python", lambda: python)
    environment._stamp(lock).write_text(environment._fingerprint(lock))

    def started(*arguments: object, **options: object) -> None:
        raise AssertionError(f"started {arguments}")

    monkeypatch.setattr(subprocess, "run", started)
    monkeypatch.setattr(subprocess, "Popen", started)
    return lock


def test_a_second_run_starts_nothing(made: Path) -> None:
    assert environment.is_installed(made)
    environment.prepare(made)  # starting anything would raise


def test_a_first_run_would_start_something(made: Path) -> None:
    """The promise above has something to refuse: without its stamp, the same environment is installed."""
    environment._stamp(made).unlink()
    with pytest.raises(AssertionError, match="started"):
        environment.prepare(made)


def test_a_lock_that_changed_is_installed_again(made: Path) -> None:
    made.write_text("a==2 --hash=sha256:00\n")
    assert not environment.is_installed(made)


def test_another_python_makes_the_environment_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VERSION", "3.99")
    assert not environment.is_installed(made)


def test_an_environment_without_its_python_is_made_again(made: Path) -> None:
    (made.parent / ".venv" / "bin" / "python").unlink()
    assert not environment.is_installed(made)


def test_a_full_disk_is_said_before_anything_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = type("Usage", (), {"free": 50_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    monkeypatch.setattr(environment, "environment_python", lambda: tmp_path / "absent")
    with pytest.raises(Stop, match="50 MB are free"):
        environment._check_computer()


@ON_LINUX
def test_a_python_without_ensurepip_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    with pytest.raises(Stop) as stopped:
        environment._check_computer()
    assert f"sudo apt-get install -y --no-install-recommends python{environment.VERSION}-venv" in stopped.value.to_do


@pytest.mark.parametrize(("said", "advice"), [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "Do not use it"),
    ("NewConnectionError: Failed to establish\nERROR: No matching distribution found", "network did not answer"),
    ("ERROR: No matching distribution found for pikepdf==10", "glibc 2.34"),
    ("something new", "delete the folder"),
])
def test_a_failure_of_pip_says_what_to_do(said: str, advice: str) -> None:
    assert advice in environment._advice(said)


@ON_LINUX
def test_a_library_that_is_missing_is_named_with_its_package() -> None:
    assert libraries.absent({"libc.so.6": "libc6", "libnobody-has-this.so.9": "nobody9"}) == {
        "libnobody-has-this.so.9": "nobody9"}


@ON_LINUX
def test_someone_who_is_not_root_is_given_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    with pytest.raises(Stop) as stopped:
        system.install(["libegl1", "libgl1"], "Qt needs libraries.", "")
    assert "sudo apt-get install -y --no-install-recommends libegl1 libgl1" in stopped.value.to_do


@ON_LINUX
def test_a_system_without_apt_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Stop) as stopped:
        libraries._install({"libEGL.so.1": "libegl1"})
    assert "libEGL.so.1" in stopped.value.happened and "'libEGL.so.1()(64bit)'" in stopped.value.to_do


@ON_LINUX
@pytest.mark.parametrize(("variables", "way"), [
    ({}, "offscreen"),
    ({"DISPLAY": ":0"}, "xcb"),
    ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
    ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
    ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
])
def test_the_way_qt_draws_follows_the_desk(
    variables: dict[str, str], way: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert libraries.platform() == way


def test_the_demonstration_is_kept_where_the_program_keeps_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CPOM_DESKTOP_HOME")
    assert places.user_data() == platformdirs.PlatformDirs("cpom-desktop", appauthor=False).user_data_path


@pytest.fixture
def pristine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pristine.cpom"
    path.write_bytes(b"as made")
    monkeypatch.setattr(launch, "_pristine_demo", lambda: path)
    return path


def test_an_untouched_demonstration_is_opened_again(pristine: Path) -> None:
    first = launch.fresh_demo()
    assert first.read_bytes() == b"as made" and launch.fresh_demo() == first


def test_an_edited_demonstration_is_kept_and_a_fresh_one_opened(pristine: Path) -> None:
    first = launch.fresh_demo()
    first.write_bytes(b"edited by the user")
    second = launch.fresh_demo()
    assert second != first and second.read_bytes() == b"as made" and first.read_bytes() == b"edited by the user"


def test_a_demonstration_that_is_open_elsewhere_is_left_alone(pristine: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="locks of POSIX")
    first = launch.fresh_demo()
    sidecar = first.parent / f".~lock.{first.name}#"
    with sidecar.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert launch.fresh_demo() != first
    # The program was killed: the file stays, the lock does not.
    assert sidecar.exists() and launch.fresh_demo() == first


FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>Trial</class><widget class="QWidget" name="Trial">
<layout class="QVBoxLayout"><item><widget class="QLineEdit" name="name"/></item></layout></widget></ui>
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one form."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "trial.ui").write_text(FORM)
    compiled = tmp_path / "forms"
    compiled.mkdir()
    _use_this_qt(monkeypatch)
    monkeypatch.setattr(forms, "ROOT", tmp_path)
    monkeypatch.setattr(forms, "DESIGNED", tmp_path / "ui")
    monkeypatch.setattr(forms, "COMPILED", compiled)
    monkeypatch.setattr(environment, "prepare", lambda lock: None)
    return tmp_path


def _use_this_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Path(str(PySide6.__file__)).parent
    monkeypatch.setattr(forms, "qt_folder", lambda: inside if os.name == "nt" else inside / "Qt")


def test_the_committed_forms_agree_with_their_designs(monkeypatch: pytest.MonkeyPatch) -> None:
    _use_this_qt(monkeypatch)
    assert forms.differences() == []


def test_a_form_is_compiled_without_the_name_of_its_compiler(house: Path) -> None:
    assert forms.differences() == ["forms/ui_trial.py is missing."]
    assert forms.forms([]) == 0
    text = (house / "forms" / "ui_trial.py").read_text("utf-8")
    assert text.startswith('"""Compiled from ui/trial.ui') and "class Ui_Trial" in text
    assert "version" not in text and "####" not in text
    assert forms.forms(["--check"]) == 0


def test_a_form_changed_by_hand_or_left_behind_is_found_and_mended(house: Path) -> None:
    forms.forms([])
    text = (house / "forms" / "ui_trial.py").read_text("utf-8")
    (house / "forms" / "ui_trial.py").write_text(text.replace("QLineEdit", "QTextEdit"), "utf-8")
    (house / "forms" / "ui_gone.py").touch()
    assert forms.forms(["--check"]) == 1
    assert forms.differences() == [
        "forms/ui_gone.py has no form in ui/.", "forms/ui_trial.py does not agree with its form."]
    assert forms.forms([]) == 0 and forms.differences() == []


@pytest.mark.parametrize(("processors", "given", "workers"), [
    (1, (), []), (2, (), ["-n", "2"]), (32, (), ["-n", "4"]), (8, ("-n", "0"), []), (8, ("-n3", "-x"), []),
    (None, (), []),
])
def test_the_tests_share_the_processors_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, given: tuple[str, ...], workers: list[str]
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert checks._workers(given) == workers
