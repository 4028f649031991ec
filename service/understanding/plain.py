"""The one spelling that patterns and the proposal grammar are written for."""

from __future__ import annotations

import re
from functools import lru_cache

from service.linguistics.normalise import normalise

_QUOTES = str.maketrans("’‘`´“”", "''''\"\"")
_OTHER_PERSON = re.compile(r"<person_(?!1>)\d+>")
_PSEUDONYM = re.compile(r"<([a-z_]+)_\d+>")
_HAN_GAP = re.compile(r"(?<=[一-鿿])[ ]+(?=[一-鿿])")
_SPACES = re.compile(r"[^\S\n]+")
# Chat spellings that carry meaning for a signal; each is a whole word.
_SPELLINGS = {
    "cant": "can't", "cannot": "can't", "can not": "can't", "dont": "don't", "do not": "don't", "wont": "won't",
    "didnt": "didn't", "did not": "didn't", "doesnt": "doesn't", "does not": "doesn't", "isnt": "isn't",
    "im": "i'm", "i am": "i'm", "ive": "i've", "i have": "i've", "couldnt": "couldn't", "could not": "couldn't",
    "wasnt": "wasn't", "havent": "haven't", "have not": "haven't", "will not": "won't", "is not": "isn't",
    "whats": "what's", "what is": "what's", "id like": "i'd like", "i would": "i'd", "i will": "i'll",
    "ill pay": "i'll pay", "ill make": "i'll make", "ill send": "i'll send", "ill have": "i'll have",
    "ill take": "i'll take", "ill give": "i'll give", "ill do": "i'll do", "ill settle": "i'll settle",
    "u": "you", "ur": "your", "r u": "are you", "youre": "you're", "you are": "you're", "theyre": "they're",
    "pls": "please", "plz": "please", "gonna": "going to", "gotta": "have to", "wanna": "want to",
    "hes": "he's", "he is": "he's", "shes": "she's", "she is": "she's", "its": "it's", "thats": "that's",
    "payed": "paid", "recieve": "receive", "tmrw": "tomorrow", "tmr": "tomorrow", "wk": "week", "mth": "month",
    "txt": "text", "txts": "texts", "msg": "message", "msgs": "messages", "ppl": "people", "lawer": "lawyer",
    "laywer": "lawyer", "lawyr": "lawyer", "attorny": "attorney", "soliciter": "solicitor", "fraudulant": "fraudulent",
    "fraudulantly": "fraudulently", "nuber": "number", "numer": "number", "numbr": "number", "nubmer": "number",
    "persn": "person", "deceasd": "deceased", "suiside": "suicide", "adn": "and", "teh": "the",
    "bankrupcy": "bankruptcy", "bankruptsy": "bankruptcy", "suicde": "suicide", "attourney": "attorney",
}  # fmt: skip
_SPELLING = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True)) + r")\b")


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """A message normalised, with straight quotes, chat spellings written out, and pseudonyms without digits.

    The borrower, always <PERSON_1>, is `<person>`; everybody else is `<other_person>`.

    Never raises; what is invisible or unpaired (control characters, lone surrogates) is gone.
    """
    folded = normalise(text).text.translate(_QUOTES)
    folded = _OTHER_PERSON.sub("<other_person>", folded)
    folded = _PSEUDONYM.sub(r"<\1>", folded)
    folded = _HAN_GAP.sub("", _SPACES.sub(" ", folded))
    return _SPELLING.sub(lambda match: _SPELLINGS[match.group()], folded).strip()


def as_learned(clean: str) -> str:
    """A plain text as the heads know it: to them one person's pseudonym is like another's."""
    return clean.replace("<other_person>", "<person>")
