"""Screen what members write for health claims and for signs of danger.

Strings in, values out: nothing here knows of the application, the database or the web.
"""

from forum.claims.engine import rules, screen, weighed
from forum.claims.lines import screen_lines
from forum.claims.model import (
    VERSION,
    Action,
    Category,
    Finding,
    Guidance,
    Rule,
    Verdict,
    highest,
)
from forum.claims.tuning import NEUTRAL, Tuning

__all__ = [
    "NEUTRAL",
    "VERSION",
    "Action",
    "Category",
    "Finding",
    "Guidance",
    "Rule",
    "Tuning",
    "Verdict",
    "highest",
    "rules",
    "screen",
    "screen_lines",
    "weighed",
]
