"""The five stages of a journey: what each is called here, and which events mean that somebody reached it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Kind, Type, registry
from cxdesk.system.i18n import N_, _

STAGES = ("awareness", "consideration", "decision", "retention", "advocacy")
TITLES: Mapping[str, str] = {
    "awareness": N_("Awareness"),
    "consideration": N_("Consideration"),
    "decision": N_("Decision"),
    "retention": N_("Retention"),
    "advocacy": N_("Advocacy"),
}
ICONS: Mapping[str, str] = dict(zip(STAGES, ("eye", "search", "cart", "compare", "heart"), strict=True))
LONGEST = 80  # letters of a name
MOST_SIGNS = 20  # of one stage


@dataclass(frozen=True)
class Sign:
    """Rows of a kind that mean a stage was reached: all of them, or those that meet every condition."""

    kind: str
    conditions: tuple[Condition, ...] = ()

    @staticmethod
    def parse(text: str) -> Sign:
        """From `order` or `usage_event: name=Login` or `answer: role=nps; band=top`. BadQuestion."""
        name, _colon, rest = text.partition(":")
        kind = name.strip()
        if not followed(kind):
            raise BadQuestion(
                _("{text} says nothing of when a customer did something.", text=text.strip()),
                _("Name a kind of row, such as order, or usage_event: name=Login."),
            )
        return Sign(kind, tuple(Condition.parse(part) for part in rest.split(";") if part.strip()))

    @property
    def text(self) -> str:
        """The form that `parse` reads back."""
        return f"{self.kind}: {'; '.join(one.text for one in self.conditions)}" if self.conditions else self.kind


@dataclass(frozen=True)
class Stage:
    """One stage. Without a title it has the usual one; without signs the journey events that enter it mean it."""

    key: str
    title: str = ""
    signs: tuple[Sign, ...] = ()

    @property
    def shown(self) -> str:
        """The name in the language in force, or the own one."""
        return self.title or _(TITLES[self.key])

    @property
    def meant(self) -> tuple[Sign, ...]:
        """What means it, also where nobody said so."""
        return self.signs or (Sign("journey_event", (Condition.parse(f"stage={self.key}"),)),)


@dataclass(frozen=True)
class Stages:
    """The five stages in their order, as a workspace understands them."""

    stages: tuple[Stage, ...] = tuple(Stage(key) for key in STAGES)

    def __getitem__(self, key: str) -> Stage:
        return self.stages[STAGES.index(key)]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of row that mean a stage because somebody said so."""
        return tuple(dict.fromkeys(sign.kind for stage in self.stages for sign in stage.signs))

    @property
    def usual(self) -> bool:
        return self == Stages()

    def with_(self, stage: Stage) -> Stages:
        """With one stage replaced. BadQuestion for a name or signs that are too long."""
        title = " ".join(stage.title.split())
        if len(title) > LONGEST or len(stage.signs) > MOST_SIGNS:
            raise BadQuestion(_("The name of a stage, or the list of what means it, is too long."))
        title = "" if title == _(TITLES[stage.key]) else title
        made = replace(stage, title=title, signs=tuple(dict.fromkeys(stage.signs)))
        return Stages(tuple(made if one.key == stage.key else one for one in self.stages))

    def to_json(self) -> dict[str, Any]:
        """What the workspace keeps: stages that are as usual are left out."""
        told = {one.key: one for one in self.stages if one.title or one.signs}
        return {key: {"title": one.title, "signs": [sign.text for sign in one.signs]} for key, one in told.items()}

    @staticmethod
    def of(kept: Any) -> Stages:
        """From what was kept; what cannot be read any more is as usual."""
        found = Stages()
        for key, told in kept.items() if isinstance(kept, Mapping) else ():
            if key in STAGES and isinstance(told, Mapping):
                found = found.with_(Stage(key, str(told.get("title", ""))[:LONGEST], _signs(told.get("signs"))))
        return found


def followed(kind: str) -> bool:
    """Whether rows of a kind say who did something and when, so that they can mean a stage."""
    found: Kind | None = registry().get(kind)
    if found is None or not found.at or "." in found.at:
        return False
    dated = found.field(found.at).type in (Type.INSTANT, Type.DATE)
    return dated and any(found.has(name) for name in ("customer", "visitor")) and found.name != "customer"


def _signs(told: Any) -> tuple[Sign, ...]:
    found = []
    for text in told if isinstance(told, list) else ():
        try:
            found.append(Sign.parse(str(text)))
        except BadQuestion:
            continue
    return tuple(found[:MOST_SIGNS])
