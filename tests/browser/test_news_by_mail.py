"""Subscribe, confirm, get a digest by SMTP, leave by one click, and then hear nothing more."""

from forum.models import Audience, PostKind, Subscription, SubscriptionState
from tests.browser.live_site import new_address
from tests.factories import make_thread


def is_active(site, address):
    return bool(
        site.count(
            Subscription,
            Subscription.email == address,
            Subscription.state == SubscriptionState.ACTIVE,
        )
    )


def subscribes(site, visitor, address):
    visitor.opens("/articles")
    visitor.follows("News by e-mail")
    visitor.writes(address, "Your e-mail address")
    visitor.chooses("Once a week")
    visitor.presses("Send me the link")
    visitor.reads_heading("Look in your mail")
    link = site.post.wait_for(address).link("/subscribe/confirm/")
    assert site.fetch(link)[0] == 200
    assert not is_active(site, address), "a scanner's look is no yes"
    visitor.opens(link)
    visitor.sees(address)
    visitor.presses("Yes, send me the news")
    visitor.reads_heading("Thank you")
    assert is_active(site, address)


def write_news(site, heading):
    site.make(
        make_thread,
        site.member("Una"),
        "How do you keep your arms rested?",
        title=heading,
        kind=PostKind.QUESTION,
        audience=Audience.EVERYONE,
    )


def test_subscribe_read_and_leave_by_one_click(site, arrive):
    address = new_address("sam")
    sam = arrive()
    subscribes(site, sam, address)

    heading = f"Rested arms for {address}"
    write_news(site, heading)
    site.flask("digest", "send", "--now", address)
    digest = site.post.wait_for(address, 2)
    assert heading in digest.words
    assert "One-Click" in digest.raw_header("List-Unsubscribe-Post")

    leave = digest.raw_header("List-Unsubscribe").strip("<>").split(">")[0]
    assert leave.startswith(f"{site.url}/digest/leave/")
    assert site.fetch(leave)[0] == 200
    assert is_active(site, address), "opening the address is not leaving"
    status, _ = site.fetch(leave, b"List-Unsubscribe=One-Click")
    assert status == 200
    assert not is_active(site, address)

    write_news(site, f"More for {address}")
    site.flask("digest", "send")
    assert len(site.post.letters_to(address)) == 2
    sam.opens(leave)
    sam.reads_heading("You have left")


def test_leave_by_the_button(site, arrive):
    address = new_address("tess")
    tess = arrive()
    subscribes(site, tess, address)
    write_news(site, f"Something for {address}")
    site.send_digest(address)
    digest = site.post.wait_for(address, 2)

    tess.opens(digest.link("/digest/leave/"))
    tess.presses("Leave now")
    tess.reads_heading("You have left")
    assert not is_active(site, address)
