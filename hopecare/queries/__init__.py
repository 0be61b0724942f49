"""Reads: rows and facts out, never a change."""
