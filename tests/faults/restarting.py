"""The program killed at any moment of a person's work: the next start opens what was open, with one quiet notice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.domain.filters import Condition
from cxdesk.domain.query import Query
from tests.faults import scene
from tests.faults.forked import Child, Say, killed_after
from tests.faults.form import Form, Reached, Row, expect

if TYPE_CHECKING:
    from cxdesk.app.window import Window


def restarts(form: Form) -> Reached:
    folder, chance = form.place("restarts"), form.chance()
    master = scene.made(folder, imports=2, rows=300)
    whole = Child(lambda say: _script(say, scene.copied(master, folder / "probe"), folder / "probe profile")).wait()
    expect(whole.done, "\n".join(whole.said[-20:]))
    kills, resumed, viewed = form.n(2, 50), 0, 0
    for kill in range(kills):
        path, profile = scene.copied(master, folder / f"trial {kill}"), folder / f"profile {kill}"
        ended = killed_after(
            lambda say, path=path, profile=profile: _script(say, path, profile), chance.uniform(0.4, 1) * whole.seconds
        )
        again = Child(lambda say, profile=profile: _again(say, profile)).wait()
        expect(again.done, f"kill {kill}: the next start failed: " + "\n".join(again.said[-20:]))
        if "open" not in ended.said or ended.done:
            continue
        resumed += 1
        expect(f"opened {path}" in again.said, f"kill {kill}: not opened again: {again.said}")
        expect(sum(line.startswith("told ") for line in again.said) == 1, f"kill {kill}: notices: {again.said}")
        expect(not any(line.startswith("asked") for line in again.said), f"kill {kill}: a window asks something")
        wrote = [line for line in ended.said if line.startswith("wrote ")]
        kept = [line for line in again.said if line.startswith("setting ")]
        expect(not wrote or int(kept[0].split()[1]) >= int(wrote[-1].split()[1]), f"kill {kill}: {wrote} became {kept}")
        if "kept view" in ended.said:
            viewed += 1
            expect("view customer=Anna Sample 7" in again.said, f"kill {kill}: another view: {again.said}")
        expect(not scene.problems(path), f"kill {kill}: {scene.problems(path)}")
    return Reached(
        True,
        f"{kills} kills: {resumed} with a workspace open, all opened again with one notice, {viewed} with their view,"
        " 0 lost",
    )


def _window(profile: Path) -> Window:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from cxdesk.app.collecting import keep_on_main_thread
    from cxdesk.app.opening import prefer
    from cxdesk.app.options import Options
    from cxdesk.app.profile import Profile
    from cxdesk.app.window import Window

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    keep_on_main_thread(app)
    profile.mkdir(exist_ok=True)
    window = Window(Profile(profile))
    prefer(window.profile, Options(language="en", theme="light"))
    window.furnish()
    window.show()
    return window


def _script(say: Say, path: Path, profile: Path) -> None:
    """What a person does: open, filter, decide, take an import back, decide again."""
    window = _window(profile)
    desk, safety = window.desk, window.commands.safety
    window.commands.open_path(path)
    _settle(window)
    say("open")
    desk.ask(Query(filters=(Condition.parse("customer=Anna Sample 7"),)))
    _settle(window)
    safety.keep_session()
    _settle(window)
    say("kept view")
    assert desk.workspace is not None
    for least in range(2, 8):
        desk.write(
            "setting", lambda workspace, _progress, least=least: (None, workspace.set_setting("min_show", least))
        )
        _settle(window)
        say(f"wrote {least}")
        if least == 4:
            desk.undo_last()
            _settle(window)
    safety.care()
    _settle(window)


def _again(say: Say, profile: Path) -> None:
    window = _window(profile)
    window.desk.told.connect(lambda text: say(f"told {text}"))
    window.desk.failed.connect(lambda error: say(f"asked {error}"))
    window.commands.safety.resume()
    _settle(window)
    workspace = window.desk.workspace
    if window.commands.safety.trouble is not None:
        say("asked by a window")
    if workspace is not None:
        say(f"opened {workspace.path}")
        say(f"setting {workspace.setting('min_show')}")
        for one in window.desk.query.filters:
            say(f"view {one.field}={one.values[0] if one.values else ''}")
    window.close()
    window.desk.jobs.close()


def _settle(window: Window) -> None:
    """Wait until no job is under way."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look = QEventLoop(), QTimer(interval=5)

    def quiet() -> None:
        if not window.desk.jobs.busy():
            loop.quit()

    look.timeout.connect(quiet)
    look.start()
    loop.exec()


ROWS_OF_CATALOGUE = (Row("U3", "Start after a crash", "50 kills: last workspace, no loss, one quiet notice", restarts),)
