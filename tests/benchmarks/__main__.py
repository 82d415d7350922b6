"""`python -m tests.benchmarks [--folder F] [--only PART,PART]`: figures and their bars. Parts: see `PARTS`.

The folder (default: one in the system's temporary folder) keeps the generated data between runs; it grows to about
2 GB.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from cxdesk.system.memory import prefer_small_pages
from tests.benchmarks.bars import Measured, table

PARTS = (
    *("import", "workbooks", "filter", "events", "catalogue", "app"),
    *("linked", "search", "comments", "growth", "identity", "themes", "report"),
)


def main() -> None:
    prefer_small_pages()
    parser = argparse.ArgumentParser(description="Measure CXDesk beside its bars.")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "cxdesk-benchmarks")
    parser.add_argument("--only", default=",".join(PARTS), help="which parts, separated by commas")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    found: list[Measured] = []
    parts = args.only.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    for part in parts:
        found += _measure(part, args.folder)
    print(table(found))


def _measure(part: str, folder: Path) -> list[Measured]:
    if part == "import":
        from tests.benchmarks import bench_import

        return bench_import.run(folder)
    if part == "themes":
        from tests.benchmarks import bench_themes

        return bench_themes.run(folder)
    if part == "workbooks":
        from tests.benchmarks import bench_workbooks

        return bench_workbooks.run(folder)
    if part == "events":
        from tests.benchmarks import bench_events

        return bench_events.measure(bench_events.GeneratedEvents())
    if part == "catalogue":
        from tests.benchmarks import bench_catalogue

        return bench_catalogue.run(folder)
    if part == "identity":
        from tests.benchmarks import bench_identity

        return bench_identity.run()
    from tests.benchmarks import stores

    if part == "filter":
        from tests.benchmarks import bench_filter

        return bench_filter.run(stores.workspace(folder, 1_000_000))
    if part == "report":
        from tests.benchmarks import bench_report

        return bench_report.run(stores.workspace(folder, 1_000_000))
    if part == "growth":
        from tests.benchmarks import bench_growth

        return bench_growth.run(folder)
    if part == "search":
        from tests.benchmarks import bench_search

        return bench_search.run(stores.workspace(folder, 1_000_000))
    if part == "comments":
        from tests.benchmarks import bench_comments

        return bench_comments.in_own_process(stores.workspace(folder, 1_000_000))
    if part == "linked":
        from tests.benchmarks import bench_linked

        return bench_linked.run(folder, stores.workspace(folder, 1_000_000))
    from tests.benchmarks import bench_app

    return bench_app.run(folder, stores.workspace(folder, 1_000_000), stores.sample(folder))


if __name__ == "__main__":
    main()
