"""Reading a message: signals, emotion, language and proposal."""

from __future__ import annotations

import re

from service.domain.reading import Proposal, Reading
from service.domain.vocabulary import Signal
from service.linguistics.language import detect_language
from service.understanding.classifier import emotion_heads, signal_heads, vector_of
from service.understanding.context import ReadingContext
from service.understanding.emotions import find_emotion
from service.understanding.offers import answer_offer
from service.understanding.patterns import pattern_books
from service.understanding.plain import plain
from service.understanding.proposal import parse_proposal
from service.understanding.sentences import Sentences
from service.understanding.signals import Evidence, find_signals
from service.understanding.switching import wants_other_language

_COMMITS = re.compile(
    r"\b(?:i'll|i promise|i swear|going to|i'm paying|you'll have)\b|(?:我|就|一定|马上|保证|准时"
    r"|肯定)[^，。]{0,8}(?:还|转|打"
    r"|付)|(?:号|天|晚|周.|底)(?:就|我|再|之前|前)?(?:一定)?(?:还|转|打|付)"
)
_VOWS = re.compile(r"\b(?:promise|swear|guarantee|my word)\b|一定|保证|承诺|肯定|发誓|说话算话")
_UNCERTAIN = re.compile(
    r"[?？]|\b(?:can|could|would|maybe|if|how about|what about|most|offer)\b|能不能|可以吗|行吗|行不行|最多|如果|能"
)


def read(text: str, context: ReadingContext) -> Reading:
    """What a redacted message says. Never raises, whatever the text holds.

    Patterns look at the whole text, trained heads at its first 1,500 characters and first 12 sentences, the proposal
    grammar at its first 3,000 characters.
    """
    clean = plain(text)
    sentences = Sentences(clean)
    proposal = parse_proposal(text, context.language, context.today, context.balance, context.currency)
    found = find_signals(sentences) if clean else {}
    if proposal is not None and proposal.amount is None and Signal.ALREADY_PAID in found:
        proposal = None
    found = _with_proposal(found, proposal, clean)
    found = answer_offer(found, sentences, proposal, context)
    switch = wants_other_language(clean, context.language)
    if switch is not None:
        found[Signal.LANGUAGE_SWITCH] = switch
    return Reading(
        signals=frozenset(found),
        emotion=find_emotion(sentences, found),
        language=detect_language(clean),
        proposal=proposal,
        evidence=found,
    )


def warm_up() -> None:
    """Load patterns, heads and the embedding model, so that the first message is not the slow one."""
    pattern_books()
    signal_heads()
    emotion_heads()
    vector_of("warm up")


def _with_proposal(found: Evidence, proposal: Proposal | None, clean: str) -> Evidence:
    """Terms make a message a proposal, a firm single payment is a promise; the grammar knows better than a head."""
    settled = dict(found)
    if settled.get(Signal.ALREADY_PAID, "").startswith("classifier") and Signal.PROMISES_TO_PAY in settled:
        settled.pop(Signal.ALREADY_PAID)
    if proposal is None:
        if settled.get(Signal.PROPOSES_PLAN, "").startswith("classifier"):
            settled.pop(Signal.PROPOSES_PLAN)
        return settled
    if proposal.cadence == "once" and proposal.discount_percent is None and proposal.settlement_total is None:
        if _COMMITS.search(clean) and not _UNCERTAIN.search(clean):
            settled.setdefault(Signal.PROMISES_TO_PAY, "pattern:proposal.promise")
        if Signal.PROMISES_TO_PAY in settled:
            settled.pop(Signal.PROPOSES_PLAN, None)
            return settled
    if not _VOWS.search(clean):
        settled.pop(Signal.PROMISES_TO_PAY, None)
    settled[Signal.PROPOSES_PLAN] = "pattern:proposal.terms"
    return settled
