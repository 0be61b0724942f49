"""Personal values can be read only under their own label and with their own key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare import keyring as module
from hopecare.errors import KeyUnknownError
from hopecare.keyring import Keyring

OLD, NEW, BLIND = (bytes([n]) * 32 for n in (1, 2, 3))
LABEL = "people.full_name"
RING = Keyring.from_keys([OLD], BLIND)


@given(st.binary(max_size=200))
def test_what_was_encrypted_comes_back(plain):
    cipher = RING.encrypt(plain, label=LABEL)
    assert RING.decrypt(cipher, label=LABEL) == plain
    assert RING.encrypt(plain, label=LABEL) != cipher, "equal values look different"


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_noticed(where, by):
    cipher = bytearray(RING.encrypt("김순자".encode(), label=LABEL))
    cipher[where % len(cipher)] ^= by
    with pytest.raises(KeyUnknownError):
        RING.decrypt(bytes(cipher), label=LABEL)


@pytest.mark.parametrize("cipher", [b"", b"\x01", b"\x01" * 17], ids=["empty", "short", "no body"])
def test_what_is_no_ciphertext_is_refused(cipher):
    with pytest.raises(KeyUnknownError):
        RING.decrypt(cipher, label=LABEL)


def test_a_value_cannot_be_moved_to_another_column():
    cipher = RING.encrypt(b"x", label=LABEL)
    with pytest.raises(KeyUnknownError):
        RING.decrypt(cipher, label="people.notes")


def test_a_new_key_still_reads_what_the_old_one_wrote():
    cipher = RING.encrypt(b"x", label=LABEL)
    rotated = Keyring.from_keys([NEW, OLD], BLIND)
    assert rotated.decrypt(cipher, label=LABEL) == b"x"
    assert not rotated.is_current(cipher)
    assert rotated.is_current(rotated.encrypt(b"x", label=LABEL))
    with pytest.raises(KeyUnknownError):
        Keyring.from_keys([NEW], BLIND).decrypt(cipher, label=LABEL)


def test_blind_indexes_find_equals_of_one_kind_and_survive_a_rotation():
    phone = RING.blind("phone", "+821012345678")
    assert phone == Keyring.from_keys([NEW], BLIND).blind("phone", "+821012345678")
    assert phone != RING.blind("name", "+821012345678")
    assert phone != Keyring.from_keys([OLD], NEW).blind("phone", "+821012345678")
    assert len(phone) == 64


@pytest.mark.parametrize("keys", [[], [b"short"]], ids=["none", "short"])
def test_a_keyring_needs_whole_keys(keys):
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring.from_keys(keys, BLIND)


def test_keys_are_not_shown():
    assert "\\x01\\x01" not in repr(RING)


def test_the_process_has_the_keyring_it_was_given(keyring):
    assert module.current() is keyring
    module._installed.clear()
    with pytest.raises(KeyUnknownError):
        module.current()
    module.install(keyring)


def test_many_are_encrypted_together_as_each_alone():
    ring = Keyring.from_secret("another invented secret")
    plains = [b"one", b"", b"one"]
    ciphers = ring.encrypt_all(plains, label="messages.body")
    assert [ring.decrypt(each, label="messages.body") for each in ciphers] == plains
    assert len(set(ciphers)) == len(plains)
