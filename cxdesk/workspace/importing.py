"""Importing: look at files, convert them in the child, say what would change, write it in one transaction, report.

    inspect_files → (the person answers) → prepare → commit      the window
    import_files                                                  the command line

Nothing is written to the workspace before `commit`; `discard` removes whatever `prepare` left.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError, DiskFull, FileEmpty, ImportStopped, NotFound
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.intake.batch import OUT_OF_COUNT, STAYS
from cxdesk.intake.blocks import NotInPieces
from cxdesk.intake.inspection import Doubt, Inspection, TableView
from cxdesk.intake.mapping import PART_OF, fingerprint
from cxdesk.intake.repairs import REPAIRS
from cxdesk.intake.snapshots import AS_OF, day_number
from cxdesk.system import paths
from cxdesk.system.i18n import _
from cxdesk.system.progress import Cancelled, Progress
from cxdesk.workspace.direct import MOST_HELPERS, converts_too, fit, likely_helpers, taken_in, taken_in_pieces
from cxdesk.workspace.displacing import displaced, put_out
from cxdesk.workspace.handover import ask_child, early_children, one_child_for_small_files, processors
from cxdesk.workspace.imports import GROUP
from cxdesk.workspace.lists_beside import beside

if TYPE_CHECKING:
    from subprocess import Popen

    from cxdesk.store.batches import ImportCounts
    from cxdesk.workspace.workspace import Workspace

A_DAY = 86_400_000_000
INSPECTION_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True)
class ImportOptions:
    """What the command line adds to what the files say."""

    kind: str | None = None
    sheet: str | None = None
    maps: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    dry_run: bool = False
    listed: int = 20  # of a dry run: so many rows of each sort are listed
    like: int | None = None  # read tables with the headings of this import as it was read


@dataclass(frozen=True)
class RowCounts:
    """Source rows: read = new + updated + unchanged + rejected + skipped + blank."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    blank: int = 0

    @property
    def adds_up(self) -> bool:
        kept = self.new + self.updated + self.unchanged
        return self.read == kept + self.rejected + sum(self.skipped.values()) + self.blank

    def to_json(self) -> dict[str, Any]:
        return to_plain(self)


@dataclass(frozen=True)
class TableChoice:
    """One table that the person wants, with the mapping as they left it."""

    inspection: Inspection
    view: TableView
    index: int = 0


@dataclass
class PreparedTable:
    """One converted table, waiting for the person's yes."""

    choice: TableChoice
    folder: Path
    staged: Any
    rows: RowCounts
    problems: list[dict[str, Any]]
    adjusted: dict[str, int] = field(default_factory=dict)
    verdicts: Any = None  # what becomes of each source row, see store.differences
    cells: int = 0  # single cells that could not be used
    blank_lines: list[list[int]] = field(default_factory=list)
    displaced: Any = None  # rows of earlier reports that it puts out of count, see displacing.Displaced


@dataclass
class Prepared:
    tables: list[PreparedTable]
    state: int
    left_out: list[TableChoice] = field(default_factory=list)

    @property
    def rows(self) -> RowCounts:
        """The sum over all tables."""
        return sum_of([table.rows for table in self.tables])


@dataclass
class ImportReport:
    """What happened to one table of one file."""

    file: str
    sheet: str | None = None
    kind: str | None = None
    format: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    open_doubts: list[dict[str, Any]] = field(default_factory=list)
    rows: RowCounts = field(default_factory=RowCounts)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    adjusted: dict[str, int] = field(default_factory=dict)  # cells taken with a change or a remark, by what it was
    details: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # of a dry run: some rows of each sort
    batch: int | None = None
    error: dict[str, Any] | None = None

    @property
    def title(self) -> str:
        return f"{self.file} · {self.sheet}" if self.sheet else self.file

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = to_plain(self)
        plain["doubts"] = plain.pop("open_doubts") + [d for d in plain["doubts"] if d not in self.open_doubts]
        return plain


Known = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]


def nobody_knows(_tokens: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    return {}


def inspect_files(
    files: Iterable[Path],
    progress: Progress | None = None,
    remembered: dict[str, Any] | None = None,
    known: Known = nobody_knows,
    waiting: Sequence[Popen[bytes]] = (),
) -> list[Inspection]:
    """What is in each file; a file that cannot be opened has its error inside. Folders stand for the files in them.

    `known` says how the rows behind the tokens of corrected rows were read, see `repairing`. `waiting` holds early
    children for a single file: the first of them looks at a text, and goes on waiting.
    """
    progress = progress or Progress()
    paths = expand(files)
    with one_child_for_small_files() if len(paths) > 1 else nullcontext():
        return [_seen(path, progress, remembered or {}, known, waiting) for path in paths]


def _seen(
    path: Path, progress: Progress, remembered: dict[str, Any], known: Known, waiting: Sequence[Popen[bytes]]
) -> Inspection:
    try:
        return _looked_at(path, progress, remembered, known, waiting)
    except Cancelled:
        raise
    except CXDeskError as error:
        size = path.stat().st_size if path.is_file() else 0
        said = {**error.to_json(), "file": error.file or path.name}
        return Inspection(path.name, str(path), size, "", "", error=said)


def expand(files: Iterable[Path]) -> list[Path]:
    """Files as given; folders become the files directly inside, in name order, without hidden ones. A folder without
    any stays, to be refused by name.
    """
    out: list[Path] = []
    for path in files:
        inside = _files_in(path) if path.is_dir() else []
        out += inside or [path]
    return out


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
    except OSError:
        return []


def _looked_at(
    path: Path, progress: Progress, remembered: dict[str, Any], known: Known, waiting: Sequence[Popen[bytes]]
) -> Inspection:
    """A file with corrected rows is looked at twice: only then is it known whose rows they are."""
    found = _inspect(path, progress, {"remembered": remembered}, waiting)
    tokens = sorted({view.token for view in found.tables if view.token})
    corrected = known(tokens) if tokens else {}
    return _inspect(path, progress, {"remembered": remembered, "corrected": corrected}, ()) if corrected else found


def _inspect(path: Path, progress: Progress, told: Mapping[str, Any], waiting: Sequence[Popen[bytes]]) -> Inspection:
    if path.is_dir():
        raise FileEmpty(
            _("The folder {file} holds no files that can be read.", file=path.name),
            _("Choose the folder that holds your exports, or the files themselves."),
            file=path.name,
        )
    if not path.is_file():
        raise NotFound(
            _("There is no file {file}.", file=path.name), _("Check the name and the folder."), file=path.name
        )
    folder = _private_folder()
    try:
        job = {"job": "inspect", "file": str(path.resolve()), "folder": str(folder), **told}
        stays = converts_too(path)
        done = ask_child(job, progress, waiting=waiting if stays else (), stays=stays)
        answer = Path(str(done["inspection"]))
        if answer.parent != folder or answer.stat().st_size > INSPECTION_LIMIT:
            raise ImportStopped(
                _("The import helper sent an answer that cannot be understood."),
                _("Nothing was imported. Split the file into smaller ones, then import those."),
                file=path.name,
            )
        return from_plain(Inspection, json.loads(answer.read_text(encoding="utf-8")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _private_folder() -> Path:
    try:
        return paths.private_folder()
    except OSError as fault:
        raise CXDeskError(
            _("No temporary folder can be made: {cause}.", cause=fault.strerror or type(fault).__name__),
            _("Nothing was imported. Make room for temporary files, and check that you may write where they go."),
            code="no_temporary_folder",
        ) from None


def prepare(workspace: Workspace, choices: Sequence[TableChoice], progress: Progress | None = None) -> Prepared:
    """Convert the tables in the child and count what would change. Raises CXDeskError; then nothing is left behind."""
    progress = progress or Progress()
    tables: list[PreparedTable] = []
    try:
        parts = parts_of(choices)
        with one_child_for_small_files() if len(parts) > 1 else nullcontext():
            for choice in parts:
                tables.append(_convert(workspace, choice, progress))
    except BaseException:
        discard(Prepared(tables, 0))
        raise
    return Prepared(tables, workspace.state, [choice for choice in choices if choice.view.left_out])


def parts_of(choices: Sequence[TableChoice]) -> list[TableChoice]:
    """Every table with the other kinds of record that its rows are, each as a choice of its own; tables that are left
    out are none. Tickets behind their steps are not taken where another table of the import lists tickets.
    """
    wanted = [choice for choice in choices if not choice.view.left_out]
    listed = any(choice.view.mapping.kind == "ticket" for choice in wanted)
    found: list[TableChoice] = []
    for choice in wanted:
        main, *also = choice.view.mapping.parts
        also = [one for one in also if not (listed and one.kind == "ticket")]
        if not also:
            found.append(replace(choice, view=replace(choice.view, mapping=main)))
            continue
        group = uuid4().hex
        for mapping in (main, *also):
            mapping = replace(mapping, options={**mapping.options, GROUP: group})
            rest: dict[str, Any] = {} if mapping.kind == main.kind else {"doubts": (), "format": None}
            found.append(replace(choice, view=replace(choice.view, mapping=mapping, **rest)))
    return found


def _convert(workspace: Workspace, choice: TableChoice, progress: Progress) -> PreparedTable:
    from cxdesk.store.differences import count_problems
    from cxdesk.store.staging import Staged

    folder = _private_folder()
    try:

        def heard(part: dict[str, Any]) -> None:
            progress.count_rows(sum(segment.rows for segment in from_plain(Staged, part).segments))

        done = ask_child(_job(workspace, choice, folder), progress, heard=heard)
        staged = from_plain(Staged, done["staged"])
        counts, verdicts = workspace.plan(staged, progress)
        cells = count_problems(staged, None)
        gone = displaced(workspace, choice.view.mapping, staged, verdicts)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    rows, blanks = done["rows"], from_plain(list[list[int]], done["rows"].get("blank_lines", []))
    adjusted = _with_stays(rows["adjusted"], counts) | ({OUT_OF_COUNT: len(gone.ids)} if gone.ids else {})
    said = (RowCounts(**counts.rows()), rows["problems"], adjusted, verdicts, cells, blanks, gone)
    return PreparedTable(choice, folder, staged, *said)


def _job(workspace: Workspace, choice: TableChoice, folder: Path) -> dict[str, Any]:
    """What the child is told to convert."""
    return {
        "job": "convert",
        "file": choice.inspection.path,
        "sha256": choice.inspection.sha256,
        "looked": choice.inspection.looked,
        "mapping": to_plain(choice.view.mapping),
        "table": choice.index,
        "zone": workspace.zone,
        "folder": str(folder),
        "erased": workspace.left_out(),
    }


def _directly(
    workspace: Workspace, choice: TableChoice, progress: Progress, waiting: Sequence[Popen[bytes]]
) -> ImportReport:
    """Import one table that nobody has to look at first: it is merged while children still read the rest."""
    helpers = helpers_for(choice)
    if helpers > 1:
        try:
            return _directly_by(workspace, choice, progress, waiting, helpers)
        except NotInPieces:
            waiting = ()
    return _directly_by(workspace, choice, progress, waiting, 1)


def _directly_by(
    workspace: Workspace, choice: TableChoice, progress: Progress, waiting: Sequence[Popen[bytes]], helpers: int
) -> ImportReport:
    folder = _private_folder()
    try:
        job = _job(workspace, choice, folder)
        with workspace.direct(_info(choice, workspace.zone), progress, choice.inspection.size) as running:
            take_in = taken_in if helpers == 1 else taken_in_pieces(choice.inspection.size, helpers)
            told = take_in(job, running, progress, waiting)
            counts = running.finish(told.staged)
        workspace.follow_rules(running.changes, progress)
        adjusted = told.adjusted | put_out(workspace, choice.view.mapping, counts.batch)
        return _settled(workspace, choice, counts, told.problems, adjusted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def helpers_for(choice: TableChoice) -> int:
    """How many children are to convert a table side by side."""
    from cxdesk.intake.pieces import suits

    seen = choice.inspection
    worth = suits(choice.view.mapping, seen.container, seen.size, len(seen.tables))
    return min(MOST_HELPERS, processors()) if worth else 1


def _settled(
    workspace: Workspace, choice: TableChoice, counts: ImportCounts, problems: list[Any], adjusted: dict[str, int]
) -> ImportReport:
    """What follows a committed import: its headings are remembered, it is reported."""
    view = choice.view
    if PART_OF not in view.mapping.options and REPAIRS not in view.mapping.options:
        workspace.remember_mapping(fingerprint(view.headings), to_plain(view.mapping), report_of(choice).title)
    rows = RowCounts(**counts.rows())
    rejects, adjusted = _rejects(view, problems), _with_stays(adjusted, counts)
    return replace(report_of(choice), rows=rows, batch=counts.batch, rejects=rejects, adjusted=adjusted)


def _with_stays(adjusted: dict[str, int], counts: ImportCounts) -> dict[str, int]:
    """Beside what was said of cells: how many could not be read where an earlier import says something."""
    return adjusted | ({STAYS: counts.stays} if counts.stays else {})


def commit(
    workspace: Workspace, prepared: Prepared, progress: Progress | None = None
) -> tuple[list[ImportReport], Changes]:
    """Write all tables, each as one batch, in one transaction; afterwards the staging is gone.

    The rows count from now on; very many comments are still to be made searchable by `Workspace.index_comments`.
    """
    progress = progress or Progress()
    try:
        tables = [(table.staged, _info(table.choice, workspace.zone)) for table in prepared.tables]
        merged, changes = workspace.merge(tables, progress) if tables else ([], Changes.of(workspace.state))
        changes = workspace.follow_rules(changes, progress) if tables else changes
        for choice in prepared.left_out:
            if REPAIRS in choice.view.mapping.options:
                continue
            kept = to_plain(choice.view.mapping)
            workspace.remember_mapping(fingerprint(choice.view.headings), kept, report_of(choice).title)
        pairs = zip(prepared.tables, merged, strict=True)
        return [
            _settled(workspace, table.choice, counts, table.problems, table.adjusted) for table, counts in pairs
        ], changes
    finally:
        discard(prepared)


def _info(choice: TableChoice, zone: str) -> Any:
    from cxdesk.store.batches import ImportInfo

    view, inspection = choice.view, choice.inspection
    mapping = to_plain(view.mapping)
    said = view.mapping.options.get(AS_OF)
    as_of = (day_number(str(said)) + 1) * A_DAY - 1 if said else None
    return ImportInfo(inspection.file, inspection.sha256, view.sheet, view.format, zone, mapping, as_of=as_of)


def discard(prepared: Prepared) -> None:
    """Remove what `prepare` left on the disk."""
    for table in prepared.tables:
        shutil.rmtree(table.folder, ignore_errors=True)


def import_files(
    workspace: Workspace,
    files: Sequence[Path],
    options: ImportOptions,
    progress: Progress | None = None,
    waiting: Sequence[Popen[bytes]] = (),
) -> list[ImportReport]:
    """The command line's import: all files or, where one has an error or an open doubt, none.

    `waiting` holds early children that were started for a single file already; they are used, or left to the caller.
    What was imported stays when somebody stops while comments become searchable; the next opening goes on with that.
    """
    progress = progress or Progress()
    likely_direct = len(files) == 1 and files[0].is_file() and not options.dry_run
    wanted = likely_helpers(files[0]) if likely_direct else 0
    with early_children(max(0, wanted - len(waiting))) as others:
        reports = _import_files(workspace, files, options, progress, [*waiting, *others] if wanted else ())
    if any(report.batch is not None for report in reports):
        with suppress(Cancelled, DiskFull):  # what was imported is safe; the index goes on at the next opening
            workspace.index_comments(progress)
    return reports


def _import_files(
    workspace: Workspace,
    files: Sequence[Path],
    options: ImportOptions,
    progress: Progress,
    waiting: Sequence[Popen[bytes]],
) -> list[ImportReport]:
    from cxdesk.intake.together import looked_at_together

    choices: list[TableChoice] = []
    refused: list[ImportReport] = []
    remembered = workspace.remembered_mappings()
    if options.like is not None:
        remembered |= workspace.mapping_of(options.like)
    looked = looked_at_together(inspect_files(files, progress, remembered, workspace.corrected, waiting))
    for inspection in beside(workspace, looked):
        if inspection.error:
            refused.append(ImportReport(inspection.file, error=inspection.error))
        choices += _wanted(inspection, options.sheet)
    choices = _as_said(choices, options)
    reports = [report_of(choice) for choice in choices]
    if refused or any(report.open_doubts for report in reports):
        return refused + reports
    aside = [report_of(choice) for choice in choices if choice.view.left_out]
    parts = parts_of(choices)
    if len(choices) == len(parts) == 1 and not options.dry_run:
        return [_directly(workspace, parts[0], progress, fit(waiting, parts[0].inspection))]
    prepared = prepare(workspace, choices, progress)
    if options.dry_run:
        try:
            return [*(_counted(workspace, table, options.listed) for table in prepared.tables), *aside]
        finally:
            discard(prepared)
    return [*commit(workspace, prepared, progress)[0], *aside]


def _counted(workspace: Workspace, table: PreparedTable, listed: int) -> ImportReport:
    """The report of a dry run."""
    from cxdesk.workspace import differing

    alone = Prepared([table], workspace.state)
    pages = {sort: differing.page(workspace, alone, sort, 0, listed) for sort in differing.SORTS if listed}
    details = {sort: [row.to_json() for row in rows] for sort, rows in pages.items()}
    rejects = _rejects(table.choice.view, table.problems)
    return replace(report_of(table.choice), rows=table.rows, rejects=rejects, adjusted=table.adjusted, details=details)


def _wanted(inspection: Inspection, sheet: str | None) -> list[TableChoice]:
    """The tables of a file, or only those of one sheet."""
    tables = [TableChoice(inspection, view, at) for at, view in enumerate(inspection.tables)]
    if sheet is None or inspection.error:
        return tables
    found = [table for table in tables if table.view.sheet == sheet]
    if not found:
        known = ", ".join(view.sheet for view in inspection.tables if view.sheet)
        remedy = (
            _("Choose one of: {known}.", known=known) if known else _("This file has no sheets: leave the name out.")
        )
        raise NotFound(_("There is no sheet {sheet}.", sheet=sheet), remedy, file=inspection.file)
    return found


def _as_said(choices: Sequence[TableChoice], options: ImportOptions) -> list[TableChoice]:
    """The tables after the words of the command line, each word for the tables that it fits."""
    from cxdesk.intake import doubts

    if not choices:
        return []
    try:
        views = doubts.apply_to_all(
            [choice.view for choice in choices], options.kind, options.maps, options.questions, options.answers
        )
    except CXDeskError as error:
        files = {choice.inspection.file for choice in choices}
        if error.file is None and len(files) == 1:
            error.file = files.pop()
        raise
    return [replace(choice, view=view) for choice, view in zip(choices, views, strict=True)]


def report_of(choice: TableChoice) -> ImportReport:
    """The report before anything is counted: what the table is understood as."""
    view = choice.view
    questions = {f"question:{q.role}:{q.index}": q.text for q in view.mapping.questions}
    fields = {use.field: use.heading for use in view.mapping.columns if not use.field.startswith("@")}
    known = _as_last_time(choice)
    said = [doubt_json(doubt) | ({"remembered": True} if doubt.id in known else {}) for doubt in view.doubts]
    unanswered = [doubt_json(doubt) for doubt in view.open_doubts]
    return ImportReport(
        choice.inspection.file,
        view.sheet,
        None if view.left_out else view.mapping.kind,
        view.format,
        fields | questions,
        said,
        unanswered,
    )


def _as_last_time(choice: TableChoice) -> set[str]:
    """The doubts that a remembered table settled, and nobody otherwise since."""
    seen = choice.inspection.tables
    before = seen[choice.index].decisions.answers if choice.index < len(seen) else {}
    answers = choice.view.decisions.answers
    return {
        doubt.id for doubt in choice.view.doubts if doubt.id in before and answers.get(doubt.id) == before[doubt.id]
    }


def doubt_json(doubt: Doubt) -> dict[str, Any]:
    """One doubt as the command line's object shows it."""
    choices = [{"id": c.id, "title": c.title.say(), "note": c.note.say()} for c in doubt.choices]
    return {
        "id": doubt.id,
        "question": doubt.question.say(),
        "choices": choices,
        "proposed": doubt.proposed,
        "evidence": doubt.evidence.say(),
        "examples": list(doubt.examples),
    }


def _rejects(view: TableView, problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from cxdesk.intake.batch import problem_sentence

    return [
        {
            "sheet": view.sheet,
            "row": problem["line"],
            "column": problem["column"],
            "value": problem["value"],
            "reason": problem_sentence(problem["code"]),
            "code": problem["code"],
        }
        for problem in problems
    ]


def sum_of(counts: Sequence[RowCounts]) -> RowCounts:
    skipped: dict[str, int] = {}
    for one in counts:
        for reason, n in one.skipped.items():
            skipped[reason] = skipped.get(reason, 0) + n
    return RowCounts(
        sum(c.read for c in counts),
        sum(c.new for c in counts),
        sum(c.updated for c in counts),
        sum(c.unchanged for c in counts),
        sum(c.rejected for c in counts),
        skipped,
        sum(c.blank for c in counts),
    )
