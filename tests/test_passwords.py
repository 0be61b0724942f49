"""Passwords: nothing is hashed before somebody asks, and nobody's name is told by time."""

from __future__ import annotations

import time

from argon2 import extract_parameters

from hopecare import passwords

LONG = "an invented password"


def seconds(password_hash):
    """The least processor time of a few tries with a wrong password."""
    taken = []
    for _ in range(4):
        began = time.process_time()
        assert not passwords.is_password("a wrong one", password_hash)
        taken.append(time.process_time() - began)
    return min(taken)


def test_what_stands_for_nobody_is_as_hard_as_any_password():
    assert extract_parameters(passwords._NOBODY) == extract_parameters(
        passwords.hash_password(LONG)
    )


def test_an_unknown_account_takes_as_long_as_a_wrong_password():
    known, unknown = seconds(passwords.hash_password(LONG)), seconds(None)
    assert 0.5 < unknown / known < 2
