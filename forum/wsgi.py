"""The application for a WSGI server."""

from __future__ import annotations

from forum import create_app

app = create_app()
