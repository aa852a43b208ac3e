"""The sentences that a page can open with after something was done.

The address carries only a name out of this table, so that nobody can put words in our mouth.
"""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l

NOTICES = {
    "signed-out": _l("You are signed out."),
    "welcome": _l("Welcome. You are signed in."),
    "signed-in": _l("You are signed in."),
    "published": _l("Your words are here now."),
    "held": _l(
        "Your words are kept, and a person will read them before others can see them. "
        "You will hear from us either way."
    ),
    "saved": _l("Saved."),
    "withdrawn": _l("Your words are taken down. Nobody else can read them now."),
    "reported": _l("Thank you. A moderator will look at it, and you will hear the outcome."),
    "supported": _l("Your support is there."),
    "unsupported": _l("Your support is taken back."),
    "followed": _l("You follow this now. New posts appear on your home page."),
    "unfollowed": _l("You no longer follow this."),
    "password-set": _l("Your password is set. Other devices were signed out."),
    "password-removed": _l("Your password is removed. Sign in with a link from now on."),
    "sessions-ended": _l("All your other devices are signed out."),
    "email-sent": _l("We sent a link to the new address. Nothing changes until you open it."),
    "email-changed": _l("Your e-mail address is changed."),
    "email-undone": _l(
        "The change is undone. Your old address is back, all devices are signed out, "
        "and the password is removed."
    ),
    "decided": _l("Decided. The author will hear of it."),
    "on-duty": _l("You are on duty. Urgent mail comes to you. It ends by itself."),
    "off-duty": _l("You are off duty."),
    "asked": _l("Asked. You see the answer with the case, and among what you asked."),
    "answered": _l("Your answer is kept with the case. Thank you."),
    "agreed": _l("It is done, because two of you agreed."),
    "not-agreed": _l("Kept: you do not agree. Nothing was done."),
    "question-withdrawn": _l("Your question is taken back."),
    "paused": _l("Done. The member hears of it, with your reason."),
    "ban-proposed": _l("Nothing has happened yet. A second moderator has been asked to agree."),
    "lifted": _l(
        "Lifted. The member hears of it, and can write again as soon as nothing else stands."
    ),
    "note-kept": _l("Your note is kept. Only moderators read it."),
    "note-gone": _l("Your note is taken out."),
    "talk-closed": _l("The talk is closed. Readers see your reason."),
    "talk-opened": _l("The talk is open again."),
    "thanks-error": _l("Thank you. An editor will check what you told us."),
    "notices-read": _l("All marked as read."),
    "easy-begun": _l("Your easy day has begun. It ends by itself in the morning."),
    "easy-ended": _l("Your easy day is over. Everything reaches you again."),
    "place-kept": _l("Your place is kept. The first page offers to go on from here."),
    "comfort-kept": _l("Kept. Every page looks like this now."),
    "language-kept": _l("Pages speak this language now."),
    "comfort-usual": _l("Every page looks as usual again."),
    "already": _l("That was already done. Nothing happened twice."),
    "none-waiting": _l("Nothing more is waiting."),
}


def current_notice() -> str | None:
    """The sentence this page opens with, if its address names one."""
    words = NOTICES.get(request.args.get("notice", ""))
    return None if words is None else str(words)
