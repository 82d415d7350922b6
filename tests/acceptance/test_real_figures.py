"""Every figure that is known of the real files comes out of `cxdesk import` and `cxdesk metrics` on the files as they
are; figures that a careless program would give do not.

Beside each file stand only the answers to CXDesk's questions, and for each figure the options that say in CXDesk's
words what the list of truths says in its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import cxdesk
from tests.shared_files import needs_shared, shared, shared_json

pytestmark = [needs_shared, pytest.mark.slow, pytest.mark.usefixtures("all_here")]

Options = Mapping[str, Any]


def asks(*questions: str) -> tuple[str, ...]:
    return tuple(word for question in questions for word in ("--question", question))


def plain(*columns: str) -> tuple[str, ...]:
    """Columns that are kept as they are, not as comments of their own."""
    return tuple(word for column in columns for word in ("--map", f"@attribute={column}"))


@dataclass(frozen=True)
class Source:
    """One import, with the answers a person gives; `only` names the truths it must reach where others ask otherwise."""

    name: str
    truths: str
    file: str
    told: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    counted: Mapping[str, Options] = field(default_factory=dict)  # by metric: what the list of truths takes for granted


SUDZILLA = (
    *asks("On a scale of 0-10, how would you rate Sudzilla?=nps"),
    *plain(
        "Which three words would you use describe to Sudzilla? (separate with a comma)",
        "What was your favourite giveaway at Sudzilla?",
        "What was your favourite 'Soap Box' (breakout / customer speaker) session?",
    ),
)
AIRPORT = "sfo_airport_survey/2017_SFO_Customer_Survey_20250817.csv"
SOURCES = (
    Source(
        "retail",
        "nps_fr_retail",
        "nps_fr_retail/nps.csv",
        asks("nps=nps:0-10", "satisfaction=csat:1-10", "intention=return_intent:0-10"),
    ),
    Source(
        "airport",
        "sfo_2017",
        AIRPORT,
        asks("NETPRO=nps:0-10:na=11", "Q7ALL=csat:1-5:na=0|6", "Q14PASSTHRU=ces:1-5:na=0|6"),
        ("nps", "csat", "ces_passing"),
    ),
    Source("finding the way", "sfo_2017", AIRPORT, asks("Q14FIND=ces:1-5:na=0|6"), ("ces_finding",)),
    Source(
        "event",
        "sudzilla",
        "sudzilla_survey/input_01.csv",
        (*SUDZILLA, "--answer", "dates:0=%m/%d/%Y %H:%M:%S"),
    ),
    Source("event, ISO dates", "sudzilla", "sudzilla_survey/input_02.csv", SUDZILLA),
    Source("telephony", "telco_csv", "telco_churn/Telco-Customer-Churn.csv"),
    Source(
        "software",
        "ravenstack",
        "ravenstack_saas/ravenstack_subscriptions.csv",
        counted={"churn_lost": {"trials": "counted"}, "arpa": {"trials": "counted", "accounts": "active"}},
    ),
    Source("shop", "online_retail_xlsx_40k", "online_retail_xlsx/Online Retail.xlsx"),
    Source("incidents", "servicenow_incident_log", "servicenow_incident_log/incident_event_log.csv"),
    Source("visits", "online_shoppers", "online_shoppers/online_shoppers_intention.csv"),
    Source("clicks", "ecom_clickstream", "ecom_clickstream/ecom.csv.gz"),
)
MEASURES = {"mrr": "end"}  # where the figure meant is not the card's
IN_OUR_WORDS = {"level": "unit"}  # names of options
VALUES = {"cancelled only": "cancelled"}
ROLES = ("metric", "trap")  # "context" is only a fact about a file
OF_THE_IMPORT = {"scale", "na"}
OF_THE_QUESTION = {"by", "where", "at", "grain"}


def known() -> dict[str, Any]:
    return {name: source["metrics"] for name, source in shared_json("data", "truths.json").items()}


def figures(role: str) -> list[Any]:
    """(source, truth) of every figure of a role."""
    found = []
    for source in SOURCES:
        for name, truth in known().get(source.truths, {}).items():
            if truth["role"] == role and (not source.only or name.startswith(source.only)):
                found.append(pytest.param(source, truth, id=f"{source.name}-{name}"))
    return found


class Workspaces(dict[str, Path]):
    """By the name of a source: its file imported, once, when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Path:
        (source,) = (one for one in SOURCES if one.name == name)
        path = self[name] = self.folder / f"{name}.cxdesk"
        ran = cxdesk("import", shared("data", source.file), "-w", path, *source.told, "--json")
        assert ran.code == 0, ran.out + ran.err
        return path


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return Workspaces(tmp_path_factory.mktemp("real"))


def definition(source: Source, truth: Mapping[str, Any]) -> list[str]:
    """The command line's words for the options of a truth's metric."""
    metric, options = truth["metric"], truth.get("options", {})
    told = {
        IN_OUR_WORDS.get(name, name): VALUES.get(str(value), value)
        for name, value in options.items()
        if name not in OF_THE_IMPORT | OF_THE_QUESTION
    }
    told |= source.counted.get(metric, {})
    if truth["field"] == "parts":
        told["steps"] = "|".join(truth["value"])
    return [word for name, value in told.items() for word in ("--set", f"{metric}.{name}={value}")]


def words(source: Source, truth: Mapping[str, Any]) -> list[str]:
    """The command line's words for all that a truth asks."""
    options, found = truth.get("options", {}), definition(source, truth)
    for name in ("by", "where"):
        found += [f"--{name}", str(options[name])] if name in options else []
    if "at" in options:
        found += ["--from", f"{options['at'][:7]}-01", "--to", options["at"]]
    if "grain" in options:
        months = sorted(truth["value"])
        found += ["--grain", options["grain"], "--from", f"{months[0]}-01", "--to", f"{months[-1]}-28"]
    return found


@cache
def answered(workspace: Path, *told: str) -> list[dict[str, Any]]:
    """What the command says; many figures stand in one answer."""
    ran = cxdesk("metrics", "-w", workspace, *told, "--json")
    assert ran.code == 0, ran.err
    return list(ran.json["metrics"][0]["groups"])


def asked(source: Source, truth: Mapping[str, Any], workspace: Path) -> list[dict[str, Any]]:
    """The groups of the measure that a truth is about."""
    groups = answered(workspace, truth["metric"], *words(source, truth))
    if truth["field"] == "parts":
        return groups
    kind, _colon, name = truth["field"].partition(":")
    measure = name if kind == "measure" else MEASURES.get(truth["metric"], groups[0]["measure"])
    return [group for group in groups if group["measure"] == measure]


def figure(group: Mapping[str, Any], name: str) -> Any:
    kind, _colon, part = name.partition(":")
    if kind == "part":
        return group["parts"][part]
    return group["value"] if kind == "measure" else group[name]


def labels(group: Mapping[str, Any]) -> set[str]:
    """Under which names a truth may know a group: its segment, yes and no also as true and false, else its month."""
    segment, period = group["segment"], group["period"]
    if segment is None:
        return {period["from"][:7]} if period else set()
    return {str(segment), {"yes": "TRUE", "no": "FALSE"}.get(str(segment).casefold(), str(segment))}


def by_label(truth: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if truth["field"] == "parts":
        return {group["measure"].removeprefix("made "): group["value"] for group in groups}
    return {label: figure(group, truth["field"]) for group in groups for label in labels(group)}


@pytest.mark.parametrize(("source", "truth"), figures("metric"))
def test_a_true_figure_comes_out(source: Source, truth: dict[str, Any], workspaces: Workspaces) -> None:
    groups = asked(source, truth, workspaces[source.name])
    if isinstance(truth["value"], dict):
        found = by_label(truth, groups)
        assert {name: found.get(name) for name in truth["value"]} == {
            name: pytest.approx(value, abs=5e-5) for name, value in truth["value"].items()
        }
        return
    assert figure(groups[0], truth["field"]) == pytest.approx(truth["value"], abs=1e-6)


@pytest.mark.parametrize(("source", "truth"), figures("trap"))
def test_a_known_wrong_figure_does_not(source: Source, truth: dict[str, Any], workspaces: Workspaces) -> None:
    (group, *_more) = asked(source, truth, workspaces[source.name])
    assert figure(group, truth["field"]) is not None
    assert figure(group, truth["field"]) != pytest.approx(truth["value"], abs=1e-3)


def test_no_known_figure_is_left_out() -> None:
    asked_for = {(param.values[0].truths, param.id.split("-", 1)[1]) for role in ROLES for param in figures(role)}
    wanted = {
        (source, name) for source, truths in known().items() for name, truth in truths.items() if truth["role"] in ROLES
    }
    assert asked_for == wanted


def defined() -> list[Any]:
    """(source, metric, words) of every definition that a figure is asked by."""
    found = {}
    for param in figures("metric"):
        source, truth = param.values
        asked_as = tuple(definition(source, truth))
        found[source.name, truth["metric"], asked_as] = f"{source.name}-{truth['metric']}-{len(found)}"
    return [pytest.param(*one, id=name) for one, name in found.items()]


@pytest.mark.parametrize(("source", "metric", "asked_as"), defined())
def test_the_receipt_adds_up_to_the_file(
    source: str, metric: str, asked_as: tuple[str, ...], workspaces: Workspaces
) -> None:
    ran = cxdesk("receipt", "-w", workspaces[source], metric, *asked_as, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["sum_ok"] is True
