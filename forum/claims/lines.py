"""Screen many texts, one JSON object to a line, as `flask claims screen` does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from forum.claims.engine import screen
from forum.claims.model import Finding

LONGEST_TEXT = 100_000


def screen_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer for each line; a line that cannot be read gets an error with its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _answer(line)
        except ValueError as problem:
            yield {"error": str(problem), "line": number}


def _answer(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(entry, dict):
        raise ValueError("not an object")
    text = entry.get("text")
    if not isinstance(text, str):
        raise ValueError("text is missing or not a string")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"text is longer than {LONGEST_TEXT} characters")
    context = entry.get("context", "comment")
    verdict = screen(text, context if isinstance(context, str) else "comment")
    return {
        "id": entry.get("id"),
        "action": str(verdict.action),
        "categories": [str(category) for category in verdict.categories],
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "category": str(finding.category) if finding.category else None,
        "rule": finding.rule,
        "span": list(finding.span),
        "reason": finding.reason,
        "source": finding.source,
        "against": list(finding.against),
    }
