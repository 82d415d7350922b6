"""Exports of survey tools, in exactly their shape: header rows, encodings, languages, what stands below."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.intake.formats.making import ROWS, book, day, iso, remark, table, text

MONKEY_META = (
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"),
    *("Last Name", "Custom Data 1"),
)


def surveymonkey(folder: Path, meta: Sequence[str] = MONKEY_META, second: bool = True) -> Path:
    first = [*meta, "How likely are you to recommend us, really?", "Why?\nPlease tell us", "Which do you use?", ""]
    below = [*[""] * len(meta), "Response", "Open-Ended Response", "Phone", "Other (please specify)"]
    rows = []
    for n in range(ROWS):
        when = [day(n).strftime("%m/%d/%Y %I:%M:%S %p"), day(n, 21).strftime("%m/%d/%Y %I:%M:%S %p")]
        person = [f"{11420000000 + n * 37}", "412345678", *when, "10.0.0.1", f"c{n}@example.org", "Ann", "Lee", "x"]
        rows.append([*person[: len(meta)], n % 11, remark(n), "Phone" if n % 3 else "", ""])
    head = [below if second else [""] * len(below)]
    return text(folder / "monkey.csv", first, [*head, *rows], encoding="utf-8-sig", newline="\r\n")


def surveymonkey_older(folder: Path) -> Path:
    return surveymonkey(folder, ("RespondentID", "CollectorID", "StartDate", "EndDate"))


def surveymonkey_condensed(folder: Path) -> Path:
    return surveymonkey(folder, second=False)


def google_forms(folder: Path, first: str, question: str, when: str) -> Path:
    rows = [[day(n).strftime(when), n % 11, remark(n)] for n in range(ROWS)]
    return text(folder / "form.csv", [first, question, "Pourquoi, en quelques mots ?"], rows, quoting=csv.QUOTE_ALL)


def google_forms_en(folder: Path) -> Path:
    question = "On a scale of 0 to 10, would you recommend our workshop?"
    return google_forms(folder, "Timestamp", question, "%Y/%m/%d %I:%M:%S %p GMT+3")


def google_forms_zip(folder: Path) -> Path:
    inner = google_forms_en(folder)
    made = folder / "form.csv.zip"
    with zipfile.ZipFile(made, "w") as file:
        file.write(inner, "Workshop.csv")
    return made


def google_forms_fr(folder: Path) -> Path:
    question = "Sur une échelle de 0 à 10, recommanderiez-vous notre atelier ?"
    return google_forms(folder, "Horodateur", question, "%d/%m/%Y %H:%M:%S")


def google_forms_ro(folder: Path) -> Path:
    question = "Pe o scară de la 0 la 10, ne-ați recomanda unui prieten?"
    return google_forms(folder, "Marcaj de timp", question, "%d.%m.%Y %H:%M:%S")


def typeform(folder: Path, older: bool = False) -> Path:
    rows = []
    for n in range(ROWS):
        whole = bool(n % 8) or older
        row: dict[str, object] = {
            "#": f"{n * 2654435761 % 2**64:016x}",
            "How likely is it that you would recommend us to a friend?": n % 11,
            "What is the main reason for your score?": remark(n),
            "utm_source": "mail",
        }
        if not older:
            row |= {"Response Type": "completed" if whole else "partial"}
        row |= {"Start Date (UTC)": iso(day(n))}
        row |= {} if older else {"Stage Date (UTC)": "" if whole else iso(day(n))}
        row |= {"Submit Date (UTC)": iso(day(n, 9, 25)) if whole else "", "Network ID": f"n{n:08x}"}
        row |= {} if older else {"Tags": "", "Ending": "Thanks"}
        rows.append(row)
    return table(folder / "typeform.csv", rows)


def typeform_older(folder: Path) -> Path:
    return typeform(folder, older=True)


QUALTRICS_META = {
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
    "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
    "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientLastName": "Recipient Last Name",
    "RecipientFirstName": "Recipient First Name", "RecipientEmail": "Recipient Email",
    "ExternalReference": "External Data Reference", "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude", "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}  # fmt: skip
DATES = ("StartDate", "EndDate", "RecordedDate")


def qualtrics(folder: Path, delimiter: str = ",", encoding: str = "utf-8-sig", labels: bool = True) -> Path:
    asked = {
        "Q1_NPS_GROUP": "How likely are you to recommend us to a friend? - Group",
        "Q1": "How likely are you to recommend us to a friend?",
        "Q2": "Why did you give this score?",
        "Q3_1": "How satisfied are you with: - Delivery",
    }
    names = [*QUALTRICS_META, *asked]
    wordings = [*QUALTRICS_META.values(), *asked.values()]
    zoned = {name: f'{{"ImportId":"{name}","timeZone":"America/Denver"}}' for name in DATES}
    codes = [zoned.get(name, f'{{"ImportId":"QID{at}"}}') for at, name in enumerate(names)]
    rows = []
    for n in range(ROWS):
        status = ("Survey Preview" if labels else "1") if n % 14 == 0 else ("IP Address" if labels else "0")
        score = n % 11
        group = "Promoter" if score >= 9 else "Passive" if score >= 7 else "Detractor"
        sat = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")[n % 5]
        rows.append(
            [
                *(iso(day(n)), iso(day(n, 10)), status, "10.0.0.1", 100, 240, "True" if labels else 1),
                *(iso(day(n, 10)), f"R_{n:015x}", "Lee", "Ann", f"c{n}@example.org", ""),
                *("48.85", "2.35", "anonymous", "EN", group if labels else 1 + (score > 6) + (score > 8)),
                *(score, remark(n), sat if labels else n % 5 + 1),
            ]
        )
    return text(folder / "qualtrics.csv", names, [wordings, codes, *rows], delimiter=delimiter, encoding=encoding)


def qualtrics_tsv(folder: Path) -> Path:
    return qualtrics(folder, "\t", "utf-16")


def qualtrics_numeric(folder: Path) -> Path:
    return qualtrics(folder, labels=False)


def qualtrics_legacy(folder: Path) -> Path:
    second = [
        *("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"),
        *("StartDate", "EndDate", "Finished", "How likely are you to recommend us to a friend?"),
    ]
    first = [*(f"V{n}" for n in range(1, 11)), "Q1"]
    rows = [
        [f"R_{n}", "Default", "", "", f"c{n}@example.org", "10.0.0.1", 0, iso(day(n)), iso(day(n, 10)), 1, n % 11]
        for n in range(ROWS)
    ]
    return text(folder / "legacy.csv", first, [second, *rows])


LIME = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl")
LIME_TEXTS = {
    "en": (
        *("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started"),
        *("Date last action", "IP address", "Referrer URL"),
    ),
    "fr": (
        *("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Seed"),
        *("Date de lancement", "Date de la dernière action", "Adresse IP", "URL référente"),
    ),
}


def limesurvey(folder: Path, meta: Sequence[str] = LIME, delimiter: str = ";") -> Path:
    codes = meta is LIME
    asked = (
        ["NPS", "WHY", "SAT_SQ001"] if codes else ["Would you recommend us?", "Why so?", "Satisfied with us? [Price]"]
    )
    times = (
        ["interviewtime", "groupTime12", "NPSTime"] if codes else ["Total time", "Group time: Main", "Question time: A"]
    )
    rows = []
    for n in range(ROWS):
        sent = iso(day(n, 9, 45)) if n % 8 else ""
        known = [n + 1, sent, 2, "en", 123456 + n, iso(day(n)), iso(day(n, 9, 45)), "10.0.0.1", ""]
        rows.append([*known, n % 11, remark(n), n % 5 + 1, 45.5 + n, 12.25, 3.5])
    how: dict[str, Any] = {"delimiter": delimiter, "encoding": "utf-8-sig", "newline": "\r\n", "below": "\r\n"}
    return text(folder / "results-survey123456.csv", [*meta, *asked, *times], rows, quoting=csv.QUOTE_ALL, **how)


def limesurvey_texts(folder: Path) -> Path:
    return limesurvey(folder, LIME_TEXTS["en"], ",")


def limesurvey_fr(folder: Path) -> Path:
    return limesurvey(folder, LIME_TEXTS["fr"])


MS = {
    "en": ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    "fr": ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"),
    "ro": ("ID", "Ora de începere", "Ora de finalizare", "E-mail", "Nume"),
}
MS_ASKED = {
    "en": ("How likely are you to recommend us\nto a friend or colleague?", "Which do\u00a0you use?", "Why is that?"),
    "fr": ("Dans quelle mesure recommanderiez-vous notre service ?", "Que\u00a0utilisez-vous ?", "Pourquoi ?"),
    "ro": ("Cât de probabil este să ne recomandați unui prieten?", "Ce folosiți?", "De ce?"),
}


def microsoft_forms(folder: Path, language: str = "en") -> Path:
    headings = [*MS[language], *MS_ASKED[language]]
    nobody = {"en": "anonymous", "fr": "anonyme", "ro": "anonim"}[language]
    rows = []
    for n in range(ROWS):
        who = [nobody, None] if n % 4 == 0 else [f"c{n}@example.org", f"Client {n}"]
        later = [None] if language == "en" else []
        rows.append([n + 1, day(n), day(n, 9, 20), *who, *later, n % 11, "Phone;Mail;", remark(n)])
    return book(folder / "form.xlsx", headings, rows, {})


def microsoft_forms_fr(folder: Path) -> Path:
    return microsoft_forms(folder, "fr")


def microsoft_forms_ro(folder: Path) -> Path:
    return microsoft_forms(folder, "ro")


def formbricks(folder: Path, older: bool = False) -> Path:
    rows = []
    for n in range(ROWS):
        row: dict[str, object] = {
            "No.": n + 1,
            "Response ID": f"clx{n:08d}",
            "Timestamp": day(n).strftime("%a %b %d %Y") if older else iso(day(n)),
            "Finished": "Yes" if n % 8 else "No",
            "Survey ID": "clsurvey1",
            "Formbricks ID (internal)": f"clp{n:08d}",
            "User ID": f"u{n % 9}",
        }
        row |= {"Notes": ""} if older else {}
        row |= {
            "Tags": "",
            "url": "https://example.org/",
            "userAgent - browser": "Firefox",
            "userAgent - os": "Linux",
            "userAgent - device": "desktop",
            "1. How likely are you to recommend us?": n % 11,
            "2. What could we do better?": remark(n),
        }
        rows.append(row)
    return table(folder / "formbricks.csv", rows)


def formbricks_older(folder: Path) -> Path:
    return formbricks(folder, older=True)
