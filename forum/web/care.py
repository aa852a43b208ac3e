"""The kinds of guidance that the address of a page may ask for."""

from __future__ import annotations

from flask import request

from forum.claims import Guidance

# Where a page with a help card begins for who is in danger: not at their own words below it.
CARD = "help-card"
_KNOWN = {kind.value: kind for kind in Guidance}


def asked_care() -> list[Guidance]:
    """Which help cards this page opens with; anything unknown in the address is ignored."""
    return [_KNOWN[name] for name in request.args.getlist("care") if name in _KNOWN]
