"""Headers of every answer: what a browser may load, cache and reveal."""

from __future__ import annotations

from flask import Flask, Response, request

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


def init_app(app: Flask) -> None:
    year = 365 * 86400

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if app.config["SECURE_COOKIES"]:
            headers.setdefault("Strict-Transport-Security", f"max-age={year}; includeSubDomains")
        if "Cache-Control" not in headers:
            # One person's page must never be kept for another, nor after signing out.
            private = request.endpoint is not None and viewer().is_authenticated
            headers["Cache-Control"] = "no-store" if private else "no-cache"
            headers.add("Vary", "Cookie")
        return response
