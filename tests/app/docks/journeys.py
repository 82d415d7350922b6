"""A small file of journeys: 100 people begin, 70 go on, 40, 20, 10; the last 20 began too late to be counted lost."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from cxdesk.domain.stages import STAGES

REACHED = (100, 70, 40, 20, 10)


def write_journeys(path: Path) -> Path:
    """One row per stage that somebody entered."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Event ID", "Customer", "Stage", "Event type", "Entered at"])
        for who in range(100):
            began = date(2026, 1, 1) + timedelta(days=who if who < 80 else 180 + who)
            place = [at for at, most in enumerate(REACHED) if (who * 37) % 100 < most]
            for step in place:
                day = began + timedelta(days=3 * step)
                writer.writerow([f"E{who}-{step}", f"C-{who:03d}", STAGES[step], "enter", f"{day.isoformat()} 10:30"])
    return path
