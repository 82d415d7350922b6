"""Reads the command line, runs the command, prints its errors as sentences."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from cxdesk import __version__
from cxdesk.cli import command_names
from cxdesk.domain.errors import BadQuestion, CXDeskError
from cxdesk.system import i18n
from cxdesk.system.i18n import _

DONE, REFUSED, USAGE = 0, 1, 2
STOPPED = 130  # as shells have it for Ctrl+C
SCHEMA = 1


def run(arguments: list[str]) -> int:
    """Run one command; prints to standard output, errors to standard error (or into the JSON object)."""
    language = _language(arguments)
    i18n.use(language)
    parser = build_parser(_named(arguments))
    try:
        args = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return int(args.run(args))
    except CXDeskError as error:
        return complain(error, as_json=getattr(args, "json", False))
    except KeyboardInterrupt:  # whoever pressed the keys knows why; drafts were taken away on the way here
        return STOPPED
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


class Command(argparse.ArgumentParser):
    """The words of a command may stand before, between and behind its options."""

    _within = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Options first, then words: this is asked for both."""
        if self._within:
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False


def build_parser(names: Sequence[str] = command_names()) -> argparse.ArgumentParser:
    """The parser of these commands; loading all takes a second, as long as some of them."""
    parser = argparse.ArgumentParser(
        prog="cxdesk", description=_("Your customers' experience in numbers you can check, and in their own words.")
    )
    parser.add_argument("--version", action="version", version=f"CXDesk {__version__}")
    parser.add_argument("--language", choices=tuple(i18n.LANGUAGES), help=_("language of texts and numbers"))
    sub = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"), parser_class=Command)
    for name in names:
        module = importlib.import_module(f"cxdesk.cli.commands.{name if name != 'import' else 'import_'}")
        about = _(module.ABOUT)
        command = sub.add_parser(name, help=about, description=about)
        command.add_argument("--json", action="store_true", help=_("print one documented object"))
        command.add_argument(
            "--language",
            choices=tuple(i18n.LANGUAGES),
            default=argparse.SUPPRESS,
            help=_("language of texts and numbers"),
        )
        module.add(command)
        command.set_defaults(run=module.run)
    return parser


def say_json(found: dict[str, Any]) -> None:
    """Print one object, with the version of program and shape in front."""
    print(json.dumps({"cxdesk": __version__, "schema": SCHEMA, **found}, ensure_ascii=False, indent=2, allow_nan=False))


def complain(error: CXDeskError, *, as_json: bool) -> int:
    """Print an error; 2 when the question was not understood, else 1."""
    if as_json:
        say_json({"error": error.to_json()})
    print(_("cxdesk: {error}", error=str(error)), file=sys.stderr)
    return USAGE if isinstance(error, BadQuestion) else REFUSED


def _named(arguments: list[str]) -> Sequence[str]:
    """The command that is asked for, where that is plain to see; else all."""
    words = arguments[2:] if arguments[:1] == ["--language"] else arguments
    words = words[1:] if words and words[0].startswith("--language=") else words
    return words[:1] if words and words[0] in command_names() else command_names()


def _language(arguments: list[str]) -> str:
    for at, word in enumerate(arguments):
        if word == "--language" and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith("--language="):
            return word.split("=", 1)[1]
    return i18n.default_language()
