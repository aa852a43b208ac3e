"""What we use of Flask-Migrate 4.1; its published types want an older SQLAlchemy."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

class Migrate:
    def init_app(self, app: Flask, db: SQLAlchemy, directory: str | None = None) -> None: ...

def upgrade(directory: str | None = None, revision: str = "head") -> None: ...
