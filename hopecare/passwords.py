"""Passwords and tokens: hashed before they are kept, compared without telling by time."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


def _encoded(length: int) -> str:
    """So many empty bytes as a hash writes its parts."""
    return base64.b64encode(bytes(length)).decode().rstrip("=")


PASSWORD_LENGTH: Final = 12
"""The fewest characters a password may have; long and plain beats short and odd."""
_HASHER: Final = PasswordHasher()
# Somebody whose account does not exist waits as long as somebody whose password is wrong: there is
# a hash to compare with, of nothing, and making it costs nothing at a start that asks nobody.
_NOBODY: Final = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${_encoded(_HASHER.salt_len)}${_encoded(_HASHER.hash_len)}"
)


def hash_password(password: str) -> str:
    """Hash a password with argon2id and a salt of its own."""
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Say whether the password is the one that was hashed; without a hash it never is."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def new_token() -> str:
    """Make a random token for a cookie or an API client, 256 bits."""
    return secrets.token_urlsafe(32)


def new_digits(count: int) -> str:
    """Make a random one-time code of `count` digits."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def hash_token(token: str) -> str:
    """Hash a random token; it has enough entropy to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
