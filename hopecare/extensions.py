"""What every door of one process has at hand, and the Flask extensions the doors share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, current_app
from flask_login import LoginManager
from flask_smorest import Api
from flask_wtf import CSRFProtect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta

    from hopecare.clock import Clock
    from hopecare.database import Database
    from hopecare.settings import Settings
    from hopecare.travel import Travel
    from notifications.routing import Networks

DESK: Final = "hopecare.desk"

api = Api()
csrf = CSRFProtect()
login = LoginManager()


@dataclass(slots=True, kw_only=True)
class Desk:
    """Database, clock, settings, phone networks, ways on foot, and how to wake the worker."""

    settings: Settings
    database: Database
    clock: Clock
    networks: Networks
    travel: Travel
    wake: Callable[[], None]
    silent_after: Mapping[str, timedelta] = field(default_factory=dict)
    """How long each job of the worker may be silent before the health page says so."""


def sit_down(app: Flask, desk: Desk) -> None:
    """Give an application its desk."""
    app.extensions[DESK] = desk


def desk() -> Desk:
    """Give the desk of the application at work."""
    return cast("Desk", current_app.extensions[DESK])
