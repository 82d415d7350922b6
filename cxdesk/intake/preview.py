"""Cells of the preview that cannot be read as their column is mapped, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.results import Phrase
from cxdesk.intake.batch import SENTENCES
from cxdesk.intake.cases import split, split_columns
from cxdesk.intake.inspection import PreviewCell
from cxdesk.intake.mapping import Mapping
from cxdesk.intake.readings import readers


def problems(rows: Sequence[Sequence[str]], mapping: Mapping) -> tuple[PreviewCell, ...]:
    """What conversion would refuse among the rows that are shown."""
    found = []
    mapping, splits = split(mapping, len(mapping.columns))
    sources = {one.index: one.source for one in splits}
    if splits and rows:
        rows = [tuple(map(str, row)) for row in zip(*split_columns(list(zip(*rows, strict=True)), splits), strict=True)]
    for at, read in readers(mapping).items():
        for place, row in enumerate(rows):
            code = read(row[at]) if at < len(row) else None
            if code:
                found.append(PreviewCell(place, sources.get(at, at), Phrase(SENTENCES[code])))
    return tuple(found)
