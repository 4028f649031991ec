"""From the facts of a message to the terms that the borrower offers."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from service.domain.reading import Proposal
from service.understanding.proposal.facts import Facts
from service.understanding.proposal.roles import Part

_CENT = Decimal("0.01")
_CUE = re.compile(
    r"\b(?:can|could|pay|paying|repay|afford|offer|manage|how about|what about|at most|max|i'll|i'd|we'll"
    r"|willing|would you|take|let me|settle"
    r"|settlement|accept|make it|give|send|most|best|spare|maybe|propose|proposal|swing|scrape|realistic|plan"
    r"|put|will|do|okay|ok|fine|start(?:ing)?"
    r"|going to|try|commit|instal+ments?|payments?|down|deposit|discount|off|per|split)\b"
    r"|能|可以|还|给|付|最多|出|行不行|行吗|分|先|打算|愿意|只有|凑|减|折|结清|接受|承担|转|打|拿"
)
_ASKS_ABOUT = re.compile(
    r"^\W*(?:why|what happens|how come|what if|when did|who|what's the (?:minimum|monthly)|how much)\b"
    r"|^\W*(?:为什么|怎么|多少|如果同意)"
)
_PLANS = re.compile(
    r"\b(?:can|could|may|want to|i'd like to|like to|let me|let's|how about|what about|able to|i'll|we"
    r"|prefer to|possible to|please|allow me to|rather|okay to)\b"
    r"[^.;!]{0,40}\b(?:pay|split|spread|break|do|clear|make|set|settle|divide|stretch|have)\b"
    r"|\b(?:split|spread|divide|stretch) (?:it|this|that|them|the)\b|\bhow about\b|\bwhat about\b"
    r"|能不能|能否|可不可以|可以|能|想|希望|申请|帮我|给我|打算|分|行吗|行不行|好吗"
)
_NOT_PLANS = re.compile(
    r"\b(?:can't|couldn't|unable|don't want|won't|what happens|how (?:does|do|long|much)|if i (?:miss|pay"
    r"|settle|accept))\b"
    r"|利息|手续费|征信|怎么算|多少期|几期|还不|不想|没法|(?<!能)不能|没|影响|多少|怎么|凭什么|已经"
    r"|早就|明明|不用还|证明|做不到|什么是"
)
_PAYS = re.compile(
    r"\b(?:i'll|i will|going to|i can|i could|can i|could i|let me|i'd|i'm|i promise to"
    r"|will) (?:be able to )?(?:definitely |probably |try to |make |be )?(?:pay(?:ing)?|send(?:ing)?|settle"
    r"|clear|transfer|make (?:a|the|my) payment|the payment|catch up)\b"
    r"|\bpay(?:ing)? (?:it |this |that )?in full\b|(?:还(?:款|钱|清|给|上|你|吧|的|$|[。，,！!])|转账"
    r"|打款|付款|结清|汇款|付清|打给|转给|转过)"
)
_FULL = re.compile(
    r"\b(?:pay|settle|clear|send)(?:ing)? (?:it |this |that )?(?:all|everything|in full|(?:off )?the (?:full"
    r"|whole|entire|lot|total)|(?:it|this|that|you) (?:all )?(?:off|in full|up in full)|it all|the balance)\b"
    r"|\bin full\b|\bthe (?:full|whole|entire) (?:amount|thing|balance|sum|lot|debt)\b|全部还清|一次(?:性)?(?:还|付"
    r"|结)(?:清|完)|全额|全款|(?:还|付|结)清|一次(?:性)?还完"
)
_SETTLES = re.compile(
    r"\bsettl(?:e|es|ed|ing|ement)\b|\b(?:forgive|waive|write off|drop|forget|cancel"
    r"|wipe)\b[^.;]{0,16}\b(?:rest|remainder|remaining|balance|other half)\b|\bcall it (?:even|quits|done)\b"
    r"|\bclose the account\b"
    r"|剩(?:下|余)?的?[^，。]{0,4}(?:免|减|不要|算了|别要)|一笔勾销|和解|了结|结清|两清"
)
_REST = re.compile(
    r"\b(?:the )?(?:rest|remainder|remaining|other half|second half)\b|剩(?:下|余)的?|余下的?|其余|余款|尾款|另一半"
)
_HALVES = re.compile(
    r"\bhalf\b[^.;?]{0,30}\b(?:half|the rest|remainder|other half)\b|一半[^。；？]{0,16}(?:一半|剩)|half now\b|先还一半"
    r"|一半[^。]{0,6}先"
)
_CORRECTS = re.compile(r"\b(?:make it|rather|instead|at most|no,|not|or)\b|改成|最多|不如|还是")


def interpret(facts: Facts, balance: Decimal | None) -> Proposal | None:
    """The proposal of the facts; None where they hold none."""
    if _ASKS_ABOUT.search(facts.text) and not (facts.with_role("refused") and facts.with_role("offer")):
        return None
    owed = _stated_balance(facts) or balance
    proposal = _terms(facts, owed)
    if proposal is None or proposal.empty:
        return None
    currency = next((part.mention.value.currency for part in facts.parts if part.mention.value.currency), None)
    return proposal.model_copy(update={"currency": currency})


def _terms(facts: Facts, owed: Decimal | None) -> Proposal | None:
    if _HALVES.search(facts.text) and not facts.discounts:
        return _halves(facts, owed)
    if facts.with_role("offer", "down") and _CUE.search(facts.text):
        return _with_discount(_sums(facts, owed), facts, owed)
    if facts.with_role("settlement") or facts.discounts:
        return _with_discount(_settlement(facts), facts, owed)
    if facts.with_role("offer") and (facts.cadences or facts.dates or facts.counts or len(facts.text) <= 20):
        return _sums(facts, owed)
    return _without_sum(facts, owed)


def _sums(facts: Facts, owed: Decimal | None) -> Proposal:
    """Terms with at least one offered sum."""
    down, regular = _split(facts)
    count, cadence = facts.count(), facts.regular_cadence()
    amount = regular.mention.value.value if regular else None
    if count is not None and count.cadence and cadence is None:
        cadence = count.cadence
    number = _number(facts, regular)
    if cadence is None and (number is None or number == 1):
        return _single(facts, down, regular, owed)
    if (
        regular
        and count
        and count.total
        and not facts.cadence_after(regular)
        and not facts.same_sum_each()
        and down is None
    ):
        amount = None
    return Proposal(
        amount=amount,
        cadence=cadence,
        count=number,
        start=facts.start(down, regular=True),
        down_payment=down.mention.value.value if down else None,
        settlement_total=_settled(facts),
    )


def _number(facts: Facts, regular: Part | None) -> int | None:
    """The number of instalments; months do not count weekly ones."""
    count, cadence = facts.count(), facts.regular_cadence()
    if count is None:
        return None
    return count.number if count.cadence is None or cadence is None or count.cadence == cadence else None


def _split(facts: Facts) -> tuple[Part | None, Part | None]:
    """The first payment that comes ahead, if any, and the sum of the regular ones."""
    downs, offers = facts.with_role("down"), facts.with_role("offer")
    if downs:
        later = [part for part in offers if part.mention.start != downs[0].mention.start]
        return downs[0], later[0] if later else None
    if len(offers) < 2:
        return None, offers[0]
    first, second = offers[0], offers[1]
    if facts.same_sum_each():
        return None, first
    if facts.cadence_after(first):
        return None, first
    if facts.cadence_after(second) or (_dated(facts, first) and _dated(facts, second)):
        return (
            (None, second)
            if _CORRECTS.search(facts.text[first.mention.end : second.mention.start])
            else (first, second)
        )
    return None, offers[-1]


def _dated(facts: Facts, part: Part) -> bool:
    return any(part.clause[0] <= item.start < part.clause[1] for item in facts.dates)


def _single(facts: Facts, down: Part | None, regular: Part | None, owed: Decimal | None) -> Proposal:
    """A sum without a rhythm: one payment when a day or a word says so, else the bare sum."""
    amount = regular.mention.value.value if regular else None
    first = down.mention.value.value if down else None
    start = facts.start(down, regular=False)
    if down is not None and regular is None:
        later = _REST.search(facts.text) is not None and start is not None
        rest = owed - first if later and owed and first and owed > first else None
        return Proposal(
            amount=rest, down_payment=first, cadence="once" if later else None, count=1 if later else None, start=start
        )
    once = facts.says_once() or (start is not None and not _starts(facts))
    settled = _settled(facts)
    if settled is None and _SETTLES.search(facts.text) and down is None:
        settled = amount
        amount = amount if once else None
    return Proposal(
        amount=amount,
        cadence="once" if once else None,
        count=1 if once or facts.count() else None,
        start=start,
        down_payment=first,
        settlement_total=settled,
    )


def _starts(facts: Facts) -> bool:
    """Whether the day is when payments begin, not when the one payment is made."""
    return (
        re.search(r"\b(?:start|starting|beginning|begin|first one)\b|开始|起还|起[，,。]|首期", facts.text) is not None
    )


def _settled(facts: Facts) -> Decimal | None:
    return next((part.mention.value.value for part in facts.with_role("settlement")), None)


def _settlement(facts: Facts) -> Proposal:
    """A total, or a reduction alone."""
    total, count, cadence = _settled(facts), facts.count(), facts.regular_cadence()
    if cadence is None and count is not None:
        cadence = count.cadence
    start = facts.start(None, regular=cadence is not None or count is not None)
    once = (
        cadence is None
        and count is None
        and (facts.says_once() or start is not None or _FULL.search(facts.text) is not None)
    )
    if total is not None and _FULL.search(facts.text) and not facts.says_once() and start is None:
        once = False
    return Proposal(
        amount=total if once else None,
        cadence="once" if once else cadence,
        count=1 if once else _number(facts, None),
        start=start,
        settlement_total=total,
    )


def _with_discount(proposal: Proposal, facts: Facts, owed: Decimal | None) -> Proposal:
    if not facts.discounts:
        return proposal
    percent = facts.discounts[0].value
    total = proposal.settlement_total
    if total is None and owed is not None:
        total = (owed * (100 - percent) / 100).quantize(_CENT, rounding=ROUND_HALF_UP)
    return proposal.model_copy(update={"discount_percent": percent, "settlement_total": total})


def _halves(facts: Facts, owed: Decimal | None) -> Proposal:
    """Half now, the rest on a day: a first payment and a single later one."""
    half = (owed / 2).quantize(_CENT, rounding=ROUND_HALF_UP) if owed is not None else None
    days = [item.value for item in facts.dates if item.value != facts.today]
    return Proposal(amount=half, down_payment=half, cadence="once", count=1, start=days[-1] if days else None)


def _without_sum(facts: Facts, owed: Decimal | None) -> Proposal | None:
    """A rhythm, a number of instalments or a day, without a sum."""
    if _NOT_PLANS.search(facts.text) and not facts.with_role("refused"):
        return None
    count, cadence = facts.count(), facts.regular_cadence()
    if (count or cadence) and _PLANS.search(facts.text):
        return Proposal(
            cadence=cadence or (count.cadence if count else None),
            count=_number(facts, None),
            start=facts.start(None, regular=True),
        )
    if cadence is None and count is None and _PAYS.search(facts.text):
        start = facts.start(None, regular=False)
        full = _FULL.search(facts.text) is not None or facts.says_once()
        stated = _stated_balance(facts)
        if start is not None or full:
            return Proposal(amount=(stated or owed) if full else None, cadence="once", count=1, start=start)
    return None


def _stated_balance(facts: Facts) -> Decimal | None:
    return next((part.mention.value.value for part in facts.with_role("balance")), None)
