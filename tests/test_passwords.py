"""Passwords: nothing is hashed before somebody asks, and nobody's name is told by time."""

from __future__ import annotations

import time

from argon2 import extract_parameters

from hopecare import passwords

LONG = "an invented password"


TRIES = 60
"""Each takes a moment only, and two or three are enough where nothing else runs."""


def seconds(password_hash):
    """The processor time of a try with a wrong password."""
    began = time.process_time()
    assert not passwords.is_password("a wrong one", password_hash)
    return time.process_time() - began


def are_alike(one, other):
    return 0.5 < one / other < 2


def test_what_stands_for_nobody_is_as_hard_as_any_password():
    assert extract_parameters(passwords._NOBODY) == extract_parameters(
        passwords.hash_password(LONG)
    )


def test_an_unknown_account_takes_as_long_as_a_wrong_password():
    """The least of some tries: what else the machine does makes a try longer, and none shorter."""
    password_hash = passwords.hash_password(LONG)
    known, unknown = seconds(password_hash), seconds(None)
    for _ in range(TRIES):
        known, unknown = min(known, seconds(password_hash)), min(unknown, seconds(None))
        if are_alike(known, unknown):
            break
    assert are_alike(known, unknown)
