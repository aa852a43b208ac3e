"""Render the rule table of `docs/claims.md`: `python -m forum.claims.docs docs/claims.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from forum.claims.engine import rules
from forum.claims.model import Rule

BEGIN = "<!-- rules: begin (written by python -m forum.claims.docs) -->"
END = "<!-- rules: end -->"


def table() -> str:
    """Every rule as one row of a Markdown table."""
    rows = [
        "| Rule | Category | Action | What it catches | Example | Source |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*rows, *(_row(rule) for rule in rules())])


def _row(rule: Rule) -> str:
    action = str(rule.action)
    if rule.softer is not None:
        action += f" ({rule.softer} when milder)"
    cells = (
        f"`{rule.id}`",
        str(rule.category or "none"),
        action,
        rule.catches,
        rule.example,
        rule.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def renewed(page: str) -> str:
    """A page with its rule table written anew."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main(arguments: list[str]) -> int:
    """Print the table, or rewrite it inside the page that is named."""
    if not arguments:
        print(table())
        return 0
    page = Path(arguments[0])
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
