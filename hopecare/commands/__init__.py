"""Commands of the `flask` program: one group a file, named after its noun."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask


def add_commands(app: Flask) -> None:
    """Give an application every group there is."""
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), module.name, None)
        if isinstance(found, click.Group):
            app.cli.add_command(found)
