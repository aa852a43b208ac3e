"""Guess the language of a text from its commonest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from functools import lru_cache
from itertools import chain, compress, repeat
from operator import contains

UNKNOWN = "unknown"

_COMMON_WORDS = {
    "en": (
        """the and you that was for are with his they this have from one had word but not what all were when your can
        said there use an each which she do how their if will up other about out many then them these so some her would
        make like him into time has look two more write go see number no way could people my than first been call who
        its now find long down day did get come made may part i a is it in to of on at be me we our us am any just don't
        doctor because also very after before never always back still every think know feel feeling felt take taking
        anyone everyone please thanks does only off over even much too really got day week year month night last
        today mg meds neuro years ago new good bad better worse help need should where why without being by or as
        im ive cant dont it's i'm i've can't breathe swallow stop works keep try here something nothing through
        eyes double vision double sleep hospital wife husband mum mom start started while again until between"""
    ),
    "es": (
        """el la los las un una unos unas de del que y en es por para con no si lo le les se su sus mi mis tu tus te me
        nos como pero mas muy ya hay ha he han hace hoy ayer cuando donde porque esta este esto estos estas estoy tengo
        tiene tienes todo todos toda nada yo ella ellos ser estar fue era soy eres son al o ni sin sobre entre desde hasta
        tambien siempre nunca ahora bien mal medico medica doctor pastillas pastilla tomar tomo toma dejar deja deje
        respirar tragar puedo puede puedes miastenia marido mujer madre padre hijo hija dias noche semana anos vez
        gracias alguien mucho mucha ojos neurologo neurologa tratamiento medicacion cuerpo vida tus os algo solo tan
        quiero dosis sabe saben pulmones aire vacuna vacunas cura curo hospital usted ustedes tira confia"""
    ),
    "fr": (
        """le la les un une des du de et est en que qui dans pour pas sur ce il elle je tu nous vous ils elles au aux
        avec son sa ses mon ma mes ton ta tes se ne plus tout tous mais ou si leur y cette ces etre avoir ai as a ont suis
        sommes etes sont fait comme bien tres depuis hier aujourd'hui maintenant c' j' n' d' l' qu' s' m' t'
        medecin medicament medicaments traitement respirer avaler peux peut arrive mari femme mal jour nuit mois ans sans jamais
        toujours rien encore votre vos notre nos arretez prenez prends pris souffle air faut quelqu'un moi lui
        vaccin vaccins guerit par ca cela meme aussi dose vie mourir veux soir matin chez"""
    ),
    "de": (
        """der die das und ist nicht ich du er sie es wir ihr ein eine einen einem einer den dem des zu mit auf fur von
        im in am an als auch aber oder wenn dass hat habe haben bin sind war wird werden kann konnen noch nur schon mehr
        sehr seit heute gestern jetzt morgen nach bei aus um so wie was wer mein meine meinen meinem meiner dein deine euch eure
        mich mir dir sich kein keine keinen nie immer arzt arztin tabletten medikamente luft schlucken atmen bekomme kriege kaum
        mann frau tag nacht woche jahre jahren vor uber doch mal gut schlecht einfach nimm nehmt setzt man alle
        impfung impfungen heilt leben will sterben krankenhaus hilfe bitte"""
    ),
    "pt": (
        """o a os as um uma uns umas de do da dos das em no na nos nas que e nao sim por para com se eu tu ele ela voce
        voces meu minha meus minhas seu sua mas mais muito ja foi ser estar estou esta sao tem tenho ha isso isto este
        quando onde porque como tambem sempre nunca agora hoje ontem desde ate sem sobre pelo pela ao aos me lhe lhes
        medico medica remedio remedios comprimido comprimidos respirar engolir consigo consegue parem pare tomem tome marido
        mulher mae pai filho filha dia dias noite semana anos bem mal ar vida quero morrer cura vacina vacinas gente pra
        tomar deixar nenhum tudo nada todos fazer falta"""
    ),
    "it": (
        """il lo la i gli le un uno una di del della dei delle in nel nella che e non si per con da dal dalla su sono sei
        ho hai ha hanno abbiamo mi ti ci vi se ma piu molto anche come quando dove perche questo questa questi mio mia miei
        mie tuo tua suo sua io tu lui lei noi voi loro era stato essere avere fare fa c' l' d' dell' all' un' nell'
        oggi ieri adesso ora ieri sempre mai niente tutto tutti senza medico medica farmaco farmaci pastiglie compresse respirare
        respiro riesco deglutire prendete prendere smettete smetti marito moglie madre padre figlio figlia giorno giorni notte
        settimana anni bene male aria vita voglio morire guarisce vaccino vaccini solo ancora al alla"""
    ),
    "nl": (
        """de het een en van ik je jij hij zij ze wij we jullie niet dat die in is op te met voor aan er maar om ook als
        bij door dan nog naar heb heeft hebben ben zijn was wordt worden kan kunnen mijn zijn haar ons uw wat wie waar
        hoe geen wel al sinds vandaag gisteren vanmiddag vanochtend nu morgen meer zo uit over heel erg altijd nooit weer
        dokter arts pillen medicijnen medicijn lucht slikken ademen krijg bijna man vrouw dag nacht week jaar jaren leven
        wil dood ziekenhuis hulp stop neem neemt slik geneest vaccin vaccins alles niets zonder tegen mij me je moet"""
    ),
    UNKNOWN: (
        """och att det som ar jag en pa med for har inte till av den om ett vi kan sa men de hos blir
        nie sie jest na z do w to jak ze czy sa ale tak po od za przez mam mnie jestem bardzo moze lekarz lek
        ve bir bu icin ile cok ben ama da de ne gibi daha var yok bana ilac doktor
        si nu este pe cu ca la din mai sunt fost pentru ce dar am o se in
        jsem se na je ze to co jako ale byl pro az tak jsme lek uz
        ja on ei se etta mutta kun niin ovat mina sina hanella
        og er ikke det jeg har til med som pa av vi ikke men
        yang dan di ini itu dengan untuk tidak dari saya anda ke obat dokter akan
        hogy nem az egy es van meg de is volt csak ha"""
    ),
}
_SETS = {code: frozenset(words.split()) for code, words in _COMMON_WORDS.items()}
COMMON = _SETS["en"]
_HOMES: dict[str, tuple[str, ...]] = {
    word: tuple(code for code in _SETS if word in _SETS[code])
    for word in frozenset().union(*_SETS.values())
}
# Words that speak for another language and not for this one.
_STRANGE = {code: _HOMES.keys() - own for code, own in _SETS.items()}
# What stands before the apostrophe of an elided word.
_HEADS = {word[:-1] for code in ("fr", "it") for word in _SETS[code] if word.endswith("'")}
_KEYWORDS = {
    "en": (
        "hospital ambulance breathing breathe swallow swallowing choking vaccine vaccines doctor"
        " doctors neurologist medication medications medicine medicines tablets prescription"
        " emergency antibiotic antibiotics myasthenia suicide suicidal struggling vomiting overdose"
        " vaccinated supplement supplements remission infusion treatment treatments immune"
        " appointment specialist"
    ),
    "es": (
        "respirar respiracion medicacion medicamento medicamentos tratamiento urgencias vacunas "
        "pastillas hospital ambulancia miastenia neurologo suicidarme suplemento"
    ),
}
_CLOSE = {
    (code, letter): tuple(word for word in words.split() if word[0] == letter)
    for code, words in _KEYWORDS.items()
    for letter in {word[0] for word in words.split()}
}


_CONTRACTED = ("'s", "n't", "'re", "'ve", "'m", "'ll")


def guess(words: list[str]) -> str:
    """The language of a text; English when it is too short to tell."""
    if _foreign_script(words):
        return UNKNOWN
    best, score, english = _scores(words)
    if score == 0:
        return UNKNOWN if len(words) >= 8 else "en"
    if best == "en":
        return "en"
    if len(words) < 3 and english == 0:
        return best if best != UNKNOWN and score else "en"
    if best == UNKNOWN:
        return UNKNOWN if len(words) >= 4 and score >= 3 and score > english + 1 else "en"
    enough = score >= 2 or len(words) <= 4
    return best if enough and score > english else "en"


def odd_among(words: list[str], whole: str) -> Set[str]:
    """Those of a text's words that speak for another language than that of the whole."""
    elided = _with_apostrophe(words)
    if whole == "en":
        # "Don't" and "she's" speak for English alone.
        elided = [word for word in elided if word.partition("'")[0] in _HEADS]
    return _STRANGE[whole].intersection(words).union(elided)


def of_sentence(words: list[str], whole: str, odd: Set[str]) -> str:
    """The language of one sentence: its own when clear, else that of the text.

    `odd` are the words of the text that speak for another language.
    """
    if odd.isdisjoint(words) or len(words) < 4 or not _doubtful(words, odd):
        return whole
    best, score, _ = _scores(words)
    if best in (whole, UNKNOWN):
        return whole
    mine = sum(word in _SETS.get(whole, ()) for word in words)
    return best if score >= 3 and score >= mine + 2 and score * 3 >= len(words) else whole


def _doubtful(words: list[str], odd: Set[str]) -> bool:
    """Whether another language could be two words ahead of that of the text."""
    found = [word for word in words if word in odd]
    # A word speaks once for another language, or twice if it is elided.
    return len(found) > 1 or "'" in found[0]


def _scores(words: list[str]) -> tuple[str, int, int]:
    first = words[:400]
    counts = Counter(chain.from_iterable(filter(None, map(_HOMES.get, first))))
    for word in _with_apostrophe(first):
        counts["en"] += word.endswith(_CONTRACTED)
        head = word.partition("'")[0] + "'"
        for code in ("fr", "it"):
            counts[code] += head in _SETS[code]
    best = max(_SETS, key=lambda code: (counts[code], code == "en", code != UNKNOWN))
    return best, counts[best], counts["en"]


def _with_apostrophe(words: list[str]) -> list[str]:
    return list(compress(words, map(contains, words, repeat("'"))))


def _foreign_script(words: list[str]) -> bool:
    letters = "".join(words)
    if letters.isascii():
        return False
    foreign = sum(char > "\u024f" for char in letters)
    return bool(foreign) and foreign * 2 > len(letters)


@lru_cache(maxsize=4096)
def closest_keyword(word: str, code: str) -> str | None:
    """A long everyday word of our subject that was mistyped by one letter."""
    if len(word) < 7 or word in _SETS.get(code, ()):
        return None
    for keyword in _CLOSE.get((code, word[0]), ()):
        if abs(len(word) - len(keyword)) < 2 and _one_off(word, keyword):
            return keyword
    return None


def _one_off(left: str, right: str) -> bool:
    """At most one letter added, lost, changed, or swapped with its neighbour."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (len(a) > 1 and swapped)
