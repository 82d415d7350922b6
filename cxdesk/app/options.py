"""How the app was asked to start. Reading it costs the first window next to nothing where there are only files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """What to open and how to look; None leaves it to the person's preferences."""

    paths: tuple[Path, ...] = ()
    sample: bool = False
    picture: Path | None = None  # work without a person: save a picture, print the cards, end
    language: str | None = None
    theme: str | None = None
    zoom: int | None = None
    size: tuple[int, int] | None = None


def parse(arguments: list[str]) -> Options:
    """Read the arguments; SystemExit with a sentence when they are not understood."""
    if arguments[:1] != ["demo"] and not any(word.startswith("-") for word in arguments):
        return Options(tuple(Path(word).absolute() for word in arguments))
    return _parsed(arguments)


def _parsed(arguments: list[str]) -> Options:
    import argparse

    from cxdesk.domain.settings import setting
    from cxdesk.system.i18n import LANGUAGES, _

    parser = argparse.ArgumentParser(prog="cxdesk", usage=_("cxdesk [demo] [WORKSPACE | FILE ...] [options]"))
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_("a workspace, or files to import"))
    parser.add_argument("-w", "--workspace", type=Path, metavar="W", help=_("the workspace file"))
    parser.add_argument("--offscreen-picture", type=Path, metavar="OUT.png", dest="picture")
    parser.add_argument("--language", choices=tuple(LANGUAGES))
    parser.add_argument("--theme", choices=tuple(value for value, _title in setting("theme").choices))
    parser.add_argument("--zoom", type=int, choices=tuple(value for value, _title in setting("zoom").choices))
    parser.add_argument("--size", metavar="1280x720")
    demo = arguments[:1] == ["demo"]
    found = parser.parse_args(arguments[1:] if demo else arguments)
    paths = tuple(path.absolute() for path in (found.workspace, *found.paths) if path is not None)
    sample = demo or (found.picture is not None and not paths)
    size = _size(found.size) if found.size else None
    if found.size and size is None:
        parser.error(_("--size: {text} is not a size such as 1280x720", text=found.size))
    return Options(paths, sample, found.picture, found.language, found.theme, found.zoom, size)


def _size(text: str) -> tuple[int, int] | None:
    width, _x, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) > 0 and int(height) > 0):
        return None
    return int(width), int(height)
