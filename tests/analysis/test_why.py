"""A change taken apart: exact in every split, sure only where it can be. By hand from `answers.two_quarters`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.why import explain
from cxdesk.analysis.why.additive import NAMED, ranked
from cxdesk.analysis.why.bars import bars, sizes
from cxdesk.analysis.why.words import cannot, closing, signed, statements
from cxdesk.analysis.wording import Measured
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.results import Unit, Verdict
from cxdesk.domain.themes import ANY, Axis, Rules, Theme
from cxdesk.domain.why import Part, Role, Split, SplitKind, Why
from cxdesk.metrics.registry import metric_of, metrics
from cxdesk.system import i18n
from cxdesk.workspace.workspace import Workspace
from tests.analysis import answers
from tests.metrics import worlds

SECOND = Period(date(2025, 4, 1), date(2025, 7, 1))
FIRST = Period(date(2025, 1, 1), date(2025, 4, 1))
QUERY = Query(range=SECOND, compare=Compare(CompareTo.CUSTOM, FIRST))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with answers.workspace(tmp_path_factory.mktemp("why")) as made:
        made.remove_themes([theme.id for theme in made.themes(Axis.THEME)])
        made.keep_themes([mine("Crashes", "crash"), mine("Cost", "cher")])
        yield made


def mine(title: str, word: str) -> Theme:
    return Theme(Axis.THEME, title, rules=Rules().with_words(ANY, [word]))


@pytest.fixture(scope="module")
def nps(workspace: Workspace) -> Why:
    return workspace.why(QUERY, "nps", attribute="Plan")


def name(_attribute: str, value: str | None) -> str:
    return value or "(none)"


def part(split: Split | None, key: str | None, role: Role = Role.GROUP) -> Part:
    assert split is not None
    return next(one for one in split.parts if one.key == key and one.role is role)


class TestSegments:
    def test_the_change_is_that_of_the_card(self, nps: Why) -> None:
        assert (nps.base.value if nps.base else None, nps.delta) == (pytest.approx(30), pytest.approx(-60))
        assert nps.change is not None
        assert nps.change.verdict == Verdict.DOWN

    def test_each_groups_own_change_counts_by_its_weight(self, nps: Why) -> None:
        # Starter fell from +60 to −60 at half of the answers on both sides; Team stayed where it was
        starter, team = part(nps.segments, "Starter"), part(nps.segments, "Team")
        assert (starter.size, starter.before, starter.after) == (pytest.approx(-60), 60, -60)
        assert (team.size, team.n0, team.n1) == (0, 10, 10)

    def test_only_what_passed_the_test_is_clear(self, nps: Why) -> None:
        starter, team = part(nps.segments, "Starter"), part(nps.segments, "Team")
        assert starter.proven
        assert starter.high is not None
        assert starter.high < 0
        assert not team.proven

    def test_who_was_counted_is_no_part_where_it_did_not_change(self, nps: Why) -> None:
        assert nps.segments is not None
        assert [one.role for one in nps.segments.parts] == [Role.GROUP, Role.GROUP]

    def test_the_split_that_tells_most_is_taken_unless_the_person_wants_another(self, workspace: Workspace) -> None:
        chosen = workspace.why(QUERY, "nps")
        assert chosen.segments is not None
        assert chosen.segments.attribute == "Plan"
        assert "month" not in chosen.choices
        assert "band" not in chosen.choices


class TestThemes:
    def test_every_answer_counts_once_under_its_first_theme(self, nps: Why) -> None:
        # the eight who crashed are detractors now: 8 of 20 answers, −40 points of the −60
        crashes = part(nps.themes, "Crashes")
        assert (crashes.size, crashes.n0, crashes.n1) == (pytest.approx(-40), 0, 8)
        assert crashes.proven
        assert part(nps.themes, "Cost").size == pytest.approx(-5)
        assert part(nps.themes, None, Role.NONE).size == pytest.approx(-15)

    def test_the_third_sentence_says_how_much_of_it_mentions_a_theme(self, nps: Why) -> None:
        third = statements(nps, name)[2]
        assert third.head == "Most of it mentions Crashes."
        assert third.foot == "Crashes: n 8, 8 low scores and 0 high ones"

    def test_a_bar_is_its_rows(self, workspace: Workspace) -> None:
        found = workspace.rows(QUERY.with_(split="main_theme"), Selection("nps", segment="Crashes"))
        assert found["count"] == 8

    def test_new_words_count_at_once(self, workspace: Workspace) -> None:
        before = workspace.why(QUERY, "nps").themes
        workspace.keep_themes([mine("Everything", "trop")])
        after = workspace.why(QUERY, "nps").themes
        assert part(before, "Cost").n1 == 1
        kept = {one.key for one in after.parts} if after else set()
        assert {"Crashes", "Cost"} <= kept


class TestCustomers:
    def test_the_same_people_are_paired(self, nps: Why) -> None:
        # x1 and x2 gave no answer that counts, so all are on both sides
        stayed = part(nps.customers, "stayed", Role.STAYED)
        assert (stayed.size, stayed.n0, stayed.n1) == (pytest.approx(-60), 20, 20)
        assert stayed.proven

    def test_their_rows_are_found_like_those_of_any_group(self, workspace: Workspace) -> None:
        chosen = Selection("nps", segment="stayed")
        found = workspace.rows(QUERY.with_(split="presence"), chosen)
        assert found["count"] == 20

    def test_a_question_that_nobody_answered_twice_says_so(self, workspace: Workspace) -> None:
        found = workspace.why(QUERY.with_(range=Period(date(2025, 5, 10), date(2025, 5, 11))), "nps")
        other = workspace.why(
            QUERY.with_(
                range=Period(date(2025, 5, 10), date(2025, 5, 11)),
                compare=Compare(CompareTo.CUSTOM, Period(date(2025, 2, 11), date(2025, 2, 12))),
            ),
            "nps",
        )
        assert found.customers is not None
        assert found.customers.why_none is None
        assert other.customers is not None
        assert other.customers.why_none == "nobody_stayed"


class TestWhatCannotBeTakenApart:
    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            (QUERY.with_(compare=Compare(CompareTo.NONE)), "no_comparison"),
            (QUERY.with_(range=None, compare=Compare(CompareTo.PREVIOUS)), "no_period"),
            (QUERY.with_(range=FIRST, compare=Compare(CompareTo.PREVIOUS)), "no_rows"),
        ],
    )
    def test_a_change_that_there_is_not_says_why(self, workspace: Workspace, query: Query, reason: str) -> None:
        found = workspace.why(query, "nps")
        assert (found.why_none, found.splits) == (reason, ())
        assert cannot(reason).endswith(".")

    def test_what_was_never_imported_says_so(self, workspace: Workspace) -> None:
        assert workspace.why(QUERY, "mrr").why_none == "missing_kind"


QUARTERS = [Period(date(2024, 1, 1), date(2024, 3, 15)), Period(date(2024, 3, 15), date(2024, 5, 25))]


def test_every_split_of_every_number_is_the_change_or_says_why_not() -> None:
    frame = worlds.frame(1)
    query = Query(range=QUARTERS[1], compare=Compare(CompareTo.CUSTOM, QUARTERS[0]), min_show=1)
    inquiry, apart = Inquiry(query, frame), 0
    for metric in metrics().values():
        asked = inquiry.compared(metric)
        for measure in asked.measures[:2] if isinstance(asked, Asked) else ():
            why = explain(inquiry, metric, measure)
            assert why.splits or why.why_none or why.segments is not None, (metric.id, measure)
            for split in why.splits:
                apart += 1
                assert sum(one.size for one in split.parts) == pytest.approx(why.delta, rel=1e-8, abs=1e-8)
            assert all(one.head and one.body for one in statements(why, name))
    assert apart > 60


class TestInputs:
    def test_a_number_made_of_others_says_through_which_it_changed(self) -> None:
        query = Query(range=QUARTERS[1], compare=Compare(CompareTo.CUSTOM, QUARTERS[0]), min_show=1)
        inquiry = Inquiry(query, worlds.frame(1))
        asked = (explain(inquiry, metric_of(one)) for one in ("cac_payback", "clv_predictive", "chi", "ltv_cac"))
        told = [why for why in asked if why.inputs is not None]
        assert told
        for why in told:
            assert why.inputs is not None
            assert {one.role for one in why.inputs.parts} == {Role.INPUT}
            assert statements(why, name)[-1].split is why.inputs


class TestBars:
    def test_they_stand_on_one_another_from_the_value_before_to_the_value_now(self, nps: Why) -> None:
        assert nps.segments is not None
        drawn = bars(nps, nps.segments, name, "Q1", "Q2")
        assert [bar.label for bar in drawn] == ["Q1", "Starter", "Team", "Q2"]
        assert [bar.start for bar in drawn] == pytest.approx([0, 30, -30, 0])
        assert [bar.end for bar in drawn] == pytest.approx([30, -30, -30, -30])
        assert (drawn[1].tone, drawn[1].clear, drawn[1].total, drawn[0].total) == ("bad", True, False, True)

    def test_as_written_they_add_up_to_the_change_as_written(self) -> None:
        parts = [Part(Role.GROUP, str(n), 0.34) for n in range(3)]
        assert sizes(parts, 1.02, Measured(Unit.SCORE, 0)) == ["+0.4", "+0.3", "+0.3"]

    def test_of_many_groups_the_largest_have_names_and_the_others_one_bar(self, nps: Why) -> None:
        many = [Part(Role.GROUP, f"g{n}", float(n), n0=30, n1=30) for n in range(1, 10)]
        shown = ranked(many, [False] * 9)
        assert [one.key for one in shown] == ["g9", "g8", "g7", "g6", "g5", None]
        assert (len(shown), shown[-1].members, shown[-1].size) == (NAMED + 1, 4, 1 + 2 + 3 + 4)


class TestSentences:
    def test_the_first_says_whether_it_is_more_than_chance(self, nps: Why) -> None:
        first = statements(nps, name)[0]
        assert first.head == "It is a real drop."
        assert "NPS went from +30 to −30. The difference is −60.0 points (95% interval" in first.body
        assert first.foot == "n 20 before, 20 now"
        assert (first.sign, first.tone) == ("arrow-down", "bad")

    def test_the_second_says_where(self, nps: Why) -> None:
        second = statements(nps, name)[1]
        assert second.head == "Most of it happened in Starter."
        assert "Starter went from +60 to −60. The part of Starter is −60.0 of −60.0 points" in second.body
        assert second.foot == "Starter: n 10, 8 low scores and 2 high ones"

    def test_what_could_be_chance_is_said_to(self, nps: Why) -> None:
        assert nps.change is not None
        assert nps.segments is not None
        unsure = replace(
            nps,
            change=replace(nps.change, verdict=Verdict.NO_CLEAR_CHANGE, p=0.4),
            segments=replace(nps.segments, parts=tuple(replace(p, proven=False) for p in nps.segments.parts)),
        )
        first, second = statements(unsure, name)[:2]
        assert first.head == "It could be chance."
        assert "about 40 times in 100" in first.body
        assert second.head == "No group stands out."
        assert second.tone == "flat"

    def test_no_sentence_claims_a_cause(self, nps: Why) -> None:
        said = " ".join(f"{one.head} {one.body}" for one in statements(nps, name)).lower()
        assert not any(word in said for word in ("because", "caused", "due to", "thanks"))
        assert "not what caused it" in closing(nps)

    def test_they_are_said_in_the_language_in_force(self, nps: Why) -> None:
        i18n.use("fr")
        first, second = statements(nps, name)[:2]
        assert first.head == "C’est une vraie baisse."
        assert second.head == "L’essentiel s’est produit chez Starter."
        assert "−60,0" in second.body

    def test_counted_whole_nothing_is_chance(self, nps: Why) -> None:
        first = statements(replace(nps, counted=True), name)[0]
        assert first.head == "It went down."
        assert "none of it is chance" in first.body


def test_every_split_has_a_kind_of_its_own(nps: Why) -> None:
    assert [split.kind for split in nps.splits][:1] == [SplitKind.SEGMENTS]


def test_amounts_have_their_currency_where_the_language_puts_it() -> None:
    euros = Measured(Unit.MONEY, 2, currency="EUR")
    assert (signed(3255, euros), signed(-3.5, euros)) == ("+€3,255", "−€3.50")
    i18n.use("fr")
    assert signed(3255, euros) == "+3\u202f255\u00a0€"


def test_a_side_of_the_comparison_means_everybody_where_nothing_is_compared(workspace: Workspace) -> None:
    query = QUERY.with_(split="presence", compare=Compare(CompareTo.NONE), selection=Selection("nps", segment="lost"))
    assert workspace.board(query).rows_behind == 20


def test_of_fewer_answers_than_are_shown_no_change_is_explained(workspace: Workspace) -> None:
    assert workspace.why(QUERY.with_(min_show=21), "nps").why_none == "too_few"
