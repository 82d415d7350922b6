"""Search finds what was written however it is typed, never fails, and shows where."""

from __future__ import annotations

import random
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.text import fold_search
from cxdesk.store import comments, folding, texts
from cxdesk.store.searching import expression, highlights, terms
from tests.store.builders import Desk, answer

SAID = (
    "Très déçu par le délai de livraison",
    "Le cœur du problème: la Straße était fermée",
    "Livrarea a întârziat, ştiţi și voi știți",
    "e-mail never answered; 100% rude!",
    "GREAT service — très bien",
    "l'équipe d’accueil est super",
    "😀 ﬁne, Ｗｏｗ",
    None,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("search"))
    desk.put("answer", [answer(f"r{n}", 1.0, text) for n, text in enumerate(SAID)])
    yield desk
    desk.database.close()


def found(desk: Desk, text: str) -> list[int]:
    """Which of SAID are found."""
    return [int(row_id) - 1 for row_id in comments.search_ids(desk.database, text)]


def real(rows: list[int]) -> bool:
    """Whether rows are some of SAID, each once."""
    return len(set(rows)) == len(rows) and set(rows) <= set(range(len(SAID)))


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("delai", [0]),
        ("DÉLAI", [0]),
        ("coeur", [1]),
        ("cœur", [1]),
        ("strasse", [1]),
        ("straße", [1]),
        ("stiti", [2]),
        ("ştiţi", [2]),
        ("știți", [2]),
        ("intarziat", [2]),
        ("e-mail", [3]),
        ("100%", [3]),
        ("tres", [0, 4]),
        ("tres bien", [4]),
        ("bien tres", [4]),
        ('"tres bien"', [4]),
        ('"bien tres"', []),
        ("l'equipe", [5]),
        ("d'accueil", [5]),
        ("d’accueil", [5]),
        ("fine", [6]),
        ("wow", [6]),
        ("livr", [0, 2]),
        ("livr ", []),
        ('"livr"', []),
        ("livr de", []),
        ("livraison de", [0]),
        ("nothing like it", []),
        ("", []),
        ("   ", []),
        ("!!!", []),
        ("😀", []),
    ],
)
def test_search_is_literal_and_folded(desk: Desk, typed: str, rows: list[int]) -> None:
    assert found(desk, typed) == rows


SIGNS = [*"\"'*(){}:^-+, aé\0\ud800", "AND", "OR", "NOT", "NEAR"]


def random_signs(chance: random.Random, count: int) -> Iterator[str]:
    """What means something to the language of the search index, in any order."""
    for _ in range(count):
        yield "".join(chance.choices(SIGNS, k=chance.randint(1, 12)))


HOSTILE = [
    '"', '""', '"""', "'", "*", "a*", "*a", "AND", "OR", "NOT", "NEAR", "a AND", "OR b", "NOT c", "a NOT b",
    "NEAR(a b)", "NEAR(a b, 2)", "comment:a", "comment : a", "{a b}: c", "^a", "a ^b", "-a", "- a", "+a + b", "(", ")",
    "(a", "a)", "()", "a, b", "\0", "a\0b", "\ud800", "a\udfffb", "; DROP TABLE answer", "%", "_", "\\",
    "a" * 100_000, '"a' * 5000, "é" * 3000, "\u0301", "a\u0301\u0302", "\U0001f600" * 50, "\u202e abc", "\n\t\r",
    "ﷺ", "ß" * 100,
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_ever_fails(desk: Desk, typed: str) -> None:
    assert real(found(desk, typed))
    for text in SAID:
        ends = [0, *(end for start, length in highlights(text or "", typed) for end in (start, start + length))]
        assert ends == sorted(ends)
        assert ends[-1] <= len(text or "")


@settings(max_examples=400, deadline=None)
@given(typed=st.text(max_size=40))
def test_no_text_at_all_fails(desk: Desk, typed: str) -> None:
    assert real(found(desk, typed))


def test_random_signs_of_the_query_language_never_fail(desk: Desk) -> None:
    for typed in random_signs(random.Random(11), 2000):
        assert real(found(desk, typed))


def test_a_query_is_at_most_so_long() -> None:
    assert len(terms("word " * 1000)) == 32
    assert (expression("word " * 1000) or "").count("AND") == 31


# Highlights


@pytest.mark.parametrize(
    ("comment", "typed", "marked"),
    [
        ("Très déçu par le délai", "delai", ["délai"]),
        ("Très déçu par le délai", "de", ["dé", "dé"]),
        ("Le cœur, la sœur", "coeur", ["cœur"]),
        ("La Straße und mehr", "strasse mehr", ["Straße", "mehr"]),
        ("e\u0301te\u0301 et été", "ete", ["e\u0301te\u0301", "été"]),
        ("ﬁne", "fine", ["ﬁne"]),
        ("my e-mail, my e mail", "e-mail", ["e-mail", "e mail"]),
        ("so so good", "so", ["so", "so"]),
        ("lateral late", '"late"', ["late"]),
        ("aa aaa", "a aa", ["aa", "aa"]),
        ("<b>bold</b>", "bold", ["bold"]),
        ("nothing here", "absent", []),
        ("", "a", []),
    ],
)
def test_what_was_found_is_marked_in_the_comment_as_written(comment: str, typed: str, marked: list[str]) -> None:
    assert [comment[start : start + length] for start, length in highlights(comment, typed)] == marked


@settings(max_examples=300, deadline=None)
@given(comment=st.text(max_size=60), typed=st.text(max_size=12))
def test_marks_lie_inside_the_comment_in_order(comment: str, typed: str) -> None:
    end = 0
    for start, length in highlights(comment, typed):
        assert end <= start < start + length <= len(comment)
        end = start + length


# Folding beside FTS5's own


@pytest.mark.slow
def test_where_no_folded_copy_is_made_fts_folds_as_we_do() -> None:
    """Sign by sign over everything Unicode has: the words that FTS5 makes of a text are those of its folded form."""
    signs = [chr(point) for point in range(1, sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]
    plain = [sign for sign in signs if folding.is_plain(sign)]
    assert len(plain) > 2000
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE each USING fts5vocab('words', 'instance')")
    for pattern in ("x{}y", "x {} y", "{}a", "a{}{}b"):
        raw = _words(connection, [pattern.replace("{}", sign) for sign in plain])
        folded = _words(connection, [fold_search(pattern.replace("{}", sign)) for sign in plain])
        assert raw == folded
    connection.close()


def _words(connection: sqlite3.Connection, rows: list[str]) -> dict[int, list[str]]:
    connection.execute("DELETE FROM words")
    connection.executemany("INSERT INTO words(rowid, t) VALUES (?, ?)", enumerate(rows))
    found: dict[int, list[tuple[int, str]]] = {}
    for term, doc, _column, offset in connection.execute("SELECT * FROM each"):
        found.setdefault(doc, []).append((offset, term))
    return {doc: [term for _at, term in sorted(terms_)] for doc, terms_ in found.items()}


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(st.none(), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=90)),
        max_size=12,
    )
)
def test_scanning_many_texts_says_what_looking_at_each_says(many: list[str | None]) -> None:
    letters, copies = texts.scan(many)
    assert copies == {
        at: copy for at, text in enumerate(many) if text and (copy := folding.folded_copy(text)) is not None
    }
    for count, text in zip(letters.tolist(), many, strict=True):
        exact = sum(map(str.isalpha, text or ""))
        assert count == exact if count < texts.EXACT_BELOW else count >= texts.EXACT_BELOW


def test_letters_are_counted_to_a_limit() -> None:
    letters, _copies = texts.scan(["", None, "ok", "10/10 !!", "a" * 1000, "😀😀😀😀", "déjà", "не"])
    assert letters.tolist() == [0, 0, 2, 0, texts.MOST_LETTERS, 0, 4, 2]


def test_most_comments_need_no_copy() -> None:
    usual = "Très déçu… le délai était « long » – mais l’équipe est super! 😀 Știți și voi, 5 € în plus."
    assert folding.folded_copy(usual) is None
    assert re.search("coeur", folding.folded_copy("Le cœur") or "")


def test_the_best_match_names_the_words_most_often_in_the_fewest(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    told = ("slow", "nice shop, nice people, and then it was slow", "slow slow", "quick", None)
    desk.put("answer", [answer(f"r{n}", 1.0, text) for n, text in enumerate(told)])
    ids = np.array([5, 1, 4, 3, 2])
    ranks = comments.search_ranks(desk.database, "slow", ids)
    assert np.isnan(ranks).tolist() == [True, False, True, False, False]
    assert ids[np.argsort(ranks)[:3]].tolist() == [3, 1, 2]
    assert np.isnan(comments.search_ranks(desk.database, "?!", ids)).all()
    assert comments.search_ranks(desk.database, "slow", ids[:0]).tolist() == []
    desk.database.close()
