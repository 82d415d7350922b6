"""Scales as text: a short name, or JSON where words and codes for "no answer" belong to it. What a row's scale is
kept as.
"""

from __future__ import annotations

import json
from functools import lru_cache

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.scales import Label, Scale, ScaleKind, parse_scale
from cxdesk.system.i18n import _


@lru_cache(maxsize=1024)
def read_scale(text: str) -> Scale:
    """`0-10`, `1-5:reversed`, or {"name": "1-5", "kind": …, "labels": [[value, text, language]], "na": […]}.

    BadQuestion when it is neither.
    """
    if not text.startswith("{"):
        return parse_scale(text)
    try:
        said = json.loads(text)
        base = parse_scale(str(said["name"]))
        labels = tuple(
            Label(float(value), str(words), str(lang[0]) if lang else "")
            for value, words, *lang in said.get("labels", ())
        )
        codes = tuple(str(code) for code in said.get("na", ()))
        kind = ScaleKind(said.get("kind", base.kind))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadQuestion(_("{text} is not a scale.", text=text[:100])) from None
    return Scale(base.min, base.max, base.step, base.reversed, kind, labels, codes)


def write_scale(scale: Scale) -> str:
    """The text that `read_scale` reads back."""
    if not scale.labels and not scale.na_codes and parse_scale(scale.name).kind is scale.kind:
        return scale.name
    labels = [[label.value, label.text, label.lang] for label in scale.labels]
    said = {"name": scale.name, "kind": scale.kind.value, "labels": labels, "na": list(scale.na_codes)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
