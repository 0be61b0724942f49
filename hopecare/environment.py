"""One environment, value by value: what is wrong with it is collected, not raised."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

PREFIX: Final = "HOPECARE_"
KEY_BYTES: Final = 32
_KEY_COMMAND: Final = "openssl rand -base64 32"
_TRUTH: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class EnvReader:
    """Takes values out of an environment and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str], names: Collection[str]) -> None:
        """Note what bears our prefix and is none of these."""
        self._env = env
        self.mistakes: list[str] = [
            f"{name} is not a setting of HopeCare"
            for name in sorted(env)
            if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in names
        ]

    @property
    def is_served_by_gunicorn(self) -> bool:
        """Say whether a server for many people asks, who must not find a development machine."""
        return self._env.get("SERVER_SOFTWARE", "").startswith("gunicorn")

    def wrong(self, name: str, what: str) -> None:
        """Note a mistake."""
        self.mistakes.append(f"{PREFIX}{name} {what}")

    def refuse_others(self, names: Iterable[str], why: str) -> None:
        """Note names of another program that a library of ours would follow unasked."""
        found = [name for name in names if self._env.get(name)]
        self.mistakes += [f"{name} must not be set: {why}" for name in found]

    def text(self, name: str, default: str = "") -> str:
        """Take a value as it is written; an empty one counts as missing."""
        return self._env.get(PREFIX + name, "").strip() or default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Take a whole number between two others."""
        raw = self.text(name, str(default))
        if raw.isascii() and raw.isdigit() and least <= int(raw) <= most:
            return int(raw)
        self.wrong(name, f"must be a whole number from {least} to {most}")
        return default

    def rate(self, name: str) -> int | None:
        """Take how many a second, or nothing."""
        return self.number(name, 0, least=0, most=1000) if self.text(name) else None

    def truth(self, name: str, *, default: bool) -> bool:
        """Take yes or no."""
        raw = self.text(name).lower()
        if raw and raw not in _TRUTH:
            self.wrong(name, "must be yes or no")
        return _TRUTH.get(raw, default)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Take one of a few words."""
        raw = self.text(name, default)
        if raw in choices:
            return raw
        self.wrong(name, f"must be one of {', '.join(choices)}")
        return default

    def url(self, name: str, default: str) -> str:
        """Take the address of a site, without a slash at its end."""
        raw = self.text(name, default).rstrip("/")
        parts = urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            self.wrong(name, "must be an address like https://care.example.org")
        return raw

    def keys(self, name: str, default: str) -> tuple[bytes, ...]:
        """Take one key or several, separated by commas: base64 of 32 bytes each."""
        raw = self.text(name, default)
        keys = tuple(decoded(part.strip()) for part in raw.split(",")) if raw else ()
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            self.wrong(name, f"must be base64 of {KEY_BYTES} bytes (make one: {_KEY_COMMAND})")
        return keys


def decoded(text: str) -> bytes:
    """Give what a text in base64 stands for; nothing where it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
