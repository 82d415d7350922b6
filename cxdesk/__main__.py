"""`cxdesk` and `python -m cxdesk`: opens the app, runs a command, or serves as import child.

The only module that knows both `app` and `cli`. It loads neither before it knows which one is meant.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cxdesk.system import paths
from cxdesk.system.memory import prefer_small_pages
from cxdesk.workspace import EARLY, HIDDEN_COMMAND, SEVERAL

_WORD = re.compile(r"[a-z]+(-[a-z]+)*")  # as commands are written


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 refused with a reason, 2 not understood."""
    prefer_small_pages()
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [HIDDEN_COMMAND]:
        from cxdesk.workspace.child import main as child

        return child(early=arguments[1:] == [EARLY], several=arguments[1:] == [SEVERAL])
    paths.remove_left_behind()
    if _for_the_command_line(arguments):
        from cxdesk.cli.main import run

        return run(arguments)
    from cxdesk.app.main import run as open_app

    return open_app(arguments)


def _for_the_command_line(arguments: list[str]) -> bool:
    """Whether a command is named, be it behind the language; or a word that is no file, which then is told."""
    if arguments[:1] == ["--language"]:
        arguments = arguments[2:]
    elif arguments and arguments[0].startswith("--language="):
        arguments = arguments[1:]
    if not arguments:
        return False
    first = arguments[0]
    if first == "demo":
        return not {"--no-gui", "-h", "--help"}.isdisjoint(arguments)
    if first in ("-h", "--help", "--version"):
        return True
    from cxdesk.cli import command_names

    return first in command_names() or (_WORD.fullmatch(first) is not None and not Path(first).exists())


if __name__ == "__main__":
    sys.exit(main())
