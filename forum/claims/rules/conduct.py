"""Promotion, attacks on members, other people's privacy."""

from __future__ import annotations

from forum.claims.context import Match
from forum.claims.model import N_, Action, Category
from forum.claims.rules.spec import Spec, spec

_GOODS = "<product|remedy|remedygen>"


def _attack(match: Match) -> Action | None:
    """Insult at a person here; milder words are for review, jokes at oneself for nobody."""
    if match.says("me", "myself", "i am", "my") and not match.says(
        "you", "she", "he", "her", "him", "they", "some people"
    ):
        return None
    third = not match.says("you", "u", "your", "she", "he", "they", "kys") and not match.has(
        "handle"
    )
    if third and len(match.reading.sentences) > 1 and "clinician" in match.whole_tags:
        return None
    return Action.HOLD


def _advert_or_project(match: Match) -> Action:
    """A free project of one's own is for review; everything else that sells is held."""
    small = match.has("ownproject") and not match.has("money", "pct")
    return (
        Action.REVIEW
        if small and match.says("free", "my") and not match.says("price", "code", "off")
        else Action.HOLD
    )


RULES: tuple[Spec, ...] = (
    spec(
        "promo.advert",
        Category.PRODUCT_PROMOTION,
        Action.HOLD,
        catches=N_("Adverts, codes, links, calls to message for a price, recruiting, scams."),
        example="Two bottles for one this week, code MUSCLE at the till.",
        reason=N_("This reads as an advert, a code or a call to buy or join."),
        patterns=(
            (
                "(use|with|enter|type|apply|quote|via|through|from|using) _1 (my|our|the|this) _2"
                " (code|link|referral|discount|coupon|promo|voucher)"
            ),
            (
                "(my|our|discount|promo|coupon|referral|affiliate|use|with|enter)"
                " (code|link|coupon) _4 (off|percent|%|discount|below|in bio|saves|save)"
            ),
            (
                "(code|coupon) _3 (for|gets you|gives you|saves|takes) _4"
                " (off|%|percent|discount|free)"
            ),
            "link (is)? (in|on|below) _2 (bio|profile|comments|my page|$)",
            "<pct> (off|discount|cheaper)",
            (
                "(ask me how|inbox open|inbox is open|serious people only|serious inquiries|who"
                " want to join|want to join my|limited spaces|dm to join|drop me a dm|comment"
                " info|comment yes)"
            ),
            "<num|numword> _1 (%|percent|pct) (off|discount|cheaper) ",
            "<num> (off|discount) _4 (code|link|today|order|first)",
            (
                "(dm|pm|inbox|message|msg|whatsapp|text|email|contact|hmu|hit me up|write"
                " to|telegram|ping|add) (me|us|him|her|our|my|now|<phone>|<handle>) _6"
                " (price|prices|details|info|information|order|link|catalogue|list|offer|discount|supply|cure|more|buy|protocol|how|spell|free|starter|pack|for)"
            ),
            (
                "(dm|pm|inbox|message|whatsapp|telegram|text|contact) (me|us|<phone>|<handle>) ~10"
                " <product|remedy>"
            ),
            (
                f"{_GOODS} ~12 (dm|pm|inbox|message|whatsapp|telegram|text|contact|email)"
                " (me|us|<phone>|<handle>|<email>)"
            ),
            (
                "(buy|order|purchase|shop|get yours|grab yours|book)"
                " (now|today|here|online|yours|from us|from me|direct|before) "
            ),
            (
                "(we|i) (sell|stock|ship|deliver|supply|offer|are selling|am selling|make and"
                f" sell|are offering) _5 {_GOODS}"
            ),
            (
                "(join|build) (my|our|the) _2 (team|downline|business|network|group of"
                " sellers|programme|program)"
            ),
            (
                "(earn|make|earning|making) _4 (money|income|cash|a week|a month|<money>) _4 (from"
                " home|from your|online|from your phone|part time|selling)?"
            ),
            (
                "(work|working) from (home|your sofa|your phone|your bed) _6"
                " (earn|income|opportunity|money|join)"
            ),
            "(free|no-cost) (shipping|delivery|trial|sample|samples|consultation|starter)",
            "(limited|special) (time|offer|stock|edition|places|spots)",
            (
                "(while stocks last|only a few left|hurry|selling fast|offer ends|sale ends|last"
                " chance to buy)"
            ),
            (
                "(bitcoin|crypto|forex|investment|invest|loan|spell caster|spellcaster|dr _2"
                " herbal|recovered my funds|hacker|casino|betting) ~10"
                " (contact|whatsapp|profit|returns|help you|guaranteed|join|via|email|sign"
                " up|earn|doubled|message)"
            ),
            (
                "(contact|thanks to|reach|grateful to|email|through) _3"
                " (dr|doctor|prophet|chief|priest|herbal) ~10"
                " (<email>|<phone>|whatsapp|herbal|spell|cured|his herbs|website)"
            ),
            "<url> ~8 (off|discount|order|buy|shop|sale|deal|price|code|cure|free)",
            (
                "(off|discount|order|buy|shop|sale|deal|price|visit|cure|cured|click|available|sign"
                " up|register) ~8 <url>"
            ),
            (
                "(try|check out|discover|introducing|our new|my new) (our|my|the)? _2"
                " <product|remedy> ~14 <url>"
            ),
            (
                "<product|remedy> ~10 (<money>|only <num>|price list|prices"
                " start|wholesale|pre-order|preorder|in stock|money back|satisfaction"
                " guaranteed|best price)"
            ),
            "(money back|100 %|satisfaction|results) guarantee",
            "(buy|get) _1 (one|two|three) get",
            "(dm|pm|message|inbox) to (order|buy|join|book)",
            "guaranteed results",
            "price list",
            "as seen on tv",
            (
                "(places|spots|seats) (left|available|going) ~6"
                " (course|webinar|retreat|programme|program|coaching|masterclass)"
            ),
            (
                "(my|our) _3"
                " (course|webinar|coaching|masterclass|programme|program|protocol|ebook|retreat)"
                " ~12 (book|sign|join|buy|only|<money>|dm|link|enrol|register|discount|message)"
            ),
            "(sign up|register|enrol|book) (now|today|here|via|for my|for our|with)",
            (
                "(proud|official|independent)"
                " (distributor|ambassador|affiliate|rep|reseller|consultant)"
            ),
            "(i am|as) (a|an) (distributor|brand ambassador|affiliate|rep for|wellness rep)",
        ),
        unless=("rejected", "asking for goods", "charity"),
        check=_advert_or_project,
    ),
    spec(
        "promo.own",
        Category.PRODUCT_PROMOTION,
        Action.REVIEW,
        catches=N_("A small project of one's own, told openly."),
        example="My little blog about droopy lids is up, do drop by.",
        reason=N_("This points to a project of your own. That is often fine; a moderator looks."),
        patterns=(
            (
                "(my|our|own) _3 <ownproject> ~14 (look|visit|follow|subscribe|out|read|see|stop"
                " by|drop by|welcome|share|support|like|link|check|buy|available|sign up|up|join)"
            ),
            (
                "(started|launched|opened|made|created|written|wrote|published|run|set"
                " up|begun|writing|recorded|designed|built|finished) (up|writing|making|selling)?"
                " (a|an|my|our|some) _4 <ownproject|product>"
            ),
            (
                "(check out|follow|subscribe to|have a look at|take a look at|come and see|come and"
                " join|find me on|visit|support|like) (my|our|me on|us on) _4"
                " (<ownproject>|<product>|<url>|<handle>)"
            ),
            (
                "(i|we) (make|knit|sew|sell|design|crochet|print|bake) _6"
                " (<product>|<ownproject>|for sale|if anyone|order|etsy)"
            ),
            (
                "(making|knitting|sewing|designing|crocheting|baking|painting|selling|made) ~12 my"
                " _1 (shop|etsy|store|stall|website)"
            ),
            "<ownproject> ~8 (link below|link in|come and have a look|have a look|take a look)",
        ),
        unless=("rejected", "asking for goods"),
    ),
    spec(
        "attack.insult",
        Category.PERSONAL_ATTACK,
        Action.HOLD,
        catches=N_("Insults, threats or hate at a member or a named person."),
        example="You lying toad, crawl off.",
        reason=N_("This insults or threatens a person."),
        patterns=(
            "(you|u) _1 (are|were|sound like|look like|really are|must be|is|always) _5 <insult>",
            "(you|u) _3 <insult>",
            "(what|such) (a|an) _3 <insult> _2 (you|he|she|they) ",
            "<insult> (like|such as) (you|her|him|that|<handle>)",
            (
                "(she|he|<handle>) (is|are) _1 (just|such|nothing"
                " but|a|an|the|clearly|obviously|always|only|really) _3 <insult>"
            ),
            "<handle> _4 <insult>",
            "^ _1 <insult> (you|$)",
            "(shut|stfu|fuck|piss|sod|bugger|screw|f*ck) (up|off|you)",
            "<insultverb&dir>",
            "(go|just) (kill|hang|top|drown|shoot) (yourself|urself)",
            "kys",
            "(go|just|please) (and)? (jump off|jump in|jump|die|hang yourself|hang|drown) ",
            "(waste of|stealing|thief of) (oxygen|air|space|skin)",
            (
                "(hope|wish) (you|she|he|they) _3 (die|choke|suffer|rot|get worse|get cancer|drop"
                " dead|stop breathing|end up)"
            ),
            (
                "i (will|am going to|would love to|swear i will) _3 <threatv> _2 (you|her|him|your"
                " family)"
            ),
            "(know|find out|finding out|found) where (you|she|he) (live|lives|work|works)",
            (
                "(you|people like you|your kind|your lot|your sort|you lot) _3"
                " (deserve|deserves|should be|ought to be|belong|are vermin|make me"
                " sick|disgust|disgusting|not welcome|should not be here|go back)"
            ),
            "(watch your back|you will regret|you will pay for|wait till i)",
            "nobody (here|likes|wants|cares) _3 (likes you|you here|you|wants you)",
            "(get|go) (out|away) of (here|this) _4 <insult>",
            (
                "(faking|fakes|faked|making up|makes up|made up|inventing|invents) (it|her"
                " illness|his illness|your illness|the whole thing|it all|her mg|his mg|your"
                " mg|your symptoms|her symptoms|everything) ~3"
            ),
            (
                "(gays|jews|muslims|blacks|immigrants|foreigners|trannies|fat people|cripples) ~4"
                " (deserve|disgust|do not belong|go home|are vermin|are scum|should die|should be"
                " shot|ruin)"
            ),
            "what kind of <insult>",
            "what (a|an) _1 <insult> _4",
            "you ~3 waste of _1",
            (
                "(useless|stupid|lying|pathetic|disgusting|dumb|fat|ugly|fake|lazy|evil|thick|silly)"
                " (cow|bitch|man|woman|liar|idiot|troll|people|person|girl|boy|fool|pig|excuse)"
            ),
        ),
        unless=("quoted at me", "self mocking", "unnamed target", "mg target"),
        check=_attack,
    ),
    spec(
        "attack.mild",
        Category.PERSONAL_ATTACK,
        Action.REVIEW,
        catches=N_("Sharp words at members, short of an insult."),
        example="Must we hear all this moaning from certain members again.",
        reason=N_("This is sharp at other members."),
        patterns=(
            (
                "(some|certain|a few|half|most) (people|members|folk|folks|posters|of"
                " you|ones|persons|here|individuals) ~10 <mildrude|insult>"
            ),
            "(here come|here comes|cue|enter) _3 <insult|mildrude>",
            (
                "(some|certain) (people|members|folks|folk|posters) (here|on this|on here|in"
                " this|just) ~3"
                " (love|like|enjoy|need|always|just|only|never|should|want|really|cannot|can not)"
            ),
            (
                "(you|u) _1 (are|really are|sound|always|seem|do|just|clearly|come across as) _4"
                " <mildrude>"
            ),
            (
                "(you|your) _2"
                " (attitude|whining|whinging|moaning|negativity|drama|comment|post|posts) _3"
                " (is|are|stinks|sucks|tiresome|boring|makes me|bores)"
            ),
            (
                "(do you|must you|can you) (ever|always|not)? _3"
                " (stop|shut|moan|complain|talk|think|read)"
            ),
            "(nobody|no one) (asked|cares|needs|wants) _4 (you|your|opinion|hear)",
            (
                "(get over yourself|grow up|get a grip|give it a rest|get a life|calm down dear|do"
                " us all a favour|do us a favour|here we go again|typical of you|typical you|oh"
                " please|spare us|not this again|change the record|who asked you|mind your own)"
            ),
            "(are you|you must be) _2 (thick|blind|deaf|mad|serious|for real|stupid|dim|daft)",
            "(you|your) (would|did) _4 (not know|bothered to read|learn to read|clue|half a brain)",
            "(learn to|try) (read|reading|spell|think|thinking)",
            (
                "(making|make|makes|made) (it|everything|it all|this|every thread) _1 about"
                " (herself|himself|yourself|themselves)"
            ),
            (
                "(without|stop|can) (you|<name>|<cap>|her|him) _1"
                " (making|moaning|hijacking|whining|going on|banging on)"
            ),
            "(another|yet another) _3 (rant|sob story|drama|pity) (from|by)? _3",
            (
                "(she|he|they) (love|loves|enjoy|enjoys) _3"
                " (attention|drama|sympathy|suffering|misery|limelight|own voice)"
            ),
        ),
        unless=("quoted at me", "self mocking", "mg target", "unnamed target", "question sincere"),
    ),
    spec(
        "privacy.person",
        Category.PRIVACY_EXPOSURE,
        Action.HOLD,
        catches=N_(
            "Another person's identity with their health, or their contact details, private "
            "messages or records."
        ),
        example="Bob Tarn in our parish is on the transplant list, keep it quiet.",
        reason=N_(
            "This tells who another person is together with their health, or gives away "
            "private details. Please let people speak for themselves."
        ),
        patterns=(
            (
                "<name> _6 (of|from|at|on|in|who lives|who works|who runs|who teaches|next door|who"
                " sits) ~10 <privacy_health>"
            ),
            (
                "<name> (has|is|was|had|got|suffers|takes|told|on) _6"
                " <privacy_health|disease|otherdisease|treat>"
            ),
            "<name> ~6 (lives|living|works|working) (at|on|in|for|near)",
            (
                "<name> ~4 (diagnosed|admitted|in hospital|on the"
                " ward|infusion|sectioned|miscarried|tested positive)"
            ),
            "(her|his|their|the) (real|full) name is",
            (
                "(her|his|their|<name> 's|neighbour 's|member 's) _2"
                " (number|mobile|phone|email|address|postcode|landline|home address) _1 (is|:|=) "
            ),
            "(her|his|their|<name>) ~5 <phone>",
            "(her|his|their) _4 <email>",
            "(she|he) lives (at|on) _1 <num> _4 <street>",
            "(she|he|they|who) lives _2 (at|on) _3 <name>? <street>",
            (
                "(posting|sharing|attaching|here is|here are|pasted|attached|copying|screenshot"
                " of|uploading|pasting|forwarding) _4 (her|his|their|<name>|a member 's|someone"
                " 's|the lady 's) _3 <private_things>"
            ),
            (
                "(her|his|their|<name> 's) _2 <private_things> _4"
                " (below|attached|here|says|said|for all|uploaded|copied|:)"
            ),
            (
                "(she|he|<name>) (told me|wrote to me|messaged me|confided|wrote|emailed) _2 (in"
                " private|privately|in confidence|in a private|in a pm|in a message) ~10"
            ),
            (
                "(her|his) (date of birth|dob|nhs number|medical records|patient number|hospital"
                " number|insurance number|social security)"
            ),
            "(user|member|poster|<handle>) _5 (is|are) (really|actually|in real life) _2 <name>",
            "<handle> (is|lives|works|=) _4 (<name>|lives|works|real)",
        ),
        unless=("question generic", "consent", "public figure", "family without name"),
    ),
    spec(
        "privacy.own",
        Category.PRIVACY_EXPOSURE,
        Action.REVIEW,
        catches=N_("One's own contact details, or somebody half identified."),
        example="Ring me on the landline, the number is in the book under my name.",
        reason=N_(
            "This gives away contact details, or points at somebody who could be recognised. "
            "Everybody here can read it."
        ),
        patterns=(
            "<phone>",
            "<email>",
            (
                "(my|our) _2 (number|mobile|phone|email|address|postcode|landline|whatsapp) _1"
                " (is|:|=) _2 "
            ),
            (
                "(reach|get|call|ring|text|phone|email|find|whatsapp) (me|us) _2 (on|at) _1"
                " <num|phone|email|handle>"
            ),
            "i live (at|on) <num>? _3 <street>",
            (
                "(my|the|our)"
                " (neighbour|neighbor|colleague|coworker|co-worker|boss|teacher|postman|vicar|pastor|mayor|headmistress|headmaster|headteacher|butcher|baker|hairdresser|barber|landlord|manager|librarian|lollipop"
                " lady|woman at number|man at number|lady at number|guy at number|lady in|woman"
                " in|man in|bloke in|girl at|woman at|lady at|man at|guy at|bloke at|couple at) ~6"
                " (has|have|got|had|suffers|diagnosed|is on|takes|with|was) ~4"
                " <privacy_health|otherdisease|disease_mg>"
            ),
            (
                "(woman|man|lady|guy|bloke|girl|couple|family) (at|from|in|on|next)"
                " (number|the|next|door|my|our|no) ~6 (has|have|got|had|suffers|diagnosed|is"
                " on|takes|with) ~4 <privacy_health|otherdisease|disease_mg>"
            ),
        ),
        unless=("public number", "is advert", "own stay"),
    ),
)
