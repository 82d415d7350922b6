"""The formulas that compute a number again from its rows: one quantity per line, each built on the lines before.

Names in braces stand for the cell of another line. Only functions that Excel and LibreOffice have both had for decades
are used, so that no program needs a prefix or an extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from cxdesk.domain.workings import Clusters, Method, Working
from cxdesk.system.i18n import _


class Ranges(Protocol):
    """Where the rows stand: their parts, what they add, their weights."""

    @property
    def parts(self) -> str: ...
    @property
    def adds(self) -> str: ...
    @property
    def weights(self) -> str: ...


class Line(NamedTuple):
    """One quantity: its name for other lines, its title, its formula (without the sign), a word on how."""

    name: str
    title: str
    formula: str
    how: str = ""


def lines(working: Working, rows: Ranges, clusters: Clusters | None = None) -> tuple[Line, ...]:
    """The lines of a method, in order; none where there is no formula. What `clusters` knows of customers is stated:
    a formula would compare every row with every other.
    """
    sampled = {Method.WILSON: _share, Method.ADJUSTED_WALD: _net, Method.STUDENT: _mean}.get(working.method)
    if sampled:
        return tuple(sampled(working, rows, clusters))
    made = {
        Method.DEVIATION: _deviation,
        Method.SUM: _sum,
        Method.QUANTILE: _quantile,
        Method.RATIO: _ratio,
    }.get(working.method)
    return tuple(made(working, rows)) if made else ()


def _base(rows: Ranges, clusters: Clusters | None) -> Iterator[Line]:
    """Rows, their weight, and how many equally weighing rows would know as much."""
    yield Line("n", _("Rows counted"), f"COUNT({rows.adds})")
    yield Line("weight", _("Sum of weights"), f"SUM({rows.weights})")
    if clusters is None:
        yield Line("known", _("Effective rows"), f"{{weight}}^2/SUMSQ({rows.weights})", _("Kish: (Σw)² / Σw²"))
        return
    yield Line("customers", _("Customers"), repr(clusters.customers))
    how = _("stated: rows of one customer tell less than as many rows of several")
    yield Line("known", _("Effective rows"), repr(clusters.effective), how)


def _level(working: Working) -> Iterator[Line]:
    yield Line("level", _("Confidence level"), repr(working.level))


def _z(working: Working) -> Iterator[Line]:
    yield from _level(working)
    yield Line("z", "z", "NORMSINV(0.5+{level}/2)", _("normal quantile"))


def _share(working: Working, rows: Ranges, clusters: Clusters | None) -> Iterator[Line]:
    yield from _base(rows, clusters)
    yield Line("hits", _("Weight of the hits"), f"SUMPRODUCT({rows.adds},{rows.weights})")
    yield Line("p", _("Share"), "{hits}/{weight}")
    yield Line("value", _("Value"), f"{working.per!r}*{{p}}")
    if working.interval:
        yield from _z(working)
        yield Line("centre", _("Centre"), "({p}+{z}^2/(2*{known}))/(1+{z}^2/{known})", _("Wilson's score interval"))
        half = "{z}/(1+{z}^2/{known})*SQRT({p}*(1-{p})/{known}+{z}^2/(4*{known}^2))"
        yield Line("half", _("Half width"), half)
        yield Line("low", _("Lower end"), f"{working.per!r}*MAX(0,{{centre}}-{{half}})")
        yield Line("high", _("Upper end"), f"{working.per!r}*MIN(1,{{centre}}+{{half}})")


def _net(working: Working, rows: Ranges, clusters: Clusters | None) -> Iterator[Line]:
    yield from _base(rows, clusters)
    yield Line("plus", _("Share of plus"), f"SUMIF({rows.adds},1,{rows.weights})/{{weight}}")
    yield Line("minus", _("Share of minus"), f"SUMIF({rows.adds},-1,{rows.weights})/{{weight}}")
    yield Line("value", _("Value"), f"{working.per!r}*({{plus}}-{{minus}})")
    if working.interval:
        yield from _z(working)
        how = _("adjusted Wald: three invented rows, ¾ plus and ¾ minus")
        yield Line("plus_adjusted", _("Plus, adjusted"), "({plus}*{known}+0.75)/({known}+3)", how)
        yield Line("minus_adjusted", _("Minus, adjusted"), "({minus}*{known}+0.75)/({known}+3)")
        yield Line("centre", _("Centre"), "{plus_adjusted}-{minus_adjusted}")
        spread = "{plus_adjusted}+{minus_adjusted}-{centre}^2"
        yield Line("error", _("Standard error"), f"SQRT(MAX(0,{spread})/({{known}}+3))")
        yield Line("low", _("Lower end"), f"{working.per!r}*MAX(-1,{{centre}}-{{z}}*{{error}})")
        yield Line("high", _("Upper end"), f"{working.per!r}*MIN(1,{{centre}}+{{z}}*{{error}})")


def _mean(working: Working, rows: Ranges, clusters: Clusters | None) -> Iterator[Line]:
    yield from _base(rows, clusters)
    yield Line("mean", _("Mean"), f"SUMPRODUCT({rows.adds},{rows.weights})/{{weight}}")
    yield Line("value", _("Value"), f"{working.per!r}*{{mean}}")
    if not working.interval:
        return
    yield from _level(working)
    if clusters is not None:
        yield Line("t", "t", "TINV(1-{level},{customers}-1)", _("Student's quantile of customers less one"))
        how = _("stated: clustered by customer")
        yield Line("error", _("Standard error"), repr(clusters.error / working.per), how)
        yield from _around_mean(working)
        return
    if working.weighted:
        squares = f"SUMPRODUCT({rows.adds}^2,{rows.weights})/{{weight}}-{{mean}}^2"
        yield Line("sd", _("Standard deviation"), f"SQRT(MAX(0,{squares})*{{known}}/({{known}}-1))")
        beta = "BETAINV(1-{level},({known}-1)/2,0.5)"  # t of a fractional number of degrees, through the beta quantile
        yield Line("beta", _("Beta quantile"), beta)
        yield Line("t", "t", "SQRT(({known}-1)*(1-{beta})/{beta})", _("Student's quantile of effective rows less one"))
    else:
        yield Line("sd", _("Standard deviation"), f"STDEV({rows.adds})")
        yield Line("t", "t", "TINV(1-{level},{n}-1)", _("Student's quantile of rows less one"))
    yield Line("error", _("Standard error"), "{sd}/SQRT({known})")
    yield from _around_mean(working)


def _around_mean(working: Working) -> Iterator[Line]:
    yield Line("low", _("Lower end"), f"{working.per!r}*({{mean}}-{{t}}*{{error}})")
    yield Line("high", _("Upper end"), f"{working.per!r}*({{mean}}+{{t}}*{{error}})")


def _deviation(working: Working, rows: Ranges) -> Iterator[Line]:
    yield Line("n", _("Rows counted"), f"COUNT({rows.adds})")
    yield Line("value", _("Value"), f"{working.per!r}*STDEV({rows.adds})")


def _sum(working: Working, rows: Ranges) -> Iterator[Line]:
    yield Line("n", _("Rows counted"), f"COUNT({rows.adds})")
    yield Line("total", _("Sum"), f"SUMPRODUCT({rows.adds},{rows.weights})")
    yield Line("value", _("Value"), f"{{total}}/{working.exposure!r}")


def _quantile(working: Working, rows: Ranges) -> Iterator[Line]:
    yield Line("n", _("Rows counted"), f"COUNT({rows.adds})")
    if working.q == 0.5:
        yield Line("value", _("Value"), f"MEDIAN({rows.adds})")
    else:
        rank = f"ROUNDUP(ROUND({working.q!r}*{{n}},9),0)"
        yield Line("rank", _("Rank"), rank, _("nearest rank"))
        yield Line("value", _("Value"), f"SMALL({rows.adds},{{rank}})")


def _ratio(working: Working, rows: Ranges) -> Iterator[Line]:
    for name, title, parts in (("top", _("Top"), working.tops), ("bottom", _("Bottom"), working.bottoms)):
        pieces = [f'SUMIF({rows.parts},"{part}",{rows.adds})' for part in parts]
        yield Line(name, title, "+".join(pieces))
    counted = [f'SUMPRODUCT(({rows.parts}="{part}")*1)' for part in working.bottoms]
    yield Line("n", _("Rows counted"), "+".join(counted))
    yield Line("value", _("Value"), f"{working.per!r}*{{top}}/{{bottom}}")
