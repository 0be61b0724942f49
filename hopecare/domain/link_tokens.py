"""The signs of a link's address: of a signature that only our keys can make, and a check."""

from __future__ import annotations

from typing import Final

from hopecare.domain.codes import ALPHABET, read_signs

_BITS: Final = 5
"""In one sign."""


def token_of(signature: bytes, *, signs: int) -> str:
    """Make an address of so many signs and their check; the signature must be as long or longer."""
    number = int.from_bytes(signature[: -(-signs * _BITS // 8)], "big")
    body = "".join(ALPHABET[number >> (_BITS * place) & 31] for place in range(signs))
    return body + _check_sign(body)


def meant_token(typed: str, *, signs: int) -> str | None:
    """Give the signs that were meant, or None where they cannot be an address of ours."""
    token = read_signs(typed)
    is_whole = len(token) == signs + 1 and all(each in ALPHABET for each in token)
    return token if is_whole and token[-1] == _check_sign(token[:-1]) else None


def _check_sign(body: str) -> str:
    """Odd weights show every single wrong sign."""
    total = sum((2 * place + 1) * ALPHABET.index(each) for place, each in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
