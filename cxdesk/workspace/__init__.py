"""The program without windows: one open workspace, importing into it, asking it questions."""

HIDDEN_COMMAND = (
    "--import-child"  # starts this very program as import child; known to `__main__` before anything heavy is loaded
)
EARLY = "--early"  # after it: the job comes later, so load what it will need
SEVERAL = "--several"  # after it: jobs come one after the other, until there are no more
