"""Every setting with type, default, bounds, title and help; preferences and `cxdesk` ask this list.

Scope `workspace`: it changes a number or a text that someone else must see, and lives in the file.
Scope `profile`: it concerns only this person on this computer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxdesk.domain import opening_hours
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.periods import PRESET_TITLES, Preset
from cxdesk.system.i18n import N_, _


class Scope(StrEnum):
    WORKSPACE = "workspace"
    PROFILE = "profile"


@dataclass(frozen=True)
class Setting:
    """One setting. `default` gives the type; `choices` are (value, title)."""

    key: str
    title: str
    default: Any
    scope: Scope
    help: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[tuple[Any, str], ...] = ()
    live: bool = True  # takes effect at once
    check: Callable[[str], object] | None = None  # raises BadQuestion for a text that cannot be read

    def accept(self, value: Any) -> Any:
        """`value` in this setting's type; BadQuestion when it does not fit."""
        try:
            typed = self._typed(value)
        except (TypeError, ValueError, KeyError, OverflowError):
            raise self._refused(value) from None
        if self.check is not None:
            self.check(typed)
        known = [choice for choice, _title in self.choices]
        out = (self.low is not None and typed < self.low) or (self.high is not None and typed > self.high)
        if out or (known and typed not in known):
            raise self._refused(value)
        return typed

    def _refused(self, value: Any) -> BadQuestion:
        """With what would fit."""
        fits = ""
        if self.choices:
            fits = _("Choose one of: {known}.", known=", ".join(str(choice) for choice, _title in self.choices))
        elif self.low is not None and self.high is not None:
            fits = _("Choose a value from {low} to {high}.", low=self.low, high=self.high)
        return BadQuestion(_("{value} does not fit the setting {title}.", value=value, title=_(self.title)), fits)

    def _typed(self, value: Any) -> Any:
        if isinstance(self.default, bool):
            if isinstance(value, str):
                return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[value.lower()]
            return bool(value)
        return type(self.default)(value)


_WEEKDAYS = (
    (0, N_("Monday")),
    (5, N_("Saturday")),
    (6, N_("Sunday")),
)


def _known_zone(name: str) -> None:
    """BadQuestion for a zone that nobody knows: days could not be told then."""
    if not name:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadQuestion(_("{name} is not a time zone.", name=name), _("Write it as Europe/Paris or UTC.")) from None


SAME_EMAIL = "same_email_is_one"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "zone",
        N_("Time zone"),
        "",
        Scope.WORKSPACE,
        N_("Where your days begin; empty means this computer's time zone."),
        check=_known_zone,
    ),
    Setting("week_start", N_("Week starts on"), 0, Scope.WORKSPACE, choices=_WEEKDAYS),
    Setting("fiscal_start", N_("First month of the fiscal year"), 1, Scope.WORKSPACE, low=1, high=12),
    Setting(
        "calendar",
        N_("Opening hours and holidays"),
        opening_hours.USUAL,
        Scope.WORKSPACE,
        N_("Hours that count where times are measured in opening hours."),
        check=opening_hours.parse,
    ),
    Setting("currency", N_("Currency"), "EUR", Scope.WORKSPACE),
    Setting(
        "opening_period",
        N_("Period shown when the workspace opens"),
        Preset.ALL.value,
        Scope.WORKSPACE,
        choices=tuple((preset.value, title) for preset, title in PRESET_TITLES.items()),
    ),
    Setting(
        "level", N_("Confidence level"), 0.95, Scope.WORKSPACE, N_("How sure an interval must be."), low=0.5, high=0.999
    ),
    Setting(
        "min_show",
        N_("Fewest answers shown"),
        5,
        Scope.WORKSPACE,
        N_("Numbers from fewer answers are hidden."),
        low=1,
        high=1000,
    ),
    Setting(
        "retention_months",
        N_("Keep rows for so many months"),
        0,
        Scope.WORKSPACE,
        N_("Rows that ended longer ago are old. Nothing removes them but you, when you ask for it; 0 is no rule."),
        low=0,
        high=600,
    ),
    Setting(
        "engaged_days",
        N_("Days in which a customer counts as engaged"),
        30,
        Scope.WORKSPACE,
        N_("Who did anything of their own accord in so many days before a period began."),
        low=1,
        high=730,
    ),
    Setting(
        SAME_EMAIL,
        N_("Always merge the same e-mail"),
        False,
        Scope.WORKSPACE,
        N_("Customers that share an e-mail are one, without being asked; addresses such as info@ are left out."),
    ),
    Setting("small_sample", N_("Small sample below"), 30, Scope.WORKSPACE, low=2, high=10000),
    Setting(
        "language",
        N_("Language"),
        "",
        Scope.PROFILE,
        choices=(("", N_("As the computer")), ("en", "English"), ("fr", "Français"), ("ro", "Română")),
    ),
    Setting(
        "locale",
        N_("Numbers and dates"),
        "",
        Scope.PROFILE,
        choices=(("", N_("As the language")), ("en", "English"), ("fr", "Français"), ("ro", "Română")),
    ),
    Setting(
        "hide_personal",
        N_("Hide names on the screen"),
        False,
        Scope.PROFILE,
        N_("Customers appear under marks, for screenshots and for people who look over your shoulder."),
    ),
    Setting(
        "theme",
        N_("Appearance"),
        "system",
        Scope.PROFILE,
        choices=(("system", N_("As the computer")), ("light", N_("Light")), ("dark", N_("Dark"))),
    ),
    Setting(
        "zoom",
        N_("Zoom"),
        100,
        Scope.PROFILE,
        choices=tuple((z, f"{z} %") for z in (80, 90, 100, 110, 125, 150, 175, 200)),
    ),
)


def all_settings() -> Mapping[str, Setting]:
    return {setting.key: setting for setting in SETTINGS}


def setting(key: str) -> Setting:
    found = all_settings().get(key)
    if found is None:
        raise NotFound(_("There is no setting called {key}.", key=key))
    return found
