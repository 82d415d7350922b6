"""The limits that the import child lays upon itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cxdesk.intake.guard import LIMITS, check_inflated

ALLOCATE = """
import sys
from cxdesk.intake.guard import apply_child_limits
apply_child_limits(400 * 1024 * 1024)
try:
    bytearray(800 * 1024 * 1024)
except MemoryError:
    print("refused")
bytearray(50 * 1024 * 1024)
print("enough")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the parent watches elsewhere")
def test_the_child_may_have_so_much_memory_and_no_more() -> None:
    ran = subprocess.run([sys.executable, "-c", ALLOCATE], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["refused", "enough"]


def test_the_limits_are_those_we_promise() -> None:
    mib = 1024 * 1024
    assert (LIMITS.zip_total, LIMITS.zip_part, LIMITS.zip_entries) == (1024 * mib, 512 * mib, 10_000)
    assert (LIMITS.zip_ratio, LIMITS.ratio_from, LIMITS.columns) == (200, 50_000_000, 2_000)
    assert LIMITS.cell_chars == 10_000_000


def test_what_comes_out_is_counted_while_it_comes() -> None:
    check_inflated("a.gz", 49_000_000, 1000)
    with pytest.raises(Exception, match="200 times"):
        check_inflated("a.gz", 51_000_000, 1000)
