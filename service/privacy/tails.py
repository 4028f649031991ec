"""How a number is named to the borrower whose it is: by its last four characters, never in full."""

from __future__ import annotations

import re

# What a borrower calls each, in English and in Chinese. Only these are ever written out, and only so.
_CALLED = {
    "PHONE_NUMBER": ("phone number", "电话号码"),
    "US_SSN": ("social security number", "社会安全号码"),
    "CREDIT_CARD": ("card", "银行卡"),
    "BANK_ACCOUNT": ("bank account", "银行账户"),
    "ACCOUNT_NUMBER": ("account", "账号"),
    "CN_ID_CARD": ("identity card", "身份证"),
    "UK_NINO": ("National Insurance number", "国民保险号码"),
    "PASSPORT": ("passport", "护照"),
}
_SHOWN = 4
_SHORTEST = 2 * _SHOWN  # of a shorter one, four characters would be more than half
_HAN = re.compile("[一-鿿]")
# A word that says already what the number is: "your card <CREDIT_CARD_1>", 您的银行卡<CREDIT_CARD_1>.
_NAMED_BEFORE = re.compile(r"\b(?:card|account|number|phone|passport|no\.?)[ \t]{0,3}[:#]?[ \t]{0,3}$", re.IGNORECASE)
_NAMED_BEFORE_ZH = re.compile(r"(?:卡|账户|帐户|账号|帐号|号|号码|电话|手机|身份证|护照|合同)[：: ]{0,2}$")


def by_tail(type: str, original: str, text: str, position: int) -> str | None:
    """How an original is written where its pseudonym stands: "card ending 1111", or 尾号1111的银行卡 in a Chinese text.

    Args:
        text, position: the text, and where in it the pseudonym begins; a word just before it that says what the
            number is does not come twice.
    Returns:
        None for what is never written out: other types, and numbers so short that their tail would tell them.
    """
    marks = "".join(filter(str.isalnum, original))
    if type not in _CALLED or len(marks) < _SHORTEST:
        return None
    tail, (english, chinese) = marks[-_SHOWN:], _CALLED[type]
    before = text[max(0, position - 20) : position]
    if _HAN.search(text):
        return f"尾号{tail}" if _NAMED_BEFORE_ZH.search(before) else f"尾号{tail}的{chinese}"
    return f"ending {tail}" if _NAMED_BEFORE.search(before) else f"{english} ending {tail}"
