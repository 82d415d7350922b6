"""Readers: the bytes of one container → records, streamed and counted."""
