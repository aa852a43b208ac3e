"""Snowdrop: a community for people living with myasthenia gravis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application, made from settings. `environ` replaces the process environment in tests."""
    # Only now, so that a part of it (the claims engine) can be had without all the rest.
    from forum import factory

    return factory.create_app(environ)
