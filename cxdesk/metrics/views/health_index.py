"""The customer health index as a score: nothing where too few indicators are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxdesk.frame.codes import Coded, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics.views import bands


def scored(rows: Rows, enough: float, when: str = "", defined: int = 0) -> tuple[Coded, Coded]:
    """Per row the index, NaN where less than `enough` percent of the indicators are known, and that percentage: of
    `defined` indicators, or of as many as the data name. `when` `_before`: as of the time looked back.
    """
    known, named = align(rows.numbers(f"chi_known{when}"), rows.numbers("chi_defined"))
    coverage = replace(known, values=100 * known.values / (float(defined) or np.maximum(named.values, 1)))
    return bands.only(rows, rows.numbers(f"chi{when}"), coverage >= enough, np.nan), coverage
