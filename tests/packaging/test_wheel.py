"""What is installed holds all that the program needs, and nothing that it does not."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import cxdesk
from tests.shared_files import REPOSITORY

DECLARED = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as a person would install it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_every_module_is_in_it(wheel: zipfile.ZipFile) -> None:
    modules = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "cxdesk").rglob("*.py")}
    assert modules - set(wheel.namelist()) == set()


def test_every_resource_is_in_it_as_part_of_the_package(wheel: zipfile.ZipFile) -> None:
    resources = {
        "cxdesk/" + path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "resources").rglob("*")
        if path.is_file() and path.suffix != ".pot"
    }
    assert "cxdesk/resources/i18n/fr/LC_MESSAGES/cxdesk.mo" in resources
    assert resources - set(wheel.namelist()) == set()


def test_tests_and_tools_stay_outside(wheel: zipfile.ZipFile) -> None:
    tops = {Path(name).parts[0] for name in wheel.namelist()}
    assert tops == {"cxdesk", f"cxdesk-{cxdesk.__version__}.dist-info"}


def test_it_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    info = f"cxdesk-{cxdesk.__version__}.dist-info"
    assert "cxdesk = cxdesk.__main__:main" in wheel.read(f"{info}/entry_points.txt").decode()
    assert any(name.startswith(info) and name.endswith("LICENSE") for name in wheel.namelist())


@pytest.mark.parametrize("dependency", DECLARED["project"]["dependencies"])
def test_every_dependency_has_a_least_version(dependency: str) -> None:
    assert ">=" in dependency


def test_the_qt_that_crashes_is_kept_out() -> None:
    assert "PySide6-Essentials>=6.8,<6.12" in DECLARED["project"]["dependencies"]
