"""Text in, safe HTML out. Pure: imports nothing of the application.

Two named profiles share one module of sanitizers: `render` for what members write and
`render_article` for what editors write. Nothing else marks text as safe.
"""

from forum.text.article import ArticleText, ArticleTextError, Term, render_article
from forum.text.clean import clean_line, clean_source
from forum.text.excerpt import plain, teaser
from forum.text.member import LONGEST, render
from forum.text.stored import stored

__all__ = [
    "LONGEST",
    "ArticleText",
    "ArticleTextError",
    "Term",
    "clean_line",
    "clean_source",
    "plain",
    "render",
    "render_article",
    "stored",
    "teaser",
]
