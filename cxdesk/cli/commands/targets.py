"""Show and set targets."""

from __future__ import annotations

import argparse

from cxdesk.cli import marking
from cxdesk.domain.benchmarks import MarkType
from cxdesk.system.i18n import N_

ABOUT = N_("show and set targets")


def add(parser: argparse.ArgumentParser) -> None:
    marking.add(parser)


def run(args: argparse.Namespace) -> int:
    return marking.run(args, MarkType.TARGET)
