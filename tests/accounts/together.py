"""Several things in the same moment, each in a thread of its own."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Value = TypeVar("Value")


def at_once(*things: Callable[[], Value]) -> list[Value]:
    """Start all together and wait; what each gave back, in order."""
    barrier = Barrier(len(things))

    def run(thing: Callable[[], Value]) -> Value:
        barrier.wait()
        return contextvars.Context().run(thing)

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))
