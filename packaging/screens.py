"""Pictures of every screen, in every language, theme, size and zoom that people use; to be looked at.

    python packaging/screens.py [OUT]                three looks that differ in everything, each with every screen
    python packaging/screens.py [OUT] --all          every language × theme × size × zoom, each with every screen
    python packaging/screens.py [OUT] --only trend why --look fr dark 1920x1080 100
    python packaging/screens.py --list

The real window works offscreen on sample workspaces, which are made once and kept in OUT (`screens` beside this
repository's `packaging`, which git ignores), on an empty one, and on none. A picture is taken when nothing is under way
any more. Every row of SCREENS is one picture of each look; a fault on one of them is told and does not end the others.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from cxdesk.app.window import Window

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screens"
CLOSED, EMPTY, BREVIO, LUMEN = "closed", "empty", "brevio", "lumen"  # what is open
QUIET = 260  # milliseconds without any work after which a screen is done; a search waits for 200
PATIENCE = 30_000  # milliseconds that a screen may take


class Look(NamedTuple):
    """How the window looks. Together LOOKS have every language, theme, size and zoom."""

    language: str
    theme: str
    size: tuple[int, int]
    zoom: int

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.size[0]}x{self.size[1]}-{self.zoom}"


LANGUAGES, THEMES = ("en", "fr", "ro"), ("light", "dark")
SIZES, ZOOMS = ((1280, 720), (1920, 1080)), (100, 200)
LOOKS = (
    Look("en", "light", (1280, 720), 100),
    Look("fr", "dark", (1920, 1080), 100),
    Look("ro", "light", (1920, 1080), 200),
)
EVERY_LOOK = tuple(itertools.starmap(Look, itertools.product(LANGUAGES, THEMES, SIZES, ZOOMS)))


@dataclass(frozen=True)
class Screen:
    """One picture: what is open, which number is looked at, which dock is in front or which dialog is over the window.

    `then` is what the person does next, a function of this file that gets the window and what is in front, and may
    return another widget to be taken instead; `alone` docks have the whole window.
    """

    name: str
    on: str = BREVIO
    metric: str = "nps"
    dock: str = ""
    alone: bool = False
    form: str = ""
    dialog: str = ""
    then: Callable[[Window, Any], QWidget | None] | None = None


# What the person does


def part_of(**asked: Any) -> Callable[[Window, Any], None]:
    """Another question in place of the present one."""

    def ask(window: Window, _front: Any) -> None:
        window.desk.ask(window.desk.query.with_(**asked))

    return ask


def few(window: Window, _front: Any) -> None:
    """So narrow a filter that hardly anybody is left."""
    from cxdesk.domain.filters import Condition, Op

    asked = tuple(Condition(name, Op.IS, (value,)) for name, value in (("plan", "Partner"), ("country", "Belgium")))
    window.desk.ask(window.desk.query.with_(filters=asked))


def find(text: str) -> Callable[[Window, Any], None]:
    """Words in the search of a panel."""

    def search(_window: Window, panel: Any) -> None:
        panel.search.setText(text)

    return search


def table(_window: Window, panel: Any) -> None:
    """The table in place of the chart."""
    panel.show_table()


def customer(window: Window, panel: Any) -> None:
    """The page of the first customer of the list."""
    window.desk.customer_chosen.emit(panel.model.customer(0).customer)


def brush(window: Window, _panel: Any) -> None:
    """Two months of the trend."""
    from datetime import date

    from cxdesk.domain.periods import Period

    window.desk.brush(Period(date(2026, 8, 1), date(2026, 10, 1)))


def fault(window: Window, _front: Any) -> None:
    """Something went wrong."""
    from cxdesk.domain.errors import CXDeskError

    what = "The disk is full.", "Free some space, then try again."
    window.show_error(CXDeskError(*what, file="NPS answers 2026.xlsx", sheet="Answers", row=1204))


def recent(window: Window, _front: Any) -> None:
    """The start page of somebody who has worked before; one of the files is gone."""
    from datetime import datetime

    for name in ("Last year", BREVIO, LUMEN):
        window.profile.remember(Stage.folder / f"{name}.cxdesk", datetime.now().astimezone())
    window.show_state()
    from cxdesk.app import placing

    placing.show_start(window)


def known_file(window: Window, _front: Any) -> QWidget:
    """An export that is recognised."""
    return wizard(window, Stage.folder / "exports" / "brevio_nps.csv")


def unknown_file(window: Window, _front: Any) -> QWidget:
    """A file of nobody's making: dates that read both ways, scores of a scale that is not named."""
    path = Stage.folder / "Enquête magasins 2026.csv"
    rows = [f"{1 + n % 12:02}/{1 + n % 9:02}/2026;{n % 11};Magasin {n % 4};Attente trop longue {n}" for n in range(120)]
    path.write_text("\n".join(["Le;Note;Lieu;Dites-nous", *rows, "hier;douze;;"]), encoding="utf-8")
    return wizard(window, path)


def wizard(window: Window, *files: Path) -> QWidget:
    from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog

    window.show_import(files)
    return next(one for one in window.findChildren(ImportDialog) if one.isVisible())


def popup(name: str) -> Callable[[Window, Any], QWidget]:
    """What falls from a chip or a command of the filter bar."""

    def opened(window: Window, _front: Any) -> QWidget:
        from cxdesk.app.filters.popup import Popup

        part: Any = getattr(window.bar, name)
        part() if callable(part) else part.clicked.emit()
        Stage.settle(window)
        return next(one for one in window.findChildren(Popup) if one.isVisible())

    return opened


def command(name: str) -> Callable[[Window, Any], QWidget]:
    """A window that a command opens without a name of its own."""

    def opened(window: Window, _front: Any) -> QWidget:
        from PySide6.QtWidgets import QDialog

        open_it: Any = getattr(window.commands, name, None) or getattr(window, name)
        open_it()
        return next(one for one in window.findChildren(QDialog) if one.isVisible())

    return opened


def typed(text: str) -> Callable[[Window, Any], None]:
    """Words in the line of the palette."""

    def type_in(_window: Window, front: Any) -> None:
        front.search.setText(text)

    return type_in


def page(name: str) -> Callable[[Window, Any], None]:
    """Another page of the window about personal data."""

    def turn(_window: Window, front: Any) -> None:
        front.turn_to(name)

    return turn


def person(asked: bool) -> Callable[[Window, Any], None]:
    """The first customer of the list, in the window about personal data; `asked` whether to erase them, too."""

    def look(window: Window, front: Any) -> None:
        customers: Any = window.panel("customers")
        front.person.line.setText(customers.model.customer(0).customer)
        front.person.look_for()
        Stage.settle(window)
        if asked:
            front.person.erase.click()

    return look


def restoring(_window: Window, front: Any) -> None:
    """The question before a backup is put in the place of the workspace."""
    front.restore.click()


def held(window: Window, _front: Any) -> QWidget | None:
    """What is open here is opened again, as another window would."""
    from cxdesk.domain.errors import CXDeskError
    from cxdesk.store.lock import Lock

    path, safety = workspace(Stage.folder, BREVIO), window.commands.safety
    try:
        Lock(path)
    except CXDeskError as busy:
        safety._not_opened(path, None, busy)
    return safety.trouble


def damaged(window: Window, _front: Any) -> QWidget | None:
    """A workspace that was hit, with the last good backup."""
    from cxdesk.system.i18n import _

    window.commands.safety.show_damaged(workspace(Stage.folder, BREVIO), [_("The file is damaged.")])
    Stage.settle(window)
    return window.commands.safety.trouble


def moved(window: Window, _front: Any) -> QWidget | None:
    """The file is no longer where it was opened."""
    from cxdesk.app.safety import MOVED
    from cxdesk.domain.errors import CXDeskError
    from cxdesk.system.i18n import _

    told = _("The workspace was moved, renamed or deleted while it was open.")
    window.commands.safety.takes(CXDeskError(told, code=MOVED))
    return window.commands.safety.trouble


# Every screen: start, desk, docks in their states, dialogs

SCREENS: tuple[Screen, ...] = (
    Screen("start-first", on=CLOSED),
    Screen("start-again", on=CLOSED, then=recent),
    Screen("import-recognised", on=EMPTY, then=known_file),
    Screen("import-questions", on=EMPTY, then=unknown_file),
    Screen("about", on=EMPTY, then=command("show_about")),
    Screen("shortcuts", on=EMPTY, then=command("show_shortcuts")),
    Screen("watch-folder", on=EMPTY, then=command("show_watch")),
    Screen("desk"),
    Screen("desk-lumen", on=LUMEN, metric="csat_top"),
    Screen("desk-empty", on=EMPTY, metric=""),
    Screen("desk-too-few", then=few),
    Screen("desk-error", then=fault),
    Screen("period", then=popup("period")),
    Screen("compare", then=popup("compare")),
    Screen("filter", then=popup("open_filter")),
    Screen("saved-views", then=popup("open_views")),
    Screen("cards", dock="cards"),
    Screen("trend", dock="trend"),
    Screen("trend-alone", dock="trend", alone=True),
    Screen("trend-brushed", dock="trend", then=brush),
    Screen("trend-together", dock="trend", metric="csat_top", then=part_of(together=("ces_top", "fcr"))),
    Screen("trend-groups", dock="trend", then=part_of(split="plan", together=("*",))),
    Screen("trend-table", dock="trend", then=table),
    Screen("trend-money", dock="trend", metric="mrr"),
    Screen("breakdown", dock="breakdown", then=part_of(split="plan")),
    Screen("breakdown-alone", dock="breakdown", alone=True, then=part_of(split="plan")),
    Screen("breakdown-cross", dock="breakdown", form="cross"),
    Screen("breakdown-cohorts", dock="breakdown", metric="churn_lost", form="cohorts"),
    Screen("breakdown-retention", dock="breakdown", metric="retention_matrix"),
    Screen("breakdown-measures", dock="breakdown", metric="wait_time", form="measures"),
    Screen("breakdown-funnel", on=LUMEN, dock="breakdown", metric="journey_funnel", form="funnel"),
    Screen("breakdown-bridge", dock="breakdown", metric="mrr_movements", form="bridge"),
    Screen("why", dock="why"),
    Screen("why-alone", dock="why", alone=True),
    Screen("why-money", dock="why", metric="mrr"),
    Screen("comments", dock="comments"),
    Screen("comments-found", dock="comments", then=find("crash")),
    Screen("comments-none", dock="comments", then=find("qqq")),
    Screen("triage", dock="comments", alone=True),
    Screen("customers", dock="customers"),
    Screen("customers-alone", dock="customers", alone=True),
    Screen("customer", dock="customers", then=customer),
    Screen("customer-alone", dock="customers", alone=True, then=customer),
    Screen("journey", on=LUMEN, dock="journey", metric="csat_top"),
    Screen("journey-alone", on=LUMEN, dock="journey", metric="csat_top", alone=True),
    Screen("journey-none", dock="journey"),
    Screen("distribution", dock="distribution"),
    Screen("distribution-wait", dock="distribution", metric="art"),
    Screen("receipt", dock="receipt"),
    Screen("receipt-alone", dock="receipt", alone=True),
    Screen("receipt-money", dock="receipt", metric="mrr"),
    Screen("imports", dock="data"),
    Screen("imports-alone", dock="data", alone=True),
    *(
        Screen(f"{dock}-empty", on=EMPTY, metric="", dock=dock)
        for dock in ("comments", "customers", "journey", "distribution", "why", "receipt", "data")
    ),
    *(
        Screen(f"dialog-{name}", dialog=name)
        for name in (
            "catalogue", "definition", "targets", "themes", "suggestions", "stages", "segments", "preferences",
            "palette", "people", "costs", "remembered", "views", "report", "backups", "privacy",
        )
    ),
    Screen("dialog-palette-found", dialog="palette", then=typed("nps")),
    Screen("dialog-backups-asking", dialog="backups", then=restoring),
    Screen("dialog-privacy-person", dock="customers", dialog="privacy", then=person(asked=False)),
    Screen("dialog-privacy-erasing", dock="customers", dialog="privacy", then=person(asked=True)),
    *(Screen(f"dialog-privacy-{name}", dialog="privacy", then=page(name)) for name in ("sharing", "old", "log")),
    *(
        Screen(f"dialog-{name}-empty", on=EMPTY, metric="", dialog=name)
        for name in ("targets", "themes", "stages", "segments", "people", "costs", "remembered", "views", "backups")
    ),
    Screen("trouble-held", then=held),
    Screen("trouble-damaged", then=damaged),
    Screen("trouble-moved", then=moved),
)  # fmt: skip


# The pictures


class Stage:
    """Shows one look: a window for each workspace, and on it one screen after the other."""

    folder = OUT

    def __init__(self, app: QApplication, look: Look) -> None:
        self.app, self.look = app, look
        self.faults: list[str] = []

    def play(self, screens: list[Screen]) -> Iterator[tuple[Screen, QWidget]]:
        """Every screen with the widget to be painted. The window is made anew where something else is open."""
        for on, group in itertools.groupby(screens, key=lambda one: one.on):
            window = self._window(on)
            for screen in group:
                try:
                    front = self._show(window, screen)
                    yield screen, front
                except (AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError) as error:
                    self.faults.append(f"{self.look}/{screen.name}: {type(error).__name__}: {error}")
                self._tidy(window)
            self._away(window)

    def _window(self, on: str) -> Window:
        from cxdesk.app.opening import prefer
        from cxdesk.app.options import Options
        from cxdesk.app.profile import Profile
        from cxdesk.app.window import Window
        from cxdesk.system import paths

        window = Window(Profile(paths.private_folder()))
        prefer(window.profile, Options(language=self.look.language, theme=self.look.theme, zoom=self.look.zoom))
        window.resize(*self.look.size)
        window.furnish()
        for name in window.docks:
            window.panel(name)
        window.show()
        if on != CLOSED:
            window.desk.open(workspace(self.folder, on))
        self.settle(window)
        self.opening = window.desk.query
        return window

    def _show(self, window: Window, screen: Screen) -> QWidget:
        from cxdesk.app import steps
        from cxdesk.app.dialogs import named

        if screen.on not in (CLOSED, EMPTY):
            asked = steps.metric(self.opening, screen.metric) if screen.metric else self.opening
            window.desk.ask(asked)
        front: Any = window
        if screen.dock:
            front = window.show_dock(screen.dock)
        if screen.alone:
            window.commands.show_alone(screen.dock)
        self.settle(window)
        if screen.form:
            front.forms.switch.chosen.emit(screen.form)
            self.settle(window)
        if screen.dialog:
            front = named.dialog(screen.dialog)(window.desk, window)
            front.open()
            self.settle(window)
        other = screen.then(window, front) if screen.then is not None else None
        self.settle(window)
        return other or (front if screen.dialog else window)

    def _tidy(self, window: Window) -> None:
        """As before: dialogs closed, docks in their places, nothing narrowed."""
        from PySide6.QtWidgets import QDialog

        from cxdesk.app.filters.popup import Popup

        for over in (*window.findChildren(QDialog), *window.findChildren(Popup)):
            if over.isVisible():
                over.close()
                over.deleteLater()
        breakdown: Any = window.panel("breakdown")
        breakdown.forms._wanted.clear()
        window.commands.alone.leave()
        for name in ("comments", "customers"):
            panel: Any = window.panel(name)
            panel.search.setText("")
        customers: Any = window.panel("customers")
        customers.leave()
        window.trouble.hide()
        window.desk.brushed = None
        if window.desk.workspace is not None:
            window.reset_layout()
        trend: Any = window.panel("trend")
        if trend.stack.currentIndex() == 1:
            trend.show_table()

    def _away(self, window: Window) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        window.close()
        window.desk.jobs.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @staticmethod
    def settle(window: Window) -> None:
        """Wait until nothing was under way for a while."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer, waited = QEventLoop(), QTimer(), [0, 0]

        def look() -> None:
            waited[0] = 0 if at_work(window) else waited[0] + timer.interval()
            waited[1] += timer.interval()
            if waited[0] >= QUIET or waited[1] >= PATIENCE:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(20)
        loop.exec()
        timer.stop()


def at_work(window: Window) -> bool:
    """Whether something is still under way, in the window's threads or in an import beside them."""
    from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
    from cxdesk.app.dialogs.import_wizard.session import Step

    wizards = [one.session.step for one in window.findChildren(ImportDialog) if one.isVisible()]
    return window.desk.jobs.busy() or any(step in (Step.LOOKING, Step.COUNTING) for step in wizards)


def workspace(folder: Path, name: str) -> Path:
    """The workspace of that name in `folder`, made if it is not there."""
    path = folder / f"{name}.cxdesk"
    if not path.exists():
        from cxdesk.workspace.sample import make_sample
        from cxdesk.workspace.workspace import Workspace

        if name == EMPTY:
            Workspace.create(path).close()
        else:
            make_sample(path, name)
    return path


def exports(folder: Path) -> None:
    """The files of a sample, to be imported before somebody's eyes."""
    if not folder.exists():
        from cxdesk.workspace.sample import SEED, writer

        folder.mkdir()
        writer(BREVIO)(folder, SEED)


def show_nowhere(folder: Path, size: tuple[int, int]) -> None:
    """A screen that nobody sees, as large as the window: dialogs are as large as it allows."""
    one = {"name": "nowhere", "x": 0, "y": 0, "width": size[0], "height": size[1], "logicalDpi": 96, "dpr": 1}
    config = folder / f"screen-{size[0]}x{size[1]}.json"
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": [one]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"


def each_alone(out: Path, looks: list[Look], names: list[str]) -> int:
    """Every look in a process of its own, because each has another screen; the exit code of the worst."""
    only = ["--only", *names] if names else []
    worst = 0
    for look in looks:
        size = f"{look.size[0]}x{look.size[1]}"
        shown = ["--look", look.language, look.theme, size, str(look.zoom)]
        worst = max(worst, subprocess.call([sys.executable, __file__, str(out), *only, *shown]))
    return worst


def paint(out: Path, looks: list[Look], screens: list[Screen]) -> list[str]:
    """Write the pictures into a folder for each look; returns what went wrong."""
    out.mkdir(parents=True, exist_ok=True)
    show_nowhere(out, looks[0].size)
    from PySide6.QtWidgets import QApplication

    Stage.folder = out
    exports(out / "exports")
    for name in {one.on for one in screens} - {CLOSED} | {BREVIO}:
        workspace(out, name)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CXDesk")
    faults: list[str] = []
    for look in looks:
        stage, folder = Stage(app, look), out / str(look)
        folder.mkdir(exist_ok=True)
        for screen, front in stage.play(screens):
            if not front.grab().save(str(folder / f"{screen.name}.png")):
                stage.faults.append(f"{look}/{screen.name}: not written")
        print(f"{look}: {len(screens) - len(stage.faults)} of {len(screens)}", flush=True)
        faults += stage.faults
    return faults


def chosen(names: list[str]) -> list[Screen]:
    """The screens whose name is or begins with one of `names`, those on one workspace together; all without names."""
    found = [one for one in SCREENS if not names or any(one.name.startswith(name) for name in names)]
    return sorted(found, key=lambda one: (CLOSED, EMPTY, BREVIO, LUMEN).index(one.on))


def main(arguments: list[str]) -> int:
    """Read the arguments, paint, say what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path, default=OUT, metavar="OUT")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="screens whose names begin so")
    parser.add_argument("--look", nargs=4, metavar=("LANGUAGE", "THEME", "SIZE", "ZOOM"))
    parser.add_argument("--all", action="store_true", help="every look")
    parser.add_argument("--list", action="store_true", help="the names of the screens")
    asked = parser.parse_args(arguments)
    screens = chosen(asked.only)
    if asked.list or not screens:
        print("\n".join(one.name for one in screens or SCREENS))
        return 0 if screens else 2
    looks = list(EVERY_LOOK if asked.all else LOOKS)
    if asked.look:
        language, theme, size, zoom = asked.look
        looks = [Look(language, theme, (int(size.split("x")[0]), int(size.split("x")[1])), int(zoom))]
    if len(looks) > 1:
        return each_alone(asked.out.absolute(), looks, asked.only)
    faults = paint(asked.out.absolute(), looks, screens)
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
