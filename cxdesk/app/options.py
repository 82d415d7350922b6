"""How the app was asked to start."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from cxdesk.domain.settings import setting
from cxdesk.system.i18n import LANGUAGES, _


@dataclass(frozen=True)
class Options:
    """What to open and how to look; None leaves it to the person's preferences."""

    paths: tuple[Path, ...] = field(default=())
    sample: bool = False
    picture: Path | None = None  # work without a person: save a picture, print the cards, end
    language: str | None = None
    theme: str | None = None
    zoom: int | None = None
    size: tuple[int, int] | None = None


def parse(arguments: list[str]) -> Options:
    """Read the arguments; SystemExit with a sentence when they are not understood."""
    if not arguments:
        return Options()
    parser = argparse.ArgumentParser(prog="cxdesk", usage=_("cxdesk [demo] [WORKSPACE | FILE ...] [options]"))
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_("a workspace, or files to import"))
    parser.add_argument("--offscreen-picture", type=Path, metavar="OUT.png", dest="picture")
    parser.add_argument("--language", choices=tuple(LANGUAGES))
    parser.add_argument("--theme", choices=tuple(value for value, _title in setting("theme").choices))
    parser.add_argument("--zoom", type=int, choices=tuple(value for value, _title in setting("zoom").choices))
    parser.add_argument("--size", type=_size, metavar="1280x720")
    demo = arguments[:1] == ["demo"]
    found = parser.parse_args(arguments[1:] if demo else arguments)
    paths = tuple(path.absolute() for path in found.paths)
    sample = demo or (found.picture is not None and not paths)
    return Options(paths, sample, found.picture, found.language, found.theme, found.zoom, found.size)


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) > 0 and int(height) > 0):
        raise argparse.ArgumentTypeError(_("{text} is not a size such as 1280x720", text=text))
    return int(width), int(height)
