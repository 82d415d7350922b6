"""From a bare computer to a running CXDesk, with nothing but Python.

    python3 packaging/bootstrap.py run [FILE...]      start CXDesk, on these files or on the sample workspace
    python3 packaging/bootstrap.py test [ARGUMENT...] check the code and run all tests; arguments go to pytest

Makes an environment of its own in `.venv`, installs into it what is missing, and on Debian and Ubuntu the
system libraries that Qt needs. The second start finds everything in place. Standard library only, and no
syntax newer than Python 3.7, so that an old Python can still say that it is too old.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
PICTURE, SIZE = "desk.png", "1440x900"

# What PySide6 asks of the system: library name → Debian package.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
}
# What a window on a real screen needs besides.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LINTERS = (
    ("style", ["-m", "ruff", "check", "."]),
    ("types", ["-m", "mypy"]),
    ("layers", ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]),
)


def main(arguments: list[str]) -> int:
    """Run one of the two commands; returns the exit code of what it started, 2 for a wrong call."""
    commands = {"run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return with_another_python(arguments)
    return commands[arguments[0]](arguments[1:])


def run(files: list[str]) -> int:
    """Start CXDesk on `files`, or on the sample workspace; without a screen, show it as a table and a picture."""
    screen = screen_named()
    system_packages(for_screen=screen)
    python = environment([])
    what = list(files) or ["demo"]
    if screen and screen_opens(python):
        say("Starting CXDesk.")
        return call([python, "-P", "-m", "cxdesk", *what])
    if screen:
        say("A screen is named but cannot be opened, so CXDesk runs without a window.")
    else:
        say("This computer has no screen, so CXDesk runs without a window.")
    say("It prints the cards as a table and saves a picture of the desk.")
    picture = Path.cwd() / PICTURE
    shown = ["--offscreen-picture", str(picture), "--size", SIZE]
    code = call([python, "-P", "-m", "cxdesk", *what, *shown], screen=False)
    if code == 0:
        say(f"The picture is {picture}.")
    return code


def test(arguments: list[str]) -> int:
    """Check style, types and layers, then run the tests; the first failure's exit code is returned."""
    screen = screen_named()
    system_packages(for_screen=screen)
    python = environment(["test", "dev"])
    screen = screen and screen_opens(python)
    if not screen:
        say("No screen here: the windows are tested without one.")
    failed = 0
    for name, command in LINTERS:
        say(f"Checking {name}.")
        code = call([python, *command], cwd=ROOT)
        failed = failed or code
    say("Running the tests.")
    # What the tests of one file share is made once: a file is never given to both. Their order is that of conftest.py.
    shared_out = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    outcome = call([python, "-m", "pytest", *shared_out, *arguments], cwd=ROOT, screen=screen)
    if failed:
        say("The tests above ran, but a check of the code before them failed; see further up.")
    return failed or outcome


# The environment


def environment(extras: list[str]) -> str:
    """The environment's Python, with CXDesk and `extras` installed."""
    python = environment_python()
    if not works(python):
        make_environment()
    if not works(python):
        stop(f"The environment in {VENV} does not start. Remove that folder and try again.")
    install(python, extras)
    return str(python)


def environment_python() -> Path:
    """Where the environment's Python is, or will be."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(python: Path) -> bool:
    """Whether an environment is there and usable; one that was copied from elsewhere or lost its Python is not."""
    if not python.exists():
        return False
    question = f"import pip, sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return quiet([str(python), "-c", question]).returncode == 0


def make_environment() -> None:
    """Make `.venv` anew."""
    say(f"Making an environment for CXDesk in {VENV}.")
    shutil.rmtree(VENV, ignore_errors=True)
    # In a process of its own: what apt has just installed is not seen by this one.
    made = quiet([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode != 0:
        say(made.stdout)
        stop("The environment could not be made; the lines above say why.")


def install(python: Path, extras: list[str]) -> None:
    """Install CXDesk from this folder unless the same was installed before."""
    plain, full = VENV / "installed", VENV / "installed-with-extras"
    stamp = full if extras else plain
    wanted = fingerprint()
    if any(known.exists() and known.read_text(encoding="utf-8") == wanted for known in (stamp, full)):
        return
    say("Installing what CXDesk needs. The first time this takes a few minutes and about 1 GB of disk.")
    target = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-e", target]
    if follow(command) != 0:
        stop(
            "Something could not be installed; the lines above say what.\n"
            "The usual cause is a missing internet connection. Starting again goes on where this stopped."
        )
    stamp.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """What an installation depends on: the project's declaration, the Python, and where it all lies."""
    parts = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    parts.update((ROOT / "cxdesk" / "__init__.py").read_bytes())
    parts.update(f"{sys.version_info[:3]} {ROOT}".encode())
    return parts.hexdigest()


def follow(command: list[str]) -> int:
    """Run pip and name each package as it comes, so that nobody thinks that it hangs; all of it if it fails."""
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                say("  " + line.split()[1].partition(";")[0])
            elif line.startswith("Installing collected packages"):
                say("  unpacking")
    if pip.returncode != 0:
        say("".join(lines[-25:]))
    return pip.returncode


# The system


def system_packages(*, for_screen: bool) -> None:
    """On Linux, see to what CXDesk takes from the system: Qt's libraries, and the tool that makes environments."""
    if not sys.platform.startswith("linux"):
        return
    libraries = {**QT_LIBRARIES, **(SCREEN_LIBRARIES if for_screen else {})}
    missing = [name for name in libraries if not loads(name)]
    packages = [libraries[name] for name in missing]
    if not can_make_environments() and not works(environment_python()):
        missing.insert(0, "Python's venv and ensurepip")
        packages.insert(0, venv_package())
    if missing and shutil.which("apt-get"):
        debian_packages(packages)
    elif missing:
        stop("CXDesk needs these from the system; please install them and start again:\n  " + "\n  ".join(missing))


def can_make_environments() -> bool:
    """Whether this Python has what Debian and Ubuntu keep in a package of its own."""
    return find_spec("venv") is not None and find_spec("ensurepip") is not None


def venv_package() -> str:
    """Debian's package with venv for the Python that is running."""
    default = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
    return "python3-venv" if default else f"python3.{sys.version_info[1]}-venv"


def loads(library: str) -> bool:
    """Whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def debian_packages(packages: list[str]) -> None:
    """Install Debian packages when root; otherwise say which line the person must run."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not is_root():
        stop(f"CXDesk needs a few packages of the system. Please run this line, then start again:\n\n  sudo {line}\n")
    say("Installing what CXDesk needs from the system: " + ", ".join(packages) + ".")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet(["apt-get", "update"], env=env)  # a failed update need not matter: the list may be good enough
    done = quiet(line.split(), env=env)
    if done.returncode != 0:
        say(done.stdout)
        stop(f"That did not work; the lines above say why. The command was:\n\n  {line}\n")


def is_root() -> bool:
    """Whether packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def screen_named() -> bool:
    """Whether there should be a screen to open a window on."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def screen_opens(python: str) -> bool:
    """Whether Qt can open the screen that is named; a left-over DISPLAY would end the app at once."""
    if not sys.platform.startswith("linux"):
        return True
    return quiet([python, "-c", "from PySide6.QtGui import QGuiApplication as A; A([])"]).returncode == 0


def with_another_python(arguments: list[str]) -> int:
    """Start again with a Python that CXDesk runs on, if this computer has one."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            return call([other, str(Path(__file__).resolve()), *arguments])
    here = "{}.{}".format(*sys.version_info[:2])
    return stop(f"CXDesk needs Python 3.11, 3.12 or 3.13; this is {here}. Python is free at python.org.")


# Processes and words


def call(command: list[str], *, cwd: Path | None = None, screen: bool = True) -> int:
    """Run a program in the foreground and return its exit code; 128 and more when it was ended by a signal."""
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("PYTHONHOME", None)
    if not screen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    try:
        code = subprocess.run(command, cwd=cwd, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 130
    return code if code >= 0 else 128 - code


def quiet(command: list[str], env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program and keep what it says."""
    return subprocess.run(
        command, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )


def say(sentence: str) -> None:
    """One line for the person, at once."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
