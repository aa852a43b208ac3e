"""Every page once, each in another face: colours, day and width go round so that each pair is met.

`make check-look` looks at every page in every face; `make test` at each page in one. There a page is
opened on each day and at each width, and its colours are then changed in place, as nothing else of it
depends on them.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from forum.web.comfort import SCHEMES
from tests.browser import atlas
from tests.browser.conftest import Way
from tests.browser.looking import contrast_faults_of, faults_of

one_way = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)
FULL = os.environ.get("LOOK") == "full"

_DAYS = ("", "e1.t3", "h1", "t3.s2.p-r")
_WIDTHS = (390, 1280)


@dataclass(frozen=True, slots=True)
class Face:
    """How a page is looked at."""

    scheme: str
    day: str
    width: int

    @property
    def cookie(self) -> str:
        return ".".join(part for part in (f"c-{self.scheme}", self.day, "d1") if part)

    @property
    def least(self) -> int:
        """The smallest side of what can be pressed."""
        return 64 if "h1" in self.day else 48

    def __str__(self) -> str:
        return f"{self.scheme} {self.day or 'usual'} {self.width}"


EVERY = [Face(*each) for each in itertools.product(SCHEMES, _DAYS, _WIDTHS)]
# Each two of scheme, day and width meet in these, and no more are needed: 24 of 48.
PAIRS = [
    Face(scheme, day, _WIDTHS[(row + column) % 2])
    for row, scheme in enumerate(SCHEMES)
    for column, day in enumerate(_DAYS)
]


def test_every_two_choices_meet():
    for left, right in itertools.combinations(("scheme", "day", "width"), 2):
        met = {(getattr(face, left), getattr(face, right)) for face in PAIRS}
        wanted = {(getattr(face, left), getattr(face, right)) for face in EVERY}
        assert met == wanted


@pytest.fixture
def town(site) -> atlas.Town:
    return atlas.build(site)


@one_way
def test_no_page_is_left_out(site, town):
    rules = {str(rule) for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    listed = set(atlas.pages(town)) - {"errors"}
    assert listed | set(atlas.NO_PAGE) == rules
    assert not listed & set(atlas.NO_PAGE)


def _visits(pages: dict[str, list[atlas.Page]]) -> Iterator[tuple[atlas.Page, Face]]:
    every = [page for group in pages.values() for page in group]
    if FULL:
        days = [face for face in EVERY if face.scheme == SCHEMES[0]]
        yield from itertools.product(every, days)
    else:
        yield from zip(every, itertools.cycle(PAIRS), strict=False)


PARTS = 24 if FULL else 6


@one_way
@pytest.mark.timeout(900 if FULL else 240)
@pytest.mark.parametrize("part", range(PARTS))
def test_each_page_in_some_face(site, arrive, town, part):
    found: list[str] = []
    people: dict[str, Any] = {}
    visits = list(_visits(atlas.pages(town)))[part::PARTS]
    for page, face in visits:
        visitor = people.get(page.who)
        if visitor is None:
            visitor = people[page.who] = arrive(town.people.get(page.who))
            visitor.expected = {404, 410}
            # What is kept for a slow network has the face of an earlier visit.
            visitor.context.add_init_script("delete Navigator.prototype.serviceWorker")
        visitor.context.add_cookies([{"name": "comfort", "value": face.cookie, "url": site.url}])
        visitor.page.set_viewport_size({"width": face.width, "height": 900})
        answer = visitor.page.goto(site.url + page.path)
        if answer.status != page.status:
            found.append(f"{page.path} as {page.who or 'guest'}: answered {answer.status}")
            continue
        faults = faults_of(visitor.page, least=face.least)
        if FULL:
            faults += contrast_faults_of(visitor.page, SCHEMES[1:])
        found += [f"{page.path} as {page.who or 'guest'}, {face}: {fault}" for fault in faults]
    assert not found, "\n".join(found)
