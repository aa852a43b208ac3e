"""Reading aloud, heard through a stand-in for the browser's voice: none can be had where tests run."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Way
from tests.browser.looking import faults_of
from tests.browser.test_keyboard import tabs_to
from tests.browser.voice import GERMAN, LOCAL, REMOTE, SECOND, Voice
from tests.factories import make_post

pytestmark = pytest.mark.parametrize("way", [Way("sqlite", True)], indirect=True, ids=str)

ARTICLE = "/articles/ivig"
TITLE = "IVIG: what it is, what it can do, what to watch for"
PLACE = f"localStorage.getItem('aloud:{ARTICLE}')"


@pytest.fixture
def ann(arrive):
    return arrive()


@pytest.fixture
def voice(ann):
    return Voice(ann.page, LOCAL)


def controls(visitor):
    return visitor.page.locator(".read-aloud")


def press(visitor, name):
    """One of the five buttons above the text."""
    controls(visitor).get_by_role("button", name=name, exact=True).click()


def hears(voice, html, ending=""):
    """The sentences of a text of our own, read to the end."""
    voice.page.goto(voice.page.url)
    voice.page.evaluate(
        """html => {
            document.querySelector("main article").querySelectorAll("h1, .unreviewed, .in-brief")
                .forEach((each) => each.remove());
            document.querySelector("main .prose").innerHTML = html;
        }""",
        html,
    )
    voice.page.locator(".read-aloud [data-aloud=play]").click()
    return voice.reads_to_the_end()


def top_of(page):
    """Where the marked words stand in the window."""
    return page.evaluate(
        "[...CSS.highlights.get('being-read')][0].getBoundingClientRect().top / innerHeight"
    )


# Whether there is anything to press.


def test_without_a_voice_there_are_no_controls(ann):
    ann.opens(ARTICLE)
    expect(ann.heading(TITLE)).to_be_visible()
    expect(ann.page.locator("[data-aloud]")).to_have_count(0)


def test_a_voice_of_another_language_is_none(ann):
    Voice(ann.page, GERMAN)
    ann.opens(ARTICLE)
    expect(ann.heading(TITLE)).to_be_visible()
    expect(ann.page.locator("[data-aloud]")).to_have_count(0)


def test_without_script_there_are_no_controls(arrive):
    plain = arrive(java_script_enabled=False)
    plain.opens(ARTICLE)
    expect(plain.heading(TITLE)).to_be_visible()
    expect(plain.page.get_by_role("button", name="Listen")).to_have_count(0)


def test_controls_come_when_voices_come_late_and_nothing_starts_by_itself(ann):
    voice = Voice(ann.page)
    ann.opens(ARTICLE)
    expect(controls(ann)).to_have_count(0)
    voice.arrives(GERMAN, LOCAL)
    names = ["Listen", "Back one sentence", "On one sentence", "Speed: usual", "Stop"]
    expect(controls(ann).get_by_role("button")).to_have_text(names)
    marks = ann.page.locator(".rest-mark").count()
    assert marks >= 2
    expect(ann.page.get_by_role("button", name="Listen from here")).to_have_count(marks)
    voice.arrives(GERMAN, LOCAL, SECOND)
    expect(controls(ann)).to_have_count(1)
    assert voice.said == []
    assert voice.marked == ""


# What is said.


def test_an_article_is_read_in_order_and_each_sentence_is_the_marked_one(ann, voice):
    ann.opens(ARTICLE)
    brief = ann.page.locator(".in-brief li").all_inner_texts()
    sections = ann.page.locator(".prose h2").all_inner_texts()
    press(ann, "Listen")
    texts = voice.reads_to_the_end()
    assert texts[:2] == [TITLE, "Not yet reviewed by a clinician."]
    assert "In brief" in texts
    assert [each for each in texts if each in brief] == brief
    assert [each for each in texts if each in sections] == sections
    assert (
        "The medicine is made from the plasma (the liquid part of blood) of many donors, often thousands."
        in texts
    )
    assert max(map(len, texts)) <= 200
    for said in voice.said:
        assert " ".join(said["marked"].split()) == said["text"]
        assert (said["voice"], said["lang"], said["rate"]) == ("ada", "en-GB", 1)
    # The end: everything is as before, and there is nowhere to go on from.
    expect(controls(ann).get_by_role("button", name="Listen", exact=True)).to_be_visible()
    assert voice.marked == ""
    assert ann.page.evaluate(PLACE) is None


def test_what_makes_no_sense_aloud_is_not_said(ann, voice):
    ann.opens(ARTICLE)
    numbers = set(ann.page.locator("sup.cite").all_inner_texts())
    assert numbers
    press(ann, "Listen")
    texts = voice.reads_to_the_end()
    told = " ".join(texts)
    for passed in (
        "Keep my place",
        "Listen",
        "Next part",
        "On this page",
        "Back to the text",
        "By S",
    ):
        assert passed not in told
    assert numbers.isdisjoint(texts)
    assert not re.search(r"[.,]\d", re.sub(r"\d[.,]\d", "", told))


def test_lists_pictures_links_and_hidden_words(ann, voice):
    ann.opens(ARTICLE)
    texts = hears(
        voice,
        """<ol start="3"><li>Sit up</li><li><p>Call <a href="/help-now">for help</a>.</p></li></ol>
        <ul><li>Rest</li></ul>
        <p>Read <a href="https://example.org/a?b=c">https://example.org/a?b=c</a>. Then
        <em>rest</em><sup class="cite"><a href="#x">7</a></sup>.<br>New line</p>
        <p>Kept<span class="visually-hidden"> from the ear</span><span hidden>never</span></p>
        <img alt="a drip beside a chair" src="data:,"><img alt="" src="data:,">
        <table><tr><th>Day</th><td>One</td></tr></table><p>…</p><pre>a
        b</pre><form><p>Form</p></form><script type="text/plain">Script</script>""",
    )
    assert texts == [
        "3. Sit up",
        "4. Call for help.",
        "Rest",
        "Read.",
        "Then rest.",
        "New line",
        "Kept",
        "Picture: a drip beside a chair",
        "Day",
        "One",
        "a b",
    ]


LONG = "a sentence that goes on and on, because nobody found the place to end it, " * 6


@pytest.mark.parametrize("segmenter", [True, False], ids=["segmenter", "fallback"])
def test_how_a_text_is_cut(ann, voice, segmenter):
    if not segmenter:
        ann.page.add_init_script("delete Intl.Segmenter")
    ann.opens(ARTICLE)
    few = (
        "Dr. Ada Smith saw me at 9.30. She said “Rest!” Then I did! It took 2.5 hours, e.g. by bus?"
    )
    assert hears(voice, f"<p>{few} Yes.</p>") == [
        "Dr. Ada Smith saw me at 9.30.",
        "She said “Rest!”",
        "Then I did!",
        "It took 2.5 hours, e.g. by bus?",
        "Yes.",
    ]
    # At commas; without commas at blanks; without blanks anywhere, but never within a sign.
    commas = hears(voice, f"<p>{LONG}end.</p>")
    assert len(commas) > 2
    assert all(each.endswith(",") for each in commas[:-1])
    blanks = hears(voice, f"<p>{LONG.replace(',', '')}end.</p>")
    assert " ".join(blanks) == f"{LONG.replace(',', '')}end."
    signs = hears(voice, f"<p>a{'🌱b' * 150}</p>")
    assert "".join(signs) == f"a{'🌱b' * 150}"
    items = hears(voice, f"<ol><li>{LONG}end.</li></ol>")
    assert items[0].startswith("1. a sentence")
    for made in (commas, blanks, signs, items):
        assert len(made) > 1
        assert max(len(each.encode("utf-16-le")) // 2 for each in made) <= 200


def test_a_talk_is_read_post_by_post(site, arrive):
    cora, ben = site.member("Cora"), site.member("Ben")
    thread = site.thread_of("vaccination")
    first = site.make(make_post, thread, cora, "My shot went well. I rested after it.")
    words = "Where did you read it? Here: https://example.org/shots it is."
    site.make(make_post, thread, ben, words, parent=first)
    reader = arrive(ben)
    voice = Voice(reader.page, LOCAL)
    reader.opens(f"/threads/{thread}")
    press(reader, "Listen")
    title, *texts = voice.reads_to_the_end()
    assert title.startswith("Comments on “")
    assert texts == [
        cora.handle,
        "My shot went well.",
        "I rested after it.",
        f"{ben.handle}, answering {cora.handle}",
        "Where did you read it?",
        "Here: it is.",
    ]


# With closed eyes.


def rests(visitor, at):
    visitor.opens(f"/rest?back={ARTICLE}%23{at}")
    visitor.page.get_by_role("button", name="Read the rest to me").click()
    expect(controls(visitor).get_by_role("button", name="Pause", exact=True)).to_be_focused()


def test_while_one_rests_the_rest_is_read_from_the_place_on(ann, voice):
    ann.opens(ARTICLE)
    place = ann.page.locator(".rest-mark [name=at]").nth(1).get_attribute("value").split(".")[1]
    press(ann, "Listen")
    whole = voice.reads_to_the_end()
    rests(ann, place)
    paragraph = voice.speaking
    ann.page.keyboard.press("Space")
    expect(controls(ann).get_by_role("button", name="Go on", exact=True)).to_be_focused()
    ann.page.keyboard.press("Space")
    left = voice.reads_to_the_end()[1:]
    assert left == whole[whole.index(paragraph) :]
    assert 10 < len(left) < len(whole) - 10


def test_what_is_read_while_one_rests_is_not_seen_and_goes_on_in_the_article(ann, voice):
    rests(ann, "p9")
    assert faults_of(ann.page) == []
    expect(ann.page.get_by_role("heading", level=1)).to_have_count(1)
    voice.ends(3)
    words = voice.speaking
    ann.follows("Go back")
    ann.page.get_by_role("button", name="Go on from where you stopped").click()
    assert voice.speaking == words


def test_a_page_that_cannot_be_had_says_so(ann, voice):
    ann.opens(f"/rest?back={ARTICLE}")
    ann.page.route(f"**{ARTICLE}", lambda route: route.abort())
    ann.page.get_by_role("button", name="Read the rest to me").click()
    ann.sees("This page cannot be read aloud now.")
    ann.page.unroute(f"**{ARTICLE}")
    ann.page.get_by_role("button", name="Read the rest to me").click()
    expect(controls(ann).get_by_role("button", name="Pause", exact=True)).to_be_focused()


def test_nothing_is_offered_where_nothing_was_read(ann, voice):
    ann.opens("/rest?back=/join")
    expect(ann.page.get_by_role("heading", name="A soft sound, if you like")).to_be_visible()
    expect(ann.page.get_by_role("button", name="Read the rest to me")).to_have_count(0)


# The five buttons.


def test_pause_and_play_go_on_with_the_same_sentence(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    voice.ends(4)
    fifth = voice.speaking
    press(ann, "Pause")
    assert voice.speaking is None
    assert voice.marked == fifth
    # The end of what was cancelled comes late, and moves nothing.
    ann.page.wait_for_timeout(100)
    press(ann, "Go on")
    assert voice.speaking == fifth
    assert voice.texts[-2:] == [fifth, fifth]
    ann.page.wait_for_timeout(100)
    assert voice.speaking == fifth


def test_back_and_on(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    voice.ends(3)
    first, second, third, fourth = voice.texts
    press(ann, "Back one sentence")
    press(ann, "Back one sentence")
    press(ann, "On one sentence")
    assert voice.texts[4:] == [third, second, third]
    assert voice.marked == third
    for _ in range(4):
        press(ann, "Back one sentence")
    assert voice.speaking == first
    # From a pause they say what they go to, as the eyes may be closed.
    press(ann, "On one sentence")
    press(ann, "Pause")
    press(ann, "On one sentence")
    assert voice.speaking == third
    voice.ends()
    assert voice.speaking == fourth


def test_speed_begins_with_the_chosen_one_and_changes_at_once(ann, voice):
    ann.context.add_cookies([{"name": "comfort", "value": "v8", "url": ann.base}])
    ann.opens(ARTICLE)
    press(ann, "Speed: slower")
    press(ann, "Speed: usual")
    press(ann, "Speed: faster")
    assert voice.said == []
    press(ann, "Listen")
    press(ann, "Speed: slower")
    voice.ends()
    press(ann, "Speed: usual")
    assert [each["rate"] for each in voice.said] == [0.8, 1, 1, 1.2]
    assert voice.texts[2] == voice.texts[3]
    press(ann, "Pause")
    press(ann, "Speed: faster")
    assert voice.speaking is None


def test_stop_ends_it_and_one_can_go_on_later(ann, voice):
    ann.opens(ARTICLE)
    expect(ann.page.get_by_role("button", name="Go on from where you stopped")).to_have_count(0)
    press(ann, "Listen")
    voice.ends(6)
    seventh = voice.speaking
    press(ann, "Stop")
    assert voice.speaking is None
    assert voice.marked == ""
    press(ann, "Go on from where you stopped")
    assert voice.speaking == seventh
    # The pressed button is gone: the focus is on the one that stops and goes on.
    expect(controls(ann).get_by_role("button", name="Pause")).to_be_focused()
    press(ann, "Stop")
    press(ann, "Listen")
    assert voice.speaking == TITLE


def test_the_place_is_kept_over_a_reload_and_found_in_a_changed_text(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    voice.ends(20)
    here = voice.speaking
    kept = ann.page.evaluate(PLACE)
    assert re.fullmatch(r"20\.-?\w{1,8}", kept)  # no word of the text
    ann.page.reload()
    assert voice.said == []
    press(ann, "Go on from where you stopped")
    assert voice.texts == [here]
    ann.page.evaluate(f"localStorage.setItem('aloud:{ARTICLE}', '3.{kept.split('.')[1]}')")
    ann.page.reload()
    press(ann, "Go on from where you stopped")
    # Leaving keeps the place again, so the reload above did not matter.
    assert voice.texts == [here]
    ann.page.evaluate("addEventListener('pagehide', () => localStorage.clear())")
    ann.page.evaluate(f"localStorage.setItem('aloud:{ARTICLE}', '3.nothing')")
    ann.page.reload()
    expect(controls(ann).get_by_role("button", name="Go on from where")).to_have_count(0)


def test_without_storage_everything_but_the_place_works(ann, voice):
    ann.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } })"
    )
    ann.opens(ARTICLE)
    press(ann, "Listen")
    voice.ends(3)
    assert len(voice.texts) == 4


def test_listening_from_a_rest_mark(ann, voice):
    ann.opens(ARTICLE)
    second = ann.page.locator(".rest-mark").nth(1)
    rest = second.locator(
        "xpath=following::*[self::p[@id] or self::li or self::h2][1]"
    ).inner_text()
    button = second.get_by_role("button", name="Listen from here")
    expect(second.get_by_role("button", name="Stop")).to_be_hidden()
    # Not every browser keeps what is seen in its place by itself.
    ann.page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()["y"]
    button.click()
    # More buttons came to all marks, and the one under the finger stayed there.
    assert abs(button.bounding_box()["y"] - before) < 1.5
    assert rest.startswith(voice.speaking[:40])
    spoken = voice.speaking
    second.get_by_role("button", name="Pause").click()
    assert voice.speaking is None
    second.get_by_role("button", name="Go on").click()
    second.get_by_role("button", name="On one sentence").click()
    second.get_by_role("button", name="Back one sentence").click()
    assert voice.speaking == spoken
    second.get_by_role("button", name="Stop").click()
    assert voice.speaking is None


def test_nothing_is_said_after_leaving(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    ann.opens("/articles")
    ann.page.wait_for_timeout(100)
    assert voice.said == []
    assert voice.notes.count("speak") == 1
    assert voice.notes[-1] == "cancel"


def test_a_voice_that_fails_says_so(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    voice.ends(2)
    third = voice.speaking
    voice.fails()
    expect(controls(ann).get_by_role("status")).to_contain_text("The voice did not answer.")
    press(ann, "Go on")
    assert voice.speaking == third
    expect(controls(ann).get_by_role("status")).to_be_empty()


# Seeing it.


def test_the_page_follows_until_the_reader_scrolls(ann, voice):
    ann.opens(ARTICLE)
    press(ann, "Listen")
    places = []
    for _ in range(60):
        before = ann.page.evaluate("scrollY")
        voice.ends()
        places.append((ann.page.evaluate("scrollY") - before, top_of(ann.page)))
    assert all(0 <= top < 1 for _, top in places)
    moved = [top for step, top in places if step]
    assert 2 <= len(moved) < 20
    assert all(0.4 < top < 0.6 for top in moved)

    # A moment after the last press, so that scrolling is the reader's own.
    ann.page.wait_for_timeout(400)
    far = ann.page.evaluate("scrollY")
    ann.page.evaluate(
        "far => addEventListener('scrollend', () => { window.rests = scrollY < far - 1000 })", far
    )
    ann.page.mouse.wheel(0, -1500)
    ann.page.wait_for_function("window.rests")
    here = ann.page.evaluate("scrollY")
    assert here < far - 1000
    voice.ends(3)
    ann.page.wait_for_timeout(100)
    assert ann.page.evaluate("scrollY") == here
    press(ann, "Pause")
    press(ann, "Go on")
    assert 0 <= top_of(ann.page) < 1


def test_a_browser_without_highlights_marks_the_paragraph(ann, voice):
    ann.page.add_init_script("delete CSS.highlights; delete CSS.__proto__.highlights")
    ann.opens(ARTICLE)
    assert ann.page.evaluate("CSS.highlights === undefined")
    press(ann, "Listen")
    for _ in range(30):
        marked = ann.page.locator(".being-read")
        expect(marked).to_have_count(1)
        assert voice.speaking[:15] in " ".join(marked.inner_text().split())
        voice.ends()
    press(ann, "Stop")
    expect(ann.page.locator(".being-read")).to_have_count(0)


def test_on_a_bad_eye_day_listening_comes_first(ann, voice):
    ann.opens(ARTICLE)
    first = ann.page.locator("#content").locator("a[href], button:visible").first
    expect(ann.page.locator("h1 + .read-aloud")).to_have_count(0)
    switch = ann.page.get_by_role("banner").get_by_role("button", name="Bad-eye day")
    with ann.page.expect_response("**/comfort/switch"):
        switch.click()
    expect(first).to_have_text("Listen")
    expect(ann.page.locator("h1 + .read-aloud")).to_have_count(1)
    ann.page.reload()
    expect(first).to_have_text("Listen")
    with ann.page.expect_response("**/comfort/switch"):
        switch.click()
    expect(ann.page.locator(".in-brief ~ .read-aloud")).to_have_count(1)
    expect(ann.page.locator("h1 + .read-aloud")).to_have_count(0)


# Which voice.


def test_a_voice_that_sends_the_text_away_is_never_taken_by_itself(ann):
    voice = Voice(ann.page, REMOTE)
    ann.opens(ARTICLE)
    press(ann, "Listen")
    assert voice.said == []
    choice = ann.page.get_by_label("Voice", exact=True)
    expect(choice).to_be_focused()
    group = choice.locator("optgroup:not([hidden])")
    expect(group).to_have_attribute("label", "Sends the text to your browser’s maker")
    ann.sees("A voice of the second group sends the text to your browser’s maker.")
    choice.select_option("Cloud")
    press(ann, "Listen")
    assert voice.last["voice"] == "cloud"
    ann.page.reload()
    press(ann, "Listen")
    assert voice.last["voice"] == "cloud"


def test_voices_of_the_device_come_first_and_can_be_chosen(ann):
    voice = Voice(ann.page, REMOTE, SECOND, LOCAL)
    ann.opens(ARTICLE)
    press(ann, "Listen")
    assert voice.last["voice"] in {"ada", "bo"}
    controls(ann).locator("summary").click()
    choice = ann.page.get_by_label("Voice", exact=True)
    expect(choice.locator("optgroup").first.locator("option")).to_have_text(
        [SECOND["name"], LOCAL["name"]]
    )
    voice.ends()
    choice.select_option(SECOND["name"])
    assert (voice.last["voice"], voice.last["lang"]) == ("bo", "en-US")
    assert voice.texts[-1] == voice.texts[-2] or voice.said[-2]["voice"] == "bo"


def test_one_voice_is_no_choice(ann, voice):
    ann.opens(ARTICLE)
    expect(controls(ann).locator("summary")).to_be_hidden()


# Everybody.


def test_by_keys_alone(ann, voice, way):
    ann.opens(ARTICLE)
    play = controls(ann).locator("[data-aloud=play]")
    tabs_to(ann, way, play)
    for state in ("Pause", "Go on", "Pause"):
        ann.page.keyboard.press("Space")
        expect(play).to_be_focused()
        expect(play).to_have_text(state)
    for name in ("Back one sentence", "On one sentence", "Speed: usual", "Stop"):
        ann.page.keyboard.press("Tab")
        expect(controls(ann).get_by_role("button", name=name)).to_be_focused()
    ann.page.keyboard.press("Enter")
    expect(play).to_have_text("Listen")
    assert voice.speaking is None
    tabs_to(ann, way, ann.page.get_by_role("button", name="Listen from here").first)
    ann.page.keyboard.press("Enter")
    expect(play).to_have_text("Pause")
    assert voice.speaking is not None


@pytest.mark.parametrize(
    ("day", "scheme"),
    [("", "light"), ("e1", "dark"), ("h1", "dark"), ("t3.e1.h1.c-plain", "light")],
)
def test_how_it_looks(arrive, day, scheme):
    reader = arrive(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    if day:
        reader.context.add_cookies([{"name": "comfort", "value": day, "url": reader.base}])
    voice = Voice(reader.page, LOCAL, SECOND, REMOTE)
    reader.opens(ARTICLE)
    press(reader, "Listen")
    voice.ends(12)
    press(reader, "Stop")
    reader.page.locator(".read-aloud summary").click()
    assert faults_of(reader.page, least=64 if "h1" in day else 48) == []
    close = reader.page.evaluate(
        """() => [...document.querySelectorAll(".read-aloud, .rest-mark")].flatMap((group) => {
            const boxes = [...group.querySelectorAll("button")].filter((each) => each.checkVisibility())
                .map((each) => each.getBoundingClientRect());
            return boxes.flatMap((one, i) => boxes.slice(i + 1).filter((other) =>
                other.left - one.right < 11.9 && one.left - other.right < 11.9
                && other.top - one.bottom < 11.9 && one.top - other.bottom < 11.9));
        }).length"""
    )
    assert close == 0
