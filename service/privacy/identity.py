"""What a message claims that can prove who writes: a date of birth, the last four characters of an identity number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from service.domain.account import IdentityField, Person
from service.domain.privacy import IdentityClaim
from service.privacy.birth import birth_dates, latest_birth_year
from service.privacy.dates import WrittenDate, written_dates
from service.privacy.found import Found

_TAIL_LENGTH = 4
_TAIL = r"(?<![0-9A-Za-z$£€¥+])(?<![0-9][.:/-])(?P<value>[0-9]{4}|[0-9]{3}[Xx])(?![0-9A-Za-z%]|[.:/-][0-9])"
_LABELLED = re.compile(
    r"(?:last (?:four|4)(?: (?:digits|numbers|characters))?|final (?:four|4)|end(?:s|ing) (?:in|with)|\b(?:ssn|"
    r"social|id)\b(?: number| card)?|"
    r"后四位|后4位|末四位|末4位|最后四位|最后4位|尾号|尾数|身份证)[^0-9\n]{0,30}?" + _TAIL,
    re.IGNORECASE,
)
_BARE = re.compile(_TAIL)
# A card's or an account's tail proves nothing about a person (尾号3391的卡).
_OF_A_CARD = re.compile(
    r"(?:card|account|acct|badge|order|code|pin|ref|reference|flat|room|phone|visa|mastercard|number you called|卡|"
    r"账户|账号|手机|电话)[^0-9\n]{0,24}$",
    re.IGNORECASE,
)
_CARD_AFTER = re.compile(r"[^0-9,.]{0,3}(?:卡|card|账户)", re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(
    r"(?:[$£€¥¥]\s?|\b(?:usd|gbp|rmb|cny|pay(?:ing)?|paid|sent|do|manage|give|have|got|balance(?: is)?|offer|owe|"
    r"afford|send|about|around|only|put|than|at|up to|make|earn|save|costs?|of|in|since|year|"
    r"by|until|rent(?: is)?|income(?: is)?)\s|"
    r"还款?|付|给|欠|凑|约|大概|大约|每月|每个月|月供|工资|收入|房租|一共|总共|才|交|分期|转|打|最多|最少|"
    r"至少)\s?$",
    re.IGNORECASE,
)
_AMOUNT_AFTER = re.compile(
    r"^\s?(?:[$£€¥]|dollars?|pounds?|bucks|quid|usd|gbp|rmb|cny|k\b|a (?:month|week|year)|per |/ ?(?:mo|month|"
    r"week)|monthly|weekly|every|each|"
    r"now|down|up ?front|total|in (?:total|full)|am\b|pm\b|hours|hrs|[xX×]|"
    r"元|块|圆|万|千|百|月|年|日|号|多|左右|一个月|每|期|到|"
    r"的?(?:工资|月供|房租|现金))",
    re.IGNORECASE,
)
_SAID_WORD = re.compile(r"[A-Za-z']+|[一-鿿]")
_SET_OFF = frozenset(["", *"\n,.;:!?/()。、"])
_FEW_WORDS = 8  # English words, or Chinese characters, beside a datum that stands by itself


def own_tails(text: str, known: str | None) -> Iterator[tuple[int, int]]:
    """Where a folded text gives the known last four characters as such."""
    if known is None:
        return
    for match in _tails(text, known):
        if match["value"].upper() == known.upper():
            yield match.span("value")


def identity_claims(text: str, found: Sequence[Found], person: Person | None) -> tuple[IdentityClaim, ...]:
    """The claims of a folded text, each once; right where any of its statements is right.

    Args:
        found: what was found in the text; a whole identity number claims its last four and its date of birth too.
    """
    stated: dict[IdentityField, bool] = {}
    own_date = person.date_of_birth if person else None
    own_tail = person.id_last4 if person else None
    for field, matched in (
        *_dates(text, own_date),
        *_tail_claims(text, found, own_tail),
        *_whole_numbers(text, found, person),
    ):
        stated[field] = stated.get(field, False) or matched
    return tuple(IdentityClaim(field=field, matched=matched) for field, matched in stated.items())


def _dates(text: str, own: date | None) -> Iterator[tuple[IdentityField, bool]]:
    for each in birth_dates(text, own):
        if own in each.readings or any(reading.year <= latest_birth_year() for reading in each.readings):
            yield "date_of_birth", own in each.readings


def _tail_claims(text: str, found: Iterable[Found], own: str | None) -> Iterator[tuple[IdentityField, bool]]:
    longer = [each for each in found if each.end - each.start > _TAIL_LENGTH]
    for match in _tails(text, own):
        if not any(each.overlaps(*match.span("value")) for each in longer):
            yield "id_last4", own is not None and match["value"].upper() == own.upper()


def _whole_numbers(text: str, found: Iterable[Found], person: Person | None) -> Iterator[tuple[IdentityField, bool]]:
    for each in found:
        number = "".join(filter(str.isalnum, text[each.start : each.end])).upper()
        if each.type not in {"CN_ID_CARD", "US_SSN"} or len(number) < 9:
            continue
        own_tail = person.id_last4 if person else None
        yield "id_last4", own_tail is not None and number.endswith(own_tail.upper())
        if each.type == "CN_ID_CARD":
            own_date = person.date_of_birth if person else None
            born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
            yield "date_of_birth", own_date is not None and own_date.strftime("%Y%m%d") == born


def _tails(text: str, known: str | None) -> list[re.Match[str]]:
    """Four characters that are given as the end of an identity number: said so, or standing by themselves."""
    dates = written_dates(text)
    labelled = [match for match in _LABELLED.finditer(text) if not _is_of_a_card(text, match)]
    taken = {match.start("value") for match in labelled}
    bare = [
        match
        for match in _BARE.finditer(text)
        if match.start() not in taken and _is_bare_claim(text, match, dates, known)
    ]
    return [match for match in labelled + bare if not _is_amount(text, match) and not _inside(match, dates)]


def _is_bare_claim(text: str, match: re.Match[str], dates: list[WrittenDate], known: str | None) -> bool:
    """A bare one counts in a message that says little else; the known one also in a longer message."""
    if _is_of_a_card(text, match):
        return False
    if known is not None and match["value"].upper() == known.upper():
        return _stands_by_itself(text, match) or _is_short(text, match)
    if not match["value"].isdigit():
        return True
    beside_birth = any(each.readings and not each.compact for each in birth_dates(text))
    year_like = 1900 <= int(match["value"]) <= 2099
    return _is_short(text, match, 2 * _FEW_WORDS if beside_birth else 2 if year_like else _FEW_WORDS)


def _stands_by_itself(text: str, match: re.Match[str]) -> bool:
    """Whether it is set off from the words around it by the ends of the message, a line or punctuation."""
    before, after = text[: match.start("value")].rstrip(" "), text[match.end("value") :].lstrip(" ")
    return before[-1:] in _SET_OFF and after[:1] in _SET_OFF


def _is_short(text: str, match: re.Match[str], most_words: int = _FEW_WORDS) -> bool:
    around = text[max(0, match.start("value") - 200) : match.end("value") + 200]
    return len(_SAID_WORD.findall(around)) <= most_words


def _is_of_a_card(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start("value") - 40) : match.start("value")]
    after = text[match.end("value") : match.end("value") + 6]
    return "身份证" not in before and bool(_OF_A_CARD.search(before) or _CARD_AFTER.match(after))


def _is_amount(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start("value") - 24) : match.start("value")]
    labelled = re.search(r"(?:four|digits|位|尾号|ending|ends|ssn|social)[^0-9]{0,20}$", before, re.IGNORECASE)
    after = _AMOUNT_AFTER.match(text[match.end("value") : match.end("value") + 16])
    return bool(after) or (not labelled and bool(_AMOUNT_BEFORE.search(before)))


def _inside(match: re.Match[str], dates: list[WrittenDate]) -> bool:
    return any(each.start <= match.start("value") and match.end("value") <= each.end for each in dates)
