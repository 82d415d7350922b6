"""A loader whose settings are other than those kept: what would be shown if they were so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from cxdesk.frame.loader import Loader


class _Supposing:
    """Everything but the settings is the loader's own."""

    def __init__(self, loader: Loader, others: Mapping[str, Any]) -> None:
        self._loader = loader
        self._others = others

    def settings(self) -> Mapping[str, Any]:
        return {**self._loader.settings(), **self._others}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def supposing(loader: Loader, **others: Any) -> Loader:
    """`loader` with some settings replaced."""
    return cast(Loader, _Supposing(loader, others))
