"""Passwords are a choice, never needed. argon2id; a length rule and no composition rules."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _

from forum.errors import Invalid

SHORTEST = 10
LONGEST = 256

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane. 18 ms on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def _fold(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def check_rules(password: str, handle: str, email: str) -> None:
    """Raises Invalid with what to change, if the password is too short, too long or too common."""
    folded = _fold(password)
    if len(folded) < SHORTEST:
        raise Invalid("password", _("Please use at least %(count)s characters.", count=SHORTEST))
    if len(folded) > LONGEST:
        raise Invalid("password", _("Please use at most %(count)s characters.", count=LONGEST))
    plain = folded.casefold()
    if _squeezed(plain) in _own_names(handle, email) or len(set(plain)) < 4:
        raise Invalid("password", _("This is too easy to guess. A few words together work well."))
    if current_app.config["COMMON_PASSWORDS"] and plain in _common():
        raise Invalid(
            "password", _("Many people use this password. A few words together work well.")
        )


def _squeezed(text: str) -> str:
    return "".join(_fold(text).casefold().split())


def _own_names(handle: str, email: str) -> set[str]:
    return {_squeezed(handle), _squeezed(email), _squeezed(email.split("@")[0])}


def hash_password(password: str) -> str:
    return _HASHER.hash(_fold(password))


def matches(stored: str | None, password: str) -> bool:
    """Is it this password? Takes the same time when there is none to compare with."""
    try:
        _HASHER.verify(stored or _nobodys_hash(), _fold(password[: LONGEST * 4]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
