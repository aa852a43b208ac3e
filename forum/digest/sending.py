from flask import Flask


def init_app(app: Flask) -> None:
    return None


def compose_due() -> int:
    return 0
