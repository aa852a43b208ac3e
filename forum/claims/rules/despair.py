"""Wish to be dead, plans, goodbyes, self-injury; hopelessness without them."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.lexicon import cues
from forum.claims.model import N_, Action, Category, Guidance
from forum.claims.rules.spec import Spec, spec

_S = Category.SELF_HARM
_REASON = N_(
    "This speaks of not wanting to live or of self-harm. The person may need somebody "
    "to talk to at once."
)
_TO_OTHERS = cues("despair.to_others")
_OVER = cues("despair.over")


def despair(match: Match) -> Action | None:
    """Urgent unless over, said to others in general, or a joke."""
    if match.says(*_TO_OTHERS) and not match.has("rightnow"):
        return None
    if match.says("go and jump", "go jump", "go and die", "go die"):
        return None
    if not _somebody(match) or _harmless_date(match):
        return None
    if (
        _was(match)
        and not match.has("rightnow")
        and not match.says("again", "still", "now", "want to")
    ):
        return None
    if _was(match) and match.says("used to", "years ago", "glad i", "no longer", "back then"):
        return None
    if match.says(
        "not suicidal",
        "never suicidal",
        "not want to die",
        "not going to kill",
        "not thinking of",
        "would never",
        "do not worry",
    ):
        return None
    if _joking(match):
        return (
            Action.REVIEW
            if match.says("kms", "kill myself", "killing myself", "end it all")
            else None
        )
    return Action.URGENT


def _harmless_date(match: Match) -> bool:
    """Decided when to tell, a date for the operation: a plan for something else."""
    if match.words[0].text not in ("decided", "chosen", "picked", "set", "know", "fixed", "got"):
        return False
    if any("goodbye" in word.tags or word.text == "not" for word in match.words):
        return False
    after = match.sentence.words[match.last : match.last + 1]
    return bool(after) and after[0].text in ("for", "to", "of", "the", "they", "we")


def _somebody(match: Match) -> bool:
    """A person is meant, not the word "suicide" in a heading."""
    if not any("suicid" in word.text for word in match.words):
        return True
    return match.says(*cues("despair.somebody")) or match.has("relative")


def _was(match: Match) -> bool:
    return match.has("past") or match.says(*_OVER) or match.nearby_year()


def _joking(match: Match) -> bool:
    trivial = match.says(*cues("despair.joking"))
    return match.has("figurative") or trivial


def hopeless(match: Match) -> Action | None:
    """For review when it is the author's own and not over."""
    if match.says(*_TO_OTHERS) or match.has("figurative") or match.own_negated():
        return None
    if (_was(match) or match.says("was", "felt", "had")) and not match.has("rightnow", "recent"):
        return None
    things = {"useless", "empty", "numb", "broken", "pointless", "worthless"}
    if {word.text for word in match.words} <= things and not match.says(
        *cues("despair.hopeless.2")
    ):
        return None
    after = match.sentence.words[match.last : match.last + 1]
    if match.words[-1].text in ("giving up", "given up", "give up") and any(
        word.kind != "mark" and word.text not in ("on", "and", "now", "any", "completely", "trying")
        for word in after
    ):
        return None
    if match.says("hope of", "point of no return", "hope of finding", "point in time"):
        return None
    if match.says("drowning", "broken", "numb", "empty") and match.says(*cues("despair.hopeless")):
        return None
    if match.says("when i", "when my") and match.says("useless", "burden", "failure", "a waste"):
        return None
    mine = match.says("i", "my", "me", "we", "life") or "i" in match.near_texts()
    return Action.REVIEW if mine or match.says("what is the point", "no hope") else None


def _method(match: Match) -> Action | None:
    whole = set().union(*(sentence.tags for sentence in match.reading.sentences))
    if not whole & {"wantdead", "goodbye", "hopeless"} and not match.says(*cues("despair.method")):
        return None
    if despair(match) is not Action.URGENT:
        return None
    return Action.URGENT


RULES: tuple[Spec, ...] = (
    spec(
        "selfharm.wish",
        _S,
        Action.URGENT,
        catches=N_("Wish to be dead, a plan, or 'better off without me', also of somebody else."),
        example="They would all breathe easier if I was gone for good.",
        reason=_REASON,
        source="S40",
        patterns=(
            "<wantdead>",
            "(rope|noose|gun|pills|tablets|blade|note|letter) _2 ready",
            "(nobody|no one|who) would _2 (miss|notice) _2 (me|i)",
            (
                "(thinking of|want to|going to|could just|might|tempted to|thought of|thinking"
                " about|plan to|planning to) _2 (taking|take|swallow|swallowing|down|downing) _1"
                " (all|the lot|everything|every|the whole) ~8"
                " (over|once|end|pills|tablets|dead|sleep|done)"
            ),
            (
                "(not to|to not|of not|about not) (exist|existing|be here|being here|wake|waking|be"
                " alive|being alive)"
            ),
            "(thinking|thoughts|dream|dreaming) (of|about) (dying|death|being dead|ending)",
            (
                "(cope|manage|do|be|get on|survive|thrive|live)"
                " (fine|better|well|great|happier|just fine|okay|ok|easier) without me"
            ),
            (
                "(left|leaving|written|wrote|writing) _1 (note|notes|suicide note|a note|letters|a"
                " letter) ~4 (table|desk|them|kids|wife|husband|family|mum|everyone|everybody|$)"
            ),
            "(tonight|today|tomorrow) _2 the (night|day|last)",
            (
                "(looking at|thinking about|standing on|drawn to|staring at) _2"
                " (bridge|train|trains|tracks|rope|cliff|roof|pills|tablets|knife|river|sea|water)"
                " ~12 (easy|easier|over|end|jump|way home|do it)"
            ),
            (
                "(better|easier|happier|best|lighter|freer|simpler|relieved) _3 (off)? (without|if"
                " i|once i|when i) _3 (me|gone|dead|not|was|were|am|around|here|died)"
            ),
            (
                "(can not|cannot|do not want to|not want to|do not think i can|not able to|no"
                " longer want to|never) _3 (go on|keep going|carry on|live|exist|be here|be"
                " alive|wake up|do this) _2 (living|like this|any more|any"
                " longer|alive|anymore|much longer|another day)"
            ),
            "(can not|cannot|could not) (go on|carry on|keep) _1 living",
            "(can not|cannot|not) (go on|live) (like this|any more|any longer|anymore|living)",
            (
                "(do not|no longer|not) want to (live|exist|be here|be alive|wake up|be on this"
                " earth|see tomorrow|be around|go on)"
            ),
            (
                "(no|not a|can not see a|any|a single|see a|without a) reason (to|for) (be"
                " here|live|go on|stay|carry on|keep going|living|exist|being here|being alive|wake"
                " up|stay alive|be alive)"
            ),
            (
                "(decided|chosen|picked|set|know) _2 (when|the day|a date|a day|the date|how and"
                " when|how i)"
            ),
            (
                "(have|made|got|making|has) _1 (a|my|his|her) plan ~6 (die|end|do"
                " it|goodbye|myself|pills|tonight|go)"
            ),
            (
                "(rather|wish i|would be better|wish i was|hope i|wish i were|should just) _4"
                " (dead|die|never born|not wake|not alive|gone|not here|never wake)"
            ),
            (
                "(wish|wished) (i|he|she) (had not|had never|would not|could not|was not|were"
                " not|did not) _2 (been born|wake|woken|alive|survived|here|made it)"
            ),
            (
                "(hope|hoping|pray|praying|wish) _4 (not wake|do not wake|never wake|just stop|my"
                " heart stops|god takes me|take me)"
            ),
            (
                "(going to|about to|ready to|time to|plan to|want to|planning to|intend to|tempted"
                " to) _2 (end|finish) (it|things|everything|my life|all of it|this)"
            ),
            (
                "(says|said|saying|told me|keeps saying|texted|wrote|talks about|talking about) ~6"
                " (want|wants|wanted|going|will|not|to) _4 <wantdead|dieverb>"
            ),
            (
                "(he|she|wife|husband|son|daughter|friend|<relative>) ~8 (end it|kill himself|kill"
                " herself|not worth living|want to live|not want to live|be here any"
                " more|suicidal|a rope|a note|goodbye note)"
            ),
            (
                "(jump|jumping|step|stepping|walk|walking) _3 (in front of|off|into) _2"
                " (train|bridge|traffic|roof|lorry|truck|the sea|the river|cliff|platform)"
            ),
            (
                "(world|family|kids|children|everyone|husband|wife|they|people|mum|all) ~6 (better"
                " off|be better) ~4 (without me|gone|dead)"
            ),
            (
                "(sleep|close my eyes|disappear|fade away|slip away) _4 (never wake|not"
                " wake|forever|for good|and not|for ever)"
            ),
            (
                "(do not|not) (see|think i|think i will|expect to|plan to) _4 (see tomorrow|be"
                " here|make it through the night|alive|next week|be around)"
            ),
            (
                "(tonight|today|tomorrow) _4 (last night|the last|it ends|it is over|i am done|is"
                " the night|is the day)"
            ),
            (
                "(done with|finished with|through with|over with) (life|living|this life|being"
                " alive|existing)"
            ),
        ),
        check=despair,
        guidance=Guidance.SELF_HARM,
    ),
    spec(
        "selfharm.method",
        _S,
        Action.URGENT,
        catches=N_("A method or an amount for self-harm."),
        example="I have put sixty of them aside, that should do.",
        reason=N_(
            "This names a way or an amount of self-harm. Only staff see it until somebody "
            "has looked; the author is shown help at once."
        ),
        source="S40",
        patterns=(
            "<methodw>",
            (
                "<num|numword> _3 <dosewords|med|treat|rx> ~10 (enough|should do|will do"
                " it|finish|end it|sleep forever|never wake|not wake)"
            ),
            (
                "(counted|counting|lined up|laid"
                " out|saved|saving|collected|hidden|hoarded|stockpiled) _6 <med|treat|rx|dosewords>"
            ),
            (
                "(how many|how much) _6 (to die|to kill|it takes|would it take|to end|would kill|to"
                " not wake|lethal)"
            ),
            "lethal (dose|amount)",
            (
                "<med|treat|dosewords|rx> _2 (in front of me|in my hand|in my hands|beside"
                " me|lined up)"
            ),
        ),
        check=_method,
        guidance=Guidance.SELF_HARM,
        staff=True,
    ),
    spec(
        "selfharm.goodbye",
        _S,
        Action.URGENT,
        catches=N_("A goodbye that nothing explains."),
        example="This is me signing off for always. Be kind to my cat.",
        reason=_REASON,
        source="S40",
        patterns=(
            "<goodbye> ~10 (everyone|all|friends|forgive|me|sorry|kids|dog|cat|love|you)",
            (
                "(goodbye|farewell|bye) _3 (everyone|all|friends|world|for good|forever|my"
                " friends|cruel)"
            ),
            "(my|this is my|the) (last|final) (post|message|words|goodbye|night)",
            "(by the time|when) you read this",
            (
                "(tell|look after|take care of) (my|the) _3"
                " (kids|children|dog|cat|wife|husband|mum|girls|boys|family|daughter|son) ~8"
                " (love|gone|loved|when i|after i|sorry|for me)"
            ),
            (
                "(will not|not going to|not) be (here|around) (any more|much"
                " longer|anymore|tomorrow|next week|after tonight|by)"
            ),
            (
                "(written|wrote|writing|left|leaving|write) _4 (letters|letter|note|notes|goodbyes)"
                " ~6 (kids|children|family|wife|husband|mum|everyone|goodbye|each|find|desk|table)"
            ),
            "(giving away|given away|gave away) _4 (things|belongings|stuff|everything)",
        ),
        unless=("explained goodbye",),
        check=despair,
        guidance=Guidance.SELF_HARM,
    ),
    spec(
        "selfharm.injury",
        _S,
        Action.URGENT,
        catches=N_("Recent self-injury, or the urge to it."),
        example="I did it to my arms again on Sunday.",
        reason=_REASON,
        source="S40",
        patterns=(
            (
                "<harmself> (myself|my wrists|my wrist|my arms|my arm|my legs|my"
                " thighs|himself|herself|my skin)"
            ),
            "(self harm|self-harm|self - harm|self harming|self - harming|selfharm|self harmed) ",
            "(cuts|scars|blade|razor|burns) ~6 (my arms|my legs|my thighs|my wrists|again)",
            "took _3 (overdose|too many on purpose|pills on purpose|all my)",
        ),
        check=lambda match: _injury(match),
        guidance=Guidance.SELF_HARM,
    ),
    spec(
        "selfharm.hopeless",
        _S,
        Action.REVIEW,
        catches=N_("Hopelessness without a wish to die."),
        example="Every morning the same fog, I no longer know what for.",
        reason=N_("This sounds hopeless. A kind word from a moderator may help."),
        source="S40",
        patterns=(
            "<hopeless>",
            "wonder _2 (what|why) (i am|am i|i was) _2 (for|here|alive|bother|bothering)",
            "(what|why) am i _1 (for|here|alive|still here)",
            "how much longer i can",
            "(nothing|none of it|it does not|no longer) (matters|matter) (now|any more|anymore)",
            "i just exist",
            "(just|only) existing",
            (
                "(do not|not) know (how|if|whether) _4 (cope|go on like|keep going|manage|carry"
                " on|keep doing)"
            ),
            (
                "(nothing|no one|nobody|not anything) _3 (left|there|ahead|matters|helps|to live"
                " for|worth|to look forward|good|changes|will change|ever)"
            ),
            (
                "(can not|cannot|not sure i can|do not know if i can|do not know how) _3 (cope|take"
                " this|take it|do this|face (it|another|this|the day|tomorrow)|keep doing|bear|go"
                " through|stand it|keep this up) _3"
            ),
            "(see|have|got|feel) no _3 (future|hope|way|point|purpose|end|reason)",
            "(what|where) is the (point|use|sense) ",
            (
                "(tired|sick|exhausted) of (fighting|trying|being me|everything|being a"
                " burden|existing|it all|this life|living like this)"
            ),
            (
                "(i am|feel|feeling|just) _3 (burden|waste|failure|useless|worthless|hopeless|dead"
                " inside|nothing|invisible|trapped|defeated|a shell|broken)"
            ),
            (
                "(future|years|life|tomorrow) ~6"
                " (nothing|blank|black|empty|dark|grey|gone|over|pointless)"
            ),
            (
                "(given|giving|give) up (on everything|on life|hope|on getting|altogether|on"
                " myself|trying)"
            ),
            "(cry|crying|sob|sobbing|weep) _3 (every|all) (day|night|morning|evening)",
            "my life (is|feels) _2 (over|finished|ruined|worthless|a joke|nothing)",
        ),
        check=hopeless,
    ),
)


def _injury(match: Match) -> Action | None:
    accident = match.says(*cues("despair.injury"))
    if accident or (
        _was(match) and not match.has("rightnow") and not match.says("again", "last night")
    ):
        return None
    return despair(match) if match.says("again", "last night", "i", "myself", "he", "she") else None
