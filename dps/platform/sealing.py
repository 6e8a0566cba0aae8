"""Encryption at rest. Keys are made from SECRET_KEY, one for each purpose; SECRET_KEY_FALLBACKS still open."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """It was sealed with a SECRET_KEY that is no longer known, for another purpose, or altered since."""


def derived(purpose: str, *, secret: str = "", length: int = 32) -> bytes:
    """`length` bytes for one purpose, from which neither the secret (SECRET_KEY unless given) nor those of another
    purpose can be found."""
    given = secret or settings.SECRET_KEY
    return HKDF(SHA256(), length, salt=None, info=f"dps {purpose}".encode()).derive(given.encode())


@lru_cache(maxsize=32)
def _box(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    keys = [base64.urlsafe_b64encode(derived(purpose, secret=secret)) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])


def _ours(purpose: str) -> MultiFernet:
    return _box(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def seal(content: bytes, *, purpose: str) -> str:
    """Content encrypted and authenticated, as text for the database."""
    return _ours(purpose).encrypt(content).decode()


def unseal(sealed: str | bytes, *, purpose: str) -> bytes:
    """What was sealed for this purpose. Raises CannotOpen."""
    try:
        return _ours(purpose).decrypt(sealed)
    except InvalidToken:
        raise CannotOpen from None
