"""Answers to an open offer: a bare "yes" or "no" means something only while an offer is on the table."""

from __future__ import annotations

import re

from service.domain.reading import Proposal
from service.domain.vocabulary import Signal
from service.understanding.acceptance import Yes, asks, refers_to_offer, yes_of
from service.understanding.context import ReadingContext
from service.understanding.sentences import Sentences
from service.understanding.signals import Evidence

_NO = re.compile(
    r"^\W*(?:no+|nope|nah|no way|no thanks?|no thank you|not really|never|i can't(?: do (?:that|it|this))?"
    r"|can't do (?:it|that)|i don't think so|not possible|impossible|absolutely not"
    r"|not happening)\b(?!,? (?:problem|worries"
    r"|issue|objections?|dispute|need|idea|money|one|questions?|hurry|rush|i mean|i meant|that's (?:ok|fine|all|good)))"
    r"|\b(?:must|have to|got to) (?:be (?:joking|kidding)|decline|refuse|pass)\b|\bi refuse\b"
    r"|\b(?:i can't (?:do|accept|agree|afford|manage) (?:that|this|it|either)|too (?:much|high|steep|expensive))\b"
    r"|^\W*(?:不行|不可以|不同意|不要|不接受|不可能|不能|不了|不$|不[，,。]|算了|没法|做不到|不太行|不合适|不用了|我?拒绝)"
    r"|太(?:多|高|贵)|(?:还|负担|承担)不(?:起|了)|接受不了"
)
# A head that knows no context calls many a question a refusal; it is heard where the message denies or finds too much.
_DENIES = re.compile(
    r"\b(?:no|not|nope|nah|never|neither|none|can't|cannot|won't|too|pass|declin\w+|refus\w+|reject\w+|turn|more than"
    r"|higher|beyond|out of|over|steep|insult\w*|joke|joking|rather|unaffordable|unreasonable|ridiculous)\b|n't\b"
    r"|不|没|拒|算了|别|太|高|贵|超"
)
_ANSWERS = (Signal.ACCEPTS_OFFER, Signal.REJECTS_OFFER)


def answer_offer(found: Evidence, sentences: Sentences, proposal: Proposal | None, context: ReadingContext) -> Evidence:
    """The signals with acceptance and rejection settled by the context.

    Without an open offer only words that name one ("I accept the plan") count. With one, an acceptance is an explicit
    yes that nothing takes back, and never a head's guess.
    """
    if not context.has_open_offer:
        return {signal: how for signal, how in found.items() if signal not in _ANSWERS or how.startswith("pattern")}
    settled: Evidence = {signal: how for signal, how in found.items() if signal is not Signal.ACCEPTS_OFFER}
    if not _rejects(settled, sentences):
        settled.pop(Signal.REJECTS_OFFER, None)
    elif Signal.REJECTS_OFFER not in settled:
        settled[Signal.REJECTS_OFFER] = "pattern:open_offer.no"
    yes = yes_of(sentences)
    if yes is not None and _may_accept(settled, yes, proposal, sentences.text):
        settled[Signal.ACCEPTS_OFFER] = f"pattern:open_offer.{yes}"
    return settled


def _rejects(found: Evidence, sentences: Sentences) -> bool:
    how = found.get(Signal.REJECTS_OFFER)
    if how is not None and (how.startswith("pattern") or _DENIES.search(sentences.text)):
        return True
    return any(_NO.search(part) for part in sentences.first(6) if not asks(part))


def _may_accept(found: Evidence, yes: Yes, proposal: Proposal | None, text: str) -> bool:
    """Nothing else in the message contradicts the yes: no refusal, no terms of the borrower's own."""
    if Signal.REJECTS_OFFER in found:
        return False
    own_terms = proposal is not None and Signal.PROPOSES_PLAN in found
    return not own_terms or (yes == "agrees" and refers_to_offer(text))
