"""What attributes and their values are called; see `domain.attribute_words`, which reports say too."""

from __future__ import annotations

from cxdesk.app import hiding
from cxdesk.domain import attribute_words
from cxdesk.domain.attribute_words import COMPUTED, in_sentence, title_of

__all__ = ["COMPUTED", "in_sentence", "title_of", "value_title"]


def value_title(attribute: str, value: str | None) -> str:
    """A value as shown; hidden where it would name somebody and names are hidden."""
    if value and hiding.on():
        from cxdesk.domain.identifying import MASK, is_identifying

        if is_identifying(attribute):
            return MASK
    return attribute_words.value_title(attribute, value)
