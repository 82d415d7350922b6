"""Periods as people read them; see `domain.period_words`, which reports say too."""

from __future__ import annotations

from cxdesk.domain.period_words import day_text, in_full, moment_text, recent_text, short, unit_text

__all__ = ["day_text", "in_full", "moment_text", "recent_text", "short", "unit_text"]
