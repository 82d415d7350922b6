"""Whose each file of the bundle is: from this the list of parts (CycloneDX), the licences, and a check that nothing
is in the bundle that nobody can name.

    python packaging/contents.py BUNDLE         writes sbom.cdx.json and THIRD_PARTY.txt into the bundle and checks it

Run it in the environment that built the bundle. A Python package owns what its own list of files (RECORD) names,
Python owns its library, and on Debian the package manager knows whose a system library is.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path, PurePosixPath

from facts import DESCRIPTION, LICENCE, NAME, VERSION

HERE = Path(__file__).resolve().parent
SBOM, THIRD_PARTY = "sbom.cdx.json", "THIRD_PARTY.txt"
OURS = (SBOM, THIRD_PARTY)
_LIBRARIES = ("_internal", "Contents/Frameworks", "Contents/Resources", "Contents/MacOS")
_LGPL = {"PySide6_Essentials", "shiboken6"}
# Libraries of Microsoft's that Python and Qt ship on Windows.
_MICROSOFT = re.compile(r"^(api-ms-win-|ucrtbase|vcruntime|msvcp|concrt)", re.I)


@dataclass
class Part:
    """A component of the bundle."""

    name: str
    version: str
    licence: str
    purl: str
    files: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # of its licences, by file name


class Unknown(Exception):
    """Files of the bundle that nobody owns."""


class Owners:
    """Knows whose a file or a module is, in the present environment."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for distribution in metadata.distributions():
            name = distribution.metadata["Name"]
            for file in distribution.files or ():
                path = PurePosixPath(file)
                self._by_path[str(path)] = name
                self._by_name[path.name].add(name)

    def part(self, name: str) -> Part:
        name = NAME if name.lower() == NAME.lower() else name
        if name not in self.parts:
            self.parts[name] = _described(name)
        return self.parts[name]

    def of_file(self, inside: str, place: Path) -> Part | None:
        """`inside` is its path below the libraries' folder, `place` where it is."""
        path = PurePosixPath(inside)
        if inside in self._by_path:
            return self.part(self._by_path[inside])
        if path.parts[0] in ("resources", "LICENSE") or path.name in ("cxdesk", "cxdesk.exe", "cxdesk-cli.exe"):
            return self.part(NAME)
        if _is_pythons(path):
            return self.part("Python")
        named = self._by_name.get(path.name, set())
        if len(named) == 1:
            return self.part(next(iter(named)))
        if _MICROSOFT.match(path.name):
            return self.part("Microsoft Visual C++ runtime")
        return self._of_system(path.name)

    def of_module(self, name: str) -> Part | None:
        """Whose a module inside the program's archive is."""
        path = name.replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if file in self._by_path:
                return self.part(self._by_path[file])
        first = name.split(".")[0]
        if first == "cxdesk":
            return self.part(NAME)
        if first in sys.stdlib_module_names or first.startswith("_sysconfigdata"):
            return self.part("Python")
        if first.startswith(("pyi", "_pyi")):
            return self.part("pyinstaller")
        owners = {owner for file, owner in self._by_path.items() if file.split("/")[0] == first}
        return self.part(owners.pop()) if len(owners) == 1 else None

    def _of_system(self, library: str) -> Part | None:
        """The package of the system that a library came from."""
        found = self._packages.get(library)
        return self.part(f"deb:{found}") if found else None

    @cached_property
    def _packages(self) -> dict[str, str]:
        if shutil.which("dpkg") is None:
            return {}
        listed = subprocess.run(["dpkg", "-S", "*/lib*.so*"], capture_output=True, text=True, check=False).stdout
        found: dict[str, str] = {}
        for line in listed.splitlines():
            package, _colon, path = line.partition(": ")
            if path:
                found.setdefault(PurePosixPath(path).name, package.split(",")[0].split(":")[0])
        return found


def _is_pythons(path: PurePosixPath) -> bool:
    name = path.name
    return (
        name in ("base_library.zip", "Python", "python3.dll")
        or re.match(r"(lib)?python3[.\d]*\.(so|dll|dylib)", name) is not None
        or "lib-dynload" in path.parts
        or (name.split(".")[0] in sys.stdlib_module_names and name.endswith((".pyd", ".so")))
        or (os.name == "nt" and name.startswith(("libcrypto", "libffi", "libssl", "sqlite3")))
    )


def _described(name: str) -> Part:
    if name == NAME:
        return Part(NAME, VERSION, LICENCE, f"pkg:generic/cxdesk@{VERSION}")
    if name == "Python":
        version = platform.python_version()
        home = Path(sys.base_prefix)
        texts = [home / "LICENSE.txt", *home.glob("lib/python3.*/LICENSE.txt")]
        made = Part(name, version, "PSF-2.0", f"pkg:generic/python@{version}")
        made.texts = {text.name: text.read_text(encoding="utf-8") for text in texts if text.is_file()}
        return made
    if name.startswith("Microsoft"):
        return Part(name, "", "LicenseRef-Microsoft-redistributable", "pkg:generic/vcredist")
    if name.startswith("deb:"):
        return _of_debian(name.removeprefix("deb:"))
    said = metadata.distribution(name)
    version = said.version
    made = Part(said.metadata["Name"], version, _licence(said), f"pkg:pypi/{_normal(name)}@{version}")
    made.texts = dict(_texts(said))
    return made


def _of_debian(name: str) -> Part:
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}\n", name], capture_output=True, text=True, check=True
    ).stdout.split()
    copyright_ = Path("/usr/share/doc") / name / "copyright"
    text = copyright_.read_text(encoding="utf-8", errors="replace") if copyright_.is_file() else ""
    named = re.findall(r"^License: *(\S.*)$", text, re.M)
    licence = " AND ".join(dict.fromkeys(named[:6])) or "see its text"
    made = Part(name, shown[0], licence, f"pkg:deb/debian/{name}@{shown[0]}")
    made.texts = {"copyright": text} if text else {}
    return made


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(said: metadata.Distribution) -> str:
    given = said.metadata.get_all
    expression = next(iter([*(given("License-Expression") or ()), *(given("License") or ())]), "")
    if expression and len(expression) < 80 and "\n" not in expression:
        return str(expression)
    named = [line.split(" :: ")[-1] for line in given("Classifier") or [] if line.startswith("License")]
    return " AND ".join(named) or "see its text"


def _texts(said: metadata.Distribution) -> Iterator[tuple[str, str]]:
    if said.metadata["Name"] in _LGPL:
        for text in sorted((HERE / "licences").glob("*.txt")):
            yield text.name, text.read_text(encoding="utf-8")
    for file in said.files or ():
        path = PurePosixPath(file)
        of_a_licence = re.search(r"licen[cs]e|copying|notice", path.name, re.I)
        if any(part.endswith(".dist-info") for part in path.parts) and of_a_licence:
            text = Path(str(file.locate()))
            if text.is_file():
                yield str(path), text.read_text(encoding="utf-8", errors="replace")


def take_stock(bundle: Path, owners: Owners | None = None) -> list[Part]:
    """Every part with its files and modules; Unknown names what nobody owns."""
    owners = owners or Owners()
    lost: list[str] = []
    for path in every_file(bundle):
        inside = _inside(path.relative_to(bundle).as_posix())
        owner = owners.of_file(inside, path)
        if owner is None:
            lost.append(inside)
        else:
            owner.files.append(path.relative_to(bundle).as_posix())
    for module in _modules(bundle):
        owner = owners.of_module(module)
        if owner is None:
            lost.append(f"module {module}")
        else:
            owner.modules.append(module)
    if lost:
        raise Unknown("\n".join(["Nobody owns these files of the bundle:", *sorted(lost)]))
    owners.part("pyinstaller")  # the program itself begins as its loader
    return sorted(owners.parts.values(), key=lambda part: (part.name != NAME, part.name.lower()))


def every_file(bundle: Path) -> Iterator[Path]:
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.relative_to(bundle).as_posix() not in OURS:
            yield path


def _inside(path: str) -> str:
    for folder in _LIBRARIES:
        if path.startswith(folder + "/"):
            return path.removeprefix(folder + "/")
    return path


def _modules(bundle: Path) -> Iterable[str]:
    from PyInstaller.archive.readers import CArchiveReader

    program = next(
        path
        for path in (bundle / "cxdesk", bundle / "cxdesk.exe", bundle / "Contents" / "MacOS" / "cxdesk")
        if path.is_file()
    )
    archive = CArchiveReader(str(program))
    inside = next(name for name in archive.toc if name.startswith("PYZ"))
    return sorted(archive.open_embedded_archive(inside).toc)


def sbom(bundle: Path, parts: list[Part]) -> str:
    """The list of parts in CycloneDX 1.6, each with its files and their SHA-256; the same for the same bundle."""
    components = [_component(bundle, part) for part in parts if part.name != NAME]
    ours = _component(bundle, next(part for part in parts if part.name == NAME)) | {
        "type": "application",
        "description": DESCRIPTION,
    }
    body = {"metadata": {"component": ours}, "components": components}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    said = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1} | body
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _component(bundle: Path, part: Part) -> dict[str, object]:
    files = [
        {"type": "file", "name": file, "hashes": [{"alg": "SHA-256", "content": _digest(bundle / file)}]}
        for file in part.files
    ]
    said: dict[str, object] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [{"license": {"name": part.licence}}],
        "properties": [{"name": "cxdesk:modules", "value": str(len(part.modules))}],
    }
    return said | ({"components": files} if files else {})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def third_party(parts: list[Part]) -> str:
    """What a person reads: who made what is inside, under which terms, and what the LGPL lets them do."""
    others = [part for part in parts if part.name != NAME]
    lines = [
        f"{NAME} {VERSION} is under the {LICENCE} licence; see LICENSE.",
        "",
        "It contains the parts below. Qt and PySide6 are used under the GNU Lesser General Public License, version 3:",
        "their libraries lie as separate files in this folder, unchanged, and you may replace them with builds of your",
        "own of the same interface. Their source is published by The Qt Company for the versions named here. You may",
        f"take {NAME} apart as far as this is needed to mend such changes.",
        "",
        *(f"{part.name} {part.version}: {part.licence}" for part in others),
    ]
    for part in others:
        for name, text in part.texts.items():
            lines += ["", "=" * 100, f"{part.name} {part.version}, {name}", "=" * 100, "", text.strip()]
    return "\n".join(lines) + "\n"


def verify(bundle: Path) -> list[str]:
    """How the bundle and the list inside it differ; nothing when every file is in it once, as it is."""
    said = json.loads((bundle / SBOM).read_text(encoding="utf-8"))
    listed: dict[str, str] = {}
    wrong = []
    for component in [said["metadata"]["component"], *said["components"]]:
        for file in component.get("components", ()):
            if file["name"] in listed:
                wrong.append(f"listed twice: {file['name']}")
            listed[file["name"]] = file["hashes"][0]["content"]
    there = {path.relative_to(bundle).as_posix(): path for path in every_file(bundle)}
    wrong += [f"not listed: {name}" for name in sorted(there.keys() - listed.keys())]
    wrong += [f"listed but not there: {name}" for name in sorted(listed.keys() - there.keys())]
    wrong += [
        f"not as listed: {name}"
        for name in sorted(there.keys() & listed.keys())
        if _digest(there[name]) != listed[name]
    ]
    return wrong


def write(bundle: Path) -> list[Part]:
    """Put both lists into the bundle; Unknown when a file has no owner."""
    parts = take_stock(bundle)
    (bundle / THIRD_PARTY).write_text(third_party(parts), encoding="utf-8")
    (bundle / SBOM).write_text(sbom(bundle, parts), encoding="utf-8")
    return parts


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    bundle = Path(arguments[0])
    try:
        parts = write(bundle)
    except Unknown as error:
        print(error)
        return 1
    for part in parts:
        held = f"{len(part.files):5} files {len(part.modules):5} modules"
        print(f"{part.name:32} {part.version:24} {held}  {part.licence[:60]}")
    for line in verify(bundle):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
