"""The sections of a report, one module each: facts in, blocks in the language in force out."""
