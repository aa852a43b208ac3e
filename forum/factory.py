"""The application, put together from its parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask

import config
from forum import jobs
from forum.accounts.cli import members_cli
from forum.accounts.views import accounts
from forum.activity.views import activity
from forum.articles import kept
from forum.articles.cli import articles_cli
from forum.articles.feeds import feeds
from forum.articles.report_views import editorial, error_reports
from forum.articles.views import articles
from forum.claims_cli import claims_cli
from forum.comfort.views import comfort_pages
from forum.digest.cli import digest_cli
from forum.digest.sending import init_app as init_digest
from forum.digest.views import digest
from forum.extensions import babel, db, engine_options, migrate
from forum.helpnow import numbers
from forum.helpnow.device_views import device
from forum.helpnow.views import help_now
from forum.home.pages import pages as home_pages
from forum.home.views import home
from forum.mail import outbox
from forum.mail.cli import mail_cli
from forum.moderation.asking_views import desk_asking, desk_referred
from forum.moderation.health_views import desk_health
from forum.moderation.list_views import desk_list
from forum.moderation.note_views import desk_notes
from forum.moderation.pause_views import pauses
from forum.moderation.people_views import desk_people
from forum.moderation.record_views import desk_record
from forum.moderation.settings_views import desk_settings
from forum.moderation.views import desk
from forum.ops.cli import register_commands
from forum.ops.views import ops
from forum.posts.cli import posts_cli
from forum.posts.views import posts
from forum.publishing.views import publishing
from forum.web import (
    assets,
    compression,
    errors,
    face,
    gate,
    headers,
    language,
    logs,
    pages,
    paging,
    schemes,
    shell,
    transaction,
    viewer,
)

ROOT = Path(__file__).resolve().parent.parent

FEATURES = (
    home,
    home_pages,
    comfort_pages,
    help_now,
    device,
    editorial,
    error_reports,
    accounts,
    articles,
    feeds,
    posts,
    publishing,
    activity,
    pauses,
    desk,
    desk_list,
    desk_asking,
    desk_referred,
    desk_people,
    desk_notes,
    desk_health,
    desk_settings,
    desk_record,
    digest,
    ops,
)


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """The application, made from settings. `environ` replaces the process environment in tests."""
    settings = config.flask_settings(config.load(environ))
    app = Flask(
        "forum",
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=str(Path(str(settings["INSTANCE_DIR"])).absolute()),
    )
    app.config.update(settings)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(str(settings["DATABASE_URL"]))

    # What every request passes, from the outside in.
    logs.init_app(app)
    paging.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=language.language)
    viewer.init_app(app)
    gate.init_app(app)
    headers.init_app(app)
    transaction.commit_at_the_edge(app)
    errors.init_app(app)
    assets.init_app(app, ROOT / "static")
    schemes.init_app(app, ROOT / "static")
    language.init_app(app)
    pages.init_app(app)
    face.init_app(app)
    shell.init_app(app)
    outbox.init_app(app)
    numbers.init_app(app)

    for blueprint in FEATURES:
        app.register_blueprint(blueprint)

    kept.init_app(app)
    compression.init_app(app)

    # Work that a worker does.
    init_digest(app)
    jobs.init_app(app)

    # Commands.
    for group in (articles_cli, claims_cli, digest_cli, mail_cli, members_cli, posts_cli):
        app.cli.add_command(group)
    register_commands(app)
    return app
