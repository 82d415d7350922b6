"""What does not go into the bundle, with why. Found by building, listing what is large, and trying without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

Imports = Callable[[str], Iterable[str]]

# Imported somewhere behind a `try`, or only by parts of a library that CXDesk does not use; readline is under the GPL.
MODULES = [
    "IPython", "PIL", "PyQt5", "PyQt6", "cupy", "dask", "h5py", "jinja2", "lxml", "matplotlib", "numba", "numexpr",
    "odf", "pyarrow", "pytest", "scipy", "sphinx", "sqlalchemy", "tables", "tkinter", "xlrd", "xlsxwriter",
    "_pytest", "asyncio", "curses", "distutils", "ensurepip", "idlelib", "lib2to3", "pip", "pydoc_data", "readline",
    "setuptools", "turtle",
    "_ssl", "ftplib", "imaplib", "nntplib", "poplib", "smtplib", "ssl", "telnetlib", "xmlrpc",  # it has no network
    "numpy.f2py", "numpy.testing.tests", "pandas.tests", "pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.opengl",
    "PySide6.Qt3DCore", "PySide6.QtConcurrent", "PySide6.QtDBus", "PySide6.QtDesigner", "PySide6.QtHelp",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick",
    "PySide6.QtQuickControls2", "PySide6.QtQuickTest", "PySide6.QtQuickWidgets", "PySide6.QtSql", "PySide6.QtTest",
    "PySide6.QtUiTools", "PySide6.QtXml",
]  # fmt: skip
LANGUAGES = ("en", "fr", "ro")

_QT_LIBRARY = re.compile(
    r"(lib)?Qt6?(Network|Qml\w*|Quick\w*|Sql|Test|Designer\w*|Help|UiTools|Concurrent|Pdf\w*|"
    r"VirtualKeyboard\w*|Wayland\w*|WlShell\w*|EglF[Ss]\w*|Xml)(\.|$)"
)
_PLUGINS = {  # by folder, what is kept of Qt's plug-ins; folders that are not named are left out whole
    "platforms": ("qxcb", "qoffscreen", "qwindows", "qcocoa", "qminimal"),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qico", "qicns", "qjpeg"),
    "styles": ("",),
    "platformthemes": ("qxdgdesktopportal",),
    "platforminputcontexts": ("compose", "ibus"),
    "xcbglintegrations": (),
}
_TRANSLATION = re.compile(r"qt(base)?_(\w+)\.qm$")
_LOCALE = re.compile(r"babel/locale-data/(\w+)\.dat$")


def wanted(name: str) -> bool:
    """Whether a file goes into the bundle; `name` is its path there."""
    path = name.replace("\\", "/")
    return _of_qt(path) and _of_languages(path) and not _never(path)


def _of_qt(path: str) -> bool:
    if "PySide6" not in path and not PurePosixPath(path).name.startswith("libQt6"):
        return True
    if _QT_LIBRARY.search(PurePosixPath(path).name):
        return False
    parts = PurePosixPath(path).parts
    if "qml" in parts:
        return False
    if "plugins" in parts:
        folder, file = parts[parts.index("plugins") + 1], parts[-1]
        kept = _PLUGINS.get(folder, ())
        return any(re.sub("^lib", "", file).startswith(stem) or stem in file for stem in kept)
    return True


def _of_languages(path: str) -> bool:
    locale = _LOCALE.search(path)
    if locale is not None:
        return locale[1] == "root" or locale[1].split("_")[0] in LANGUAGES
    if "/translations/" in path and path.endswith(".qm"):
        translation = _TRANSLATION.search(path)
        return translation is not None and translation[1] is not None and translation[2] in LANGUAGES
    return True


# What only the plug-in for GTK's looks would need; CXDesk has looks of its own.
_GTK = ("libatk", "libcairo", "libdatrie", "libfribidi", "libgdk", "libgtk", "libpango", "libpixman", "libthai")


def _never(path: str) -> bool:
    """Tests, sources of extensions, drawing software that only OpenGL would need, and GTK."""
    name = PurePosixPath(path).name
    return (
        "/tests/" in path
        or name.endswith((".pyx", ".pxd", ".pxi", ".c", ".h", ".po"))
        or name.startswith(("opengl32sw", "d3dcompiler", *_GTK))
    )


def without_orphans(binaries: list[tuple[str, str, str]], imports: Imports) -> list[tuple[str, str, str]]:
    """(name in the bundle, where it is, sort) without the system's libraries that nothing in the bundle needs any
    more. `imports` gives the names of the libraries that a file asks for.
    """
    beside = {one[0]: one for one in binaries if "/" not in one[0].replace("\\", "/")}
    waiting = [one for one in binaries if one[0] not in beside or one[0].lower().startswith(("libpython", "python"))]
    kept = {one[0] for one in waiting}
    while waiting:
        for name in imports(waiting.pop()[1]):
            if name in beside and name not in kept:
                kept.add(name)
                waiting.append(beside[name])
    return [one for one in binaries if one[0] in kept]
