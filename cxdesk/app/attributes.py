"""What attributes and their values are called; see `domain.attribute_words`, which reports say too."""

from __future__ import annotations

from cxdesk.domain.attribute_words import COMPUTED, in_sentence, title_of, value_title

__all__ = ["COMPUTED", "in_sentence", "title_of", "value_title"]
