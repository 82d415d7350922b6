"""One file per command: `add(parser)` declares its arguments, `run(args)` does it and returns the exit code."""
