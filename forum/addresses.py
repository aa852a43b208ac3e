"""E-mail addresses: one parser for all forms."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from forum.errors import Invalid


def read_address(text: str, field: str = "email") -> str:
    """The address as it is kept: trimmed, lower case, plus-tags kept. Raises Invalid."""
    text = text.strip()
    if len(text) > 254 or any(sign in text for sign in "\r\n,;"):
        raise Invalid(field, _("Please write one e-mail address, such as name@example.org."))
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid(
            field, _("Please write one e-mail address, such as name@example.org.")
        ) from error
    # Mail servers and other people's eyes get the plain spelling (punycode) of a foreign domain.
    return (found.ascii_email or found.normalized).lower()
