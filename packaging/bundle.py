"""The bundle: built, listed and proved by one command.

    python packaging/bundle.py [build] [prove] [--dist FOLDER]        without a word: both

`build` makes FOLDER/cxdesk (FOLDER/CXDesk.app on macOS) and the lists of what is in it. `prove` starts it without a
screen and, on Linux, on a virtual one; imports a file, compares every number with the source's, makes a report and
prints size and start time, each with its limit. Ends with 1 when one of them is missed. Needs what
requirements/bundle.txt names.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import contents
from facts import NAME, ROOT, VERSION

HERE = Path(__file__).resolve().parent
MIB = 1 << 20
UNPACKED, PACKED, START = 240.0, 70.0, 0.8  # MiB, MiB, seconds to the first window of a warm start
STARTS = 7
PATIENCE = 60.0  # seconds until a start counts as failed
LETTERS = "NPS survey"


@dataclass
class Told:
    """One line of the table: what was tried, what came out, and the limit where there is one."""

    what: str
    found: str
    good: bool
    limit: str = ""


def program(dist: Path) -> Path:
    """The program inside the bundle."""
    if sys.platform == "darwin":
        return dist / f"{NAME}.app" / "Contents" / "MacOS" / "cxdesk"
    return dist / "cxdesk" / ("cxdesk-cli.exe" if os.name == "nt" else "cxdesk")


def folder(dist: Path) -> Path:
    return dist / f"{NAME}.app" if sys.platform == "darwin" else dist / "cxdesk"


def build(dist: Path) -> None:
    """Make the bundle anew and list what is in it; ends the program when a file in it has no owner."""
    recipe = [sys.executable, "-m", "PyInstaller", str(HERE / "cxdesk.spec"), "--noconfirm", "--log-level", "WARN"]
    subprocess.run([*recipe, "--distpath", str(dist), "--workpath", str(dist / "work")], cwd=ROOT, check=True)
    try:
        parts = contents.write(folder(dist))
    except contents.Unknown as error:
        raise SystemExit(str(error)) from None
    print(f"{folder(dist)}: {len(parts)} parts, listed in {contents.SBOM} and {contents.THIRD_PARTY}")


def prove(dist: Path) -> list[Told]:
    """Try the bundle as a person and as a script would."""
    started = program(dist)
    with tempfile.TemporaryDirectory(prefix="cxdesk-proof-") as scratch:
        own = Path(scratch)
        told = [
            *_sizes(folder(dist)),
            _listed(folder(dist)),
            _version(started, own),
            _imports(started, own),
            _same_numbers(started, own),
            _picture(started, own),
            _report(started, own),
        ]
        if sys.platform == "linux":
            told += _on_a_screen(started, own)
    return told


# What is tried


def _sizes(made: Path) -> list[Told]:
    unpacked = sum(path.stat().st_size for path in contents.every_file(made)) / MIB
    with tempfile.TemporaryFile() as packed:
        with tarfile.open(fileobj=packed, mode="w:xz", preset=6) as archive:
            archive.add(made, arcname=made.name)
        size = packed.tell() / MIB
    return [
        Told("unpacked", f"{unpacked:.0f} MiB", unpacked <= UNPACKED, f"{UNPACKED:.0f} MiB"),
        Told("packed (tar.xz)", f"{size:.0f} MiB", size <= PACKED, f"{PACKED:.0f} MiB"),
    ]


def _listed(made: Path) -> Told:
    wrong = contents.verify(made)
    return Told("list of parts is what is inside", wrong[0] if wrong else "yes", not wrong)


def _version(started: Path, own: Path) -> Told:
    said = _run(started, own, "--version").stdout.strip()
    return Told("says its version", said, said == f"{NAME} {VERSION}")


def _imports(started: Path, own: Path) -> Told:
    """A file through the import's own process, which the bundle starts by its hidden command."""
    survey = own / "April survey.csv"
    with survey.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Response ID", "Date", "How likely are you to recommend us?", "Comment"])
        for at in range(400):
            rows.writerow([f"R{at}", f"2026-04-{at % 28 + 1:02}", (at * 7) % 11, f"{LETTERS}, given as no. {at}"])
    workspace = own / "one file.cxdesk"
    done = _run(started, own, "import", str(survey), "-w", str(workspace), "--json")
    files = json.loads(done.stdout)["files"] if done.returncode == 0 else []
    new = files[0]["rows"]["new"] if files else 0
    return Told("imports a file", f"{new} rows" if files else done.stderr.strip()[-200:], new == 400)


def _same_numbers(started: Path, own: Path) -> Told:
    """Every number of the sample company, by the bundle and by the source beside it."""
    workspace = own / "sample.cxdesk"
    _run(started, own, "demo", "-w", str(workspace), "--no-gui")
    asked = ["metrics", "-w", str(workspace), "--json"]
    ours = _run(started, own, *asked).stdout
    source = [sys.executable, "-m", "cxdesk", *asked]
    theirs = subprocess.run(source, cwd=ROOT, env=_environment(own), capture_output=True, check=True).stdout.decode()
    n = len(json.loads(theirs)["metrics"])
    return Told("numbers as the source's, byte for byte", f"{n} metrics", ours == theirs and n > 50)


def _picture(started: Path, own: Path) -> Told:
    """The whole window without a screen."""
    picture = own / "desk.png"
    asked = [str(own / "sample.cxdesk"), "--offscreen-picture", str(picture), "--size", "1280x720"]
    done = _run(started, own, *asked, QT_QPA_PLATFORM="offscreen")
    there = picture.is_file() and picture.read_bytes().startswith(b"\x89PNG")
    return Told(
        "paints the desk without a screen", "yes" if there else done.stderr[-200:], there and not done.returncode
    )


def _report(started: Path, own: Path) -> Told:
    report = own / "report.pdf"
    done = _run(started, own, "report", "-w", str(own / "sample.cxdesk"), str(report), QT_QPA_PLATFORM="offscreen")
    there = report.is_file() and report.read_bytes().startswith(b"%PDF-")
    size = f"{report.stat().st_size / 1024:.0f} KiB" if there else done.stderr.strip()[-200:]
    return Told("makes a report", size, there and not done.returncode)


def _on_a_screen(started: Path, own: Path) -> list[Told]:
    """A real window on a virtual screen, and how soon it is there."""
    if shutil.which("Xvfb") is None:
        return [Told("opens on a screen", "not tried: there is no Xvfb here", True)]
    import screen

    with screen.virtual() as display:
        seconds = [_seconds_to_window(started, own, display, screen.has_window) for _round in range(STARTS + 1)][1:]
    median = statistics.median(seconds)
    return [
        Told("opens on a screen", f"{STARTS} of {STARTS} times", True),
        Told("warm start to the first window", f"{median:.2f} s", median <= START, f"{START} s"),
    ]


def _seconds_to_window(started: Path, own: Path, display: str, has_window: Callable[[str], bool]) -> float:
    environment = _environment(own, DISPLAY=display, QT_QPA_PLATFORM="xcb")
    began = time.perf_counter()
    with subprocess.Popen([str(started), str(own / "sample.cxdesk")], env=environment) as running:
        try:
            _wait_for(running, partial(has_window, display))
            return time.perf_counter() - began
        finally:
            running.terminate()


def _wait_for(running: subprocess.Popen[bytes], shown: Callable[[], bool]) -> None:
    given_up = time.perf_counter() + PATIENCE
    while not shown():
        if running.poll() is not None or time.perf_counter() > given_up:
            raise SystemExit(f"The bundle showed no window; it ended with {running.poll()}.")
        time.sleep(0.005)


# How it is run


def _run(started: Path, own: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(started), *arguments],
        cwd=own,
        env=_environment(own, **extra),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def _environment(own: Path, **extra: str) -> dict[str, str]:
    """Without what an installed Python or a profile of the person would lend the bundle."""
    lent = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH"}
    kept = {name: value for name, value in os.environ.items() if name not in lent}
    return kept | {"CXDESK_PROFILE": str(own / "profile"), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"} | extra


@contextmanager
def _stopwatch(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.0f} s")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", choices=["build", "prove", []], help="both when none is named")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the bundle is (default: dist)")
    asked = parser.parse_args(arguments)
    steps, dist = asked.steps or ["build", "prove"], asked.dist.resolve()
    if "build" in steps:
        with _stopwatch("built in"):
            build(dist)
    if "prove" not in steps:
        return 0
    told = prove(dist)
    for one in told:
        limit = f"(at most {one.limit})" if one.limit else ""
        print(f"{'ok  ' if one.good else 'FAIL'} {one.what:40} {one.found} {limit}".rstrip())
    return 0 if all(one.good for one in told) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
