"""From evidence and decisions to the mapping of a table and the doubts that are left. The same for every later
answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace

from cxdesk.domain.kinds import TEXT_ROLES, Kind, Role, registry
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.text import fold
from cxdesk.intake import asked, by_format, fields, formats, leaving_out, wordings
from cxdesk.intake.billed import settle_billed
from cxdesk.intake.companions import settle_companions
from cxdesk.intake.completing import STANDS_IN
from cxdesk.intake.crossed import CROSSED
from cxdesk.intake.days import settle_day
from cxdesk.intake.evidence import Guess
from cxdesk.intake.formats import Format
from cxdesk.intake.full_names import as_in, joined, settle_names
from cxdesk.intake.inspection import Basis, Decisions, Doubt
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, QUESTION, Mapping, Question
from cxdesk.intake.ratings import is_rating, read_reading, readings
from cxdesk.intake.records import settle_records
from cxdesk.intake.same_totals import settle_same
from cxdesk.intake.snapshots import settle_snapshot
from cxdesk.intake.stated import settle_stated
from cxdesk.intake.synonyms import text_role
from cxdesk.intake.two_ways import settle_two_ways
from cxdesk.intake.who import who
from cxdesk.intake.written import settle

ANSWER = "answer"
CLEAR = 1.25  # times as much must speak for the best kind as for the next
ENOUGH = 4.0
MANY_RATINGS = 0.5  # what is left of the evidence for another kind where several columns were answered on one scale
TELLING = 0.6  # names that one kind alone knows, or as much of names that few know
NEARLY_ALL, TELLING_OF_ALL = 0.75, 0.4  # so many columns are taken: then less will do
TELLING_ENOUGH = 2.5  # the same where words of a closed list speak against the kind
OPEN_QUESTION = ""
_FEE = re.compile(r"(?:(?:processing |transaction )?fees?|commissions?|frais|comision(?:uri|ul)?)\b")
_NET = re.compile(r"(?:net|montant net|suma neta|net amount|payout|versement)$")
ABOUT = ("order", "ticket")  # what an answer can be about


@dataclass
class Draft:
    """A mapping in the making. `uses`: column → use; `of`: comment column → score column."""

    basis: Basis
    headings: Sequence[str]
    decisions: Decisions
    kind: Kind
    format: Format | None
    uses: dict[int, str] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)  # of score and text questions
    questions: dict[int, Question] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def guesses(self) -> Sequence[Guess]:
        return self.basis.guesses

    def said(self, doubt: str) -> str | None:
        """The person's answer to a doubt, if any."""
        return self.decisions.answers.get(doubt)

    def told(self, doubt: str) -> str | None:
        """What the tool that wrote the file always means, where its rows are taken for what it says they are."""
        known = self.format
        return known.answers.get(doubt) if known is not None and known.kind == self.kind.name else None

    def ask(self, doubt: Doubt) -> None:
        """Add a doubt; the person's answer takes the place of the proposal."""
        answer = self.said(doubt.id)
        known = any(choice.id == answer for choice in doubt.choices)
        if answer is not None and not known:
            extra = wordings.own_choice(answer, doubt.takes_day)
            doubt = replace(doubt, choices=(*doubt.choices, extra))
        self.doubts.append(doubt if answer is None else replace(doubt, proposed=answer))


def derive(
    basis: Basis, headings: Sequence[str], decisions: Decisions, sheet: str | None
) -> tuple[Mapping, tuple[Doubt, ...]]:
    """The mapping that follows, and every doubt about it: those with a proposal or an answer stand, the others are
    open.
    """
    format = formats.registry().get(basis.format or "")
    why = leaving_out.reason(basis, format)
    if leaving_out.is_left_out(why, decisions):
        return leaving_out.left_out(headings, sheet, why, format, "kind" in decisions.answers)
    kind, doubt = choose_kind(basis, headings, decisions, format)
    draft = Draft(basis, headings, decisions, kind, format)
    if doubt is not None:
        draft.ask(leaving_out.shorter(doubt, why, format))
    _take_decisions(draft)
    by_format.take_format(draft)
    _assign_fields(draft)
    settle_names(draft)
    _leave_payouts(draft)
    _tell_taxed(draft)
    settle_day(draft)
    _ask_required(draft)
    _ask_repeated(draft)
    if kind.has("role"):
        _find_questions(draft)
    for at, guess in enumerate(basis.guesses):
        if at not in draft.uses:
            draft.uses[at] = fields.left_over(guess, basis.raw_headings[at], headings[at], format)
    columns = joined(draft, [settle(draft, at) for at in range(len(headings))])
    questions = tuple(draft.questions[at] for at in sorted(draft.questions))
    used = format if format is not None and format.kind == kind.name else None
    skipped = by_format.skips(used.skips if used is not None else (), basis.raw_headings, headings)
    skipped |= {STANDS_IN: dict(used.stands_in)} if used is not None and used.stands_in else {}
    by_mail = fields.named_by_mail(kind, draft.uses, basis.guesses)
    skipped |= {STANDS_IN: {**skipped.get(STANDS_IN, {}), **by_mail}} if by_mail else {}
    columns, options = settle_records(draft, columns, basis.options | skipped)
    options = options | settle_snapshot(draft, columns) | settle_stated(draft, columns)
    options = options | settle_two_ways(draft, columns) | settle_billed(draft, columns)
    options = options | settle_same(draft, columns, options)
    constants = dict(used.constants) if used is not None else {}
    mapping = Mapping(kind.name, columns, questions, used.name if used else None, sheet, constants, options)
    mapping = settle_companions(draft, mapping)
    if doubt is not None and doubt.open and draft.said(doubt.id) is None:  # the words are those of a kind
        draft.doubts = [one for one in draft.doubts if not one.id.startswith("word:")]
    also = tuple(as_in(mapping, one) for one in mapping.also)
    return replace(mapping, also=also), tuple(draft.doubts)


# The kind


def choose_kind(
    basis: Basis, headings: Sequence[str], decisions: Decisions, format: Format | None
) -> tuple[Kind, Doubt | None]:
    """The kind of record the rows are, and the doubt about it where the evidence leaves one."""
    if decisions.kind:
        return kind_named(decisions.kind), None
    worths = sorted(
        ((_worth(one, basis, headings, decisions, format), one) for one in registry().values()),
        key=lambda pair: -pair[0],
    )
    (best_worth, best), (next_worth, other) = worths[0], worths[1]
    if decisions.questions:
        return kind_named(ANSWER), None
    answer = decisions.answers.get("kind")
    contested = _may_be_a_survey(basis, headings, best, {one.name: worth for worth, one in worths})
    ahead = best_worth >= ENOUGH and best_worth >= CLEAR * next_worth
    asks = bool(basis.options.get(CROSSED, {}).get("asks"))
    told = (format is not None or _tells(basis, headings, best, None if ahead else other)) and not asks
    if contested and _is_about_a_record(basis, headings, best):
        best, contested, told, ahead = kind_named(ANSWER), False, True, False
    clear = ahead and not contested and told
    if clear and answer is None:
        return best, None
    proposed = best.name if best_worth >= ENOUGH and not contested and told else None
    doubt = wordings.kind_doubt([one for _worth, one in worths], proposed, fits=contested or told)
    return (kind_named(answer) if answer else best), doubt


def _tells(basis: Basis, headings: Sequence[str], best: Kind, near: Kind | None) -> bool:
    """Whether the columns speak for this kind and not just for any: names that few kinds know, words of its lists; of
    a survey questions, or ratings and texts where no other kind comes near (`near`).
    """
    assigned = fields.assign(best, headings, basis.guesses, None, ())
    supported = fields.support(best, assigned, headings, basis.guesses)
    if best.has("role"):
        found = asked.find(headings, basis.guesses, assigned)
        several = found.texts or asked.alike(basis.guesses, assigned)
        return bool(found.sure or found.unsure or (several and near is None)) or supported >= TELLING
    if fields.lacks_its_day(best, assigned, headings):
        return False
    if near is not None and fields.leaves_the_id_of(near, assigned, headings, basis.guesses):
        return False
    speaks = all(fields.says(best.field(name), basis.guesses[at]) for at, name in assigned.items())
    filled = [guess.filled > 0 for guess in basis.guesses]
    taken = sum(filled[at] for at in assigned)
    least = TELLING_ENOUGH if not speaks else TELLING if taken < NEARLY_ALL * sum(filled) else TELLING_OF_ALL
    return supported >= least and not fields.is_of_another(best, assigned, headings, basis.guesses)


def _may_be_a_survey(basis: Basis, headings: Sequence[str], best: Kind, worths: Map[str, float]) -> bool:
    """Whether a table taken for another kind asks for a rating and has nothing but general headings: a date, a score
    and a comment are a survey's as much as a review's. A heading that names that kind's own id decides.
    """
    if best.name == ANSWER or worths[ANSWER] < max(ENOUGH, worths[best.name] / 2):
        return False
    assigned = fields.assign(best, headings, basis.guesses, None, ())
    if any(name in best.key[:1] and fold(headings[at]) not in fields.ANY_KEY for at, name in assigned.items()):
        return False
    free = fields.assign(kind_named(ANSWER), headings, basis.guesses, None, ())
    found = asked.find(headings, basis.guesses, free)
    return bool(found.sure or found.unsure)


def _is_about_a_record(basis: Basis, headings: Sequence[str], best: Kind) -> bool:
    """Whether a rating names the order or the ticket that it is about, for which the other kind has no place: then it
    is an answer.
    """
    theirs = fields.assign(best, headings, basis.guesses, None, ())
    answers = fields.assign(kind_named(ANSWER), headings, basis.guesses, None, ())
    return any(name in ABOUT and at not in theirs for at, name in answers.items())


def _worth(one: Kind, basis: Basis, headings: Sequence[str], decisions: Decisions, format: Format | None) -> float:
    if format is not None:
        return 100.0 if format.kind == one.name else 0.0
    assigned = fields.assign(one, headings, basis.guesses, format, ())
    worth = fields.worth_of_kind(one, assigned, headings, basis.guesses)
    alike = asked.alike(basis.guesses, assigned)
    if not one.has("role"):
        return worth * (MANY_RATINGS if alike >= asked.SEVERAL else 1.0)
    found = asked.find(headings, basis.guesses, assigned)
    if not (found.sure or found.unsure or found.texts or alike >= asked.SEVERAL):
        return worth * (0.6 if alike else 0.3)
    asks = 4.0 + 2.0 * min(len(found.sure), 3) if found.sure else 0.0
    asks += 1.5 * min(max(alike - 1, 0), 3)
    return worth + asks + (3.0 if found.unsure else 0.0) + (1.0 if found.texts else 0.0)


# What the person said


def _take_decisions(draft: Draft) -> None:
    for at, use in draft.decisions.uses.items():
        name, _colon, role = use.partition(":")
        draft.uses[at] = name
        if name == QUESTION:
            draft.roles[at] = role
        elif name in (COMMENT_OF, ATTRIBUTE) and role.isdigit():
            draft.of[at] = int(role)
    for at, question in draft.decisions.questions.items():
        draft.uses[at] = QUESTION
        draft.roles[at] = question.role


def _assign_fields(draft: Draft) -> None:
    given = set(draft.uses.values())
    raw = draft.basis.raw_headings
    chosen = fields.assign(draft.kind, draft.headings, draft.guesses, draft.format, draft.uses, raw)
    for at, name in chosen.items():
        if name not in given:
            draft.uses[at] = name
    somebody = who(draft.kind, draft.headings, draft.guesses, draft.uses) if draft.format is None else None
    if somebody is not None:
        draft.uses[somebody[0]] = somebody[1]


def _leave_payouts(draft: Draft) -> None:
    """What a payment service pays out, "net" of its own fee, is not what an order is worth where that stands beside."""
    given = {use: at for at, use in draft.uses.items()}
    net = given.get("net_amount")
    if not draft.kind.lines or net is None or "gross_amount" not in given or "tax" in given:
        return
    fees = any(_FEE.match(fold(heading)) for at, heading in enumerate(draft.headings) if at != net)
    if fees and net not in draft.decisions.uses and _NET.match(fold(draft.headings[net])):
        draft.uses[net] = ATTRIBUTE


def _tell_taxed(draft: Draft) -> None:
    """Of two amounts of which one is the other with tax each is what it is, be their headings the same."""
    given = {use: at for at, use in draft.uses.items()}
    if draft.format is not None or not draft.kind.lines or {"net_amount", "gross_amount"} <= set(given):
        return
    for name in draft.basis.relations:
        sort, _colon, places = name.partition(":")
        net, gross = (int(place) for place in places.split(":")) if sort == "taxed" else (-1, -1)
        known = [at for at in (net, gross) if draft.uses.get(at) in ("net_amount", "gross_amount")]
        if known and not {net, gross} & set(draft.decisions.uses):
            draft.uses[net], draft.uses[gross] = "net_amount", "gross_amount"
            return


def _ask_required(draft: Draft) -> None:
    """What identifies a row must come from some column, or every row would be refused."""
    by_mail = fields.named_by_mail(draft.kind, draft.uses, draft.guesses)
    for one in draft.kind.fields:
        if not one.required or one.name in draft.uses.values() or one.name in by_mail:
            continue
        doubt = f"field:{one.name}"
        said = draft.said(doubt)
        draft.ask(wordings.field_doubt(draft, doubt, one))
        if said is not None and said.isdigit() and int(said) < len(draft.headings):
            draft.uses[int(said)] = one.name


def _ask_repeated(draft: Draft) -> None:
    """Two rows of one response id: two states of one response, of which the last counts, or two responses?"""
    for at in [at for at, use in draft.uses.items() if use == "response" and draft.kind.has("role")]:
        guess = draft.guesses[at]
        if guess.distinct < guess.filled:
            draft.ask(wordings.repeated_doubt(draft, at))
            if draft.said(f"repeat:{at}") == wordings.EACH:
                draft.uses[at] = ATTRIBUTE


# Questions


def _find_questions(draft: Draft) -> None:
    by_format.take_asked(draft)
    taken = set(draft.uses)
    found = asked.find(draft.headings, draft.guesses, taken)
    for at, role in found.sure.items():
        _settle_sure(draft, at, role)
    for at in [at for at, role in draft.roles.items() if not role]:
        _ask_measure(draft, at, None)
    _settle_unsure(draft, found.unsure)
    several = asked.alike(draft.guesses, taken) >= asked.SEVERAL
    if not draft.roles and not found.unsure and (several or not found.texts):
        _settle_any(draft, taken)
    _settle_texts(draft, found.texts)
    for at in sorted(draft.roles):
        draft.questions[at] = _question(draft, at)
    for at in sorted(draft.questions):
        if draft.questions[at].scale is not None and not _settled_by_format(draft, at):
            _ask_direction(draft, at)


def _settled_by_format(draft: Draft, at: int) -> bool:
    """Whether the tool says on which scale the question was answered, and the person nothing else."""
    asks = by_format.asked(draft, at)
    said = draft.said(f"direction:{at}") is not None or at in draft.decisions.questions
    return asks is not None and bool(asks.scale) and asks.role == draft.roles.get(at) and not said


def _scores(draft: Draft) -> dict[int, Role]:
    """Score columns with a role so far."""
    return {at: Role(role) for at, role in draft.roles.items() if role and role not in TEXT_ROLES}


def _settle_sure(draft: Draft, at: int, role: Role) -> None:
    """A rating whose wording says what it measures; asked about where the scale speaks against it."""
    found = readings(draft.guesses[at], role)
    if role is Role.NPS and not all(wordings.is_nps_scale(one) for one in found.readings):
        draft.ask(wordings.question_doubt(draft, at, (Role.NPS, Role.CSAT, Role.CES), Role.NPS.value, not_nps=True))
    elif draft.said(f"question:{at}") is not None:
        draft.ask(wordings.question_doubt(draft, at, (role,), role.value))
    _use_role(draft, at, draft.said(f"question:{at}") or role.value)


def _settle_unsure(draft: Draft, unsure: Sequence[int]) -> None:
    """Ratings of no named measure: the main one is open while no other score is sure; parts are kept as columns."""
    main = None if _scores(draft) or not unsure else unsure[0]
    for at in sorted(unsure):
        said = draft.said(f"question:{at}")
        if said is None and len(unsure) > asked.MOST_ASKED and at != main:
            continue
        _ask_measure(draft, at, None if at == main else _measure_of_all(draft, at))


def _measure_of_all(draft: Draft, at: int) -> str:
    """Of a rating beside others whose measure is known: the one "overall" has theirs, where all are satisfaction."""
    known = set(_scores(draft).values())
    return Role.CSAT.value if known == {Role.CSAT} and asked.is_overall(draft.headings[at]) else ATTRIBUTE


def _ask_measure(draft: Draft, at: int, proposed: str | None) -> None:
    draft.ask(wordings.question_doubt(draft, at, (Role.NPS, Role.CSAT, Role.CES), proposed))
    _use_role(draft, at, draft.said(f"question:{at}") or proposed or OPEN_QUESTION)


def _settle_any(draft: Draft, taken: set[int]) -> None:
    """A survey without any recognised question: which column holds the score is open."""
    ratings = [at for at, guess in enumerate(draft.guesses) if at not in taken and is_rating(guess)]
    if len(ratings) == 1:
        _settle_unsure(draft, ratings)
        return
    if not ratings:
        return
    draft.ask(wordings.score_doubt(draft, ratings))
    said = draft.said("score")
    if said is not None and said.isdigit() and int(said) in ratings:
        _settle_unsure(draft, [int(said)])


def _use_role(draft: Draft, at: int, role: str) -> None:
    if role in (ATTRIBUTE, IGNORE):
        draft.uses[at] = role
        return
    draft.uses[at] = QUESTION
    draft.roles[at] = role


def _settle_texts(draft: Draft, texts: Sequence[int]) -> None:
    """Texts beside scores are their comments; others stand for themselves. The person's own choices come first."""
    scores = {at: Role(role) if role else Role.CSAT for at, role in draft.roles.items() if role not in TEXT_ROLES}
    _settle_chosen(draft, scores)
    free = [at for at in texts if at not in draft.uses]
    own_scores = {at: r for at, r in scores.items() if at not in draft.of.values()}
    others = [at for at, use in draft.uses.items() if use == ATTRIBUTE and is_rating(draft.guesses[at])]
    beside, own = asked.comments(draft.headings, free, own_scores, others)
    for at, score in beside.items():
        draft.uses[at], draft.of[at] = COMMENT_OF, score
    for at, role in own.items():
        draft.uses[at], draft.roles[at] = QUESTION, role.value


def _settle_chosen(draft: Draft, scores: Collection[int]) -> None:
    """A text that the person calls a comment stands beside the score they named, else the nearest before it that has
    none yet. A score has one comment: a text that finds no score of its own is kept as a question of its own.
    """
    chosen = [at for at, use in draft.uses.items() if use == COMMENT_OF]
    taken: set[int] = set()
    for at in sorted(chosen, key=lambda at: (draft.of.get(at) not in scores, at)):
        named = draft.of.pop(at, None)
        score = named if named in scores and named not in taken else _nearest(at, scores, taken)
        if score is None:
            draft.uses[at], draft.roles[at] = QUESTION, text_role(draft.headings[at]).value
        else:
            draft.of[at] = score
            taken.add(score)


def _nearest(at: int, scores: Collection[int], taken: Collection[int]) -> int | None:
    """The nearest score before a text, after it only where there is none before; without those that are taken."""
    sides = [[score for score in scores if score < at], [score for score in scores if score > at]]
    free = [score for score in sides[0] or sides[1] if score not in taken]
    return min(free, key=lambda score: abs(score - at), default=None)


def _question(draft: Draft, at: int) -> Question:
    """The question in full: what was said of it, and its scale from the evidence where nothing was said."""
    given = draft.decisions.questions.get(at)
    role = draft.roles[at]
    text = given.text if given is not None and given.text else draft.headings[at]
    if role in TEXT_ROLES:
        return Question(at, text, role)
    if given is not None and given.scale is not None:
        return replace(given, text=text, role=role)
    asks = by_format.asked(draft, at) if given is None else None
    if asks is not None and asks.role == role:
        said = by_format.question_of(draft, at, asks, text)
        if said is not None:
            return said
    reading = _reading(draft, at, Role(role) if role else None)
    scale, codes = read_reading(reading)
    codes = given.na_codes if given is not None and given.na_codes else codes
    return Question(at, text, role, scale.name, codes, given.labels if given is not None else ())


def _reading(draft: Draft, at: int, role: Role | None) -> str:
    found = readings(draft.guesses[at], role)
    said = draft.said(f"scale:{at}")
    if not found.sure or said is not None:
        draft.ask(wordings.scale_doubt(draft, at, found))
    return said or found.readings[0]


def _ask_direction(draft: Draft, at: int) -> None:
    """Where labels or other answers say that low is good, ask; nothing is turned round without a yes."""
    evidence = wordings.direction_evidence(draft, at)
    said = draft.said(f"direction:{at}")
    if evidence is None and said is None:
        return
    if at in draft.decisions.questions and said is None and draft.decisions.questions[at].scale is not None:
        return
    draft.ask(wordings.direction_doubt(draft, at, evidence))
    question = draft.questions[at]
    if said == wordings.LOW_IS_BEST and question.scale is not None and ":reversed" not in question.scale:
        draft.questions[at] = replace(question, scale=question.scale + ":reversed")
