"""Spans of time: in words, and the median and ninetieth percentile of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext


def in_words(span: timedelta) -> str:
    """Two units at most: "3 days 4 hours". What is smaller would only be noise."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return str(_("less than a minute"))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        str(ngettext("%(num)s day", "%(num)s days", days)) if days else "",
        str(ngettext("%(num)s hour", "%(num)s hours", hours)) if hours else "",
        str(ngettext("%(num)s minute", "%(num)s minutes", minutes)) if minutes and not days else "",
    ]
    return " ".join(part for part in parts if part)


def percentile(spans: Sequence[timedelta], share: float) -> timedelta | None:
    """The shortest span that `share` of all do not exceed (nearest rank); None of none."""
    if not spans:
        return None
    return sorted(spans)[max(0, ceil(share * len(spans)) - 1)]
