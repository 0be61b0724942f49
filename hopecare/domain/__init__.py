"""Decisions: facts in, a decision with reasons out; no web, tables, clock or language."""
