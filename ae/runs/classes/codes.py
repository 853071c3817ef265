"""What opens a class: its code, which everyone sees, and secrets, which one browser keeps."""

import hashlib
import hmac
import re
import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of a code: none that is taken for another one or for a digit, as O, I and L are."""
LENGTH = 4
DIGITS = 32
"""Hexadecimal digits of a hash of a secret."""
MOST_SECRET = 64
"""Characters of a secret at most: no longer text is hashed."""


def new_code() -> str:
    """Return a code, four letters."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def as_code(text: str) -> str | None:
    """Return a code as it is written, of one that was typed, or None where it is none."""
    code = text.strip().upper() if len(text) <= 4 * LENGTH else ""
    return code if re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code) else None


def new_secret() -> str:
    """Return a secret that nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """Return what is kept of a secret: 32 hexadecimal digits that do not lead back to it."""
    return hashlib.blake2b(secret.encode(), digest_size=DIGITS // 2, person=b"class").hexdigest()


def opens(secret: object, kept: str) -> bool:
    """Tell whether a secret, of which one knows nothing yet, is the one that was kept."""
    if not isinstance(secret, str) or not 0 < len(secret) <= MOST_SECRET or not kept:
        return False
    return hmac.compare_digest(hashed(secret), kept)
