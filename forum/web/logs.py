"""Logs: one line a request, without query strings, addresses, names or words of people."""

from __future__ import annotations

import logging
import sys
import time

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

log = logging.getLogger("snowdrop.requests")


def init_app(app: Flask) -> None:
    if not logging.getLogger().handlers:
        logging.basicConfig(
            stream=sys.stderr,
            level=logging.INFO,
            format="%(asctime)s %(levelname)s %(name)s %(message)s",
        )
    logging.getLogger("huey").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    proxies = int(app.config["PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def write(response: Response) -> Response:
        if response.status_code >= 500:
            took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
            status = response.status_code
            log.error("%s %s %s %.0fms", request.method, request.endpoint, status, took)
        return response
