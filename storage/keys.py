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
_AFTER_ID = 1 + _KEY_ID
_BODY = _AFTER_ID + _NONCE
ERASED = "(erased)"
WRONG_KEYS = (
    "MAPPA_KEYS does not hold the key that this database was sealed with ({name}): "
    "give the key it was made with, newest first"
)
DAMAGED = "a data key of this database is damaged ({name} does not open it): bring a backup back"

MAKE_ONE = (
    "Make one with: python -c 'import os, base64; "
    "print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
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

    def open_either(self, sealed: bytes, where: str, before: str) -> str:
        """The same of what may still be bound to its place as an earlier version named it."""
        try:
            return self.open(sealed, where)
        except InvalidTag:
            return self.open(sealed, before)

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

    @property
    def names(self) -> list[str]:
        """What the keys go by where they are spoken of, newest first; it tells nothing of them."""
        return [key_id.hex() for key_id in self._keys]

    def new_data_key(self) -> tuple[bytes, DataKey]:
        """A fresh data key, wrapped for storage and ready for use."""
        raw = AESGCM.generate_key(256)
        return self._wrap(raw), DataKey(raw)

    def unwrap(self, wrapped: bytes | None) -> DataKey:
        """The data key in a `data_keys` row; an emptied row gives a key that opens nothing."""
        return DataKey(None if wrapped is None else self._unwrap(wrapped))

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key, wrapped by the newest key: what it has sealed stays as it is."""
        return self._wrap(self._unwrap(wrapped))

    def _wrap(self, raw: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        body = self._keys[self._newest].encrypt(nonce, raw, self._newest)
        return _VERSION + self._newest + nonce + body

    def _unwrap(self, wrapped: bytes) -> bytes:
        key_id, nonce, body = wrapped[1:_AFTER_ID], wrapped[_AFTER_ID:_BODY], wrapped[_BODY:]
        cipher = self._keys.get(key_id)
        if cipher is None:
            raise SettingWrong(WRONG_KEYS.format(name=key_id.hex()))
        try:
            return cipher.decrypt(nonce, body, key_id)
        except (InvalidTag, ValueError) as problem:  # ValueError: too short to be one
            raise SettingWrong(DAMAGED.format(name=key_id.hex())) from problem


def name_of_wrapping(wrapped: bytes) -> str:
    """What the key goes by that wraps this data key."""
    return wrapped[1:_AFTER_ID].hex()


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
                f"MAPPA_KEYS: key {position} is not 32 bytes in URL-safe base64. {MAKE_ONE}"
            )
        keys.append(key)
    return keys
