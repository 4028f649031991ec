"""What sounds like a right or a crisis and is none; and what must be heard although it is said quietly."""

from datetime import date

import pytest

from service.domain.vocabulary import Signal
from service.understanding import ReadingContext, read
from service.understanding.score import RIGHTS

TODAY = date(2026, 11, 22)


def signals_of(text: str) -> frozenset[Signal]:
    language = "zh" if any("一" <= character <= "鿿" for character in text) else "en"
    return read(text, ReadingContext(language="zh" if language == "zh" else "en", today=TODAY)).signals


@pytest.mark.parametrize(
    "text",
    [
        "this job is killing me", "stop worrying", "my lawyer friend joked about it", "I could stop by the branch",
        "dispute? no dispute", "I'm dying to get this over with", "these heels are killing me",
        "don't stop helping me",
        "the bus stop is outside", "my phone died", "I don't have a lawyer", "should I get a lawyer?",
        "I'm not filing for bankruptcy", "my friend went bankrupt", "I have two kids, 9 and 12",
        "I turned 18 in June",
        "no complaints from me", "I'm not complaining", "I haven't paid it yet", "I get paid on Friday",
        "you are speaking with the right person", "I'd kill for a coffee", "my car battery is dead",
        "my boss nearly died laughing", "could you call me later", "I know I owe it", "I'll pay when I'm paid",
        "the interest is killing us", "we are in this together", "I work with kids in a high school",
        "我要死了太忙了", "笑死我了", "累死了", "忙得要死", "别担心", "我没有律师", "没有异议", "不是要投诉",
        "我不想破产",
        "我有两个孩子，一个9岁一个12岁", "手机没电死机了", "还没还呢", "不用转人工", "没打错，就是我",
        "公交站就在楼下", "不要停，继续说",
        "我六月份满十八了", "朋友去年破产了", "热死了这天气", "我会还的，别急", "下周发工资就还", "想死你们了",
    ],
)  # fmt: skip
def test_figures_of_speech_claim_no_right(text: str) -> None:
    assert not signals_of(text) & RIGHTS


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("sometimes I think my family would be better off without me", Signal.SELF_HARM),
        ("I just don't want to wake up anymore", Signal.SELF_HARM),
        ("活着真的没什么意思", Signal.SELF_HARM),
        ("要不是孩子我早就跳楼了", Signal.SELF_HARM),
        ("he goes through my phone, please don't write here, he gets violent", Signal.DOMESTIC_ABUSE),
        ("被老公打得不敢回家", Signal.DOMESTIC_ABUSE),
        ("plz stop msging me", Signal.STOP_CONTACT),
        ("麻烦以后不要再给我发消息了", Signal.STOP_CONTACT),
        ("only email me, no calls", Signal.STOP_CHANNEL),
        ("电话就别打了，发短信吧", Signal.STOP_CHANNEL),
        ("I never opened an account with you people", Signal.DISPUTES_DEBT),
        ("这钱不是我借的", Signal.DISPUTES_DEBT),
        ("my solicitor will be in touch", Signal.HAS_ATTORNEY),
        ("律师在帮我处理这个案子", Signal.HAS_ATTORNEY),
        ("I'm going through chapter 13", Signal.BANKRUPTCY),
        ("我已经在走个人破产程序", Signal.BANKRUPTCY),
        ("She died last spring, I'm her executor", Signal.DECEASED),
        ("机主上个月病逝了", Signal.DECEASED),
        ("im 14", Signal.MINOR),
        ("我今年十六岁", Signal.MINOR),
        ("theres no <PERSON_1> at this number", Signal.WRONG_PERSON),
        ("你们打错电话了", Signal.WRONG_PERSON),
        ("a scammer used my details to get this card", Signal.IDENTITY_THEFT),
        ("被人冒名贷款", Signal.IDENTITY_THEFT),
        ("this is his sister, he lost his phone", Signal.THIRD_PARTY_SPEAKING),
        ("我是她老公，她不方便", Signal.THIRD_PARTY_SPEAKING),
        ("put me through to somebody real", Signal.ASKS_HUMAN),
        ("有人工吗", Signal.ASKS_HUMAN),
        ("I wish to lodge a complaint", Signal.COMPLAINT),
        ("你们服务态度太差，我要投诉", Signal.COMPLAINT),
        ("paid it off two weeks ago", Signal.ALREADY_PAID),
        ("钱我昨天就转过去了", Signal.ALREADY_PAID),
    ],
)
def test_rights_are_heard_in_unseen_words(text: str, signal: Signal) -> None:
    assert signal in signals_of(text)


@pytest.mark.parametrize(
    "text",
    ["hi, its <PERSON_1>. <DATE_OF_BIRTH_1>", "<PERSON_1> here", "This is <PERSON_1>",
    "I'm <PERSON_1> and I'm at work",
     "my name is <PERSON_1>, my husband said you called", "我是<PERSON_1>",
     "我叫<PERSON_1>，刚下班", "本人<PERSON_1>，您说"],
)  # fmt: skip
def test_the_borrower_may_say_who_they_are(text: str) -> None:
    assert not signals_of(text) & {Signal.THIRD_PARTY_SPEAKING, Signal.WRONG_PERSON}


@pytest.mark.parametrize(
    "text", ["<PERSON_1>'s wife here", "I'm <PERSON_1>'s son",
    "the sister of <PERSON_1> writing, I'm the sister of <PERSON_1>",
             "我是<PERSON_1>的妻子", "<PERSON_1>是我爸，他不会打字"],
)  # fmt: skip
def test_a_relative_who_names_the_borrower_is_a_third_party(text: str) -> None:
    assert Signal.THIRD_PARTY_SPEAKING in signals_of(text)


@pytest.mark.parametrize(
    "text",
    ["am I talking to a bot or is there an actual human typing?", "is it a person or a program answering",
     "我是在跟AI聊天还是跟真人聊"],
)  # fmt: skip
def test_asking_which_of_both_it_is_asks_for_no_human(text: str) -> None:
    signals = signals_of(text)
    assert Signal.ASKS_IF_AI in signals
    assert Signal.ASKS_HUMAN not in signals


@pytest.mark.parametrize(
    "text", ["this is a difficult month", "that's ridiculous", "how much is left on the physio bill?"]
)
def test_no_illness_in_words_that_only_look_like_it(text: str) -> None:
    assert Signal.HARDSHIP_ILLNESS not in signals_of(text)
