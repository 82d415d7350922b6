"""The docks: each builds itself, shows a board, and decides what a change means to it. They know only the desk."""
