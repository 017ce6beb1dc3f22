"""Sealing: every case has a data key of its own, kept wrapped by one of MAPPA_KEYS."""

import hmac
import os
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mappa.errors import SettingWrong

_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 4
ERASED = "(erased)"
WRONG_KEYS = (
    "MAPPA_KEYS does not hold the key that this database was sealed with: "
    "give the key it was made with, newest first"
)


class DataKey:
    """Seals and opens text; `where` (table, column and row) is bound to what is sealed."""

    def __init__(self, raw: bytes | None) -> None:
        self._raw = raw
        self._cipher = AESGCM(raw) if raw else None

    @property
    def erased(self) -> bool:
        """Whether the key was destroyed, and with it what it sealed."""
        return self._raw is None

    def seal(self, text: str, where: str) -> bytes:
        if self._cipher is None:
            raise ValueError("nothing can be added to an erased case")
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), where.encode())

    def open(self, sealed: bytes, where: str) -> str:
        """The text; moved to another row or column, or changed, it raises InvalidTag."""
        if self._cipher is None:
            return ERASED
        version, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        if version != _VERSION:
            raise InvalidTag
        return self._cipher.decrypt(nonce, body, where.encode()).decode()

    def blind(self, kind: str, value: str) -> bytes:
        """The same value always gives the same 16 bytes, from which it cannot be read back."""
        # Halves of characters come in as well, before anything has refused them.
        return self.sign(f"{kind}|{value}".encode(errors="surrogatepass"))[:16]

    def sign(self, content: bytes) -> bytes:
        """32 bytes that nobody without the key can make for this content."""
        if self._raw is None:
            raise ValueError("an erased key makes nothing")
        return hmac.digest(self._raw, content, "sha256")


class KeyRing:
    """The installation's keys, newest first: the newest wraps, any of them unwraps."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = {sha256(key).digest()[:_KEY_ID]: AESGCM(key) for key in keys}
        if not self._keys:
            raise ValueError("a key ring needs a key")
        self._newest = next(iter(self._keys))

    def new_data_key(self) -> tuple[bytes, DataKey]:
        """A fresh data key, wrapped for storage and ready for use."""
        raw = AESGCM.generate_key(256)
        nonce = os.urandom(_NONCE)
        wrapped = self._keys[self._newest].encrypt(nonce, raw, self._newest)
        return _VERSION + self._newest + nonce + wrapped, DataKey(raw)

    def unwrap(self, wrapped: bytes | None) -> DataKey:
        """The data key in a `data_keys` row; an emptied row gives a key that opens nothing."""
        if wrapped is None:
            return DataKey(None)
        key_id = wrapped[1 : 1 + _KEY_ID]
        nonce = wrapped[1 + _KEY_ID : 1 + _KEY_ID + _NONCE]
        try:
            cipher = self._keys[key_id]
            return DataKey(cipher.decrypt(nonce, wrapped[1 + _KEY_ID + _NONCE :], key_id))
        except (KeyError, InvalidTag) as problem:
            raise SettingWrong(WRONG_KEYS) from problem


def read_keys(text: str) -> list[bytes]:
    """The keys of a MAPPA_KEYS setting: comma-separated, each 32 bytes in URL-safe base64."""
    keys = []
    for position, part in enumerate(text.split(","), start=1):
        try:
            key = b64decode(part.strip(), altchars=b"-_", validate=True)
        except ValueError:  # of which binascii.Error is one
            key = b""
        if len(key) != 32:
            raise SettingWrong(
                f"MAPPA_KEYS: key {position} is not 32 bytes in URL-safe base64. Make one with: "
                "python -c 'import os, base64; "
                "print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
            )
        keys.append(key)
    return keys
