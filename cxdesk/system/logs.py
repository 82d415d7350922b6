"""Where the log goes: a small file in the profile that holds no word of a customer's.

What an error says may quote a cell of somebody's file. The log therefore keeps an error's kind, its code and the
places in the program it passed through, never its message; e-mail addresses and the person's own folder are masked
in everything else.
"""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from cxdesk.system import paths

LOGGER = "cxdesk"
BYTES_KEPT = 1_000_000
OLDER_KEPT = 2

_EMAIL = re.compile(r"[^\s@<>()\[\]\"',;:]+@[^\s@<>()\[\]\"',;:]+")
_PACKAGE = Path(__file__).resolve().parent.parent


class _PlaceFormatter(logging.Formatter):
    """Writes where an error passed, not what it said."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return described(error) if isinstance(error, BaseException) else ""


def log_path(folder: Path | None = None) -> Path:
    """The log file, in `folder` or the profile's `logs`."""
    return (folder or paths.profile_folder() / "logs") / "cxdesk.log"


def start(folder: Path | None = None) -> Path:
    """Write the program's log to its file from now on, at most 3 MB of it; starting twice changes nothing.

    Raises OSError when the folder cannot be written; the caller decides whether to go on without a log.
    """
    path = log_path(folder)
    logger = logging.getLogger(LOGGER)
    if any(Path(handler.baseFilename) == path for handler in _ours(logger)):
        return path
    stop()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(path, maxBytes=BYTES_KEPT, backupCount=OLDER_KEPT, encoding="utf-8")
    handler.setFormatter(_PlaceFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return path


def stop() -> None:
    """Close the log file, if one is open."""
    logger = logging.getLogger(LOGGER)
    for handler in _ours(logger):
        logger.removeHandler(handler)
        handler.close()


def described(error: BaseException) -> str:
    """An error and those behind it: kind, code and the places in the program, without their messages."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        code = getattr(current, "code", None)
        lines.append(type(current).__qualname__ + (f" [{code}]" if isinstance(code, str) else ""))
        lines += _places(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def masked(text: str) -> str:
    """`text` without e-mail addresses and without the person's own folder, whose name is often theirs."""
    return _EMAIL.sub("[e-mail]", text.replace(str(Path.home()), "~"))


def _places(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"  {_short(Path(code.co_filename))}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found


def _short(path: Path) -> str:
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else path.name


def _ours(logger: logging.Logger) -> list[RotatingFileHandler]:
    return [handler for handler in logger.handlers if isinstance(handler, RotatingFileHandler)]
