"""`cxdesk customers`, `merge` and `unmerge`: who is who, from files to figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import cxdesk

pytestmark = pytest.mark.usefixtures("all_here")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of customers, and a survey that knows them by e-mail."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "crm.csv").write_text(
        "Customer ID,Customer name,Email,Country\n0042,Ana Popescu,Ana@x.ro,RO\n0043,Ion Marin,ion@x.ro,RO\n",
        encoding="utf-8",
    )
    (folder / "survey.csv").write_text(
        "Response ID,Email,Submitted at,How likely are you to recommend us? (0-10)\n"
        "r1,ana@x.ro,2025-01-05 09:15,10\nr2,ana@x.ro,2025-01-20 10:00,0\n"
        "r3,ion@x.ro,2025-01-07 11:00,10\nr4,eva@y.fr,2025-01-08 12:00,9\n",
        encoding="utf-8",
    )
    path = folder / "desk.cxdesk"
    done = cxdesk("import", folder / "crm.csv", "-w", path, "--kind", "customer")
    assert done.code == 0, done.err
    done = cxdesk("import", folder / "survey.csv", "-w", path)
    assert done.code == 0, done.err + done.out
    return path


def test_the_way_from_a_suggestion_to_a_merge_and_back(desk: Path) -> None:
    found = cxdesk("customers", "-w", desk, "--suggest", "--json").json["suggestions"]
    assert [(one["one"], one["other"], one["strength"]) for one in found] == [
        ("0042", "ana@x.ro", "sure"),
        ("0043", "ion@x.ro", "sure"),
    ]
    assert found[0]["evidence"][0]["text"] == "Same e-mail: ana@x.ro"

    (merged,) = cxdesk("merge", "ana@x.ro", "0042", "-w", desk, "--note", "she said so", "--json").json["merges"]
    assert (merged["alias"], merged["canonical"], merged["evidence"]) == ("ana@x.ro", "0042", "she said so")
    record = cxdesk("customers", "ana@x.ro", "-w", desk, "--json").json["record"]
    assert record["references"] == ["0042", "ana@x.ro"]
    assert record["rows"] == {"answer": 2, "customer": 1}

    said = cxdesk("restatement", "-w", desk, "--json").json
    assert [(cause["type"], cause["rows"]) for cause in said["changes"]] == [("merged", 1)]

    (undone,) = cxdesk("unmerge", "0042", "-w", desk, "--json").json["unmerged"]
    assert undone["undone_at"]
    assert cxdesk("customers", "-w", desk, "--merged", "--json").json["merges"] == []


def test_all_that_is_sure_at_once(desk: Path) -> None:
    done = cxdesk("merge", "--sure", "-w", desk)
    assert (done.code, done.out.splitlines()[-1]) == (0, "2 merges.")
    table = cxdesk("customers", "-w", desk).out
    assert "Same e-mail: ion@x.ro" in table
    ids = [one["id"] for one in cxdesk("customers", "-w", desk, "--json").json["merges"]]
    undone = cxdesk("unmerge", "-w", desk, "--id", str(ids[0]), "--id", str(ids[1]))
    assert undone.out.splitlines()[-1] == "2 merges taken back."


def test_what_is_not_the_same_is_remembered(desk: Path) -> None:
    assert cxdesk("merge", "ion@x.ro", "0043", "--not", "-w", desk).code == 0
    listed = cxdesk("customers", "-w", desk, "--apart", "--suggest", "--json").json
    assert [(one["one"], one["other"]) for one in listed["apart"]] == [("0043", "ion@x.ro")]
    assert "0043" not in {one["one"] for one in listed["suggestions"]}


def test_what_is_refused_says_what_to_do(desk: Path) -> None:
    unknown = cxdesk("merge", "nobody", "0042", "-w", desk)
    assert (unknown.code, "No file names a customer nobody." in unknown.err) == (1, True)
    assert cxdesk("customers", "nobody", "-w", desk).code == 1
    assert cxdesk("merge", "0042", "-w", desk).code == 2
    assert cxdesk("unmerge", "-w", desk).code == 2
    assert cxdesk("unmerge", "0042", "-w", desk).code == 1


def test_the_same_email_is_merged_by_rule_and_given_back(desk: Path, tmp_path: Path) -> None:
    files, desk = (desk.parent / "crm.csv", desk.parent / "survey.csv"), tmp_path / "own.cxdesk"
    assert cxdesk("import", files[0], "-w", desk, "--kind", "customer").code == 0
    assert cxdesk("import", files[1], "-w", desk).code == 0
    done = cxdesk("merge", "--same-email", "always", "-w", desk, "--json").json
    assert [(one["alias"], one["canonical"]) for one in done["merges"]] == [("ana@x.ro", "0042"), ("ion@x.ro", "0043")]
    assert cxdesk("customers", "-w", desk, "--suggest", "--json").json["suggestions"] == []
    assert cxdesk("merge", "--same-email", "ask", "-w", desk).out.strip() == "0 merges by this rule."
    assert len(cxdesk("customers", "-w", desk, "--suggest", "--json").json["suggestions"]) == 2
    assert cxdesk("merge", "--same-email", "ask", "--sure", "-w", desk).code == 2
