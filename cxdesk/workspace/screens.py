"""What the screens keep in an open workspace and ask of it besides the board."""

from __future__ import annotations

from cxdesk.workspace.distributing import Distributions
from cxdesk.workspace.journeys import Journeys
from cxdesk.workspace.keeping import Keeping


class Screens(Journeys, Distributions, Keeping):
    """The journey, the distribution, and what is kept under names."""
