"""What each sum of a message is: an offer, a first payment, the balance, a refused sum, or somebody else's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service.understanding.proposal.amounts import Sum
from service.understanding.proposal.mention import Mention

Role = Literal["offer", "down", "balance", "settlement", "refused", "other"]

_CLAUSE = re.compile(
    r"(?<!\d)[,.;:!?、\n]|[,.;:!?、\n](?!\d)|\b(?:and|but|so|then|because|which|while|or)\b|但是?|不过"
    r"|所以|然后|而且|可是"
    r"|以后|剩下|剩余|余下|其余"
)

_BEFORE: tuple[tuple[Role, str], ...] = (
    (
        "refused",
        r"(?:\b(?:can't|couldn't|not|won't|unable to|never|instead of|rather than|don't have|haven't got|don't"
        r"|no way)\b(?! (?:more|over|above|exceed|go (?:over|above|beyond)))(?:(?!\b(?:more than|over|above|beyond"
        r"|exceed)\b)[^,.;]){0,22}|\btoo much at |做不到|给不了|还不起|还不了|付不起|拿不出|没有|没法还"
        r"|不能还|负担不起|不要|不是)$",
    ),
    (
        "down",
        r"(?:\b(?:down ?payment|deposit|first payment|initial payment|upfront payment)(?: of| is| would be)?"
        r"|\bput down |首付(?:款)?|首期|头款|首笔|第一笔|先(?:还|付|给|打|转|交|凑|拿|出|缴)(?:掉|上|你们?"
        r"|您)?|(?:现在|今天"
        r"|马上)先\S{0,3})\s*(?:about |around )?$",
    ),
    (
        "other",
        r"\b(?:i'm|i was|i turned|i'll be|aged?|he's|she's) (?:only |just |still |now |nearly |almost )?$"
        r"|\b(?:liv(?:e|ing)|surviv(?:e|ing)|get(?:ting)? by|scrap(?:e|ing) by)\b[^,.;]{0,24}"
        r"\bon (?:just |only |about )?$"
        r"|(?:帮我|替我|帮忙)(?:出|付|还|交)了?$|(?:妈|爸|哥|姐|弟|妹|老公|老婆|朋友|公司|老板|他|她"
        r"|家里)[^，。,]{0,8}给我$|\bshould (?:only )?be (?:only )?$"
        r"|\b(?:was|were|used to|been|previously) (?:pay(?:ing)?|do(?:ing)?)[^,.;\d]{0,10}$"
        r"|\b(?:friend|neighbou?r|cousin|colleague|brother|sister)\b[^,.;]{0,12}\b(?:settled?|pays?|paid|owes?"
        r"|gets?|got|earns?|makes?|gave|lent)\b[^,.;\d]{0,12}$",
    ),
    (
        "settlement",
        r"(?:\b(?:settle|settling|settlement|settled|close (?:it|this|the account)|call it (?:even"
        r"|quits))\b[^,.;]{0,30}\b(?:for|of|at|with|is|offer)(?: about| around)?|\b(?:settlement"
        r"|settle)(?: offer)?(?: is| of)?|(?:一共|总共|一口价)?(?:只)?(?:还|付|出|给)?(?:了结|结清|和解"
        r"|一口价)(?:金额)?[^，。,]{0,4})\s*$",
    ),
    (
        "balance",
        r"(?:\b(?:owe(?: you)?|owing|balance|total|debt|bill|loan|outstanding|the full|the whole|the entire"
        r"|all of the|of the|out of|on the|pay off the|settle (?:the|my|this)|of my|amount due)(?: is| of| was"
        r"| comes to| at| you)*(?: about| around| roughly)?|(?:欠|欠款|总额|总共|一共|余额|本金|全部"
        r"|总欠款|欠了|账单)(?:你们|了|是|有|为|款|着"
        r"|共|您|的)*)\s*$",
    ),
    (
        "other",
        r"(?:\b(?:earn|earning|i make|we make|making|salary|income|wages?|bring(?:ing)?(?: in| home)?|take[- ]home"
        r"|get(?:ting)? paid|i get|i receive|we get|pension|benefits?|rent|mortgage|bills?|groceries|insurance"
        r"|utilities|electric(?:ity)?|gas|child support|alimony|car(?: payment| note| loan)?|daycare|childcare"
        r"|phone|fees?|charged?(?: me)?|interest|penalty|cost(?:s|ing)?|spend(?:ing)?|lent|borrowed|paid|sent"
        r"|transferred|you (?:said|offered|want(?:ed)?|asked|quoted|told me|wrote|charge)|you're asking(?: for)?"
        r"|asking(?: me)? for|minimum(?: payment)?|brother|sister|friend|mother|father|mum|mom|dad|husband|wife"
        r"|boss|neighbou?r|he|she|they|another (?:card|loan|creditor)|other (?:card|loan|creditor|debts?|bank)"
        r"|lost|won|tax|food|medicine|credit limit|limit)\b[^,.;!?$£\d]{0,24}|\b(?:the|(?<!after )that|your|this"
        r"|those|these) "
        r"|(?:工资|月薪|收入|挣|赚|薪水|房租|租金|房贷|车贷|生活费|学费|医药费|水电费?|伙食费?|利息|罚息"
        r"|手续费|违约金|低保|退休金|养老金|社保|已经还了?|还过|还了|付了|交了|转了|打了"
        r"|借了?我|借给|扣了|你们说的?|你们要(?:我)?|让我还|要我还|别人|朋友|同事|弟弟|哥哥|姐姐|妹妹|老公"
        r"|老婆|他|她|花了?|欠别人|别家|其他平台|保险|到手|剩|底薪|补贴"
        r"|年薪)[^，。,；;]{0,6})$",
    ),
)
_AFTER: tuple[tuple[Role, str], ...] = (
    (
        "refused",
        r"^(?:\x00|[^,.;，。；!?]){0,20}?(?:\b(?:is|'s|would be|are|seems|was)\b[^,.;]{0,14}(?:too (?:much|high)"
        r"|impossible|not possible|not doable|out of|more than i)|\btoo (?:much|high)\b|太多|太高|还不起"
        r"|付不起|(?<!行)不行(?!吗"
        r"|吧)|不可能|拿不出|做不到|有点多|接受不了|负担不起|承担不起|给不了)",
    ),
    (
        "down",
        r"^ ?(?:\x00 ?)?(?:down\b|up ?front\b|deposit\b|to start(?: with)?\b|initially\b|as a (?:first|down"
        r"|deposit|start)|first(?:,| and|$| then)|(?:的)?(?:首付|首期|头款))",
    ),
    (
        "settlement",
        r"^ ?(?:\x00 ?)*(?:as (?:an? |the |full and final |full |one[- ]time |lump sum |\x00+ ?)*(?:settlement"
        r"|final)|to (?:settle|close|clear (?:it|this)|make (?:it|this) go away|be done)|in settlement"
        r"|settlement\b|(?:and|then) (?:we're|it's|that's) (?:done|even|quits|it)\b"
        r"|and (?:we|you) (?:call it|close)|(?:一次性?)?(?:结清|了结|和解|一笔勾销)"
        r"|if you (?:close|forgive|waive"
        r"|write off|drop) (?:the )?(?:rest|account|it))",
    ),
    (
        "other",
        r"^ ?(?:\x00 ?)?(?:(?:in|for|on|of) (?:rent|bills|groceries|food|interest|fees?|benefits|tax|child"
        r"|my (?:rent|kids|car|medicine)|the kids|gas|utilities|mortgage|medicine)\b|(?:的)?(?:工资|收入"
        r"|房租|月薪|利息|罚息"
        r"|手续费)|(?:left )?(?:after|before) tax|salary|income|of it (?:is|was) (?:interest|fees)|rent\b)",
    ),
    (
        "balance",
        r"^ ?(?:i owe|balance|debt|that i owe|outstanding|total debt|i'm behind|owed\b|的(?:欠款|债|账"
        r"|贷款|总额|余额))",
    ),
)
_COMPILED_BEFORE = tuple((role, re.compile(pattern)) for role, pattern in _BEFORE)
_COMPILED_AFTER = tuple((role, re.compile(pattern)) for role, pattern in _AFTER)
# Verbs of offering right before a sum outrank what else its clause talks about ("I make 2000" against "I can make 50").
_OFFERED = re.compile(
    r"(?:\b(?:can|could|i'll|i'd|we'll|able to|willing to|want to|like to|going to|let me|happy to"
    r"|manage(?: to)?|maybe|how about|what about|at most|at least|make it|up to|say|propose|offer"
    r"|max(?:imum)?(?: is)?)"
    r"(?: (?:probably|only|just|maybe|definitely|realistically|still|also|possibly|easily|get|start|begin"
    r"|about|around|go|up|with|be|for|to|by|on|off|the|paying|you|make|do|pay|send|give|manage|afford|spare"
    r"|commit|offer|put|transfer|scrape|swing|handle|together|that|them|it|of|payments?|down|set|aside|a"
    r"|another))*"
    r"|\b(?:my|our|the) (?:limit|maximum|max|ceiling|budget)(?: is| would be|'s)"
    r"|\b(?:more than|no more than|most i can (?:do|pay|afford|manage) is|best i can (?:do|offer) is"
    r"|all i (?:can|have)(?: \w+)? is|max|at most|only|afford|spare)"
    r"|(?:最多|至多|顶多|只能|能|可以|愿意|我出|我给|我还|想还|想|打算|准备|每次|每期|每笔|一次|再|就"
    r"|只|大概|差不多|改成|换成|降到|行不行|每月|凑|慢慢)(?:每月|每个月|每周|只"
    r"|再|先|也就|给你们?|给|拿出来?|拿|凑出?|还|付|出|转|打|交|承担|接受)*)\s*(?:\x00\s*)*$"
)


@dataclass(frozen=True)
class Part:
    """A sum and the words around it in its own clause.

    `after` ends where the next sum begins; cadences and the like are masked in neither.
    """

    mention: Mention[Sum]
    role: Role
    clause: tuple[int, int]


def parts_of(text: str, masked_text: str, sums: list[Mention[Sum]]) -> list[Part]:
    """Every sum with its role.

    Args:
        text: plain.
        masked_text: the same with dates, cadences, counts and percentages blanked out.
    """
    breaks = [match.end() for match in _CLAUSE.finditer(text)]
    parts: list[Part] = []
    for index, mention in enumerate(sums):
        left = max([0, *(end for end in breaks if end <= mention.start)])
        right = min([len(text), *(end for end in breaks if end > mention.end)])
        if index:
            left = max(left, sums[index - 1].end)
        following = sums[index + 1].start if index + 1 < len(sums) else len(text)
        before = masked_text[max(left, mention.start - 70) : mention.start]
        after = masked_text[mention.end : min(right + 12, following, mention.end + 50)]
        parts.append(Part(mention, _role(before, after), (left, right)))
    return parts


def _role(before: str, after: str) -> Role:
    for role, pattern in _COMPILED_BEFORE[:4]:
        if pattern.search(before):
            return role
    for role, pattern in _COMPILED_AFTER:
        if pattern.search(after):
            return role
    if _OFFERED.search(before):
        return "offer"
    for role, pattern in _COMPILED_BEFORE[4:]:
        if pattern.search(before):
            return role
    return "offer"
