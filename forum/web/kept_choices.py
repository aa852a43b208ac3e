"""What somebody chose, kept in their browser by a cookie that says nothing about who they are."""

from __future__ import annotations

from flask import Response, current_app

# The longest that browsers allow.
_DAYS = 400


def keep(response: Response, name: str, value: str, *, readable: bool = False) -> None:
    """Keep a choice for the pages to come. Nothing chosen, nothing kept.

    `readable` lets a script of ours read and change it.
    """
    secure = current_app.config["SECURE_COOKIES"]
    if not value:
        response.delete_cookie(name, secure=secure, httponly=not readable, samesite="Lax")
        return
    response.set_cookie(
        name,
        value,
        max_age=_DAYS * 86400,
        secure=secure,
        httponly=not readable,
        samesite="Lax",
    )
