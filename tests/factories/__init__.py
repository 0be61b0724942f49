"""Rows for tests: plain functions, one a noun; whatever is not said has a plain default."""
