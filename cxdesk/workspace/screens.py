"""What the screens keep in an open workspace and ask of it besides the board."""

from __future__ import annotations

from cxdesk.workspace.distributing import Distributions
from cxdesk.workspace.journeys import Journeys
from cxdesk.workspace.keeping import Keeping
from cxdesk.workspace.packing import Packs
from cxdesk.workspace.reporting import Reporting


class Screens(Journeys, Distributions, Keeping, Reporting, Packs):
    """The journey, the distribution, what is kept under names, reports, closed periods."""
