"""The skeleton of an Office Open XML workbook: which sheet is which part, where the shared strings are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from cxdesk.intake import guard
from cxdesk.intake.readers.archive import Archive, Doctype, strict_parser

Element = tuple[str, dict[str, str]]  # local name; attributes by local name, relationship ids as "r:id"


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook. `part` is None where the relationship leads nowhere; `kind` e.g. worksheet."""

    name: str
    part: str | None
    kind: str
    hidden: bool


def elements(archive: Archive, part: str) -> list[Element]:
    """All elements of a small XML part in order. Raises FileRefused for document types, FileDamaged for bad XML."""
    found: list[Element] = []
    parser = strict_parser(" ")
    parser.StartElementHandler = lambda name, attributes: found.append((_local(name), _named(attributes)))
    try:
        parser.Parse(archive.read(part), True)
    except Doctype:
        raise guard.has_doctype(archive.path.name, part) from None
    except expat.ExpatError as error:
        raise guard.damaged_part(archive.path.name, part, str(error)) from None
    return found


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _named(attributes: dict[str, str]) -> dict[str, str]:
    return {("r:" if " " in key else "") + _local(key): value for key, value in attributes.items()}


def workbook_part(archive: Archive) -> str | None:
    """The main part of a workbook, or None if this is no workbook."""
    if "_rels/.rels" in archive:
        for target, kind, _identity in _relations(archive, "_rels/.rels", ""):
            if kind == "officeDocument" and target in archive:
                return target
    return next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in archive), None)


def _relations(archive: Archive, part: str, base: str) -> Iterator[tuple[str, str, str]]:
    """Target, last word of the type, and id of each relationship, targets as names of parts."""
    for name, attributes in elements(archive, part):
        target = attributes.get("Target", "").replace("\\", "/")
        if name != "Relationship" or attributes.get("TargetMode") == "External" or not target:
            continue
        where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
        yield where, attributes.get("Type", "").rsplit("/", 1)[-1], attributes.get("Id", "")


def targets_of(archive: Archive, main: str) -> dict[str, tuple[str, str]]:
    """The parts that the main part refers to: relationship id → part, last word of the type."""
    folder, name = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", name + ".rels")
    if relations not in archive:
        return {}
    return {identity: (target, kind) for target, kind, identity in _relations(archive, relations, folder)}


def strings_part(archive: Archive, main: str) -> str | None:
    """The part with the shared strings, if there is one."""
    parts = targets_of(archive, main).values()
    return next((target for target, kind in parts if kind == "sharedStrings" and target in archive), None)


def sheets(archive: Archive, main: str) -> list[Sheet]:
    """The sheets that the main part of an XML workbook names, in its order."""
    return list(_sheets(archive, main, targets_of(archive, main)))


def _sheets(archive: Archive, main: str, targets: dict[str, tuple[str, str]]) -> Iterator[Sheet]:
    for name, attributes in elements(archive, main):
        if name != "sheet":
            continue
        target, kind = targets.get(attributes.get("r:id", ""), ("", "missing"))
        part = target if target in archive else None
        yield Sheet(attributes.get("name", ""), part, kind, attributes.get("state", "visible") != "visible")
