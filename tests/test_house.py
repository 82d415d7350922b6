"""The rules of the house: sizes, forbidden shortcuts, texts that can be translated, nothing that runs what it reads."""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import FIRST
from tests.shared_files import REPOSITORY

PRODUCT = sorted((REPOSITORY / "cxdesk").rglob("*.py"))
TOOLS = sorted((REPOSITORY / "packaging").rglob("*.py"))
TESTS = sorted(path for path in (REPOSITORY / "tests").rglob("*.py"))
CODE = PRODUCT + TOOLS
EVERYTHING = CODE + TESTS

LINES_OF_A_FILE = 600
LINES_OF_A_FUNCTION = 70
METHODS_OF_A_CLASS = 25
METHODS_OF_THE_WINDOW = 20
NESTING = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


@pytest.fixture(autouse=True, scope="module")
def trees_are_let_go() -> Iterator[None]:
    """Millions of nodes: the collector would walk along them while they grow, and in every test after these."""
    gc.disable()
    yield
    tree.cache_clear()
    walked.cache_clear()
    gc.enable()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def walked(path: Path) -> dict[type[ast.AST], list[ast.AST]]:
    """All nodes of a file by their kind."""
    found: dict[type[ast.AST], list[ast.AST]] = {}
    for node in ast.walk(tree(path)):
        found.setdefault(type(node), []).append(node)
    return found


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where a rule is broken, as an editor opens it."""
    return f"{path.relative_to(REPOSITORY).as_posix()}:{getattr(node, 'lineno', 1)}"


def nodes(paths: list[Path], *kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for kind in kinds:
            for node in walked(path).get(kind, ()):
                yield path, node


def called(node: ast.Call) -> str:
    """The last name of what is called: `sleep` of `time.sleep(1)`."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls(paths: list[Path], *names: str) -> Iterator[tuple[Path, ast.Call]]:
    for path, node in nodes(paths, ast.Call):
        if isinstance(node, ast.Call) and called(node) in names:
            yield path, node


def length(function: ast.AST) -> int:
    """Lines of a function without its docstring and its decorators, which are declarations."""
    assert isinstance(function, FUNCTIONS)
    body = function.body
    docstring = body[0] if ast.get_docstring(function) is not None else None
    lines = (function.end_lineno or 0) - function.lineno + 1
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def depth(node: ast.AST) -> int:
    """How deep blocks stand in blocks; `elif` is one block with its `if`, functions inside start anew."""
    deepest = 0
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        for child in getattr(node, field, ()):
            if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                continue
            chained = field == "orelse" and isinstance(node, ast.If) and isinstance(child, ast.If)
            deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


# Sizes


def test_no_file_is_too_long() -> None:
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in EVERYTHING}
    assert {where: n for where, n in lengths.items() if n > LINES_OF_A_FILE} == {}


def test_most_files_are_short() -> None:
    short = [path for path in CODE if len(path.read_text("utf-8").splitlines()) < 200]
    assert len(short) >= 0.75 * len(CODE)


def test_no_function_is_too_long() -> None:
    lengths = {place(path, node): length(node) for path, node in nodes(EVERYTHING, *FUNCTIONS)}
    assert {where: n for where, n in lengths.items() if n > LINES_OF_A_FUNCTION} == {}


def test_most_functions_are_short() -> None:
    lengths = [length(node) for _path, node in nodes(CODE, *FUNCTIONS)]
    assert sum(n < 15 for n in lengths) >= 0.75 * len(lengths)


def test_no_class_does_everything() -> None:
    crowded = {}
    for path, node in nodes(EVERYTHING, ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        methods = sum(isinstance(child, FUNCTIONS) for child in node.body)
        limit = METHODS_OF_THE_WINDOW if path.match("cxdesk/app/window.py") else METHODS_OF_A_CLASS
        if methods > limit:
            crowded[f"{place(path, node)} {node.name}"] = methods
    assert crowded == {}


def test_nothing_is_nested_deeply() -> None:
    """A test may wrap all it does in one more `with`."""
    deep = {place(path, node): depth(node) - (path in TESTS) for path, node in nodes(EVERYTHING, *FUNCTIONS)}
    assert {where: n for where, n in deep.items() if n > NESTING} == {}


def test_nothing_lives_in_a_drawer() -> None:
    drawers = {"utils", "util", "misc", "common", "helpers", "helper"}
    assert [
        place(path) for path in EVERYTHING if drawers & {part.removesuffix(".py") for part in path.parts[-4:]}
    ] == []


def test_every_folder_is_a_package() -> None:
    assert sorted({path.parent for path in PRODUCT if not (path.parent / "__init__.py").exists()}) == []


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in FIRST if not (REPOSITORY / "tests" / name).is_file()] == []


# Shortcuts


def test_nothing_reaches_for_a_global() -> None:
    assert [place(*found) for found in nodes(EVERYTHING, ast.Global)] == []


def test_nothing_imports_all_names_of_a_module() -> None:
    starred = [
        place(path, node)
        for path, node in nodes(EVERYTHING, ast.ImportFrom)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert starred == []


def test_every_except_names_what_it_catches() -> None:
    bare = [
        place(path, node)
        for path, node in nodes(EVERYTHING, ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_the_event_loop_is_never_pumped_by_hand() -> None:
    assert [place(*found) for found in calls(EVERYTHING, "processEvents", "qWait")] == []


def test_no_test_waits_for_a_fixed_time() -> None:
    waits = [
        place(path, node)
        for path, node in calls(TESTS, "sleep", "wait", "msleep")
        if called(node) != "wait" or _is_qtbot(node)
    ]
    assert waits == []


def _is_qtbot(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "qtbot"


# Nothing that is read may run (S7)


def test_nothing_that_is_read_is_run() -> None:
    """`exec` is Python's, not the `exec` of a Qt dialog."""
    builtin = {"eval", "exec", "compile", "__import__"}
    banned = {"eval", "executescript", "enable_load_extension", "load_extension", "read_pickle", "to_pickle"}
    found = [
        place(path, node)
        for path, node in calls(CODE, *builtin, *banned)
        if called(node) in (builtin if isinstance(node.func, ast.Name) else banned)
    ]
    assert found == []


def test_no_module_that_runs_what_it_reads_is_imported() -> None:
    banned = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "code", "codeop"}
    found = []
    for path, node in nodes(CODE, ast.Import, ast.ImportFrom):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [getattr(node, "module", "") or ""]
        )
        found += [place(path, node) for name in names if name.split(".")[0] in banned]
    assert found == []


def test_only_the_staging_of_imports_attaches_a_database() -> None:
    attach = re.compile(r"\b(?:ATTACH\s+(?:DATABASE\b|\?|'|:)|LIMIT_ATTACHED)", re.IGNORECASE)
    found = {path.relative_to(REPOSITORY).as_posix() for path in CODE if attach.search(path.read_text("utf-8"))}
    assert found <= {"cxdesk/store/staging.py"}


def test_no_pandas_expression_is_made_of_text() -> None:
    risky = [
        place(path, node)
        for path, node in calls(CODE, "query", "eval")
        if isinstance(node.func, ast.Attribute) and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert risky == []


def test_no_network_module_is_imported() -> None:
    banned = {
        "socket",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "aiohttp",
        "PySide6.QtNetwork",
    }
    found = []
    for path, node in nodes(PRODUCT, ast.Import, ast.ImportFrom):
        module = getattr(node, "module", None) or ""
        names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {module}
        names |= {f"{module}.{alias.name}" for alias in getattr(node, "names", [])}
        found += [place(path, node)] if names & banned else []
    assert found == []


# Texts


def test_a_text_is_translated_as_it_stands() -> None:
    """A text put together before it is translated is in no catalogue."""
    made_up = [
        place(path, node)
        for path, node in calls(PRODUCT, "_", "N_", "ngettext", "pgettext", "plural")
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) or _formats(argument) for argument in node.args[:2])
    ]
    assert made_up == []


def _formats(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and called(argument) == "format"


def test_no_loop_hides_the_translator() -> None:
    """`for _ in …` makes `_` a local name, and `_("…")` in the same function fails when it is called."""
    hidden = []
    stored = {path for path, node in nodes(PRODUCT, ast.Name) if node.id == "_" and isinstance(node.ctx, ast.Store)}  # type: ignore[attr-defined]
    for path, function in nodes(sorted(stored), *FUNCTIONS):
        names = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"]
        if any(isinstance(node.ctx, ast.Store) for node in names) and any(
            isinstance(node, ast.Call) and called(node) == "_" for node in ast.walk(function)
        ):
            hidden.append(place(path, function))
    assert hidden == []


# What data may be shown with (S4)

MARKUP = {
    "QLabel",
    "QMessageBox",
    "QToolTip",
    "QProgressDialog",
    "QInputDialog",
    "QErrorMessage",
    "QTextBrowser",
    "QTextEdit",
}


def test_widgets_that_read_markup_are_made_in_one_place() -> None:
    """These render HTML found in a file's cell, and open what it names. The plain ones are in app/widgets/plain.py."""
    found = [
        f"{place(path, node)} {called(node)}"
        for path, node in calls(PRODUCT, *MARKUP)
        if not path.match("cxdesk/app/widgets/plain*.py") and node not in _pictures(path)
    ]
    assert found == []


def _pictures(path: Path) -> list[ast.Call]:
    """The labels of a file that are made empty and never given a text: they show an icon."""
    texts = {
        ast.unparse(node.func.value) for _path, node in calls([path], "setText") if isinstance(node.func, ast.Attribute)
    }
    return [
        node.value
        for _path, node in nodes([path], ast.Assign)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and called(node.value) == "QLabel"
        and not node.value.args
        and not texts & {ast.unparse(target) for target in node.targets}
    ]


def test_tooltips_are_our_own_words() -> None:
    """A tooltip guesses whether it is HTML; one with a value in it goes through the plain helpers."""
    found = [
        place(path, node)
        for path, node in calls(PRODUCT, "setToolTip", "setWhatsThis")
        if not path.match("cxdesk/app/widgets/plain*.py") and not all(_fixed(argument) for argument in node.args[-1:])
    ]
    assert found == []


def _fixed(text: ast.expr) -> bool:
    """Whether a text is a literal, translated or not, without values; or was made harmless by the plain helper."""
    if isinstance(text, ast.Call) and called(text) == "tooltip":
        return True
    if isinstance(text, ast.Call):
        return called(text) in {"_", "N_"} and not text.keywords and all(_fixed(argument) for argument in text.args)
    return isinstance(text, ast.Constant)


# The repository speaks of CXDesk alone

WRITTEN = (
    ".py",
    ".md",
    ".toml",
    ".po",
    ".json",
    ".svg",
    ".css",
    ".yml",
    ".html",
    ".txt",
    ".sh",
    "run",
    ".gitignore",
    "LICENSE",
)
FOREIGN = re.compile(
    "|".join(
        [
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/o" + "pt/",
            r"/ho" + r"me/\w",
            "C:" + r"\\Users",
            "find-" + "links",
            "index-" + "url",
            "issue " + r"#\d",
        ]
    ),
    re.IGNORECASE,
)


def _written() -> list[Path]:
    hidden = {
        ".git",
        ".venv",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "__pycache__",
        "build",
        "dist",
    }
    return [
        path
        for path in sorted(REPOSITORY.rglob("*"))
        if path.is_file() and path.name.endswith(WRITTEN) and not hidden & set(path.relative_to(REPOSITORY).parts)
    ]


def test_no_file_speaks_of_the_machine_it_was_written_on() -> None:
    found = [
        f"{place(path)} {match.group()}"
        for path in _written()
        if (match := FOREIGN.search(path.read_text("utf-8", errors="replace")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE", ".github/CONTRIBUTING.md", "cxdesk/ARCHITECTURE.md"]
)
def test_what_a_newcomer_looks_for_is_there(name: str) -> None:
    assert len((REPOSITORY / name).read_text("utf-8")) > 500
