"""What members write comes out as words and a few plain elements, whatever they write."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.text import LONGEST, clean_line, clean_source, plain, render
from forum.text.sanitize import MEMBER, sanitize
from tests.text.reading import check, elements

# Written by hand, by kind. Where something live would come out, `check` sees it.
HOSTILE = [
    # scripts and handlers as they are
    "<script>alert(1)</script>", "<SCRIPT SRC=//e.example/x.js></SCRIPT>", "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)>", "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>", "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>", "<p onclick=alert(1)>x</p>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=x>", "<embed src=x>", "<base href=//e.example>", "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=//e.example'>", "<form action=//e.example><button>go</button></form>",
    "<button formaction=javascript:alert(1)>x</button>", "<isindex action=x>", "<marquee onstart=alert(1)>x",
    # addresses
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](java&#9;script:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](&#x6A;avascript&colon;alert(1))", "[x](javascript&#58;alert(1))",
    "[x](javascript:123)", "[x](<javascript:alert(1)>)", "[x](  javascript:alert(1))", "[x](\x01javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)", "[x](data:image/svg+xml;base64,PHN2Zz4=)", "[x](DATA:text/html,x)",
    "[x](vbscript:msgbox(1))", "[x](blob:https://e.example/x)", "[x](view-source:https://e.example)", "[x](file:///etc/passwd)",
    "[x](about:blank)", "[x](ws://e.example)", "[x](filesystem:x)", "[x](tel:123)", "[x](intent://x)", "[x](ftp://x)",
    "<javascript:alert(1)>", "<data:text/html,x>", "<https://e.example/\"onmouseover=alert(1)>", "<x:y>", "<vbscript:x>",
    # tricks of Markdown
    "[x](https://e.example \"onmouseover=alert(1)\")", "[x](https://e.example '\"><script>alert(1)</script>')",
    "[<img src=x onerror=alert(1)>](https://e.example)", "[x]: javascript:alert(1)\n\n[x]", "![x](https://e.example/p.png)",
    "![x](javascript:alert(1))", "[![x](x)](javascript:alert(1))", "[a](b 'c\"d<e>')", "[x](https://e.example\"onclick=x)",
    "`<script>`", "```html\n<script>alert(1)</script>\n```", "```x\" onload=alert(1)\nx\n```", "    <script>alert(1)</script>",
    "# <script>alert(1)</script>", "> <script>alert(1)</script>", "- <img src=x onerror=x>", "| <script> |\n|---|\n| <svg onload=x> |",
    "| a |\n|:-:|\n| b |", "99999999999. x", "1) x\n2) y", "~~<del onclick=x>~~", "a\n===\nb\n---", "<!-- --><script>x</script>",
    # broken and nested tags, other namespaces, what changes when parsed again (mXSS)
    "<a<b<c>d", "<<script>script>alert(1)<</script>/script>", "</p></div></main><script>x</script>", "<", "<a", "<a href='",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<math><mi xlink:href='javascript:x'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>", "<noscript><p title='</noscript><img src=x onerror=x>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<template><script>x</script></template>",
    "<select><style></select><img src=x onerror=x></style>", "<title><a title='</title><img src=x onerror=x>'>",
    "<textarea><img title='</textarea><img src=x onerror=x>'>", "<xmp><p title='</xmp><img src=x onerror=x>'>",
    "<style>*{background:url(javascript:x)}</style>", "<p style='position:fixed'>x</p>", "<p class=site-header id=content>x</p>",
    "<![CDATA[<script>x</script>]]>", "<?xml version='1.0'?><x/>", "<!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
    # entities
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;script&amp;gt;", "&#60;img src=x onerror=alert(1)&#62;",
    "&#x3c;svg onload=x&#x3e;", "&#0;&#xD800;&#x110000;&#99999999999;", "&nosuch; &copy &lt", "\\<script\\>", "\\&lt;script&gt;",
    # bare addresses, which are made links
    "www.e.example/<script>", "https://e.example/'onmouseover='x", "https://e.example/\"><script>x</script>",
    "javascript://e.example/%0aalert(1)", "https://user:pass@e.example", "http://[::1]/x", "https://e.example/?a=<b>&c='d'",
    "e.example:javascript", "x@e.example <b>", "mailto:x@e.example?body=<script>", "http://e.example/\u202egpj.exe",
    # odd signs
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>", "\ud800<script>\udfff", "\ufeff<script>x", "<ſcript>x</ſcript>", "＜script＞x＜/script＞",
    "<img\x0bsrc=x\x0conerror=x>", "<a href=\"java\u0000script:x\">x</a>", "\u202e<b>\u202c", "\u2028<script>\u2029",
    "{{7*7}} {% include 'x' %} ${7*7} #{7*7}", "%3Cscript%3E", "\r\n\r<script>\r",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_is_written_comes_alive(source):
    html = str(render(source))
    check(html)
    # Once more through the sanitizer, as after a round trip: nothing is left to take out.
    check(str(sanitize(html, MEMBER)))
    for wrapped in (
        f"**{source}**",
        f"> {source}",
        f"- {source}",
        f"[{source}](https://e.example)",
        f"x {source} y",
    ):
        check(str(render(wrapped)))


# Markdown stops most of the above by itself; these go to the sanitizer as they are.
RAW = [
    *(
        f'<a href="{scheme}:x">x</a>'
        for scheme in ("javascript", "JaVaScRiPt", "java&#9;script", "&#106;avascript", " javascript",
                       "data", "vbscript", "blob", "view-source", "file", "filesystem", "about")
    ),
    '<a href="javascript:123">x</a>', "<a href=javascript:alert(1)>x</a>", '<a xlink:href="javascript:x">x</a>',
    '<p onclick="x" style="x" class="x" id="x">x</p>', '<ol start="1" type="x" onclick="x"><li value="2">x</ol>',
    '<td background="javascript:x">x', '<blockquote cite="javascript:x">x</blockquote>', '<del cite="x">x</del>',
    '<a href="https://e.example" target="_top" ping="https://e.example" download>x</a>', *HOSTILE,
]  # fmt: skip


@pytest.mark.parametrize("raw", RAW)
def test_the_sanitizer_alone_lets_nothing_through(raw):
    raw = clean_source(raw)
    check(str(sanitize(raw, MEMBER)))
    check(str(sanitize(f"<table><tr><td>{raw}" + "x" * 600, MEMBER)), attributes=None)


@pytest.mark.parametrize("first", HOSTILE[::3])
def test_two_hostile_texts_do_not_make_a_third(first):
    for second in HOSTILE[1::7]:
        check(str(render(f"{first}{second}")))
        check(str(render(f"{first}\n\n{second}")))


# What is written and what a reader sees: the plain road.
MARKDOWN = [
    ("Hello", "<p>Hello</p>"),
    ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"),
    ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ("# Big", "<h4>Big</h4>"),
    ("### Small", "<h5>Small</h5>"),
    ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
    ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
    ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    ("![a picture](https://e.example/p.png)", '<p>!<a href="https://e.example/p.png" rel="nofollow ugc noopener">a picture</a></p>'),
    ("see mg.org today", '<p>see <a href="https://mg.org" rel="nofollow ugc noopener">mg.org</a> today</p>'),
    ("http://mg.org", '<p><a href="http://mg.org" rel="nofollow ugc noopener">http://mg.org</a></p>'),
    ("", ""),
    ("   \n ", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "html"), MARKDOWN)
def test_plain_marks_are_understood(source, html):
    assert str(render(source)).strip() == html


FAST = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
PIECES = st.sampled_from(
    ["<", ">", "&", "\"", "'", "`", "[", "](", ")", "*", "_", "|", "\n", " ", "#", "-", "javascript:", "data:",
     "https://e.example/", "<a href=", "<svg>", "<style>", "</style>", "<math>", "<!--", "-->", "&#x", "\\", "\x00", "\t", "x", "🌸"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(
        alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Po"]), max_size=100
    ),
)


@FAST
@given(TEXTS)
def test_any_text_at_all_is_rendered_and_safe(source):
    html = str(render(source))
    check(html)
    html.encode()
    again = sanitize(html, MEMBER)
    check(str(again))
    assert sanitize(str(again), MEMBER) == again, "what is clean stays as it is"
    plain(source).encode()


def test_a_text_over_the_wall_comes_out_as_plain_words():
    html = str(render("**x** " * LONGEST))
    assert {element.tag.split("}")[1] for element in elements(html)} == {"p"}
    assert len(html) < LONGEST + 20
    assert "<strong>" in str(render("**x** " * (LONGEST // 6 - 1)))


def test_a_table_wider_than_a_phone_comes_out_as_words():
    def table(columns):
        return "\n".join(["|" + "x|" * columns, "|" + "---|" * columns, "|" + "y|" * columns])

    assert "<table>" in render(table(3))
    assert "<table>" not in render(table(9))
    assert "y" in render(table(9))


def test_deep_nesting_is_cut_off_and_not_an_error():
    """1 KB of "- - - -" was a RecursionError in a peer: a broken page for every reader."""
    for source in (
        "- " * 500 + "x",
        "> " * 500 + "x",
        "*" * 999 + "x",
        "[" * 399 + "x",
        "1. " * 300 + "x",
    ):
        html = str(render(source))
        check(html)
        assert html.count("<ul>") + html.count("<blockquote>") + html.count("<ol>") <= 21


def test_very_many_brackets_are_only_brackets():
    assert "<a " in render("[x](https://e.example)")
    assert '<a href="https://e.example"' not in render("[x](y) " * 401)
    assert "[x]" in render("[x](y) " * 401)


# Shapes that have made one or another Markdown library slow.
SLOW_SHAPES = {
    "brackets": "[a", "nested brackets": "[", "images": "![", "links without end": "[a](", "emphasis": "*a _b ",
    "stars": "**a *b ", "backticks": "`a``b```c ", "tags": "<a ", "comments": "<!-- ", "pointed": "<", "entities": "&#",
    "quotes": "> ", "lists": "- ", "numbers": "1. ", "table": "|a", "table rows": "|a|b|\n", "newlines": "\n", "blanks": " ",
    "tildes": "~~a", "backslashes": "\\", "closing": "]", "parens": "(", "addresses": "http://a.b/", "names": "a.b.c.d.",
    "at signs": "a@b.", "headings": "# a\n", "rules": "***\n", "hard breaks": "a  \n", "equals": "a\n=\n", "quotes 2": "'\"",
    "tabs": "\t", "long word": "a", "references": "[a]: b\n", "code": "    a\n", "fences": "```\n", "underscores": "_a__",
    "half links": "[a](<b", "addresses 2": "www.a.b/(", "turning": "\u202e", "marks": "a\u0301", "links": "[a](http://b.c) ",
    "dots": "a.", "slashes": "//a.b", "colons": "a:", "cdata": "<![CDATA[", "instructions": "<?", "close tags": "</a>", "hyphens": "a-", "open quotes": "\"(", "mails": "a@a-", "ports": "a.b:1",
}  # fmt: skip


@pytest.mark.parametrize("shape", SLOW_SHAPES)
def test_five_times_the_text_does_not_take_much_more_than_five_times_as_long(shape):
    """Time per KB from 4 to 20 KB, best of three; a quadratic scan would show as 5.

    Below 0.4 seconds for the longest text nobody minds what the curve looks like.
    """

    def seconds(size: int) -> float:
        source = (SLOW_SHAPES[shape] * size)[:size]
        best = 9.0
        for _ in range(3):
            start = time.thread_time()
            render(source)
            best = min(best, time.thread_time() - start)
            if best < 0.004:
                return 0.004
        return best

    small, large = seconds(4_000) / 4, seconds(LONGEST - 1) / 20
    assert large < small * 3 or large * 20 < 0.4, (
        f"{small * 1000:.1f} to {large * 1000:.1f} ms per KB"
    )


def test_signs_that_no_database_holds_are_taken_out():
    assert clean_source("a\x00b\ud800c\x1bd\ufffe") == "abcd"
    assert clean_source("one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert clean_line(" A \n B\t\u202eC\u2066 ") == "A B C"
    assert "\u202e" not in render("photo\u202egpj.exe")


def test_words_of_right_to_left_languages_stay():
    arabic = "\u200fمرحبا بكم"
    assert "مرحبا" in render(arabic)
    assert clean_line("e\u0301") == "é"
