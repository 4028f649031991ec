"""Which kinds of sensitive statement a message holds: they shorten how long it is kept."""

from __future__ import annotations

import re

# Health: GDPR art. 9 and PIPL art. 28; family: the borrower's own household in distress.
_STATEMENTS = {
    "health": re.compile(
        r"\b(?:cancer|chemo(?:therapy)?|tumou?r|stroke|heart (?:attack|disease|surgery|condition|failure)|"
        r"diabet(?:es|ic)|dialysis|kidney|epilep\w{2,4}|"
        r"depress(?:ed|ion)|anxiety|bipolar|ptsd|schizophreni\w{1,2}|panic attacks?|mental(?:ly)? (?:health|ill)|"
        r"disab(?:led|ility)|wheelchair|surgery|"
        r"hospitali[sz]ed|in (?:the )?hospital|pregnan(?:t|cy)|miscarr\w{3,6}|hiv|aids|hepatitis|covid|"
        r"autis\w{2,3}|dementia|alzheimer'?s|overdose|addict(?:ion|ed)|"
        r"rehab|on medication|my medication|diagnos(?:ed|is)|sick leave|injur(?:ed|y)|broke my (?:leg|arm|back|"
        r"hip)|suicid\w{2,3}|kill myself|self[- ]harm)\b|"
        r"癌|肿瘤|化疗|放疗|中风|脑梗|心脏病|心梗|糖尿病|透析|肾病|癫痫|抑郁|焦虑症|躁郁|双相|精神病|精神分裂|残疾|轮椅|手术|住院|怀孕|流产|艾滋|肝炎|新冠|自闭|痴呆|"
        r"确诊|病假|骨折|受伤|工伤|重病|大病|生病|病重|病危|自杀|不想活|吃药治疗|尿毒症|白血病|高血压",
        re.IGNORECASE,
    ),
    "family": re.compile(
        r"\b(?:divorc(?:e|ed|ing)|separated from my|custody|child support|alimony|domestic (?:violence|abuse)|"
        r"abus(?:ive|ed by my)|(?:hits|beats|hit|beat) me|"
        r"(?:my|our) (?:wife|husband|mother|mom|mum|father|dad|son|daughter|brother|sister|baby|child|partner|"
        r"parents?|grandm\w{2,6}|grandf\w{2,6}) "
        r"(?:\w{1,10} )?(?:died|passed|is dying|left me|is (?:very |seriously )?(?:ill|sick)|was killed|"
        r"has cancer)|widow(?:ed|er)?|funeral|foster care|single (?:mom|mum|mother|dad|father|parent))\b|"
        r"离婚|分居|抚养权|抚养费|家暴|打我|(?:老公|老婆|丈夫|妻子|父亲|母亲|爸爸?|妈妈?|儿子|女儿|孩子|爷爷|奶奶|哥哥|弟弟|姐姐|妹妹|家人|爱人)[^，。,.!?]{0,6}(?:去世|过世|走了|没了|病|住院|离开了我)|"
        r"丧偶|丧事|葬礼|单亲",
        re.IGNORECASE,
    ),
}  # fmt: skip


def sensitive_kinds(text: str) -> frozenset[str]:
    """The kinds ("health", "family") of sensitive statement in a folded text."""
    return frozenset(kind for kind, statement in _STATEMENTS.items() if statement.search(text))
