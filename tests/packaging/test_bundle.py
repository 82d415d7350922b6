"""What goes into the bundle, whose it is, and what the installers promise. The bundle itself is made and tried by
`packaging/bundle.py`.
"""

from __future__ import annotations

import json
import plistlib
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.scripts import script
from tests.shared_files import REPOSITORY

PACKAGING = REPOSITORY / "packaging"


@pytest.fixture(scope="module")
def slimming() -> ModuleType:
    return script("slimming")


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    sys.path.insert(0, str(PACKAGING))
    try:
        return script("contents")
    finally:
        sys.path.remove(str(PACKAGING))


class TestWhatGoesIn:
    @pytest.mark.parametrize(
        "name",
        [
            "PySide6/Qt/lib/libQt6Core.so.6",
            "PySide6/Qt/plugins/platforms/libqxcb.so",
            "PySide6/plugins/platforms/qwindows.dll",
            "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
            "PySide6/Qt/plugins/imageformats/libqsvg.so",
            "PySide6/Qt/translations/qtbase_fr.qm",
            "babel/locale-data/ro.dat",
            "babel/locale-data/root.dat",
            "resources/i18n/ro/LC_MESSAGES/cxdesk.mo",
            "libgfortran-040039e1.so.5",
        ],
    )
    def test_what_the_program_needs_stays(self, slimming: ModuleType, name: str) -> None:
        assert slimming.wanted(name)
        assert slimming.wanted(name.replace("/", "\\"))

    @pytest.mark.parametrize(
        "name",
        [
            "PySide6/Qt/lib/libQt6Network.so.6",
            "PySide6/Qt6Network.dll",
            "PySide6/Qt/lib/libQt6Quick.so.6",
            "PySide6/Qt/qml/QtQuick/plugin.so",
            "PySide6/Qt/plugins/tls/libqopensslbackend.so",
            "PySide6/Qt/plugins/platforms/libqwayland-egl.so",
            "PySide6/Qt/translations/qtbase_de.qm",
            "babel/locale-data/de.dat",
            "resources/i18n/ro/LC_MESSAGES/cxdesk.po",
            "libgtk-3.so.0",
        ],
    )
    def test_what_it_does_not_need_goes(self, slimming: ModuleType, name: str) -> None:
        assert not slimming.wanted(name)
        assert not slimming.wanted(name.replace("/", "\\"))

    def test_nothing_that_speaks_to_a_network_goes_in(self, slimming: ModuleType) -> None:
        assert {"PySide6.QtNetwork", "ssl", "_ssl", "smtplib", "ftplib"} <= set(slimming.MODULES)

    def test_a_library_that_nothing_asks_for_goes_with_what_asked_for_it(self, slimming: ModuleType) -> None:
        asks = {"/q/core.so": ["liba.so"], "/liba.so": ["libb.so", "libc.so.6"], "/libold.so": ["libolder.so"]}
        names = ["PySide6/core.so", "liba.so", "libb.so", "libold.so", "libolder.so", "libpython3.11.so.1.0"]
        places = dict(
            zip(names, ["/q/core.so", "/liba.so", "/libb.so", "/libold.so", "/libolder.so", "/py"], strict=True)
        )
        kept = slimming.without_orphans([(name, places[name], "BINARY") for name in names], lambda at: asks.get(at, []))
        assert [name for name, _at, _sort in kept] == ["PySide6/core.so", "liba.so", "libb.so", "libpython3.11.so.1.0"]


class TestWhoseItIs:
    def test_a_package_owns_what_its_list_names(self, contents: ModuleType) -> None:
        owners = contents.Owners()
        named = next(str(file) for file in metadata.files("pyqtgraph") or () if str(file).endswith(".csv"))
        part = owners.of_file(named, Path(named))
        assert (part.name, part.version) == ("pyqtgraph", metadata.version("pyqtgraph"))
        assert part.purl == f"pkg:pypi/pyqtgraph@{metadata.version('pyqtgraph')}"
        assert any("MIT" in text or "Permission is hereby granted" in text for text in part.texts.values())

    def test_modules_inside_the_program_have_an_owner_too(self, contents: ModuleType) -> None:
        owners = contents.Owners()
        assert owners.of_module("openpyxl.workbook").name == "openpyxl"
        assert owners.of_module("json.decoder").name == "Python"
        assert owners.of_module("cxdesk.domain.kinds").name == "CXDesk"
        assert owners.of_module("nobody_knows_this") is None

    def test_qt_comes_with_its_licence_and_what_it_allows(self, contents: ModuleType) -> None:
        part = contents.Owners().part("PySide6_Essentials")
        assert "LGPL-3.0-only" in part.licence
        assert {"LGPL-3.0.txt", "GPL-3.0.txt"} <= set(part.texts)
        said = contents.third_party([part])
        assert "you may replace them" in said
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in said

    def test_a_file_that_nobody_owns_stops_the_build(
        self, contents: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(contents, "_modules", lambda _bundle: ["json"])
        (tmp_path / "_internal" / "resources").mkdir(parents=True)
        (tmp_path / "_internal" / "resources" / "a.md").write_text("ours")
        (tmp_path / "_internal" / "stray.bin").write_bytes(b"?")
        with pytest.raises(contents.Unknown, match=r"stray\.bin"):
            contents.take_stock(tmp_path)

    def test_the_list_is_checked_against_what_is_there(self, contents: ModuleType, tmp_path: Path) -> None:
        inside = tmp_path / "_internal" / "resources"
        inside.mkdir(parents=True)
        for name in ("a.md", "b.md"):
            (inside / name).write_text(name)
        ours = contents.Part("CXDesk", "1", "MIT", "pkg:generic/cxdesk@1")
        ours.files = ["_internal/resources/a.md", "_internal/resources/b.md"]
        (tmp_path / contents.SBOM).write_text(contents.sbom(tmp_path, [ours]))
        assert contents.verify(tmp_path) == []
        assert contents.sbom(tmp_path, [ours]) == contents.sbom(tmp_path, [ours])
        (inside / "a.md").write_text("changed")
        (inside / "b.md").rename(inside / "c.md")
        assert contents.verify(tmp_path) == [
            "not listed: _internal/resources/c.md",
            "listed but not there: _internal/resources/b.md",
            "not as listed: _internal/resources/a.md",
        ]

    def test_the_list_is_cyclonedx(self, contents: ModuleType, tmp_path: Path) -> None:
        ours = contents.Part("CXDesk", "1", "MIT", "pkg:generic/cxdesk@1")
        other = contents.Part("Python", "3", "PSF-2.0", "pkg:generic/python@3", modules=["json"])
        said = json.loads(contents.sbom(tmp_path, [ours, other]))
        assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said["serialNumber"])
        assert said["metadata"]["component"]["type"] == "application"
        assert [one["name"] for one in said["components"]] == ["Python"]


class TestTheLock:
    def test_everything_the_program_asks_for_is_locked_with_hashes(self) -> None:
        asked = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        named = [*asked["dependencies"], *asked["optional-dependencies"]["build"]]
        wanted = {re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ ;\[]", one)[0]).lower() for one in named}
        text = (PACKAGING / "requirements" / "bundle.txt").read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z])", text.strip())
        locked = {re.split(r"==", block)[0] for block in blocks}
        assert wanted <= locked
        assert all("--hash=sha256:" in block for block in blocks)


class TestTheInstallers:
    def test_they_say_the_version_that_the_program_says(self) -> None:
        from cxdesk import __version__

        facts = script("facts")
        assert __version__ == facts.VERSION
        first, second, third, fourth = facts.four_numbers()
        assert __version__.startswith(f"{first}.{second}.{third}")
        assert fourth == 0

    def test_on_windows_it_is_installed_for_one_person_in_three_languages(self) -> None:
        said = (PACKAGING / "windows" / "cxdesk.nsi").read_text(encoding="utf-8")
        assert "RequestExecutionLevel user" in said
        assert "HKLM" not in said
        languages = re.findall(r'MUI_LANGUAGE "(\w+)"', said)
        assert languages == ["English", "French", "Romanian"]
        for name in set(re.findall(r"^LangString (\w+)", said, re.M)):
            assert len(re.findall(rf"^LangString {name} ", said, re.M)) == len(languages)

    def test_uninstalling_removes_no_workspace(self) -> None:
        said = (PACKAGING / "windows" / "cxdesk.nsi").read_text(encoding="utf-8")
        removed = re.findall(r"^\s*(?:RMDir|Delete) (.*)$", said.split('Section "Uninstall"')[1], re.M)
        assert removed
        assert not any("*" in one or one == '/r "$INSTDIR"' for one in removed)

    def test_on_macos_it_asks_for_no_more_than_it_needs(self) -> None:
        asked = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
        assert not [name for name in asked if "network" in name or "files" in name]

    def test_the_icon_is_there_in_every_format(self) -> None:
        icons = PACKAGING / "icons"
        assert (icons / "cxdesk.ico").read_bytes()[:4] == b"\0\0\1\0"
        assert (icons / "cxdesk.icns").read_bytes()[:4] == b"icns"
        assert all((icons / f"cxdesk-{size}.png").read_bytes()[1:4] == b"PNG" for size in (48, 128, 256, 512))
