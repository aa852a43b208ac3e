"""What a help card says as delivered: for each kind the sentence on top, then what to do. Pure.

The words follow the patient organisations and guidelines that /help-now names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.claims import Guidance

DELIVERED: Mapping[Guidance, tuple[Any, ...]] = {
    Guidance.BREATHING: (
        _l("If it is hard to breathe or to swallow, call your local emergency number now."),
        _l("Do not wait for it to pass, and do not wait for an answer here."),
        _l(
            "Say: “I have myasthenia gravis and I cannot breathe well.” Or: “I cannot swallow well.”"
        ),
        _l("A normal oxygen reading on the finger does not show that you are safe."),
    ),
    Guidance.POISONING: (
        _l(
            "If somebody has taken too much of a medicine, or something harmful, call a poison line"
            " or your local emergency number now."
        ),
        _l("Call the emergency number at once if the person is hard to wake, or breathes badly."),
        _l(
            "Get help or go to an emergency department now, also if nothing shows yet, and take the"
            " packet along."
        ),
        _l("Say what was taken, how much and when, and that you have myasthenia gravis."),
    ),
    Guidance.SELF_HARM: (
        _l("If you think of harming yourself, you do not have to be alone with it."),
        _l(
            "If you might act on it, or have done something already, call your local emergency"
            " number now."
        ),
        _l("Tell somebody near you, in plain words, and stay with them."),
        _l("A crisis line listens, also at night. You need not be sure how bad it is."),
    ),
}
