"""What the made-up people of the demo say. Our own words; nobody's real story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Start:
    """A post that begins a talk on an Activities page."""

    name: str
    author: str
    kind: str
    title: str | None
    words: str
    hours_ago: int
    audience: str = "members"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under an article, or an answer to another post by its name."""

    name: str
    author: str
    words: str
    hours_ago: int
    article: str | None = None
    answers: str | None = None
    audience: str = "members"
    as_member: bool = False


CORA, BEN, MO = "Cora (demo)", "Ben (demo)", "Mo (demo)"

STARTS = (
    Start(
        "garden",
        CORA,
        "update",
        None,
        "Twenty minutes in the garden today before my eyes went double. In May it was five. "
        "I sat on the bench afterwards and the robin came.",
        70,
        "everyone",
    ),
    Start(
        "travel",
        BEN,
        "question",
        "Has anyone flown with a fridge medicine?",
        "My wife is on an injection that has to stay cold. We would like to visit our daughter. "
        "What did you ask the airline, and did they want a letter?",
        50,
    ),
    Start(
        "diagnosis",
        CORA,
        "story",
        "The year of the droopy eyelid",
        "It began with one lid in the evenings. The optician thought I was tired. Then I could not "
        "finish a sandwich. It took eleven months until somebody held a finger up and asked me to "
        "look at it for a minute. I am on tablets now and I can read in bed again.",
        120,
        "everyone",
    ),
)

COMMENTS = (
    Comment(
        "first-infusion",
        CORA,
        "My first course was four days in a recliner by the window. Headache on day two, and they "
        "slowed the drip, which helped. About ten days later I could hold my arms up to wash my hair.",
        90,
        article="ivig",
        audience="everyone",
    ),
    Comment(
        "first-answer",
        BEN,
        "Did they let you bring food? My wife gets hungry and then sick.",
        88,
        answers="first-infusion",
    ),
    Comment(
        "first-answer-back",
        CORA,
        "Yes, and a flask. The nurse said drinking plenty the day before was a good idea for me.",
        87,
        answers="first-answer",
    ),
    Comment(
        "night-shift",
        BEN,
        "I sleep badly before every infusion day. It is me who is nervous, not her.",
        60,
        article="ivig",
        as_member=True,
    ),
    Comment(
        "held-advice",
        BEN,
        "You should all stop taking your prednisone, it only makes you fat and the weakness goes by itself.",
        30,
        article="steroids-and-immunosuppressants",
    ),
    Comment(
        "hearsay",
        CORA,
        "They say turmeric calms MG down, my neighbour swears by it.",
        26,
        article="newer-targeted-treatments",
    ),
    Comment(
        "garden-answer", MO, "That is a good bench. Thank you for telling us.", 66, answers="garden"
    ),
)
