"""Write out contractions and texting forms, so that patterns need to know one form only."""

from __future__ import annotations

_WHOLE = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "y'all": "you all",
    "yall": "you all",
    "dont": "do not",
    "cant": "can not",
    "wont": "will not",
    "isnt": "is not",
    "didnt": "did not",
    "doesnt": "does not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "couldnt": "could not",
    "havent": "have not",
    "hasnt": "has not",
    "arent": "are not",
    "wasnt": "was not",
    "werent": "were not",
    "hadnt": "had not",
    "aint": "is not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "theyre": "they are",
    "thats": "that is",
    "whats": "what is",
    "hes": "he is",
    "shes": "she is",
    "youve": "you have",
    "weve": "we have",
    "theyve": "they have",
    "youll": "you will",
    "theyll": "they will",
    "itll": "it will",
    "gonna": "going to",
    "goin": "going",
    "wanna": "want to",
    "gotta": "got to",
    "lemme": "let me",
    "dunno": "do not know",
    "imma": "i am going to",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "bc": "because",
    "cuz": "because",
    "coz": "because",
    "cos": "because",
    "thx": "thanks",
    "thru": "through",
    "wud": "would",
    "shud": "should",
    "cud": "could",
    "tho": "though",
    "def": "definitely",
    "ppl": "people",
    "smth": "something",
    "rly": "really",
    "abt": "about",
    "w/o": "without",
    "shoulda": "should have",
    "woulda": "would have",
    "coulda": "could have",
    "id": "i would",
    "youd": "you would",
    "theres": "there is",
    "wasn": "was",
    "dnt": "do not",
    "cnt": "can not",
    "hav": "have",
    "wen": "when",
    "becuase": "because",
    "stoped": "stopped",
    "stoping": "stopping",
    "tabelts": "tablets",
    "tabs": "tablets",
    "chocking": "choking",
    "breathin": "breathing",
    "swallowin": "swallowing",
    "thier": "their",
    "teh": "the",
    "yr": "year",
    "yrs": "years",
    "hr": "hour",
    "hrs": "hours",
    "wk": "week",
    "wks": "weeks",
    "mins": "minutes",
    "min": "minutes",
    "brething": "breathing",
    "breathe": "breathe",
    "talkin": "talking",
    "takin": "taking",
    "tryna": "trying to",
    "hafta": "have to",
    "oughta": "ought to",
    "outta": "out of",
    "kinda": "kind of",
    "cld": "could",
    "shld": "should",
    "wld": "would",
    "2nite": "tonight",
    "b4": "before",
    "anymore": "any more",
    "myself": "myself",
    "gettin": "getting",
    "nite": "night",
}
_TAILS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_IS = frozenset(
    [
        "it",
        "that",
        "he",
        "she",
        "there",
        "what",
        "who",
        "here",
        "where",
        "how",
        "this",
        "everything",
        "nothing",
    ]
)
_ELIDED = frozenset(
    [
        "l",
        "d",
        "j",
        "m",
        "t",
        "s",
        "n",
        "c",
        "qu",
        "jusqu",
        "lorsqu",
        "puisqu",
        "un",
        "dell",
        "nell",
        "all",
        "sull",
        "dall",
        "quest",
        "quell",
        "c",
        "po",
    ]
)


def written_out(text: str, language: str) -> list[str] | None:
    """The words that a contraction stands for; nothing for a word that is no contraction."""
    return _english(text) if language == "en" else _elided(text)


def _english(text: str) -> list[str] | None:
    if text in _WHOLE:
        return _WHOLE[text].split()
    if "'" not in text:
        return None
    for tail, meaning in _TAILS.items():
        if text.endswith(tail):
            head = text[: -len(tail)]
            return [head, meaning] if head else [meaning]
    head, _, tail = text.rpartition("'")
    if tail == "s":
        return [head, "is" if head in _IS else "'s"]
    return _elided(text)


def _elided(text: str) -> list[str] | None:
    head, mark, rest = text.partition("'")
    if mark and head in _ELIDED and rest:
        return [head + "'", rest]
    return None
