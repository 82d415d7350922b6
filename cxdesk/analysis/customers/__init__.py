"""Customers one by one: how each stands, and everything that happened to them."""
