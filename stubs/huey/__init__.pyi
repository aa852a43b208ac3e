"""What we use of huey 3.5, which carries no types."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from redis import ConnectionPool

class Huey:
    def task(
        self, *, name: str | None = None
    ) -> Callable[[Callable[..., object]], Callable[..., Any]]: ...
    def periodic_task(
        self, validate_datetime: Callable[[datetime], bool], *, name: str | None = None
    ) -> Callable[[Callable[..., object]], Callable[..., Any]]: ...
    def create_consumer(self, **options: object) -> Any: ...

class SqliteHuey(Huey):
    def __init__(self, name: str, *, filename: str, results: bool = True) -> None: ...

class RedisHuey(Huey):
    def __init__(
        self, name: str, *, connection_pool: ConnectionPool, results: bool = True
    ) -> None: ...

def crontab(
    minute: str = "*", hour: str = "*", day: str = "*", month: str = "*", day_of_week: str = "*"
) -> Callable[[datetime], bool]: ...
