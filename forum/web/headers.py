"""Headers of every answer: what a browser may load, cache and reveal."""

from __future__ import annotations

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from forum.web.viewer import viewer

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
    )
)

_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


# A page with a secret address tells it to nobody. Browsers take the last word that they know:
# "strict-origin" names the site without the path. With "no-referrer" alone a form of the page says
# `Origin: null`, and in browsers without `Sec-Fetch-Site` (Safari to 16.3) could not be told from
# another site's.
_SECRET_REFERRER = "no-referrer, strict-origin"


def init_app(app: Flask) -> None:
    year = 365 * 86400

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if app.config["SECURE_COOKIES"]:
            headers.setdefault("Strict-Transport-Security", f"max-age={year}; includeSubDomains")
        if _is_secret():
            headers["Cache-Control"] = "no-store"
            headers["Referrer-Policy"] = _SECRET_REFERRER
        if "Cache-Control" not in headers:
            # One person's page must never be kept for another, nor after signing out.
            headers["Cache-Control"] = "no-store" if _is_private() else "no-cache"
            headers.add("Vary", "Cookie")
            if len(app.config["LANGUAGES"]) > 1:
                # A guest reads what the browser asks for.
                headers.add("Vary", "Accept-Language")
        return response


def _is_secret() -> bool:
    """Is the address itself a secret, as in the links of our mails?"""
    return "token" in (request.view_args or {})


def _is_private() -> bool:
    try:
        return viewer().is_authenticated
    except SQLAlchemyError:
        # Who looks is not known while the database is away: then as if it were a member.
        return True
