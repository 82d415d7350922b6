"""The workspaces that are measured, imported once the way anybody's files are and kept in the benchmark folder."""

from __future__ import annotations

from pathlib import Path

from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.sample import make_sample
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.data import write_three_questions

QUESTIONS = (
    "How likely are you to recommend us? (0-10)=nps:0-10",
    "How satisfied are you? (1-5)=csat:1-5",
    "It was easy to get help (1-7)=ces:1-7",
)


def workspace(folder: Path, answers: int) -> Path:
    """A workspace of about so many answers."""
    path = folder / f"answers_{answers}.cxdesk"
    if not path.exists():
        _make(folder, path, answers)
    return path


def _make(folder: Path, path: Path, answers: int) -> None:
    draft = path.with_suffix(".making.cxdesk")
    draft.unlink(missing_ok=True)
    with Workspace.create(draft) as made:
        made.set_setting("zone", "Europe/Paris")
        source = write_three_questions(folder / f"three_{answers}.csv", answers)
        for report in import_files(made, [source], ImportOptions(questions=QUESTIONS)):
            if report.error or report.open_doubts:
                raise RuntimeError(str(report.to_json()))
    draft.rename(path)


def sample(folder: Path) -> Path:
    path = folder / "sample.cxdesk"
    if not path.exists():
        make_sample(path)
    return path
