"""What was worked out for a word, kept for the next text that has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(dict[Key, Value]):
    """A bounded table that works out what it lacks. To find what it has costs no call of Python.

    When it is full it begins anew with what is asked for again: to note with every look which word
    was met last, as lru_cache does, costs more than that.
    """

    def __init__(self, work_out: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most
        self._earlier: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self._earlier = dict(self)
            super().clear()
        # Two threads may both work it out: the two are alike.
        earlier = self._earlier
        value = self[key] = earlier[key] if key in earlier else self._work_out(key)
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._earlier = {}
        super().clear()
