"""Cells of the preview that cannot be read as their column is mapped, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.results import Phrase
from cxdesk.intake.batch import SENTENCES
from cxdesk.intake.inspection import PreviewCell
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.readings import readers


def problems(rows: Sequence[Sequence[str]], mapping: Mapping) -> tuple[PreviewCell, ...]:
    """What conversion would refuse among the rows that are shown."""
    found = []
    for at, read in readers(mapping).items():
        for place, row in enumerate(rows):
            code = read(row[at]) if at < len(row) else None
            if code:
                found.append(PreviewCell(place, at, Phrase(SENTENCES[code])))
    return tuple(found)
