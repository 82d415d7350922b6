"""The benchmark data: a survey as CSV and a workspace full of answers, the same for everybody who measures.

A million answers of 300,000 customers over 36 months, three questions, four attributes of 5 to 20 values, 3 % missing,
comments of about 20 words from a vocabulary of 4,200 words in three languages, 40 % empty. Everything is invented.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

START = int(datetime(2023, 1, 1, tzinfo=UTC).timestamp())
DAYS = 36 * 30
SYLLABLES = {
    "en": "ba ce di fo gu la me ni po ru sta tri ble ment ing er al com pro re ser vi ca tion",
    "fr": "é la men tion re pre con oir eur au ai ê vous liv rai son che mi pa fac tu",
    "ro": "ă ța re li vra măr pa chet co man dă ser vi ciu șor bi ne ra pi de suport",
}
WORDS_PER_LANGUAGE = 1400
CHANNELS = ("email", "web", "in-app", "sms", "phone")
PRODUCTS = tuple(f"Product {letter}" for letter in "ABCDEFGH")
REGIONS = tuple(f"Region {number}" for number in range(1, 21))
TIERS = ("Starter", "Team", "Business", "Enterprise", "Partner", "Trial", "School", "Public", "Agency", "Other")
ROLES = (("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7))
HEAD = ("response_id", "customer_id", "responded_at", "channel", "product", "region", "score", "comment")


def vocabulary(seed: int = 3) -> dict[str, list[str]]:
    """Invented words per language, the commonest first."""
    rng = random.Random(seed)
    found = {}
    for lang, text in SYLLABLES.items():
        syllables = text.split()
        words: dict[str, None] = {}
        while len(words) < WORDS_PER_LANGUAGE:
            words["".join(rng.choice(syllables) for _ in range(rng.randint(2, 4)))] = None
        found[lang] = list(words)
    return found


def comments(rng: np.random.Generator, n: int, mean_words: int = 20) -> list[str]:
    """`n` comments, 40 % of them empty; word frequencies fall as in real texts."""
    words = vocabulary()
    langs = [words[lang] for lang in ("en", "fr", "ro")]
    lengths = rng.integers(4, 2 * mean_words - 3, n)
    lengths[rng.random(n) < 0.4] = 0
    chosen = rng.choice(3, n, p=[0.5, 0.3, 0.2]).tolist()
    weights = np.cumsum(1 / np.arange(1, WORDS_PER_LANGUAGE + 1))
    picks = np.searchsorted(weights / weights[-1], rng.random(int(lengths.sum()))).tolist()
    out, at = [], 0
    for length, lang in zip(lengths.tolist(), chosen, strict=True):
        known = langs[lang]
        out.append(" ".join([known[pick] for pick in picks[at : at + length]]).capitalize())
        at += length
    return out


def survey_rows(n: int, seed: int = 7) -> Iterator[tuple[object, ...]]:
    """Rows of an NPS export with an answer id, in order of time."""
    rng = np.random.default_rng(seed)
    at = np.sort(rng.integers(START, START + DAYS * 86400, n))
    moments = [text.replace("T", " ") for text in np.datetime_as_string(at.astype("datetime64[s]")).tolist()]
    people = rng.integers(1, max(2, 3 * n // 10), n).tolist()
    channel, product, region = (rng.integers(0, len(names), n).tolist() for names in (CHANNELS, PRODUCTS, REGIONS))
    scores = rng.choice(11, n, p=[0.02, 0.02, 0.03, 0.03, 0.04, 0.08, 0.1, 0.14, 0.18, 0.18, 0.18])
    shown = [
        "" if gone else score for score, gone in zip(scores.tolist(), (rng.random(n) < 0.03).tolist(), strict=True)
    ]
    texts = comments(rng, n, 31)
    for i in range(n):
        yield (
            f"R{i + 1:08d}",
            f"C{people[i]:06d}",
            moments[i],
            CHANNELS[channel[i]],
            PRODUCTS[product[i]],
            REGIONS[region[i]],
            shown[i],
            texts[i],
        )


def write_survey(path: Path, n: int) -> Path:
    """The survey as CSV, unless it is there already."""
    if not path.exists():
        draft = path.with_suffix(".part")
        with draft.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(HEAD)
            out.writerows(survey_rows(n))
        draft.rename(path)
    return path


def write_three_questions(path: Path, n: int) -> Path:
    """The benchmark store's answers as a wide survey: n answers are n / 3 responses to three questions."""
    if path.exists():
        return path
    rng = np.random.default_rng(11)
    responses = n // 3
    at = np.sort(rng.integers(START, START + DAYS * 86400, responses))
    moments = [text.replace("T", " ") for text in np.datetime_as_string(at.astype("datetime64[s]")).tolist()]
    people = rng.integers(1, max(2, 3 * n // 10), responses).tolist()
    attributes = [rng.choice(np.array(names), responses).tolist() for names in (CHANNELS, PRODUCTS, REGIONS, TIERS)]
    answers = []
    for _role, low, high in ROLES:
        scores = np.clip(np.rint(rng.normal(low + 0.72 * (high - low), (high - low) / 4, responses)), low, high)
        gone = rng.random(responses) < 0.03
        answers.append(["" if skip else int(score) for score, skip in zip(scores.tolist(), gone.tolist(), strict=True)])
    texts = comments(rng, responses)
    head = [
        "Response id",
        "Submitted at",
        "Customer id",
        "Channel",
        "Product",
        "Region",
        "Tier",
        "How likely are you to recommend us? (0-10)",
        "Why?",
        "How satisfied are you? (1-5)",
        "It was easy to get help (1-7)",
    ]
    draft = path.with_suffix(".part")
    with draft.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(head)
        names = [f"R{i + 1:08d}" for i in range(responses)]
        who = [f"C{person:06d}" for person in people]
        out.writerows(zip(names, moments, who, *attributes, answers[0], texts, answers[1], answers[2], strict=True))
    draft.rename(path)
    return path
