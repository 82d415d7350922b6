"""Which comments the rules of a theme find: through the search index, so that no text is read.

The index knows every word that occurs. A rule's word becomes the words of the index that are forms of it (`stems`), and
these become one question to the index; a million comments take well under a second. Comments of a large import that are
not indexed yet are indexed in passing, a piece at a time, in memory.
"""

from __future__ import annotations

import itertools
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cxdesk.domain import themes as rules_of
from cxdesk.domain.themes import How, Phrase, Rules, Theme, Word
from cxdesk.store import schema, stems
from cxdesk.store.folding import folded_copy

_AT_ONCE = 200  # phrases in one question to the index
_PIECE = 100_000  # comments indexed in memory at once
_MOST_FORMS = 4000  # combinations of forms of one phrase
_VOCABULARY = "words_of_rules"
_END = "\U0010ffff"
_PLAIN = "tokenize='unicode61 remove_diacritics 2'"
_NONE = np.empty(0, np.int64)

Hits = Mapping[str, np.ndarray]  # language of the words → ascending row ids, int64


Found = tuple[dict[str, np.ndarray], np.ndarray]


@dataclass
class Kept:
    """Hits of one theme's rules by language, and the rows with an excluded word."""

    version: str
    hits: dict[str, np.ndarray]
    excluded: np.ndarray = field(default_factory=lambda: _NONE)
    upto: int = 0  # complete for rows up to here

    @staticmethod
    def nothing(rules: Rules) -> Kept:
        return Kept(rules.version, dict.fromkeys(rules.words, _NONE))

    def add(self, found: Found) -> None:
        hits, excluded = found
        self.hits = {language: _together(ids, hits[language]) for language, ids in self.hits.items()}
        self.excluded = _together(self.excluded, excluded)

    @property
    def counted(self) -> Hits:
        return {language: np.setdiff1d(ids, self.excluded, True) for language, ids in self.hits.items()}


@dataclass
class Known:
    """What was found before, by theme, for as long as the workspace is open; used from any thread.

    An import only adds rows, so only new ones are asked for; when rows changed or went, all are asked for again.
    """

    themes: dict[int, Kept] = field(default_factory=dict)
    texts: tuple[int, ...] = ()
    guard: threading.Lock = field(default_factory=threading.Lock)


def rule_hits(connection: sqlite3.Connection, themes: Sequence[Theme], known: Known) -> dict[int, Hits]:
    """By theme, the rows that each language's words find; those with an excluded word are left out."""
    with known.guard:
        texts = _texts(connection)
        if known.texts != texts:
            known.themes.clear()
            known.texts = texts
        asked = [theme for theme in themes if not theme.rules.empty]
        for theme in asked:
            kept = known.themes.get(theme.id)
            if kept is None or kept.version != theme.rules.version:
                known.themes[theme.id] = Kept.nothing(theme.rules)
        _bring_up(connection, [(theme.rules, known.themes[theme.id]) for theme in asked])
        return {theme.id: known.themes[theme.id].counted for theme in asked}


def _texts(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Another where texts of rows that were there before are others, or are gone."""
    undone = connection.execute("SELECT count(*) FROM batch WHERE state <> 'live'").fetchone()[0]
    again = connection.execute("SELECT count(*), coalesce(max(batch), 0) FROM version").fetchone()
    erased = schema.has_table(connection, "erasure")
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM erasure").fetchone() if erased else (0,)
    return int(undone), int(again[0]), int(again[1]), int(last)


def _bring_up(connection: sqlite3.Connection, asked: Sequence[tuple[Rules, Kept]]) -> None:
    """Look at the rows that are newer than what is known."""
    last = _last_row(connection)
    behind = [(rules, kept) for rules, kept in asked if kept.upto < last]
    if not behind:
        return
    index = Index(connection)
    for rules, kept in behind:
        kept.add(_found(index, rules, kept.upto))
    after = min(kept.upto for _rules, kept in behind)
    for first, end in _waiting(connection):
        for piece in _unindexed(connection, max(first, after + 1), end):
            for rules, kept in behind:
                kept.add(_found(piece, rules, kept.upto))
    for _rules, kept in behind:
        kept.upto = last


def _together(*ids: np.ndarray) -> np.ndarray:
    some = [one for one in ids if len(one)]
    return np.unique(np.concatenate(some)) if len(some) > 1 else (some[0] if some else _NONE)


def _last_row(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT value FROM meta WHERE key = 'next_row_id'").fetchone()
    return int(found[0]) - 1 if found else 0


def _waiting(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    rows = connection.execute("SELECT first, last FROM unsearched ORDER BY first").fetchall()
    return [(int(first), int(last)) for first, last in rows]


class Index:
    """The search index as one connection sees it, and all its words in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @cached_property
    def words(self) -> list[str]:
        """Read once: a scan of the whole index costs less than a few hundred of its stretches."""
        self._show()
        return [term for (term,) in self.connection.execute(f"SELECT term FROM temp.{_VOCABULARY} ORDER BY term")]

    def _show(self) -> None:
        """A view on the words, which only this connection sees and no file holds."""
        connection = self.connection
        found = connection.execute("SELECT 1 FROM sqlite_temp_master WHERE name = ?", (_VOCABULARY,)).fetchone()
        if found is None:
            (guarded,) = connection.execute("PRAGMA query_only").fetchone()
            connection.execute("PRAGMA query_only=OFF")
            connection.execute(f"CREATE VIRTUAL TABLE temp.{_VOCABULARY} USING fts5vocab('main', 'fts', 'row')")
            connection.execute(f"PRAGMA query_only={int(guarded)}")

    def beginning_with(self, start: str) -> list[str]:
        return self.words[bisect_left(self.words, start) : bisect_left(self.words, start + _END)]

    def rows(self, expression: str, after: int) -> np.ndarray:
        """Ascending ids of the rows after `after` that meet an expression of FTS5."""
        rows = self.connection.execute(
            "SELECT rowid FROM fts WHERE fts MATCH ? AND rowid > ? ORDER BY rowid", (expression, after)
        )
        return np.fromiter(itertools.chain.from_iterable(rows), np.int64)


def _found(index: Index, rules: Rules, after: int) -> Found:
    """(hits by language, rows with an excluded word) of an index, of rows after `after`."""
    hits = {language: _matching(index, words, language, after) for language, words in rules.words.items()}
    out = [_matching(index, words, language, after) for language, words in rules.excluded.items()]
    return hits, _together(*out)


def _matching(index: Index, words: Sequence[str], language: str, after: int) -> np.ndarray:
    """Rows in which any of the words and phrases occurs."""
    wanted = list(dict.fromkeys(itertools.chain.from_iterable(_expressions(index, w, language) for w in words)))
    parts = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
    return _together(*(index.rows(" OR ".join(part), after) for part in parts))


def _expressions(index: Index, text: str, language: str) -> Iterator[str]:
    """A word or phrase of a rule as FTS5 reads it: one expression per combination of forms that occur."""
    looked_for: Phrase = rules_of.phrase(text)
    forms = [_forms(index, word, language) for word in looked_for]
    if not all(forms):
        return
    beginning = looked_for[-1].how is How.START
    for words in itertools.islice(itertools.product(*forms), _MOST_FORMS):
        yield '"' + " ".join(words) + '"' + ("*" if beginning else "")


def _forms(index: Index, word: Word, language: str) -> list[str]:
    """The words of the index that a word of a rule stands for."""
    if word.how is not How.FORMS:
        return [word.text]
    found: dict[str, None] = {}
    for one in stems.languages(language):
        start, wanted = stems.beginning(word.text, one), stems.stem(word.text, one)
        found |= {term: None for term in index.beginning_with(start) if stems.stem(term, one) == wanted}
    return list(found)


def _unindexed(connection: sqlite3.Connection, first: int, last: int) -> Iterator[Index]:
    """Indexes in memory of the rows whose turn to be indexed has not come."""
    rows = connection.execute("SELECT row_id, comment FROM comment_text WHERE row_id BETWEEN ? AND ?", (first, last))
    while piece := rows.fetchmany(_PIECE):
        with closing(_index_of(piece)) as made:
            yield Index(made)


def _index_of(texts: Sequence[tuple[int, str]]) -> sqlite3.Connection:
    """An index in memory of (row id, text)."""
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE fts USING fts5(comment, content='', {_PLAIN})")
    index.executemany("INSERT INTO fts(rowid, comment) VALUES (?, ?)", texts)
    return index


def trial(connection: sqlite3.Connection, rules: Rules) -> Hits:
    """The same for rules that nobody has kept yet, over every comment that is there."""
    kept = Kept.nothing(rules)
    _bring_up(connection, [(rules, kept)])
    return kept.counted


def hits_in(texts: Sequence[tuple[int, str]], rules: Rules) -> Hits:
    """The same for texts at hand, given with their numbers: what a rule would find before it is kept."""
    kept = Kept.nothing(rules)
    with closing(_index_of([(number, folded_copy(text) or text) for number, text in texts])) as made:
        kept.add(_found(Index(made), rules, -1))
    return kept.counted


def all_hits(hits: Hits) -> np.ndarray:
    """Row ids that the words of any language find."""
    return _together(*hits.values())
