"""Rows typed in by hand, as costs and exchange rates are: read, checked, kept as batches that can be taken back."""
