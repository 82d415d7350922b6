"""Source rows of a survey as answers: one per question, with the comment beside it, and what identifies the
response.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scale_text import write_scale
from cxdesk.intake.batch import Batch, Problem
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cases import Split, belongs
from cxdesk.intake.cells import Reader
from cxdesk.intake.cells_of_scores import ScoreReader
from cxdesk.intake.hashing import BETWEEN, Occurrences, filled, hashes, rows_of
from cxdesk.intake.mapping import COMMENT_OF, Mapping, Question

ANSWER = "answer"
OK, MISSING, INVALID = 0, 1, 2
RESPONSE = "response"
_BY_QUESTION = frozenset({"question", "role", "score", "comment"})


@dataclass
class Part:
    """The answers to one question in a block. `there`: which source rows have one; None = all."""

    question: Question
    scale: str | None
    scores: Sequence[float | None]
    statuses: Sequence[int]
    comments: Sequence[str | None] | None
    marks: Sequence[str] | str = ""  # score and status in canonical rows
    there: Sequence[bool] | None = None


class AnswerRows:
    """Turns columns of source rows into rows of answers. Rated questions come first in each response."""

    def __init__(
        self, mapping: Mapping, readers: Map[int, Reader], splits: Sequence[Split] = (), whole: bool = True
    ) -> None:
        self.kind = kind_named(ANSWER)
        self.splits = {one.index: one for one in splits}
        self.readers = readers
        self.questions = sorted(mapping.questions, key=lambda q: (q.scale is None, q.index))
        self.comment_of = {use.of: use.index for use in mapping.columns if use.field == COMMENT_OF}
        self.has_comment = (
            bool(self.comment_of) or any(q.scale is None for q in self.questions) or mapping.column_of("comment")
        )
        self.constants = dict(mapping.constants)
        rated = ((at, readers[at]) for at in (question.index for question in self.questions) if at in readers)
        self._scales = {at: write_scale(one.scale) for at, one in rated if isinstance(one, ScoreReader)}
        self._seen = Occurrences(whole)
        self._order = [f.name for f in self.kind.fields if f.name not in _BY_QUESTION and f.name != RESPONSE]

    def batch(
        self,
        lines: Sequence[int],
        columns: Sequence[Sequence[Cell]],
        values: Map[int, list[Any]],
        fields: dict[str, list[Any]],
        extra: list[str | None],
        problems: list[Problem],
    ) -> Batch:
        """The answers of one block."""
        n = len(lines)
        parts = [self._part(question, columns, values, n) for question in self.questions]
        parts = parts or [Part(Question(-1, "", "open"), None, [None] * n, [MISSING] * n, None)]
        self._keep_one(parts, n)
        shared = {name: column for name, column in fields.items() if name in self._order}
        whole = [self._shown(name, shared) for name in self._order]
        if len(parts) > 1:
            whole = [rows_of(whole, n)]
        special = [self._special(part) for part in parts]
        response, generated = self._responses(fields.get(RESPONSE), [*whole, *chain(*special), filled(extra)], n)
        rows = _Interleaved(len(parts), n, [part.there for part in parts])
        found = self._columns(parts, shared, response, rows)
        row_hash, key_hash = self._hashes(parts, whole, special, response, generated, extra, rows)
        first = rows.taken([extra, *([[None] * n] * (len(parts) - 1))])
        if any(part.there is not None for part in parts):
            first = self._on_first(rows, extra, len(parts))
        return Batch(ANSWER, rows.n, found, rows.repeated(lines), first, row_hash, key_hash, problems)

    # Parts

    def _part(self, question: Question, columns: Sequence[Sequence[Cell]], values: Map[int, list[Any]], n: int) -> Part:
        reader = self.readers[question.index]
        if isinstance(reader, ScoreReader):
            own = self.splits.get(question.index)
            beside = self.comment_of.get(question.index if own is None else own.source)
            comments = values[beside] if beside is not None else None
            statuses = reader.statuses(columns[question.index])
            marks = reader.marks(columns[question.index])
            there = None if own is None else belongs(own, columns)
            scale, scores = self._scales[question.index], values[question.index]
            return Part(question, scale, scores, statuses, comments, marks, there)
        texts = values[question.index]
        there = [text is not None for text in texts]
        return Part(question, None, [None] * n, [OK if one else MISSING for one in there], texts, there=there)

    def _keep_one(self, parts: list[Part], n: int) -> None:
        """Unanswered text questions give no rows, but every source row gives at least one."""
        if any(part.there is None for part in parts):
            return
        some = [any(part.there[at] for part in parts if part.there is not None) for at in range(n)]
        first = parts[0]
        first.there = [one or not other for one, other in zip(first.there or [], some, strict=True)]

    def _shown(self, name: str, shared: dict[str, list[Any]]) -> Sequence[Any] | str:
        """A field in canonical rows; one that the file does not give is as if it were empty."""
        column = shared.get(name)
        return self.constants.get(name, "") if column is None else filled(column)

    def _special(self, part: Part) -> list[Sequence[Any] | str]:
        """What canonical rows say of one question."""
        head = BETWEEN.join((part.question.text, part.question.role, part.scale or ""))
        comments = filled(part.comments) if part.comments is not None else ""
        return [head, part.marks, comments]

    # Identity

    def _responses(
        self, given: list[Any] | None, content_parts: list[Sequence[Any] | str], n: int
    ) -> tuple[list[str], list[bool] | None]:
        """(response ids, which of them are made of the row's content; None when none is)."""
        if given is not None and None not in given:
            return given, None
        content = hashes(rows_of(content_parts, n))
        times = self._seen.count(content)
        made = [
            f"{value & 0xFFFFFFFFFFFFFFFF:016x}" + (f"-{time}" if time > 1 else "")
            for value, time in zip(content, times, strict=True)
        ]
        if given is None:
            return made, [True] * n
        return [own or other for own, other in zip(given, made, strict=True)], [own is None for own in given]

    def _hashes(
        self,
        parts: list[Part],
        whole: list[Sequence[Any] | str],
        special: list[list[Sequence[Any] | str]],
        response: list[str],
        generated: list[bool] | None,
        extra: Sequence[str | None],
        rows: _Interleaved,
    ) -> tuple[Sequence[int], Sequence[int]]:
        """Hashes of content and of identity. A made-up response counts by its content without the occurrence."""
        if generated is not None:
            response = [
                text.partition("-")[0] if made else text for text, made in zip(response, generated, strict=True)
            ]
        row_parts: list[Sequence[int]] = []
        key_parts: list[Sequence[int]] = []
        for at, part in enumerate(parts):
            more = filled(extra) if at == 0 else ""
            row_hash = hashes(rows_of([response, *whole, *special[at], more], len(response)))
            row_parts.append(row_hash)
            key_parts.append(self._keys(part, response, generated, row_hash))
        return rows.taken(row_parts), rows.taken(key_parts)

    def _keys(
        self, part: Part, response: list[str], generated: list[bool] | None, row_hash: Sequence[int]
    ) -> Sequence[int]:
        if generated is not None and all(generated):
            return row_hash
        keys = hashes(response, begin=BETWEEN.join((ANSWER, part.question.text)))
        if generated is None:
            return keys
        return [row if made else key for key, row, made in zip(keys, row_hash, generated, strict=True)]

    # Columns

    def _columns(
        self, parts: list[Part], shared: dict[str, list[Any]], response: list[str], rows: _Interleaved
    ) -> dict[str, Sequence[Any]]:
        found: dict[str, Sequence[Any]] = {RESPONSE: rows.repeated(response)}
        found["question"] = rows.constants([part.question.text or None for part in parts])
        found["role"] = rows.constants([part.question.role for part in parts])
        found["score"] = rows.taken([part.scores for part in parts])
        found["status"] = rows.taken([part.statuses for part in parts])
        found["scale"] = rows.constants([part.scale for part in parts])
        if self.has_comment:
            none = [None] * len(response)
            found["comment"] = rows.taken([part.comments if part.comments is not None else none for part in parts])
        for name, column in shared.items():
            found[name] = rows.repeated(column)
        for name, value in self.constants.items():
            found[name] = [value] * rows.n
        return found

    def _on_first(self, rows: _Interleaved, extra: Sequence[str | None], parts: int) -> list[str | None]:
        """`extra` on the first row of each source row, whichever question that is."""
        found: list[str | None] = [None] * rows.n
        for place, at in rows.firsts():
            found[place] = extra[at]
        return found


class _Interleaved:
    """Rows of k questions of each source row next to each other; where a question has none, it is left out."""

    def __init__(self, parts: int, n: int, there: Sequence[Sequence[bool] | None]) -> None:
        self._parts = parts
        self._source = n
        self._keep: list[bool] | None = None
        if any(one is not None for one in there):
            full: list[bool] = [True] * (n * parts)
            for at, one in enumerate(there):
                if one is not None:
                    full[at::parts] = one
            self._keep = full
        self.n = n * parts if self._keep is None else sum(self._keep)

    def taken(self, columns: Sequence[Sequence[Any]]) -> list[Any]:
        """One list per question → the rows."""
        if self._parts == 1 and self._keep is None:
            return columns[0] if isinstance(columns[0], list) else list(columns[0])
        full: list[Any] = [None] * (self._source * self._parts)
        for at, column in enumerate(columns):
            full[at :: self._parts] = column
        return self._kept(full)

    def repeated(self, column: Sequence[Any]) -> Sequence[Any]:
        """What all answers of a source row share."""
        return column if self._parts == 1 and self._keep is None else self.taken([column] * self._parts)

    def constants(self, values: Sequence[Any]) -> list[Any]:
        """One value per question."""
        return self._kept(list(values) * self._source)

    def firsts(self) -> list[tuple[int, int]]:
        """(row, source row) of the first row of each source row."""
        keep = self._keep or [True] * (self._source * self._parts)
        found: list[tuple[int, int]] = []
        place = 0
        for at in range(self._source):
            count = sum(keep[at * self._parts : (at + 1) * self._parts])
            if count:
                found.append((place, at))
            place += count
        return found

    def _kept(self, full: list[Any]) -> list[Any]:
        return full if self._keep is None else [value for value, keep in zip(full, self._keep, strict=True) if keep]
