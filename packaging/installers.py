"""What people are given: the bundle as an installer of their system.

    python packaging/installers.py [KIND] [--dist FOLDER] [--quick]

KIND is `archive` (tar.xz, or zip on Windows), `deb`, `nsis` (Windows' setup; makes one here too, around whatever
bundle there is, to see that the script compiles) or `dmg`; without it, what the present system makes. Beside each file
stands its SHA-256. A setup or an image is signed, and an image notarised, when the environment has the certificate:

    WINDOWS_CERTIFICATE, WINDOWS_CERTIFICATE_PASSWORD           a .pfx file and its password, for signtool
    APPLE_IDENTITY, APPLE_ID, APPLE_TEAM, APPLE_PASSWORD        for codesign and notarytool

Without one it says so, and the file is not signed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from bundle import folder
from facts import DESCRIPTION, NAME, PUBLISHER, ROOT, VERSION, four_numbers

PLACE = Path("opt") / "cxdesk"  # where a package of its own weight belongs on Debian
HERE = Path(__file__).resolve().parent
# Of Debian; the rest is in the bundle. The graphics driver's libraries must be the system's own.
DEPENDS = "libc6, libgl1, libegl1, libxcb1, libfontconfig1, libfreetype6"


def archive(dist: Path, out: Path, quick: bool) -> Path:
    """The folder as it is, for people who want no installer."""
    made = folder(dist)
    named = out / f"{NAME}-{VERSION}-{_system()}"
    if os.name == "nt":
        target = named.with_name(named.name + ".zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1 if quick else 9) as packed:
            for path in sorted(made.rglob("*")):
                packed.write(path, Path(NAME) / path.relative_to(made))
        return target
    target = named.with_name(named.name + ".tar.xz")
    with tarfile.open(target, "w:xz", preset=1 if quick else 6) as packed:
        packed.add(made, arcname=NAME)
    return target


def deb(dist: Path, out: Path, quick: bool) -> Path:
    """A package for Debian and Ubuntu: the bundle in one folder, a command, an entry in the menu, the kind of file."""
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    target = out / f"cxdesk_{VERSION}_{architecture.stdout.strip()}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "cxdesk"
        shutil.copytree(folder(dist), root / PLACE, symlinks=True)
        share = root / "usr" / "share"
        _put(HERE / "linux" / "cxdesk.desktop", share / "applications" / "cxdesk.desktop")
        _put(HERE / "linux" / "cxdesk-mime.xml", share / "mime" / "packages" / "cxdesk.xml")
        for icon in sorted((HERE / "icons").glob("cxdesk-*.png")):
            size = icon.stem.rpartition("-")[2]
            _put(icon, share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "cxdesk.png")
        _put(
            ROOT / "resources" / "icons" / "cxdesk.svg",
            share / "icons" / "hicolor" / "scalable" / "apps" / "cxdesk.svg",
        )
        _put(ROOT / "LICENSE", share / "doc" / "cxdesk" / "copyright")
        command = root / "usr" / "bin" / "cxdesk"
        command.parent.mkdir(parents=True)
        command.symlink_to(Path("/") / PLACE / "cxdesk")
        kilobytes = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) // 1024
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(
            f"Package: cxdesk\nVersion: {VERSION}\nArchitecture: {architecture.stdout.strip()}\n"
            f"Maintainer: {PUBLISHER} <cxdesk@localhost>\nInstalled-Size: {kilobytes}\nDepends: {DEPENDS}\n"
            f"Section: misc\nPriority: optional\nDescription: {DESCRIPTION}\n",
            encoding="utf-8",
        )
        packing = ["-Zxz", "-z1"] if quick else ["-Zxz"]
        subprocess.run(["dpkg-deb", "--root-owner-group", *packing, "--build", str(root), str(target)], check=True)
    return target


def nsis(dist: Path, out: Path, quick: bool) -> Path:
    """The setup for Windows."""
    target = out / f"{NAME}-{VERSION}-setup.exe"
    said = {
        "BUNDLE": str(folder(dist)),
        "SLASH": os.sep,
        "VERSION": VERSION,
        "FOUR": ".".join(map(str, four_numbers())),
        "PUBLISHER": PUBLISHER,
        "LICENCE": str(ROOT / "LICENSE"),
        "ICON": str(HERE / "icons" / "cxdesk.ico"),
        "OUT": str(target),
    } | ({"QUICK": "1"} if quick else {})
    defined = [f"-D{name}={value}" for name, value in said.items()]
    subprocess.run(["makensis", "-V2", "-WX", *defined, str(HERE / "windows" / "cxdesk.nsi")], check=True)
    _sign_for_windows(target)
    return target


def dmg(dist: Path, out: Path, quick: bool) -> Path:
    """The disk image for macOS: the program and a link to Applications."""
    made, target = folder(dist), out / f"{NAME}-{VERSION}-{platform.machine()}.dmg"
    identity = os.environ.get("APPLE_IDENTITY")
    if identity:
        entitlements = str(HERE / "macos" / "entitlements.plist")
        sign = ["codesign", "--force", "--deep", "--options", "runtime", "--timestamp", "--entitlements", entitlements]
        subprocess.run([*sign, "--sign", identity, str(made)], check=True)
        subprocess.run(["codesign", "--verify", "--deep", "--strict", str(made)], check=True)
    else:
        print("APPLE_IDENTITY is not set: the program is not signed, macOS will ask before it opens it.")
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["ditto", str(made), str(Path(scratch) / made.name)], check=True)
        (Path(scratch) / "Applications").symlink_to("/Applications")
        kind = "UDRO" if quick else "UDZO"
        image = ["hdiutil", "create", "-volname", NAME, "-srcfolder", scratch, "-ov", "-format", kind, str(target)]
        subprocess.run(image, check=True)
    if identity:
        subprocess.run(["codesign", "--sign", identity, "--timestamp", str(target)], check=True)
    _notarise(target)
    return target


def _sign_for_windows(target: Path) -> None:
    certificate, password = (os.environ.get(f"WINDOWS_CERTIFICATE{end}") for end in ("", "_PASSWORD"))
    if not certificate or password is None:
        print("WINDOWS_CERTIFICATE is not set: the setup is not signed, Windows will ask before it runs it.")
        return
    stamped = ["/fd", "sha256", "/tr", "http://timestamp.digicert.com", "/td", "sha256"]
    subprocess.run(["signtool", "sign", "/f", certificate, "/p", password, *stamped, str(target)], check=True)
    subprocess.run(["signtool", "verify", "/pa", str(target)], check=True)


def _notarise(target: Path) -> None:
    named = ("APPLE_ID", "APPLE_TEAM", "APPLE_PASSWORD")
    person, team, password = (os.environ.get(name, "") for name in named)
    if not (person and team and password):
        print(f"Not notarised: {', '.join(named)} are not all set.")
        return
    asked = ["--apple-id", person, "--team-id", team, "--password", password, "--wait"]
    subprocess.run(["xcrun", "notarytool", "submit", str(target), *asked], check=True)
    subprocess.run(["xcrun", "stapler", "staple", str(target)], check=True)
    subprocess.run(["xcrun", "stapler", "validate", str(target)], check=True)
    subprocess.run(
        ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", str(target)], check=True
    )


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _system() -> str:
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"{system}-{platform.machine().lower()}"


KINDS = {"archive": archive, "deb": deb, "nsis": nsis, "dmg": dmg}
OF_SYSTEM = {"win32": ("archive", "nsis"), "darwin": ("dmg",)}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []])
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the bundle is (default: dist)")
    parser.add_argument("--quick", action="store_true", help="compress less, for trying")
    asked = parser.parse_args(arguments)
    dist = asked.dist.resolve()
    for kind in asked.kinds or OF_SYSTEM.get(sys.platform, ("archive", "deb")):
        made = KINDS[kind](dist, dist, asked.quick)
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        made.with_name(made.name + ".sha256").write_text(f"{digest}  {made.name}\n", encoding="utf-8")
        print(f"{made}: {made.stat().st_size / (1 << 20):.0f} MiB, {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
