"""The composition root: the one file that sees every floor and puts the application together."""

from __future__ import annotations

import logging
from copy import deepcopy
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final

from flask_compress import Compress
from flask_smorest import Blueprint as ApiBlueprint
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
from blueprints.api.described import SPEC_OPTIONS
from hopecare import channel_profiles, keyring
from hopecare.clock import utc_now
from hopecare.commands import add_commands
from hopecare.database import Database
from hopecare.extensions import Desk, api, csrf, login, sit_down
from hopecare.timetable import JOBS
from hopecare.travel import travel_of
from hopecare.web import language_switch
from hopecare.web.access_log import keep_access_log
from hopecare.web.assets import serve_assets
from hopecare.web.quiet_flask import QuietFlask
from hopecare.web.refusals import handle_refusals
from hopecare.web.security import secure
from hopecare.web.templating import dress
from hopecare.web.town import keep_town
from notifications.routing import networks_of

if TYPE_CHECKING:
    from flask import Flask

    from hopecare.clock import Clock
    from hopecare.settings import Settings

log = logging.getLogger(__name__)

HANDSET: Final = "handset"
LARGEST_REQUEST: Final = 36 * 1024 * 1024
"""A note of ten megabytes, thrice as long in a form, is answered beside its field; more is not."""
COMPRESSED: Final = ("text/html", "text/csv", "application/json", "application/problem+json")


def create_app(
    settings: Settings, *, database: Database | None = None, clock: Clock = utc_now
) -> Flask:
    """Put an application together from its settings; tests hand in a database and a clock."""
    keyring.install(keyring.Keyring.from_keys(settings.data_keys, settings.blind_key))
    channel_profiles.look_in(settings.data_dir)
    app = QuietFlask("hopecare", static_folder=None)
    app.config.update(configuration_of(settings))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count)  # type: ignore[method-assign]
    desk = Desk(
        settings=settings,
        database=database or Database(settings.database_url),
        clock=clock,
        networks=networks_of(settings),
        travel=travel_of(settings.travel_url),
        wake=lambda: None,
        silent_after={job.id: job.silent_after for job in JOBS},
    )
    sit_down(app, desk)
    _furnish(app)
    _open_doors(app, settings)
    return app


def configuration_of(settings: Settings) -> dict[str, Any]:
    """Give Flask and its extensions what they need to know."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "form",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        # A form that waited overnight is still the same person's form.
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_MIMETYPES": list(COMPRESSED),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "API_TITLE": "HopeCare",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": deepcopy(SPEC_OPTIONS),
    }


def _furnish(app: Flask) -> None:
    """Give the application what every door shares."""
    csrf.init_app(app)
    login.init_app(app)
    api.init_app(app)
    Compress(app)
    dress(app)
    serve_assets(app)
    app.register_blueprint(language_switch.blueprint)
    secure(app)
    keep_access_log(app)
    keep_town(app)
    handle_refusals(app)


def _open_doors(app: Flask, settings: Settings) -> None:
    """Register every package of blueprints; the handset only where it is allowed."""
    for package in sorted(module.name for module in iter_modules(blueprints.__path__)):
        if package == HANDSET and not settings.handset:
            continue
        door = import_module(f"blueprints.{package}.routes").blueprint
        if isinstance(door, ApiBlueprint):
            api.register_blueprint(door)
        else:
            app.register_blueprint(door)
    add_commands(app)
