"""The keys that personal values are encrypted and looked up with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hopecare.errors import KeyUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEY_BYTES: Final = 32
_FORMAT: Final = b"\x01"
_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_NONCE_AT: Final = len(_FORMAT) + _ID_BYTES
_HEAD_BYTES: Final = _NONCE_AT + _NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Keyring:
    """Encrypts under its first key, decrypts under any, and makes blind indexes with another.

    A ciphertext is: format (1 byte), key id (4), nonce (12), AES-256-GCM body with its tag. The
    label ("table.column") is authenticated with it: no value can be moved to another column.
    """

    _ciphers: dict[bytes, AESGCM] = field(repr=False)
    """By what their values begin with."""
    head: bytes
    """What every value under the newest key begins with."""
    _blind_key: bytes = field(repr=False)

    @classmethod
    def from_keys(cls, data_keys: Sequence[bytes], blind_key: bytes) -> Keyring:
        """Hold the keys, the newest first; the older ones only decrypt."""
        if not data_keys or any(len(key) != KEY_BYTES for key in (*data_keys, blind_key)):
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        named = {_FORMAT + _key_id(key): AESGCM(key) for key in data_keys}
        return cls(named, _FORMAT + _key_id(data_keys[0]), blind_key)

    @classmethod
    def from_secret(cls, secret: str) -> Keyring:
        """Derive both keys from one secret, for tests and small tools."""
        return cls.from_keys([_derived(secret, "data")], _derived(secret, "blind"))

    def encrypt(self, plain: bytes, *, label: str) -> bytes:
        """Encrypt under the newest key, bound to `label`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        body = self._ciphers[self.head].encrypt(nonce, plain, label.encode())
        return self.head + nonce + body

    def encrypt_all(self, plains: Sequence[bytes], *, label: str) -> list[bytes]:
        """Encrypt each under the newest key, bound to `label`; many cost less together."""
        encrypt, bound = self._ciphers[self.head].encrypt, label.encode()
        chance, head = secrets.token_bytes(_NONCE_BYTES * len(plains)), self.head
        starts = range(0, len(chance), _NONCE_BYTES)
        nonces = [chance[start : start + _NONCE_BYTES] for start in starts]
        return [
            head + nonce + encrypt(nonce, plain, bound)
            for nonce, plain in zip(nonces, plains, strict=True)
        ]

    def decrypt(self, cipher: bytes, *, label: str) -> bytes:
        """Decrypt what was encrypted for `label`; anything else is refused."""
        return self.opener(label)(cipher)

    def opener(self, label: str) -> Callable[[bytes], bytes]:
        """Decrypt many values of one label, each as `decrypt` does."""
        ciphers, bound = self._ciphers, label.encode()

        def opened(cipher: bytes) -> bytes:
            opened_by = ciphers.get(cipher[:_NONCE_AT])
            if opened_by is None:
                raise KeyUnknownError(label=label)
            try:
                return opened_by.decrypt(cipher[_NONCE_AT:_HEAD_BYTES], cipher[_HEAD_BYTES:], bound)
            except InvalidTag as error:
                raise KeyUnknownError(label=label) from error

        return opened

    def is_current(self, cipher: bytes) -> bool:
        """Say whether the value lies under the newest key, for rotation."""
        return cipher.startswith(self.head)

    def renewed(self, cipher: bytes, *, label: str) -> bytes:
        """Encrypt again, under the newest key, what lies under an older one."""
        return self.encrypt(self.decrypt(cipher, label=label), label=label)

    def blind(self, kind: str, value: str) -> str:
        """Give the index under which equal values of one kind are found, without telling them."""
        message = f"{kind}\x00{value}".encode()
        return hmac.new(self._blind_key, message, hashlib.sha256).hexdigest()


_installed: list[Keyring] = []


def install(keyring: Keyring) -> None:
    """Make this the keyring of the process."""
    _installed[:] = [keyring]


def current() -> Keyring:
    """Give the keyring of the process."""
    if not _installed:
        raise KeyUnknownError(label="no keyring was installed")
    return _installed[0]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"hopecare key id" + key).digest()[:_ID_BYTES]


def _derived(secret: str, purpose: str) -> bytes:
    derivation = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"hopecare {purpose}".encode())
    return derivation.derive(secret.encode())
