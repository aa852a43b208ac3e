"""The page for moderators lists the rules as they are."""

from pathlib import Path

from forum.claims import rules
from forum.claims.docs import renewed, table

PAGE = Path(__file__).parents[2] / "docs" / "claims.md"


def test_the_page_lists_every_rule() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for rule in rules():
        assert f"| `{rule.id}` |" in page


def test_the_table_is_the_one_that_would_be_written_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page
    assert table() in page
