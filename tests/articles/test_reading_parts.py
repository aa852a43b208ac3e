"""Where an article offers a rest, and the way to the next section."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forum.articles.reading_parts import in_parts


def paragraph(number, words=100):
    return f'<p id="p{number}">{"word " * words}</p>\n'


def test_a_short_text_is_one_part():
    assert [part.html for part in in_parts(paragraph(1))] == [paragraph(1)]
    assert in_parts("") == []


def test_a_rest_is_offered_after_about_350_words_and_not_just_before_the_end():
    parts = in_parts("".join(paragraph(number) for number in range(1, 10)))
    rests = [part.rest for part in parts if part.rest]
    assert [rest.paragraph for rest in rests] == ["p4"]
    assert rests[0].minutes_left == 3
    assert parts[-1].rest is None


def test_each_section_leads_to_the_next():
    html = (
        paragraph(1)
        + '<h2 id="s1">One</h2>\n'
        + paragraph(2)
        + '<h2 id="s2">Two</h2>\n'
        + paragraph(3)
    )
    assert [part.following for part in in_parts(html)] == ["s1", "s2", None]


def test_lists_tables_and_boxes_stay_whole():
    box = f'<aside class="callout"><p class="callout-title">Care</p>\n{paragraph(2, 900)}</aside>\n'
    listed = f"<ul>\n<li>{paragraph(3, 500)}</li>\n</ul>\n"
    parts = in_parts(paragraph(1) + box + listed + paragraph(4) + paragraph(5, 500))
    assert [part.rest.paragraph for part in parts if part.rest] == ["p4"]


@given(
    st.lists(
        st.one_of(
            st.integers(1, 400).map(lambda words: paragraph(1, words)),
            st.just('<h2 id="s1">A heading</h2>\n'),
            st.just('<h3 id="s2">Smaller</h3>\n'),
            st.just("<ul>\n<li>one</li>\n</ul>\n"),
            st.just('<aside class="callout"><p>Box</p></aside>\n'),
            st.just("<p>5 &lt; 6 <strong>and</strong> <br></p>"),
        ),
        max_size=12,
    )
)
def test_nothing_of_the_text_is_lost_or_moved(pieces):
    html = "".join(pieces)
    assert "".join(part.html for part in in_parts(html)).strip() == html.strip()
