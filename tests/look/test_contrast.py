"""The colours keep their promise: computed from the stylesheet, so that nobody breaks it unknowingly."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
SCHEMES = ("paper", "oat", "dusk", "night", "plain", "black")
FILLS = ("paper", "surface", "sunken", "tint", "clay-tint")
TEXTS = ("ink", "soft", "accent", "clay", "ok", "warn", "bad")


def colours(scheme: str) -> dict[str, str]:
    block = re.search(rf':root\[data-theme="{scheme}"\]\s*{{(.*?)}}', TOKENS, re.DOTALL)
    assert block is not None, scheme
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_word_has_seven_to_one_on_every_fill(scheme):
    found = colours(scheme)
    for text, fill in product(TEXTS, FILLS):
        assert contrast(found[text], found[fill]) >= 7, (text, fill)
    assert contrast(found["on-accent"], found["accent"]) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_edge_has_three_to_one_on_every_fill(scheme):
    found = colours(scheme)
    for fill in FILLS:
        assert contrast(found["line"], found[fill]) >= 3, fill
        ring = max(contrast(found["focus"], found[fill]), contrast(found["glow"], found[fill]))
        assert ring >= 3, fill


def test_the_device_chooses_where_nobody_did():
    assert "prefers-color-scheme: dark" in TOKENS
    assert "prefers-contrast: more" in TOKENS
    first = re.search(r":root\s*{(.*?)}", TOKENS, re.DOTALL)[1]
    assert dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});", first)) == colours("paper")
