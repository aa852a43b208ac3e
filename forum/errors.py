"""What a service may refuse, in words a person can act on. Views map each of these once."""

from __future__ import annotations


class Refusal(Exception):
    """Something could not be done. `message` says what to do next; nothing typed is lost."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Refusal):
    """Missing, or not for this person: the two look alike.

    `instead` is the path of a page that helps on, if there is one.
    """

    status = 404

    def __init__(self, message: str = "", instead: str = "") -> None:
        super().__init__(message)
        self.instead = instead


class Invalid(Refusal):
    """A value is not right. `field` names the form field that it belongs to."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Stale(Refusal):
    """The text has moved since it was read."""

    status = 409


class TooMany(Refusal):
    """Slow down; the message says for how long."""

    status = 429
