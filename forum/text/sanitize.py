"""The only caller of bleach and nh3.

bleach cleans and links; nh3 has the last word. bleach 6.4.0 is its final release and gets no more
security fixes, so it is never the only guard: what it lets through wrongly, nh3 removes.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial

import bleach
import nh3
from bleach.linkifier import LinkifyFilter
from markupsafe import Markup

_SCHEMES = frozenset({"http", "https", "mailto"})
_INLINE = frozenset({"a", "br", "code", "del", "em", "strong"})
_BLOCK = frozenset({"p", "ul", "ol", "li", "blockquote", "pre", "hr", "h4", "h5", "h6"})
_TABLE = frozenset({"table", "thead", "tbody", "tr", "th", "td"})


@dataclass(frozen=True, slots=True)
class Profile:
    """An allow-list: which elements and attributes, and whether bare addresses are linked."""

    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    links: bool


MEMBER = Profile(
    tags=_INLINE | _BLOCK | _TABLE,
    attributes={"a": frozenset({"href"}), "ol": frozenset({"start"})},
    links=True,
)

ARTICLE = Profile(
    tags=_INLINE | _BLOCK | _TABLE | {"h2", "h3", "sup", "aside", "span"},
    attributes={
        "a": frozenset({"href", "id", "class", "aria-label"}),
        "aside": frozenset({"class", "aria-labelledby"}),
        "span": frozenset({"class"}),
        "sup": frozenset({"class"}),
        "p": frozenset({"id", "class"}),
        "h2": frozenset({"id"}),
        "h3": frozenset({"id"}),
        "h4": frozenset({"id"}),
        "li": frozenset({"id"}),
        "ol": frozenset({"start"}),
    },
    links=False,
)

_Attributes = MutableMapping[tuple[str | None, str], str]


def _secure(attributes: _Attributes, new: bool = False) -> _Attributes:
    """linkify writes http:// before bare names; the web of today answers to https."""
    href = attributes.get((None, "href"), "")
    # bleach keeps the words of the link under a plain key beside the pairs.
    shown = attributes.get("_text", "")  # type: ignore[call-overload]
    if new and href.startswith("http://") and not shown.startswith("http://"):
        attributes[(None, "href")] = "https://" + href.removeprefix("http://")
    return attributes


def _cleaner(profile: Profile) -> bleach.Cleaner:
    link = partial(LinkifyFilter, callbacks=[_secure], skip_tags={"pre", "code"}, parse_email=False)
    return bleach.Cleaner(
        tags=profile.tags,
        attributes={tag: list(names) for tag, names in profile.attributes.items()},
        protocols=_SCHEMES,
        strip=True,
        strip_comments=True,
        filters=[link] if profile.links else [],
    )


# Beyond these bleach takes seconds: its search for links goes back over a long word from each of
# its signs, and its reader slows with each mark. No letter has such words or so many marks.
_LONGEST_WORD = 500
_MOST_MARKS = 3000


def _is_odd(html: str) -> bool:
    marks = html.count("&") + html.count("<")
    return marks > _MOST_MARKS or any(len(word) > _LONGEST_WORD for word in html.split())


def sanitize(html: str, profile: Profile) -> Markup:
    """`html` with only what `profile` allows; made from a text that `clean_source` has seen."""
    return Markup(
        nh3.clean(
            html if _is_odd(html) else _cleaner(profile).clean(html),
            tags=set(profile.tags),
            attributes={tag: set(names) for tag, names in profile.attributes.items()},
            url_schemes=set(_SCHEMES),
            link_rel="nofollow ugc noopener" if profile.links else "noopener",
        )
    )


__all__ = ["ARTICLE", "MEMBER", "Profile", "sanitize"]
