"""Styles and scripts stay small: a phone on a slow line loads them first."""

from __future__ import annotations


def test_styles_and_scripts_keep_their_limits(app):
    sizes = {
        asset.name.rsplit(".", 1)[1]: len(asset.content)
        for asset in app.extensions["assets"].values()
        if asset.name.startswith("snowdrop-")
    }
    assert sizes["css"] < 40_000
    assert sizes["js"] < 30_000
