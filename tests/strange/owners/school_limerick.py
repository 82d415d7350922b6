"""A language school in Limerick downloads its course survey: words on the ends of scales, ticks, days in words."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import write_text

LIKELY = "How likely are you to recommend our school to a friend or colleague?"
EASY = "The school made it easy for me to change my course"
USED = ("Library", "Language lab", "Tutoring", "Trips")
HEADINGS = (
    "Respondent",
    "Completed",
    "Course",
    LIKELY,
    EASY,
    *(f"Which did you use? - {name}" for name in USED),
    "Anything else?",
)
ENDS = {0: "0 - Not at all likely", 10: "10 - Extremely likely"}
AGREED = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
REMARKS = (
    "More speaking practice please",
    "Great craic on the trips",
    "Too many in one class",
    "My teacher Niamh is brilliant",
    "n/a",
)


def in_words(day: date) -> str:
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day.day}{ending} {day:%B %Y}"


def write(path: Path) -> Strange:
    draw = random.Random(61)
    rows: list[list[Any]] = []
    chances, efforts, days = [], [], []
    day = date(2025, 3, 3)
    for number in range(177):
        chance = draw.choices(range(11), (1, 1, 1, 2, 2, 5, 8, 14, 26, 20, 30))[0]
        effort = draw.choices((0, 1, 2, 3, 4), (4, 10, 18, 45, 30))[0]
        asked = draw.random() < 0.8
        chances.append(chance)
        efforts += [effort] if asked else []
        days.append(day)
        ticks = ["x" if draw.random() < 0.4 else "" for _name in USED]
        course = draw.choice(("B1 evening", "B2 morning", "IELTS"))
        given = AGREED[effort] if asked else "N/A"
        rows.append(
            [
                118_200_431 + 977 * number,
                in_words(day),
                course,
                ENDS.get(chance, chance),
                given,
                *ticks,
                remark(REMARKS, draw.random()),
            ]
        )
        day += timedelta(days=draw.choice((0, 0, 0, 1, 2)))
    write_text(path, [["Course survey - spring term"], [], HEADINGS, *rows], encoding="utf-8-sig")
    columns = {
        "Respondent": "response",
        "Completed": "submitted_at",
        LIKELY: "score",
        EASY: "score",
        "Anything else?": "comment",
    }
    figures = (
        Figure("mean score", mean(chances), {"role": "nps"}),
        Figure("rows", sum(chance >= 9 for chance in chances), {"role": "nps", "score": (9, 10)}),
        Figure("share score above middle", sum(effort > 2 for effort in efforts) / len(efforts), {"role": "ces"}),
    )
    told = Records(
        "answer", len(chances) + len(efforts), days[0], days[-1], columns, figures, {LIKELY: (0, 10), EASY: (1, 5)}
    )
    return Strange(((told,),))


OWNER = Owner(
    "school_limerick", "A language school in Limerick downloads its course survey", "Course survey.csv", write
)
