"""Who says what is good: the sources of benchmarks, under names that people can look up."""

from __future__ import annotations

from cxdesk.system.i18n import N_

FRENCH_GUIDE = N_("French guide to customer metrics")
ROMANIAN_GUIDE = N_("Romanian guide to customer metrics")
CONVENTION = N_("convention among practitioners")
