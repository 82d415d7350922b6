"""Rows that join or span kinds; one file each."""
