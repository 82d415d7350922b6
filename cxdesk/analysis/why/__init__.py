"""Why did it change: a change of one metric taken apart exactly, by where, about what, and who."""

from cxdesk.analysis.why.explaining import explain

__all__ = ["explain"]
