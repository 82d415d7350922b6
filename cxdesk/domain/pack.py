"""A closed period: everything that its report says, kept as it was, so that the same report can be made years later.

A pack is one JSON text, the same bytes whenever it is written. It holds no language: the report can be read in any.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import FileDamaged, FileRefused, NotFound
from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.domain.report import Facts
from cxdesk.domain.results import Figure
from cxdesk.system.i18n import _

SUFFIX = ".cxpack"
SHAPE = 1
STILL_RUNNING = "bad_question.still_running"  # the code of the refusal to close a period that is not over
LARGEST = 64 << 20  # bytes; a pack of a year is a few hundred thousand


@dataclass(frozen=True)
class Pack:
    """`closed_at` is the instant in UTC, as ISO text; `facts` are as `from_plain` reads them. `altered` ones are not as
    they were closed: somebody named in them was erased from the workspace since.
    """

    name: str
    closed_at: str
    facts: Facts
    altered: bool = False

    @staticmethod
    def close(name: str, closed_at: str, facts: Facts) -> Pack:
        """A pack of facts in the one form that reading gives too, so that writing again gives the same bytes."""
        return Pack(name, closed_at, from_plain(Facts, json.loads(canonical(to_plain(facts)))))

    @property
    def digest(self) -> str:
        """SHA-256 of the facts: two packs with the same digest say the same."""
        return hashlib.sha256(canonical(to_plain(self.facts)).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {
            "cxdesk_pack": SHAPE,
            "name": self.name,
            "closed_at": self.closed_at,
            "sha256": self.digest,
            "facts": to_plain(self.facts),
        }

    @property
    def text(self) -> str:
        """The file's text."""
        return canonical(self.to_json()) + "\n"

    @staticmethod
    def of(kept: Any, file: str = "", within: bool = False) -> Pack:
        """From what was kept. FileDamaged where it is none, or where a file's facts were changed since it was closed;
        `within` a workspace erasing somebody changes them, and it says so.
        """
        try:
            if not isinstance(kept, Mapping) or kept.get("cxdesk_pack") != SHAPE:
                raise NotPlain("no pack")
            made = Pack(str(kept["name"]), str(kept["closed_at"]), from_plain(Facts, kept["facts"]))
            digest = made.digest  # ValueError for a number that no pack can hold
        except (NotPlain, KeyError, TypeError, ValueError):
            raise FileDamaged(
                _("This is no closed period that can be read."), _("Export it from its workspace again."), file=file
            ) from None
        if digest == kept.get("sha256"):
            return made
        if not within:
            raise FileDamaged(
                _("The closed period {name} was changed after it was closed.", name=made.name),
                _("Export it from its workspace again."),
                file=file,
            )
        return replace(made, altered=True)


def canonical(plain: Any) -> str:
    """The one way to write plain data as JSON."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_pack(path: Path) -> Pack:
    """A pack from its file. NotFound, FileRefused where it is too large, FileDamaged where it is no pack."""
    if not path.is_file():
        raise NotFound(
            _("There is no file {file}.", file=path.name), _("Check the name and the folder."), file=path.name
        )
    if path.stat().st_size > LARGEST:
        raise FileRefused(_("The file is too large for a closed period."), file=path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            _("{file} cannot be read: {cause}.", file=path.name, cause=error.strerror or type(error).__name__),
            _("Check the name and the folder."),
            file=path.name,
        ) from None
    try:
        kept = json.loads(content)
    except (ValueError, RecursionError):
        kept = None
    return Pack.of(kept, path.name)


@dataclass(frozen=True)
class Restated:
    """One number of a pack that the data would give otherwise now. Definitions are METRIC@VERSION."""

    metric: str
    measure: str
    title: str
    unit: str
    decimals: int
    then: Figure
    now: Figure | None
    definition_then: str = ""
    definition_now: str = ""


@dataclass(frozen=True)
class Since:
    """What is different now from a pack. `same` where no row has changed: numbers that moved all the same did so by
    what was decided since, a definition, a merge, a setting. `known` False where it cannot be asked again, because it
    was about people whom it does not name.
    """

    same: bool
    moved: tuple[Restated, ...] = ()
    known: bool = True
