from flask.cli import AppGroup

articles_cli = AppGroup("articles")
