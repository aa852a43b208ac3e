"""The desk's door: every page of the desk is behind the same gate; others find nothing there."""

from __future__ import annotations

from flask import Blueprint

from forum.errors import NotFound
from forum.permissions import Action, may
from forum.web.viewer import viewer


def desk_blueprint(name: str, action: Action = Action.OPEN_DESK) -> Blueprint:
    """Pages under /desk for those who may do `action`."""
    blueprint = Blueprint(name, __name__, url_prefix="/desk")

    @blueprint.before_request
    def only_staff() -> None:
        """Missing and forbidden look alike."""
        if viewer().is_authenticated and not may(viewer(), action):
            raise NotFound

    return blueprint
