"""What the environment says: read once, checked whole, every mistake named."""

from __future__ import annotations

import base64
import json
import logging
import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hopecare.environment import KEY_BYTES, PREFIX, EnvReader, decoded
from hopecare.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

NAMES: Final = (
    "ENVIRONMENT", "SECRET_KEY", "DATA_KEY", "BLIND_KEY", "DATABASE_URL", "PUBLIC_BASE_URL",
    "HOST", "PORT", "TRUSTED_PROXIES", "DATA_DIR", "LOG_LEVEL", "SESSION_HOURS",
    "WORKER_EMBEDDED", "HANDSET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER",
    "TWILIO_VOICE_NUMBER",
    "TWILIO_API_BASE", "TWILIO_TEXTS_PER_SECOND", "TWILIO_CALLS_PER_SECOND", "TRAVEL_URL",
    "API_PER_MINUTE", "PDF_FONT", "WEBHOOKS_TO_PRIVATE",
)  # fmt: skip
TWILIO_API: Final = "https://api.twilio.com"
TWILIOS_OWN: Final = ("TWILIO_REGION", "TWILIO_EDGE")
"""Twilio's library reads these by itself, and would ask another address than we were told."""
_MESSAGING_SERVICE: Final = "MG"
_SECRET_LENGTH: Final = 32
_LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_TEST_KEY: Final = base64.b64encode(b"hopecare test key, never a secret"[:KEY_BYTES]).decode()
_TEST_SECRET: Final = "hopecare-test-secret-never-a-secret"  # noqa: S105  refused in production


class Environment(StrEnum):
    """Where HopeCare runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One value for each variable; see `.env.example`, which a test holds equal to this."""

    environment: Environment
    secret_key: str = field(repr=False)
    data_keys: tuple[bytes, ...] = field(repr=False)
    """The newest first; older ones only decrypt."""
    blind_key: bytes = field(repr=False)
    database_url: str = field(repr=False)
    public_base_url: str
    host: str
    port: int
    trusted_proxies: int
    data_dir: Path
    log_level: str
    session_lifetime: timedelta
    worker_embedded: bool
    handset: bool
    twilio_account_sid: str | None
    twilio_auth_token: str | None = field(repr=False)
    twilio_from_number: str | None
    twilio_voice_number: str | None
    """What calls come from, where texts come from a messaging service; else None."""
    twilio_api_base: str
    twilio_texts_per_second: int | None
    """Parts of texts our sender takes; 0: as fast as can be; None: as the channel profiles say."""
    twilio_calls_per_second: int | None
    travel_url: str | None
    api_per_minute: int
    """How often one token may ask in a minute, whichever process answers."""
    pdf_font: Path | None
    """The TrueType file packs are printed in; None: where fonts-nanum puts it."""
    webhooks_to_private: bool
    """Whether events may go to an own network, and without TLS."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read every variable; raise one SettingsError that names every mistake."""
        reader = EnvReader(env, NAMES)
        settings = _read(reader)
        if settings.environment is Environment.PRODUCTION:
            reader.mistakes += _production_mistakes(settings)
        if reader.mistakes:
            raise SettingsError(reader.mistakes)
        return settings

    @property
    def is_production(self) -> bool:
        """Say whether real people are served."""
        return self.environment is Environment.PRODUCTION

    @property
    def sends_with_twilio(self) -> bool:
        """Say whether words leave this machine; otherwise they go to console and handset."""
        return self.twilio_account_sid is not None


def _read(reader: EnvReader) -> Settings:
    choices = tuple(environment.value for environment in Environment)
    environment = Environment(reader.choice("ENVIRONMENT", "development", choices))
    if reader.is_served_by_gunicorn and not reader.text("ENVIRONMENT"):
        reader.wrong("ENVIRONMENT", "must be said where gunicorn serves: production, most likely")
    data_dir = Path(reader.text("DATA_DIR", "var")).absolute()
    kept = _kept_keys(reader, environment, data_dir)
    port = reader.number("PORT", 8000, least=1, most=65535)
    sid, token, number, voice = _twilio(reader)
    blind_keys = reader.keys("BLIND_KEY", kept.get("blind_key", ""))
    at_home = environment is Environment.DEVELOPMENT
    return Settings(
        environment=environment,
        secret_key=_secret(reader, kept.get("secret_key", "")),
        data_keys=reader.keys("DATA_KEY", kept.get("data_key", "")),
        blind_key=blind_keys[0] if blind_keys else b"",
        database_url=_database_url(reader, data_dir),
        public_base_url=reader.url("PUBLIC_BASE_URL", f"http://127.0.0.1:{port}"),
        host=reader.text("HOST", "127.0.0.1"),
        port=port,
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, least=0, most=5),
        data_dir=data_dir,
        log_level=reader.choice("LOG_LEVEL", "INFO", _LOG_LEVELS),
        session_lifetime=timedelta(hours=reader.number("SESSION_HOURS", 12, least=1, most=720)),
        worker_embedded=reader.truth("WORKER_EMBEDDED", default=True),
        handset=reader.truth("HANDSET", default=at_home),
        twilio_account_sid=sid,
        twilio_auth_token=token,
        twilio_from_number=number,
        twilio_voice_number=voice,
        twilio_api_base=reader.url("TWILIO_API_BASE", TWILIO_API),
        twilio_texts_per_second=reader.rate("TWILIO_TEXTS_PER_SECOND"),
        twilio_calls_per_second=reader.rate("TWILIO_CALLS_PER_SECOND"),
        travel_url=reader.url("TRAVEL_URL", "") if reader.text("TRAVEL_URL") else None,
        api_per_minute=reader.number("API_PER_MINUTE", 600, least=1, most=1_000_000),
        pdf_font=_font(reader),
        webhooks_to_private=reader.truth("WEBHOOKS_TO_PRIVATE", default=at_home),
    )


def _font(reader: EnvReader) -> Path | None:
    if (raw := reader.text("PDF_FONT")) and not Path(raw).is_file():
        reader.wrong("PDF_FONT", "names no file: a TrueType font (.ttf) that shows Hangul")
    return Path(raw) if raw else None


def _secret(reader: EnvReader, default: str) -> str:
    secret = reader.text("SECRET_KEY", default)
    if len(secret) < _SECRET_LENGTH:
        reader.wrong("SECRET_KEY", f"must have at least {_SECRET_LENGTH} characters")
    return secret


def _database_url(reader: EnvReader, data_dir: Path) -> str:
    url = reader.text("DATABASE_URL", f"sqlite:///{data_dir / 'hopecare.db'}")
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        reader.wrong("DATABASE_URL", "must start with sqlite:/// or postgresql://")
    return url


def _twilio(reader: EnvReader) -> tuple[str | None, str | None, str | None, str | None]:
    names = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER")
    values = {name: reader.text(name) for name in names}
    if not any(values.values()):
        return None, None, None, None
    reader.refuse_others(TWILIOS_OWN, f"Twilio is reached where {PREFIX}TWILIO_API_BASE says")
    for name, value in values.items():
        if not value:
            reader.wrong(name, "is missing: Twilio needs all three or none")
    sid, token, number = values.values()
    voice = reader.text("TWILIO_VOICE_NUMBER") or None
    if number.startswith(_MESSAGING_SERVICE) and voice is None:
        reader.wrong("TWILIO_VOICE_NUMBER", "is missing: a messaging service can make no calls")
    return sid, token, number, voice


def _kept_keys(reader: EnvReader, environment: Environment, data_dir: Path) -> dict[str, str]:
    """Give the keys of a development machine, made once; a test has constant ones."""
    if environment is Environment.PRODUCTION:
        return {}
    if environment is Environment.TEST:
        return {"secret_key": _TEST_SECRET, "data_key": _TEST_KEY, "blind_key": _TEST_KEY}
    if all(reader.text(name) for name in ("SECRET_KEY", "DATA_KEY", "BLIND_KEY")):
        return {}
    path = data_dir / "keys.json"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_new_keys(path)
        kept: dict[str, str] = json.loads(path.read_text())
    except (OSError, ValueError):
        reader.wrong("DATA_DIR", f"does not let keys be kept in {path}")
        return {}
    return kept


def _write_new_keys(path: Path) -> None:
    keys = {
        "secret_key": secrets.token_urlsafe(KEY_BYTES),
        "data_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        "blind_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(keys, file, indent=2)


def _production_mistakes(settings: Settings) -> list[str]:
    """Name what may pass on a desk but never where real people are served."""
    test_key = decoded(_TEST_KEY)
    if settings.database_url.startswith("sqlite"):
        log.warning("production runs on SQLite: one machine, one process; keep backups")
    checks = {
        "SECRET_KEY is the one of the tests": settings.secret_key == _TEST_SECRET,
        "DATA_KEY is the one of the tests": test_key in settings.data_keys,
        "BLIND_KEY is the one of the tests": settings.blind_key == test_key,
        "BLIND_KEY must differ from DATA_KEY": settings.blind_key in settings.data_keys,
        "PUBLIC_BASE_URL must start with https://": settings.public_base_url.startswith("http:"),
        "HANDSET shows every message: it must be off": settings.handset,
        "TWILIO_ACCOUNT_SID is missing: no word would leave here": not settings.sends_with_twilio,
    }
    return [PREFIX + mistake for mistake, made in checks.items() if made]
