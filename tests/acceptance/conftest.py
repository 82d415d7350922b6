"""The windows of acceptance tests leave nothing behind either."""

from __future__ import annotations

from tests.app.conftest import garbage_waits_for_the_main_thread, no_half_deleted_widgets, no_window_outlives_its_tests

__all__ = ["garbage_waits_for_the_main_thread", "no_half_deleted_widgets", "no_window_outlives_its_tests"]
