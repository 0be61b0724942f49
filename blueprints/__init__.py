"""Doors: each a package of routes and templates, and none knows another."""
