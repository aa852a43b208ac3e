"""What the program did by itself, and why, in words that a person can judge. Pure but for language."""

from __future__ import annotations

from flask_babel import gettext as _

# Causes are cut at this length where they are stored.
_CUT = 60
# A person, who is named behind it.
OPENED_AGAIN = "opened again by "


def in_words(cause: str) -> str:
    """The stored cause of a case or of an automatic act as a sentence."""
    what, _colon, rest = cause.partition(": ")
    if what == "screening":
        if rest == "nothing found":
            return _("The rules found nothing in it.")
        if len(cause) == _CUT:
            return _(
                "The rules found something in it: %(rules)s and more.",
                rules=rest.rpartition(", ")[0],
            )
        return _("The rules found something in it: %(rules)s.", rules=rest)
    if what == "report":
        return _("A member reported it.")
    if what == "reports":
        if rest == "new reason":
            return _("It was decided before, and a member reported it for a new reason.")
        return _(
            "It was decided before, and several members reported it since: %(count)s.",
            count=rest.partition(" ")[0],
        )
    if cause.startswith("appeal of decision"):
        return _("Its author asks another moderator to look again.")
    if cause.startswith(OPENED_AGAIN):
        name = cause.removeprefix(OPENED_AGAIN)
        return _("A moderator opened the case again: %(name)s.", name=name)
    known = {
        "newcomer: first post": _("It is the first post of a new member."),
        "newcomer: link": _("A new member put a link in it."),
        "link": _("There is a link in it."),
        "link: unwanted site": _("It links to a site whose links are held here."),
        "edited after it was held": _("It was held or noted before, and its author changed it."),
        "opened again at the desk": _("A moderator opened the case again."),
        "spam in bulk": _("Taken down as spam, together with others."),
        "safety drill": _("A safety drill: made-up words, never shown."),
    }
    return known.get(cause, cause)
