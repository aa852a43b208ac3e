"""What we use of Flask-Login 0.6, which carries no types."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request
from werkzeug.local import LocalProxy

_Loader = TypeVar("_Loader", bound=Callable[[Request], Any])

current_user: LocalProxy[Any]

class LoginManager:
    anonymous_user: Callable[[], Any]
    session_protection: str | None
    def init_app(self, app: Flask) -> None: ...
    def request_loader(self, callback: _Loader) -> _Loader: ...
