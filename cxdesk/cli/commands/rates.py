"""List, add, change and remove exchange rates that are typed in by hand."""

from __future__ import annotations

import argparse

from cxdesk.cli import typing_in
from cxdesk.system.i18n import N_

ABOUT = N_("list, add, change and remove exchange rates typed in by hand")
KIND = "rate"


def add(parser: argparse.ArgumentParser) -> None:
    typing_in.add(parser, KIND)


def run(args: argparse.Namespace) -> int:
    lines, saved = typing_in.run(args, KIND)
    return typing_in.say(args, KIND, lines, saved, {})
