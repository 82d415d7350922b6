"""A change in three sentences, each with how sure it is. They say where it happened and what was mentioned there; no
sentence claims a cause.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxdesk.analysis import remedies
from cxdesk.analysis.why.bars import Name, how, part_name, places_of, sizes, tone_of
from cxdesk.analysis.wording import Measured, bare, level_text, money, signed_text, written
from cxdesk.domain.results import Unit, Verdict
from cxdesk.domain.why import Part, Role, Split, Why
from cxdesk.system.i18n import MINUS, N_, WIDE_SPACE, _, ngettext, number

POINTS = (Unit.SCORE, Unit.PERCENT, Unit.INDEX)
SIGNS = ("+", MINUS)
WORTH_NAMING = 0.05  # of the change: smaller parts that could be chance are passed over
MOST = ((0.85, N_("Nearly all of it mentions {name}.")), (0.6, N_("Most of it mentions {name}.")),
        (0.4, N_("About half of it mentions {name}.")), (0.28, N_("About a third of it mentions {name}.")),
        (0.0, N_("Part of it mentions {name}.")))  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One thing to know: `head` in bold, `body` with its uncertainty, `foot` how many rows. `part` of `split` is what
    it is about; None is the whole. `sign` names an icon, `tone` its colour.
    """

    sign: str
    tone: str
    head: str
    body: str
    foot: str
    part: Part | None = None
    split: Split | None = None


def statements(why: Why, name: Name) -> tuple[Statement, ...]:
    """That it changed, where, and what was mentioned there; or who moved, where nobody wrote. `name` says attributes'
    values as people see them.
    """
    if why.delta is None or why.change is None:
        return ()
    found = [_whole(why)]
    if why.segments is not None and why.segments.parts:
        found.append(_where(why, why.segments, name))
    if why.themes is not None and why.themes.parts and not _passed_over(why, why.themes):
        found.append(_themes(why, why.themes, name))
    elif why.customers is not None and why.customers.parts:
        found.append(_customers(why, why.customers, name))
    if why.inputs is not None and why.inputs.parts and len(found) < 3:
        found.append(_inputs(why, why.inputs, name))
    return tuple(found)


def _passed_over(why: Why, themes: Split) -> bool:
    """Where everything was counted and no theme went with the change there is nothing to say of themes."""
    named = [part for part in themes.parts if part.role is Role.GROUP]
    return why.counted and not any(part.size * (why.delta or 0.0) > 0 for part in named)


def cannot(reason: str) -> str:
    """Why a change is not taken apart, as a sentence."""
    texts = {
        "no_comparison": _("Nothing is compared. Choose a comparison in the filter bar."),
        "no_period": _("All dates have no period before them. Choose a period, or brush one on the trend."),
        "no_base": _("There is no earlier period with data to compare with."),
        "not_additive": _(
            "The change of a median, a curve or a quotient of several numbers is not the sum of its groups' changes, "
            "so it has no exact parts. The breakdown shows how each group changed."
        ),
        "scale_change": _("The scale changed in between, so the two values cannot be held against each other."),
        "undefined": _("The change is not the sum of these groups' changes."),
        "no_attribute": _("These rows have no column to group by."),
        "no_words": _("These rows have no comments."),
        "no_themes": _("No theme is mentioned in these comments."),
        "no_customers": _("These rows name no customers."),
        "nobody_stayed": _("Too few customers are in both periods."),
        "outcome": _("Who is in both periods is what this number measures."),
        "not_of_formulas": _("Its inputs count different customers."),
    }
    if reason in texts:
        return texts[reason]
    text = remedies.why(reason)
    return f"{text[:1].upper()}{text[1:]}."


def closing(why: Why) -> str:
    """What a split can say and what not."""
    told = _(
        "The bars of each chart add up to the change exactly ({delta}). They say where it happened, not what caused "
        "it.",
        delta=signed(why.delta or 0.0, how(why)),
    )
    hint = _("Several groups were looked at, so read single bars as hints.")
    return told if why.counted else f"{told} {hint}"


# The three


def _whole(why: Why) -> Statement:
    """That it changed at all."""
    change, measured, delta = why.change, how(why), why.delta or 0.0
    assert change is not None
    down = delta < 0
    sure = why.counted or change.verdict in (Verdict.UP, Verdict.DOWN)
    level = 1 - why.level
    if not delta:
        head = _("It did not change.")
    elif why.counted:
        head = _("It went down.") if down else _("It went up.")
    elif change.p is None:
        head = _("It cannot be told from chance.")
    elif sure:
        head = _("It is a real drop.") if down else _("It is a real rise.")
    else:
        head = _("It is small, but not chance.") if change.p < level else _("It could be chance.")
    body = [
        _from_to(_(why.short_title), why.base.value if why.base else None, why.now.value if why.now else None, measured)
    ]
    body.append(
        _(
            "The difference is {delta}{interval}.",
            delta=signed(delta, measured),
            interval=_interval(why, change.low, change.high),
        )
    )
    body.append(_("Everything was counted, so none of it is chance.") if why.counted else _chance(change.p))
    tone = (
        ("bad" if tone_of(delta, why.better) == "bad" else "good")
        if sure and tone_of(delta, why.better) != "mid"
        else "flat"
    )
    sign = ("arrow-down" if down else "arrow-up") if sure and delta else "wave"
    foot = _("n {before} before, {now} now", before=number(change.base_n), now=number(why.now.n if why.now else 0))
    return Statement(sign, tone, head, " ".join(filter(None, body)), foot)


def _where(why: Why, split: Split, name: Name) -> Statement:
    """In which group it happened."""
    delta = why.delta or 0.0
    alike = [part for part in split.proven if part.size * delta > 0]
    main = alike[0] if alike else (split.proven[0] if split.proven else _largest(split, delta))
    title = part_name(split, main, name)
    if not alike:
        other = split.proven and main.role is not Role.MIX
        head = _("{name} went the other way.", name=title) if other else _("No group stands out.")
    elif main.role is Role.MIX:
        head = _("Mostly, others were counted.") if main.size / delta >= 0.5 else _("Others were counted.")
    elif len(alike) == 1 or main.size / delta >= 0.5:
        head = (
            _("Most of it happened in {name}.", name=title)
            if main.size / delta >= 0.5
            else _("Part of it happened in {name}.", name=title)
        )
    elif len(alike) == 2:
        head = _("It happened in {name} and {other}.", name=title, other=part_name(split, alike[1], name))
    else:
        head = _("It happened in several groups.")
    body = [_about(why, split, main, title)]
    if split.proven and not why.counted:
        others = [part for part in split.proven if part is not main]
        body.append(_also(split, others, name) if others else _("No other group clearly moved."))
    return Statement("people", _tone(why, main), head, " ".join(filter(None, body)), _rows(title, main), main, split)


def _themes(why: Why, split: Split, name: Name) -> Statement:
    """What those who make it up speak of."""
    delta = why.delta or 0.0
    spoken = [part for part in split.proven if part.role is Role.GROUP]
    alike = [part for part in spoken if part.size * delta > 0]
    named = [part for part in split.parts if part.role is Role.GROUP]
    main = alike[0] if alike else max(named, key=lambda part: part.size * (1 if delta > 0 else -1))
    title = part_name(split, main, name)
    share = main.size / delta if delta else 0.0
    head = next(_(text, name=title) for least, text in MOST if share >= least) if alike else _("No theme stands out.")
    body = [_about(why, split, main, title, themed=True)]
    others = [part for part in alike if part is not main]
    maybe = [part for part in named if not part.proven and part.size * delta > 0 and part is not main]
    maybe = [part for part in maybe if abs(part.size) > WORTH_NAMING * abs(delta)]
    if others:
        body.append(_also(split, others, name))
    if alike and maybe:
        listed = _listed([part_name(split, part, name) for part in maybe[:3]])
        body.append(_("{names} took part too, but that could be chance.", names=listed))
    return Statement("tag", _tone(why, main), head, " ".join(body), _rows(title, main), main, split)


def _customers(why: Why, split: Split, name: Name) -> Statement:
    """Who moved, where nobody wrote anything."""
    delta = why.delta or 0.0
    stayed = next((part for part in split.parts if part.role is Role.STAYED), None)
    main = stayed if stayed is not None and not why.counted else _largest(split, delta)
    those = {
        Role.STAYED: _("Those in both periods"),
        Role.NEW: _("Those only now"),
        Role.LOST: _("Those only before"),
    }
    title = those.get(main.role) or part_name(split, main, name)
    if why.counted:
        head = _("Most of it: {name}.", name=title[:1].lower() + title[1:])
    elif main.proven:
        head = (
            _("Those in both periods moved too.")
            if main.size * delta > 0
            else _("Those in both periods went the other way.")
        )
    else:
        head = _("Those in both periods did not clearly move.")
    return Statement("person", _tone(why, main), head, _about(why, split, main, title), _rows(title, main), main, split)


def _inputs(why: Why, split: Split, name: Name) -> Statement:
    """Through which of its inputs a number made of others changed."""
    delta = why.delta or 0.0
    main = _largest(split, delta)
    title = part_name(split, main, name)
    share = main.size / delta if delta else 0.0
    head = _("Most of it comes through {name}.", name=title) if share >= 0.5 else _("No single input makes most of it.")
    text = sizes(split.parts, delta, how(why))[split.parts.index(main)]
    body = _("The part of {name} is {size} of {delta}.", name=title, size=text, delta=signed(delta, how(why)))
    maybe = "" if main.proven else _("Its own change could be chance.")
    body = " ".join(filter(None, (body, maybe)))
    return Statement("number", _tone(why, main), head, body, _rows(title, main), main, split)


# Pieces


def signed(value: float, measured: Measured) -> str:
    """A difference with its sign and unit: −17.7 points, +€ 3,418, +2.1 h."""
    text = signed_text(value, measured, places_of(value, measured))
    if measured.unit in POINTS:
        return _("{amount} points", amount=text)
    if measured.unit == Unit.MONEY:
        return text[:1] + money(text[1:], measured.currency).text if text[:1] in SIGNS else text
    after = written(value, measured).after if measured.unit != Unit.SCALE else ""
    return f"{text}{WIDE_SPACE}{after}" if after else text


def _from_to(title: str, before: float | None, now: float | None, measured: Measured) -> str:
    if before is None or now is None:
        return ""
    old, new = (
        written(value, measured).text if measured.unit != Unit.SCORE else bare(value, measured)
        for value in (before, now)
    )
    return _("{name} went from {before} to {now}.", name=title, before=old, now=new)


def _about(why: Why, split: Split, part: Part, title: str, themed: bool = False) -> str:
    """A part with its interval."""
    measured, delta = how(why), why.delta or 0.0
    size = sizes(split.parts, delta, measured)[split.parts.index(part)]
    whole, interval = signed(delta, measured), _interval(why, part.low, part.high)
    values = {"name": title, "size": size, "delta": whole, "interval": interval}
    if not part.proven and part.tested:
        if part.low is not None and part.high is not None and part.low * part.high > 0:
            groups = number(sum(one.members for one in split.parts))
            return _(
                "The largest part is {name} with {size} of {delta}{interval}. Of {n} groups one may well stand out "
                "like this by chance.",
                **values,
                n=groups,
            )
        return _("The largest part, {name} with {size} of {delta}{interval}, could be chance.", **values)
    if themed:
        return _("Those whose main theme is {name} take {size} of {delta}{interval}.", **values)
    moved = (
        "" if part.role is Role.MIX or why.unit == Unit.COUNT else _from_to(title, part.before, part.after, measured)
    )
    return " ".join(filter(None, (moved, _("The part of {name} is {size} of {delta}{interval}.", **values))))


def _interval(why: Why, low: float | None, high: float | None) -> str:
    """Behind a size: (95 % interval −21.7 … −7.4)."""
    if low is None or high is None:
        return ""
    measured = how(why)
    places = places_of(why.delta or 0.0, measured)
    ends = _("{low} … {high}", low=signed_text(low, measured, places), high=signed_text(high, measured, places))
    return " " + _("({level} interval {ends})", level=level_text(why.level), ends=ends)


def _chance(p: float | None) -> str:
    """How often chance alone would do as much, in words that everybody can picture."""
    if p is None:
        return ""
    if p < 0.001:
        return _("Chance alone would give one this large less than once in 1,000 times.")
    of = 1000 if p < 0.0095 else 100
    times = max(1, round(of * p))
    return ngettext(
        "Chance alone would give one this large about once in {of} times.",
        "Chance alone would give one this large about {n} times in {of}.",
        times,
        of=number(of),
    )


def _also(split: Split, parts: list[Part], name: Name) -> str:
    listed = _listed([part_name(split, part, name) for part in parts[:3]])
    return _("Also clear: {names}.", names=listed)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def _largest(split: Split, delta: float) -> Part:
    """The part that goes furthest with the change."""
    way = -1 if delta < 0 else 1
    return max(split.parts, key=lambda part: part.size * way)


def _rows(title: str, part: Part) -> str:
    """How many rows a part is of."""
    if not (part.n0 or part.n1):
        return ""
    counts = dict(part.counts)
    if "minus" in counts or "plus" in counts:
        return _(
            "{name}: n {n}, {minus} low scores and {plus} high ones",
            name=title,
            n=number(part.n1),
            minus=number(counts.get("minus", 0)),
            plus=number(counts.get("plus", 0)),
        )
    return _("{name}: n {before} before, {now} now", name=title, before=number(part.n0), now=number(part.n1))


def _tone(why: Why, part: Part) -> str:
    tone = tone_of(part.size, why.better)
    return tone if part.proven and tone != "mid" else "flat"
