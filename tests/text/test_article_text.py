"""The profile for editors: citations, terms, callouts, and errors that name their line."""

from __future__ import annotations

import pytest

from forum.text import ArticleTextError, Term, render_article
from tests.text.reading import PLAIN, check
from tests.text.test_member_text import HOSTILE

GLOSSARY = {
    "ivig": Term("IVIG", "antibodies by drip"),
    "evil": Term("<b>x</b>", "<script>x</script>"),
}
ATTRIBUTES = {"href", "id", "class", "aria-label", "aria-labelledby", "start", "rel"}


def html(source, keys=("one", "two")):
    return str(render_article(source, keys, GLOSSARY).html)


def test_sources_are_numbered_in_the_order_of_the_list():
    made = render_article("A.[^two] B.[^one] C.[^two]", ["one", "two"], {})
    assert made.cited == ["two", "one"]
    page = str(made.html)
    assert page.count('href="#source-2"') == 2
    assert page.count('id="cite-2"') == 1
    assert 'aria-label="Source 1"' in page


def test_a_term_is_explained_where_it_comes_first_and_never_in_a_heading():
    page = html("## About [[ivig]]\n\nThe [[ivig|drip]] and the [[ivig]].")
    assert page.count("antibodies by drip") == 1
    assert '<a class="term" href="/glossary#ivig"' in page
    assert "About IVIG</h2>" in page


def test_headings_make_the_contents():
    made = render_article("## One\n\nx\n\n### Two [^one]\n\ny", ["one"], {})
    assert made.contents == [
        {"id": "s1", "title": "One", "level": 2},
        {"id": "s2", "title": "Two ", "level": 3},
    ]
    assert '<h3 id="s2">' in made.html


def test_a_callout_has_a_kind_and_a_title():
    page = html("::: urgent Call now\nIf you cannot breathe.\n:::")
    assert '<aside class="callout callout-urgent">' in page
    assert '<p class="callout-title">Call now</p>' in page
    assert page.count("<aside") == page.count("</aside>") == 1


# What an editor can get wrong, the line it stands in, and what the message says of it.
WRONG = [
    ("x\n\ny [^three]", 3, "three"),
    ("x\n\n\n[[nothing]]", 4, "nothing"),
    ("# Big", 1, "only ## and ###"),
    ("x\n\n#### Small", 3, "only ## and ###"),
    ("x\n\n::: care\ny\n:::", 3, "has no title"),
]


@pytest.mark.parametrize(("source", "line", "reason"), WRONG)
def test_an_error_names_its_line(source, line, reason):
    with pytest.raises(ArticleTextError, match=reason) as refused:
        html(source)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "source",
    [*HOSTILE, "[[evil]]", "[[evil|<b>]]", "::: note <script>x</script>\ny\n:::", "::: note\" onclick=x\ny\n:::",
     "## <img src=x onerror=x>", "[^one\"><script>]", "[[ivig|\"onclick=x]]"],
)  # fmt: skip
def test_not_even_an_editor_writes_what_runs(source):
    try:
        page = html(source)
    except ArticleTextError:
        return
    check(page, PLAIN | {"h2", "h3", "sup", "aside", "span"}, ATTRIBUTES)
