"""Small things of addresses: bounded ids, and the notice a redirect carries along."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, redirect
from werkzeug.routing import IntegerConverter, ValidationError

from forum.web.notices import NOTICES

# The largest id that both engines keep in an integer column.
LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """A row's id. Numbers that no row can have are a plain 404, not an error of the database."""

    def __init__(self, map: object) -> None:
        super().__init__(map, min=1, max=LARGEST_ID)  # type: ignore[arg-type]

    def to_python(self, value: str) -> int:
        if len(value) > 10 or value.startswith("0") or not value.isascii():
            raise ValidationError
        return int(super().to_python(value))


def go(url: str, notice: str | None = None, anchor: str | None = None) -> Response:
    """See other: the answer to every form. `notice` names a sentence of `web.notices`."""
    if notice in NOTICES:
        url, mark, there = url.partition("#")
        url += ("&" if "?" in url else "?") + f"notice={notice}{mark}{there}"
    if anchor:
        url += f"#{anchor}"
    return cast("Response", redirect(url, 303))


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
