"""Short codes that people read out and type: random, unambiguous, with a check character.

The alphabet leaves out I, L, O and U: nothing can be mistaken for 1 or 0, and no word forms. The
last character is a weighted sum of the others, so a slip of the finger is noticed.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 8
_LOOKS_LIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})
# Odd weights show every single wrong character; neighbours differ by two, so a swap of neighbours
# shows too, unless the two signs stand exactly sixteen places apart.
_WEIGHTS: Final = (1, 3, 5, 7, 9, 11, 13)


def make_code(random: bytes) -> str:
    """Make a code from at least seven random bytes."""
    body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random[: CODE_LENGTH - 1])
    return body + _check_character(body)


def read_code(typed: str) -> str | None:
    """Give the code that was meant, or None where it cannot be one."""
    code = read_signs(typed)
    is_whole = len(code) == CODE_LENGTH and all(each in ALPHABET for each in code)
    return code if is_whole and code[-1] == _check_character(code[:-1]) else None


def read_signs(typed: str) -> str:
    """Give what was typed in our alphabet: letters that look like digits, and gaps, are read so."""
    return typed.upper().translate(_LOOKS_LIKE)


def resembles_code(typed: str) -> bool:
    """Say whether somebody meant a code and slipped: about as long, letters and figures mixed."""
    signs = read_signs(typed)
    is_long = abs(len(signs) - CODE_LENGTH) <= 1 and all(each in ALPHABET for each in signs)
    is_mixed = any(each.isdigit() for each in typed) and any(each.isalpha() for each in typed)
    return is_long and is_mixed and read_code(typed) is None


def _check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(each) for weight, each in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[total % len(ALPHABET)]
