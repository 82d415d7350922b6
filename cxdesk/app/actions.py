"""The table of actions. Menus, toolbar, shortcuts and the list of shortcuts are loops over it.

An action says what it is called, where it stands, when it can be used and which command it runs: a method of
`commands.Commands`, or with "desk." or "window." before it one of those. An action without a shortcut says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cxdesk.domain.settings import setting
from cxdesk.system.i18n import LANGUAGES, N_


class Need(StrEnum):
    """What must be so for an action to be usable."""

    NOTHING = ""
    WORKSPACE = "workspace"
    WRITABLE = "writable"
    TAKING = "taking"  # files can be imported: nothing is open, or what is open can be written
    UNDO = "undo"  # something was decided or imported and can be taken back
    REDO = "redo"  # something was taken back and can be done again
    BOARD = "board"
    BACK = "back"
    FORWARD = "forward"


class WhyNoKey(StrEnum):
    """Why an action has no shortcut."""

    RARE = "rare"
    CHOICE = "one of several, chosen by pointing"
    RISKY = "should not happen by a slip of the hand"
    GENERATED = "one per item of a list"


@dataclass(frozen=True)
class Action:
    """One thing the person can do. `command` is called with `value` where there is one."""

    id: str
    title: str
    menu: str
    command: str
    shortcut: str = ""
    icon: str = ""
    need: Need = Need.NOTHING
    value: Any = None
    group: str = ""  # exclusive choices share a group; a toggle has its own
    why_no_key: WhyNoKey | None = None
    separator: bool = False  # a line above it
    translate: bool = True


@dataclass(frozen=True)
class Menu:
    """A menu; `parent` makes it a submenu there, behind the action `after` or last. `source` names what fills it."""

    id: str
    title: str
    parent: str = ""
    after: str = ""
    source: str = ""


MENUS: tuple[Menu, ...] = (
    Menu("file", N_("&File")),
    Menu("edit", N_("&Edit")),
    Menu("view", N_("&View")),
    Menu("data", N_("&Data")),
    Menu("metrics", N_("&Metrics")),
    Menu("comments", N_("&Comments")),
    Menu("help", N_("&Help")),
    Menu("recent", N_("Open r&ecent"), parent="file", after="open", source="recent"),
    Menu("docks", N_("Pan&els"), parent="view", after="climb", source="docks"),
    Menu("numbers", N_("&Look at"), parent="metrics", source="metrics"),
    Menu("appearance", N_("&Appearance"), parent="view"),
    Menu("zoom", N_("&Zoom"), parent="view"),
    Menu("language", N_("&Language"), parent="view"),
)


def _appearances() -> tuple[Action, ...]:
    return tuple(
        Action(
            f"theme_{value}", title, "appearance", "use_theme", value=value, group="theme", why_no_key=WhyNoKey.CHOICE
        )
        for value, title in setting("theme").choices
    )


def _languages() -> tuple[Action, ...]:
    spoken = {value for value, _title in setting("language").choices}
    return tuple(
        Action(
            f"language_{code}",
            name,
            "language",
            "use_language",
            value=code,
            group="language",
            why_no_key=WhyNoKey.CHOICE,
            translate=False,
        )
        for code, name in LANGUAGES.items()
        if code in spoken
    )


ACTIONS: tuple[Action, ...] = (
    Action("new", N_("&New workspace…"), "file", "new_workspace", "Ctrl+N", "plus"),
    Action("open", N_("&Open…"), "file", "open_workspace", "Ctrl+O", "folder"),
    Action("import", N_("&Import…"), "file", "import_files", "Ctrl+I", "import", Need.TAKING, separator=True),
    Action(
        "import_folder",
        N_("Import a &folder…"),
        "file",
        "import_folder",
        need=Need.TAKING,
        why_no_key=WhyNoKey.RARE,
    ),
    Action("sample", N_("Try with &sample data"), "file", "open_sample", why_no_key=WhyNoKey.RARE),
    Action(
        "backups",
        N_("&Backups and check…"),
        "file",
        "show_dialog",
        need=Need.WORKSPACE,
        value="backups",
        why_no_key=WhyNoKey.RARE,
        separator=True,
    ),
    Action(
        "report",
        N_("&Report…"),
        "file",
        "show_dialog",
        "Ctrl+P",
        "report",
        Need.BOARD,
        value="report",
        separator=True,
    ),
    Action(
        "privacy",
        N_("Personal &data…"),
        "file",
        "show_dialog",
        need=Need.WORKSPACE,
        value="privacy",
        why_no_key=WhyNoKey.RISKY,
    ),
    Action("close", N_("&Close workspace"), "file", "desk.close", "Ctrl+W", need=Need.WORKSPACE, separator=True),
    Action("quit", N_("&Quit"), "file", "window.close", "Ctrl+Q"),
    Action("undo", N_("&Undo"), "edit", "desk.undo_step", "Ctrl+Z", "undo", Need.UNDO),
    Action("redo", N_("&Redo"), "edit", "desk.redo_step", "Ctrl+Shift+Z", "redo", Need.REDO),
    Action("preferences", N_("&Preferences…"), "edit", "show_dialog", "Ctrl+,", "settings", value="preferences"),
    Action("copy", N_("&Copy"), "edit", "copy", "Ctrl+C", "copy", Need.BOARD, separator=True),
    Action("find", N_("&Find in comments"), "edit", "find", "Ctrl+F", "search", Need.WORKSPACE),
    Action("back", N_("&Back"), "view", "desk.back", "Alt+Left", "back", Need.BACK),
    Action("forward", N_("&Forward"), "view", "desk.forward", "Alt+Right", "forward", Need.FORWARD),
    Action("climb", N_("One level &up"), "view", "desk.climb", "Esc", need=Need.BOARD),
    Action(
        "show_comments",
        N_("Co&mments"),
        "view",
        "window.show_dock",
        "Ctrl+Shift+C",
        "comment",
        Need.WORKSPACE,
        value="comments",
        separator=True,
    ),
    Action(
        "show_customers",
        N_("Cus&tomers"),
        "view",
        "window.show_dock",
        "Ctrl+Shift+U",
        "people",
        Need.WORKSPACE,
        value="customers",
    ),
    Action(
        "show_journey", N_("&Journey"), "view", "window.show_dock", "Ctrl+J", "journey", Need.WORKSPACE, value="journey"
    ),
    Action(
        "show_why", N_("&Why did it change?"), "view", "window.show_dock", "Ctrl+E", "compare", Need.BOARD, value="why"
    ),
    Action(
        "show_distribution",
        N_("D&istribution"),
        "view",
        "window.show_dock",
        "Ctrl+B",
        "bars",
        Need.WORKSPACE,
        value="distribution",
    ),
    Action(
        "palette",
        N_("&Palette…"),
        "view",
        "show_dialog",
        "Ctrl+Shift+P",
        "search",
        value="palette",
        separator=True,
    ),
    Action("views", N_("&Saved views…"), "view", "show_dialog", "Ctrl+Shift+V", "eye", Need.WORKSPACE, value="views"),
    Action(
        "hide_personal",
        N_("Hide &names"),
        "view",
        "hide_names",
        "Ctrl+Shift+N",
        group="hide_personal",
        value="toggle",
        separator=True,
    ),
    Action("reset_layout", N_("&Reset layout"), "view", "window.reset_layout", "Ctrl+Shift+0", separator=True),
    Action("fullscreen", N_("Full s&creen"), "view", "full_screen", "F11"),
    *_appearances(),
    Action("zoom_in", N_("Zoom &in"), "zoom", "use_zoom", "Ctrl++", value=1),
    Action("zoom_out", N_("Zoom &out"), "zoom", "use_zoom", "Ctrl+-", value=-1),
    Action("zoom_reset", N_("&Actual size"), "zoom", "use_zoom", "Ctrl+0", value=0),
    *_languages(),
    Action("imports", N_("&Imports…"), "data", "window.show_dock", "Ctrl+D", "data", Need.WORKSPACE, value="data"),
    Action("watch", N_("&Watch a folder…"), "data", "window.show_watch", need=Need.WRITABLE, why_no_key=WhyNoKey.RARE),
    Action(
        "remembered",
        N_("&Remembered tables…"),
        "data",
        "show_dialog",
        need=Need.WRITABLE,
        value="remembered",
        why_no_key=WhyNoKey.RARE,
    ),
    Action(
        "people",
        N_("Customers who may be &one…"),
        "data",
        "show_dialog",
        "Ctrl+Shift+M",
        "people",
        Need.WORKSPACE,
        value="people",
    ),
    Action(
        "type_costs",
        N_("&Costs and exchange rates…"),
        "data",
        "show_dialog",
        "Ctrl+T",
        "currency",
        Need.WRITABLE,
        value="costs",
    ),
    Action("triage", N_("&Read and decide"), "comments", "show_alone", "Ctrl+R", "eye", Need.BOARD, value="comments"),
    Action(
        "themes",
        N_("&Themes and their words…"),
        "comments",
        "show_dialog",
        "Ctrl+Shift+H",
        "tag",
        Need.WORKSPACE,
        value="themes",
        separator=True,
    ),
    Action(
        "suggest_words",
        N_("&Words that set the unhappy apart…"),
        "comments",
        "show_dialog",
        "Ctrl+Shift+W",
        "compare",
        Need.BOARD,
        value="suggestions",
    ),
    Action(
        "export_comments",
        N_("&Export comments…"),
        "comments",
        "export_comments",
        "Ctrl+Shift+S",
        "export",
        Need.BOARD,
        separator=True,
    ),
    Action("add_filter", N_("Add &filter…"), "data", "add_filter", "Ctrl+Shift+F", "filter", Need.WORKSPACE),
    Action(
        "segments",
        N_("&Segments…"),
        "data",
        "show_dialog",
        "Ctrl+Shift+G",
        "tag",
        Need.WRITABLE,
        value="segments",
    ),
    Action("clear_filters", N_("C&lear filters"), "data", "clear_filters", "Ctrl+Shift+X", need=Need.WORKSPACE),
    Action(
        "show_receipt",
        N_("&How is this computed?"),
        "metrics",
        "window.show_dock",
        "Ctrl+H",
        "question",
        Need.WORKSPACE,
        value="receipt",
    ),
    Action(
        "receipt_alone",
        N_("Receipt in the &whole window"),
        "metrics",
        "show_alone",
        "Ctrl+Shift+I",
        "eye",
        Need.BOARD,
        value="receipt",
    ),
    Action(
        "catalogue", N_("&All metrics…"), "metrics", "show_dialog", "Ctrl+M", "cards", Need.WORKSPACE, value="catalogue"
    ),
    Action(
        "definition",
        N_("&Definition and scale…"),
        "metrics",
        "show_dialog",
        "Ctrl+Shift+E",
        "settings",
        Need.BOARD,
        value="definition",
        separator=True,
    ),
    Action(
        "targets",
        N_("&Targets and benchmarks…"),
        "metrics",
        "show_dialog",
        "Ctrl+Shift+T",
        "target",
        Need.WORKSPACE,
        value="targets",
    ),
    Action(
        "meanings",
        N_("What each metric &means…"),
        "help",
        "show_dialog",
        need=Need.WORKSPACE,
        value="catalogue",
        why_no_key=WhyNoKey.RARE,
    ),
    Action("shortcuts", N_("&Keyboard shortcuts"), "help", "show_shortcuts", "F1"),
    Action("about", N_("&About CXDesk"), "help", "show_about", why_no_key=WhyNoKey.RARE),
)
