"""What the screens keep in an open workspace and ask of it besides the board."""

from __future__ import annotations

from cxdesk.workspace.distributing import Distributions
from cxdesk.workspace.journeys import Journeys


class Screens(Journeys, Distributions):
    """The journey and the distribution."""
