"""What a verdict says, and that it says it about the right words."""

import concurrent.futures

import pytest

from forum.claims import Action, Category, Guidance, Verdict, highest, rules, screen
from tests.claims.corpus import SETS, judged


def held(text: str) -> Verdict:
    verdict = screen(text)
    assert verdict.action is Action.HOLD, verdict
    return verdict


def words(text: str, verdict: Verdict) -> list[str]:
    return [text[slice(*finding.span)] for finding in verdict.findings]


DISGUISES = [
    "Stop your prednisone today",
    "STOP your PREDNISONE today",
    "Ѕtop your prednіsone today",
    "St\u200bop your pred\u200dnisone today",
    "S t o p your prednisone today",
    "Stooooop your prednisone today",
    "St0p your predn1sone today",
    "Stop your predisone today",
    "\U0001f600\U0001f600 Stop your prednisone today \U0001f44d",
    "𝐒𝐭𝐨𝐩 your prednisone today",
]


@pytest.mark.parametrize("text", DISGUISES)
def test_disguises_are_seen_through(text: str) -> None:
    assert Category.STOP_OR_CHANGE_TREATMENT in held(text).categories


@pytest.mark.parametrize("text", DISGUISES)
def test_the_span_points_at_the_words_as_given(text: str) -> None:
    found = words(text, held(text))[0]
    assert found.lower().endswith("sone")
    assert not found.startswith(" ")
    assert "\U0001f600" not in found


@pytest.mark.parametrize("name", SETS)
def test_every_span_lies_in_its_text(name: str) -> None:
    for post, verdict in judged(name):
        for finding in verdict.findings:
            start, end = finding.span
            assert 0 <= start < end <= len(post.text), post.text


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Don't stop your azathioprine.", "pass"),
        ("Never stop prednisone suddenly.", "pass"),
        ("Stop your azathioprine.", "hold"),
        ("There is no cure for MG.", "pass"),
        ("Nettle soup cures MG.", "hold"),
        ("Nettle soup does not cure MG.", "pass"),
        ("Don't call an ambulance when you can't breathe.", "hold"),
        ("Don't wait, call an ambulance.", "pass"),
        ("Don't tell your neurologist.", "hold"),
        ("Tell your neurologist.", "pass"),
        ("Vaccines do not cause MG.", "pass"),
        ("I am not short of breath today.", "pass"),
    ],
)
def test_negation_decides_by_where_it_points(text: str, action: str) -> None:
    assert screen(text).action == action


@pytest.mark.parametrize(
    "text",
    [
        "Should I stop my azathioprine before surgery?",
        "Does fasting cure MG?",
        "Can I take ciprofloxacin?",
        "Do vaccines cause MG?",
        "Has anyone doubled their Mestinon dose before exercise?",
        "Do I have lupus as well?",
        "¿Puedo dejar la prednisona antes de la operación?",
    ],
)
def test_sincere_questions_pass(text: str) -> None:
    assert screen(text).action is Action.PASS


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Someone wrote that ginger cures MG. What nonsense.", "pass"),
        ("My aunt says ginger cures MG.", "review"),
        ("My aunt says ginger cures MG and she is right.", "hold"),
        ("Ginger cures MG.", "hold"),
    ],
)
def test_a_quotation_is_judged_by_what_is_made_of_it(text: str, action: str) -> None:
    assert screen(text).action == action


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I read that ginger cures MG.", "hedge"),
        ("I did it myself: stop your prednisone.", "own experience"),
        ("My aunt says ginger cures MG.", "quotation"),
    ],
)
def test_what_spoke_for_the_author_is_listed(text: str, expected: str) -> None:
    assert expected in screen(text).findings[0].against


@pytest.mark.parametrize(
    ("text", "action", "staff_only"),
    [
        ("Nice weather today.", "pass", False),
        ("Never take ciprofloxacin.", "review", False),
        ("Stop your prednisone, all of you.", "hold", True),
        ("I can't breathe tonight.", "urgent", False),
        ("I can't breathe tonight. Stop your prednisone, all of you.", "urgent", True),
        ("I want to die.", "urgent", False),
        ("I want to die, I have sixty tablets saved up and that is enough.", "urgent", True),
        ("I can't breathe tonight. Never take ciprofloxacin.", "urgent", False),
    ],
)
def test_who_may_see_it(text: str, action: str, staff_only: bool) -> None:
    verdict = screen(text)
    assert verdict.action == action
    assert verdict.staff_only is staff_only


@pytest.mark.parametrize(
    ("text", "guidance"),
    [
        ("I can't breathe tonight.", Guidance.BREATHING),
        ("I want to die.", Guidance.SELF_HARM),
        ("My toddler swallowed my Mestinon tablets.", Guidance.POISONING),
    ],
)
def test_guidance_fits_the_danger(text: str, guidance: Guidance) -> None:
    assert guidance in screen(text).guidance


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The nurse was kind and we had a good day.", "en"),
        ("Mi médico me ha cambiado la dosis esta semana.", "es"),
        ("Je suis fatiguée mais ça va mieux depuis hier.", "fr"),
        ("Ich habe seit drei Jahren diese Krankheit.", "de"),
        ("Eu tenho miastenia e tomo os remédios todos os dias.", "pt"),
        ("Ho la miastenia da tre anni e sto bene.", "it"),
        ("Ik heb al drie jaar deze ziekte en het gaat goed.", "nl"),
        ("Мне поставили диагноз два года назад.", "unknown"),
        ("Mam chorobę od dwóch lat i nie wiem, jak żyć z tym na co dzień.", "unknown"),
        ("ok", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    verdict = screen(text)
    assert verdict.language == language
    if language == "unknown":
        assert (verdict.action, verdict.categories) == (Action.REVIEW, ())


def test_every_rule_that_speaks_is_listed() -> None:
    known = {rule.id for rule in rules()}
    spoken = {f.rule for name in SETS for _, verdict in judged(name) for f in verdict.findings}
    assert spoken <= known
    assert len(known) == len(rules())


def test_every_rule_explains_itself() -> None:
    for rule in rules():
        assert rule.catches, rule.id
        assert rule.example, rule.id
        assert rule.source, rule.id
        assert rule.reason, rule.id


def test_actions_have_an_order() -> None:
    assert highest(Action.REVIEW, Action.URGENT, Action.HOLD) is Action.URGENT
    assert highest() is Action.PASS


def test_screening_is_the_same_every_time_and_in_threads() -> None:
    texts = [post.text for post, _ in judged("scheme")]
    alone = [screen(text) for text in texts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(screen, texts)) == alone


def test_half_a_contraction_is_a_word_of_its_own() -> None:
    assert screen("I would n't do that.").action == "pass"
    assert screen("Do n't take your mestinon.").action == "hold"


def test_an_unknown_context_is_a_comment() -> None:
    text = "Stop your prednisone."
    assert screen(text, "what is this") == screen(text, "comment")
