"""The words around posts, looked up once a language instead of once a post."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from forum.models import PostState, SupportKind


@dataclass(frozen=True, slots=True)
class PostWords:
    """Labels and sentences; `%(name)s` and `%(day)s` are filled in per post."""

    answering: str
    edited: str
    reply: str
    edit: str
    take_down: str
    own_post: str
    report: str
    the_post_of: str
    supports: dict[str, str]
    gone: dict[str, str]
    # Answers that need one press, by name.
    ready: dict[str, str]
    ready_to: str
    next_post: str


def post_words() -> PostWords:
    return _words_of(str(get_locale()))


@lru_cache(maxsize=32)
def _words_of(_language: str) -> PostWords:
    waiting = _("A person will read these words before they are shown.")
    return PostWords(
        answering=_(", answering %(name)s", name="%(name)s"),
        edited=_("edited"),
        reply=_("Reply to %(name)s", name="%(name)s"),
        edit=_("Edit"),
        take_down=_("Take down"),
        own_post=_("your post of %(day)s", day="%(day)s"),
        report=_("Report"),
        the_post_of=_("the post of %(name)s", name="%(name)s"),
        supports={
            SupportKind.ME_TOO.value: _("Me too"),
            SupportKind.THINKING.value: _("Thinking of you"),
            SupportKind.HELPED.value: _("This helped me"),
        },
        gone={
            PostState.HELD: waiting,
            PostState.RETURNED: waiting,
            PostState.REMOVED: _("A moderator took these words down. The author is told why."),
            PostState.WITHDRAWN: _("The author took these words down."),
            PostState.ERASED: _("These words are gone with their author."),
        },
        ready={
            "thinking": _("Thinking of you."),
            "thanks": _("Thank you."),
            "later": _("I will write when I can."),
        },
        ready_to=_("Answer %(name)s with one press:", name="%(name)s"),
        next_post=_("Next post"),
    )


def members_count(count: int) -> str:
    """ "4 members", or nothing for none."""
    return _members(count, str(get_locale())) if count else ""


@lru_cache(maxsize=1024)
def _members(count: int, _language: str) -> str:
    return str(ngettext("%(num)s member", "%(num)s members", count))
