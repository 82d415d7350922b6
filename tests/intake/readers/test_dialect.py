"""Delimiter and quotation mark: the pair under which the first lines have the same width."""

from __future__ import annotations

import pytest

from cxdesk.intake.readers.dialect import Guess, after_remarks, choose, declared


def best(text: str, **given: str) -> Guess:
    return choose(text, True, **given)[0]


@pytest.mark.parametrize(
    ("text", "delimiter", "columns"),
    [
        ("id,score\n1,9\n2,8\n", ",", 2),
        ("id;score\n1;9,5\n2;8,0\n", ";", 2),
        ("id\tscore\tnote\n1\t9\ta, b\n", "\t", 3),
        ("a|b|c\n1|2|3\n", "|", 3),
        ("id;a;b\n1;1,5;2,5\n2;1,5;2,5\n", ";", 3),
        ("nom;remarque\nAnne;bon, très bon, merci\nIon;ok\n", ";", 2),
        ('"a,b";"c"\n"d,e";"f"\n', ";", 2),
    ],
)
def test_the_delimiter_that_keeps_the_width(text: str, delimiter: str, columns: int) -> None:
    guess = best(text)
    assert (guess.dialect.delimiter, guess.columns) == (delimiter, columns)


def test_one_column_has_no_delimiter_to_find() -> None:
    assert best("comment\nvery good\nslow, but fine\nok\n").columns == 1


def test_the_evidence_names_every_candidate_best_first() -> None:
    found = [guess.evidence() for guess in choose("a;b\n1;2,5\n3;4,5\n", True)]
    assert found[0] == {"delimiter": ";", "columns": 2, "share": 1.0, "rows": 3}
    assert {entry["delimiter"] for entry in found} == {",", ";", "\t", "|"}


def test_a_sep_line_is_obeyed() -> None:
    assert declared("sep=;\nid;score\n") == ";"
    assert best("sep=|\na,b|c,d\n").dialect.delimiter == "|"
    assert declared("separate;things\n") is None


def test_a_person_may_say_otherwise() -> None:
    assert best("a,b;c\n1,2;3\n", delimiter=";").dialect.delimiter == ";"
    assert best('"a",b\n', quote="").dialect.quote == ""


def test_backslashes_before_marks_only_where_they_make_sense() -> None:
    assert best('id,c\n1,"he said \\"hi\\", ok"\n2,b\n').dialect.escape == "\\"
    assert best('"field 1","path\\"\n"field 3\\","x"\n').dialect.escape == ""


def test_single_marks_around_cells() -> None:
    assert best("id,name\n4,'Daisy, the tarantula'\n5,'x'\n").dialect.quote == "'"
    assert best("id,name\n1,O'Brien\n2,d'Arc\n").dialect.quote == '"'
    assert best("id,name\n1,'tis fine\n2,x\n").dialect.quote == '"'
    assert best("'id','name'\r'4','two\rlines'\r'5','x'\r").dialect.quote == "'"
    assert best("id,name\n4,'a 5\" nail, long'\n5,'x'\n").dialect.quote == "'"
    assert best("id,name\n4,'a'\n5,\"x, y\"\n").dialect.quote == '"'


def test_backslashes_before_delimiters() -> None:
    assert best("id,name\n4,Daisy\\, the tarantula\n5,x\n").dialect.escape == "\\"
    assert best("id,folder\n4,C:\\Exports\\,surplus\n5,C:\\Exports\n").dialect.escape == ""
    assert best("folder,id\nExports\\,4\nImports\\,5\n").dialect.escape == ""


def test_spaces_before_marks() -> None:
    guess = best('id, text\n1, "a, b"\n2, "c"\n')
    assert guess.dialect.skip_spaces
    assert not best('id,text\n1,"{""x"": 1, ""y"": 2}"\n').dialect.skip_spaces


def test_remarks_above_the_table_do_not_vote() -> None:
    text = "# Account: a, b, c\n# Property: d, e\n\nday;users\n1;2\n"
    assert after_remarks(text) == "day;users\n1;2\n"
    assert best(text).dialect.delimiter == ";"
    assert after_remarks("---\nname: x\n---\na,b\n") == "a,b\n"


def test_a_broken_line_does_not_decide() -> None:
    text = 'a\tb\tc\n1\t"x" y\tz, z\n2\tx\ty, y\n3\tx\ty, y\n'
    assert best(text).dialect.delimiter == "\t"
