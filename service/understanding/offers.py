"""Answers to an open offer: a bare "yes" or "no" means something only while an offer is on the table."""

from __future__ import annotations

import re

from service.domain.reading import Proposal
from service.domain.vocabulary import Signal
from service.understanding.context import ReadingContext
from service.understanding.sentences import Sentences
from service.understanding.signals import Evidence

_YES = re.compile(
    r"^\W*(?:(?:oh|well|um|ah|so|and)\W+)?(?:yes+|yeah|yep|yup|yea|ok+|okay|okey|sure|deal|agreed?|fine"
    r"|alright|all right|perfect|great|sounds? (?:good|great|fair|fine|ok)"
    r"|(?:that|this|it|which)(?:'s| is)? (?:\w+ )?(?:works?|good|fine|great|ok|okay|perfect|doable|fair"
    r"|acceptable|will do|'ll do)|works for me|go ahead|let's do (?:it|that|this)"
    r"|do it|i(?:'ll)? (?:accept|agree|take it|do it|do that)|happy with (?:that|it|those|these)|absolutely"
    r"|definitely|certainly|of course|sign me up|i'm in|count me in|let's go|i can do that|i could do that"
    r"|i'm (?:ok|okay|fine|happy) with)\b"
    r"|\b(?:set it up|book it in|put me down for (?:it|that)|i(?:'ll)? (?:accept|agree|take it)|we have a deal"
    r"|you have a deal|that works|works for me|sounds good)\b"
    r"|^\W*(?:那)?(?:好+的?|可以的?|行|中|成|同意|没问题|没意见|ok|okay|接受|嗯+|对|是的|成交|要的|妥|得"
    r"|好嘞|好呀|好吧|好啊|行吧|行啊|可以啊|可以呀|没事"
    r"|答应)(?:[啊呀吧嘞哒的呢了]*)(?=$|[\W]|就|那|我|帮|谢|按|没|可以|同意|行|中|的)"
    r"|就这(?:么|样)(?:办|定|来|吧)|我(?:同意|接受|答应)|那就(?:这样|这么)|按你说的|照你说的|没问题"
)
_NO = re.compile(
    r"^\W*(?:no+|nope|nah|no way|no thanks?|no thank you|not really|never|i can't(?: do (?:that|it|this))?"
    r"|can't do (?:it|that)|i don't think so|not possible|impossible|absolutely not)\b(?! (?:problem|worries"
    r"|issue|objection|dispute|need|idea|money|one))"
    r"|\b(?:i can't (?:do|accept|agree|afford|manage) (?:that|this|it|either)|too (?:much|high|steep|expensive))\b"
    r"|^\W*(?:不行|不可以|不同意|不要|不接受|不可能|不能|不了|不$|不[，,。]|算了|没法|做不到|不太行|不合适|不用了)"
    r"|太(?:多|高|贵)|(?:还|负担|承担)不(?:起|了)|接受不了"
)
_BUT = re.compile(
    r"\b(?:but|however|only if|unless|if you|as long as|provided|though|except)\b|但是?|不过|可是|只是"
    r"|如果|除非|前提|要是|只要"
)
_NOT_AN_ANSWER = re.compile(
    r"^\W*(?:ok(?:ay)?|yes|yeah|sure|fine|right|嗯+|好的?|是的?|对)\W*(?:so\b|what|how|when|why|who|where|which"
    r"|can (?:you|i|we)|could|would|will|is |are |does|do you|tell me|explain|i(?:'m| am| was| have"
    r"|'ve) (?:<person>|here|listening|the|not|him|her|speaking|verified|him)|this is|it's me|that's me|my "
    r"|and (?:what|how|if)|是我|我是|我叫|怎么|什么|为什么|请问|那(?:如果|怎么|什么|利息))"
)
_QUESTION = re.compile(r"[?？]\s*$|(?:吗|么|呢|没有)\W*$")
_ANSWERS = (Signal.ACCEPTS_OFFER, Signal.REJECTS_OFFER)


def answer_offer(found: Evidence, sentences: Sentences, proposal: Proposal | None, context: ReadingContext) -> Evidence:
    """The signals with acceptance and rejection settled by the context.

    A counter-proposal with terms of its own, a condition or a question is no acceptance. Without an open offer only
    words that name one ("I accept the plan") count.
    """
    settled = dict(found)
    if not context.has_open_offer:
        return {signal: how for signal, how in settled.items() if signal not in _ANSWERS or how.startswith("pattern")}
    statements = [part for part in sentences.first(6) if not _QUESTION.search(part)]
    if Signal.ACCEPTS_OFFER not in settled and any(_accepts(part) for part in statements):
        settled[Signal.ACCEPTS_OFFER] = "pattern:open_offer.yes"
    if Signal.REJECTS_OFFER not in settled and any(_NO.search(part) for part in statements):
        settled[Signal.REJECTS_OFFER] = "pattern:open_offer.no"
    if not statements or not _may_accept(settled, sentences, proposal):
        settled.pop(Signal.ACCEPTS_OFFER, None)
    return settled


def _accepts(sentence: str) -> bool:
    return _YES.search(sentence) is not None and _NOT_AN_ANSWER.search(sentence) is None


def _may_accept(found: Evidence, sentences: Sentences, proposal: Proposal | None) -> bool:
    """Nothing in the message takes the acceptance back."""
    own_terms = proposal is not None and Signal.PROPOSES_PLAN in found
    return not (own_terms or Signal.REJECTS_OFFER in found or _BUT.search(sentences.text))
