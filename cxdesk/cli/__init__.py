"""The command line: one file per command, found by looking; the same engine as the app."""

from __future__ import annotations

import pkgutil
from functools import cache
from pathlib import Path

COMMANDS = Path(__file__).parent / "commands"


@cache
def command_names() -> tuple[str, ...]:
    """The names of all commands; `import_` stands for `import`, which Python keeps for itself."""
    return tuple(sorted(module.name.rstrip("_") for module in pkgutil.iter_modules([str(COMMANDS)])))
