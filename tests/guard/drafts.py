"""Briefs and drafts for the tests of the guard."""

from datetime import date

from service.domain.vocabulary import Act, Emotion, Language, Signal, State, Tone
from service.domain.writing import Brief, Draft, Fact, Move, Option, Rapport, Say
from service.guard.context import GuardContext

TODAY = date(2026, 11, 22)

CREDITOR = {"en": "Harbor Light Bank", "zh": "云杉银行"}
WHO = {
    "en": "Hello, this is the automated assistant of Harbor Light Bank.",
    "zh": "您好，我是云杉银行的智能助手。",
}
STOP = {"en": "Reply STOP to end messages here.", "zh": "回复“退订”即可不再接收这里的消息。"}
BALANCE = {
    "en": "Your balance is $1,250.00 as of November 22, 2026, <PERSON_1>.",
    "zh": "<PERSON_1>，截至2026年11月22日，您的余额是1,250.00元。",
}
ASK = {"en": "How much could you manage each month?", "zh": "您每个月大概能负担多少？"}


def facts(language: Language) -> tuple[Fact, ...]:
    money = {"en": "$1,250.00", "zh": "1,250.00元"}[language]
    day = {"en": "November 22, 2026", "zh": "2026年11月22日"}[language]
    return (
        Fact(name="creditor", type="text", value="c", text=CREDITOR[language], source="creditor"),
        Fact(name="balance", type="money", value="1250.00", text=money, source="ledger"),
        Fact(name="today", type="date", value="2026-11-22", text=day, source="ledger"),
    )


def option(id_: str, wording: str, order: int, required: bool = False) -> Option:
    return Option(id=id_, wordings=(wording,), required=required, default=True, order=order)


def brief(
    language: Language = "en",
    *,
    act: Act = Act.STATE_BALANCE,
    conditions: frozenset[str] = frozenset({"verified"}),
    options: tuple[Option, ...] | None = None,
    rapport: bool = True,
) -> Brief:
    usual = (
        option("open.who", WHO[language], 10),
        option("debt.balance", BALANCE[language], 200, required=True),
        option("ask.affordable", ASK[language], 700),
        option("notice.opt_out", STOP[language], 910),
    )
    return Brief(
        conversation_id="c-1",
        turn_number=3,
        language=language,
        jurisdiction="uk",
        state=State.VERIFIED,
        act=act,
        tone=Tone.NEUTRAL,
        emotion=Emotion.CALM,
        conditions=conditions,
        facts=facts(language),
        quotes=(),
        options=usual if options is None else options,
        rapport=rapport,
        borrower_text="How much is it?",
    )


def text_of(moves: tuple[Move, ...], of: Brief) -> str:
    """The moves joined as they are, for drafts whose wordings exist."""
    parts = []
    for move in moves:
        if isinstance(move, Rapport):
            parts.append(move.rapport)
        else:
            found = of.option(move.say)
            parts.append(found.wordings[move.wording] if found and move.wording < len(found.wordings) else "")
    return ("" if of.language == "zh" else " ").join(part for part in parts if part)


def draft(moves: tuple[Move, ...], of: Brief) -> Draft:
    return Draft(moves=moves, text=text_of(moves, of), author="agent", prompt="test@1")


def context(
    *,
    jurisdiction: str = "uk",
    verified: bool = True,
    first_message: bool = False,
    signals: frozenset[Signal] = frozenset(),
    allowed_clear: tuple[str, ...] = ("Maria Okafor", "彭晓燕"),
) -> GuardContext:
    return GuardContext(
        jurisdiction=jurisdiction,
        actor_role="original_creditor",
        verified=verified,
        first_message=first_message,
        time_barred=False,
        last_borrower_signals=signals,
        allowed_clear=allowed_clear,
        today=TODAY,
    )


def final(text: str, language: Language = "en") -> str:
    return text.replace("<PERSON_1>", "Maria Okafor" if language == "en" else "彭晓燕")


SAY_BALANCE = Say(say="debt.balance")
