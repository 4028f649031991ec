"""Exact matches of what the account knows about the borrower, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain.account import Person
from service.privacy.birth import birth_dates
from service.privacy.found import KNOWN, KNOWN_PART, Found
from service.privacy.identity import own_tails
from service.privacy.known_address import find_own_address
from service.privacy.known_name import find_own_name
from service.privacy.view import view_of

_COMPANY_FORMS = re.compile(
    r"[\s,]{1,2}(?:inc|ltd|llc|llp|plc|corp|corporation|limited|co|company|gmbh)\.?$|(?:股份)?有限(?:责任)?公司$",
    re.IGNORECASE,
)


# What a Chinese company's name begins with, and speech leaves out (杭州云帆物流 is 云帆物流).
_TOWN = re.compile(
    "^(?:[一-鿿]{2,3}(?:省|市))+|^(?:北京|上海|天津|重庆|广州|深圳|杭州|苏州|南京|成都|武汉|西安|郑州|长沙|青岛|宁波|东莞|佛山|合肥|厦门|福州|济南|"
    "沈阳|大连|昆明|无锡|温州)市?(?=[一-鿿]{4})"
)
_SHORTEST_EMPLOYER = 2


def find_known(text: str, person: Person) -> list[Found]:
    """Every mention of the borrower's own data in a folded text; may overlap."""
    return [
        *find_own_name(text, _folded(person.name)),
        *_own_phone(text, person.phone),
        *_own_email(text, person.email),
        *_own_employer(text, person.employer),
        *find_own_address(text, _folded(person.address)),
        *_own_date_of_birth(text, person),
        *_own_id_tail(text, person),
    ]


def _folded(value: str | None) -> str:
    return view_of(value or "").text.strip()


def _own_phone(text: str, phone: str | None) -> Iterator[Found]:
    """The number with or without its country code, with any separators."""
    for national in _national_numbers("".join(filter(str.isdigit, _folded(phone)))):
        separated = r"[\s().·/-]{0,3}".join(national)
        for match in re.finditer(rf"(?<![0-9]){_COUNTRY_CODE}{separated}(?![0-9])", text):
            yield Found(*match.span(), "PHONE_NUMBER", KNOWN, canonical=phone)


_COUNTRY_CODE = r"(?:(?:\+|00)?(?:86|44|1)[\s().-]{0,3})?(?:\(?0\)?[\s-]?)?\(?"
_SHORTEST_PHONE = 7


def _national_numbers(number: str) -> set[str]:
    """What of a number people dial at home. 13125550164 may be Chinese, or American with its country code: both."""
    without_code = re.sub(r"^(?:00)?(?:86(?=1[3-9][0-9]{9}$)|44(?=[0-9]{9,10}$)|1(?=[0-9]{10}$))", "", number)
    candidates = {without_code, number} if len(number) == 11 and number[:1] == "1" else {without_code}
    return {each.removeprefix("0") for each in candidates if len(each) >= _SHORTEST_PHONE}


def _own_email(text: str, email: str | None) -> Iterator[Found]:
    address = _folded(email)
    if "@" not in address:
        return
    written = re.escape(address).replace("@", r"\s?(?:@|\(at\)|\[at\]|\bat\b)\s?")
    for match in re.finditer(written, text, re.IGNORECASE):
        yield Found(*match.span(), "EMAIL_ADDRESS", KNOWN, canonical=email)


def _own_employer(text: str, employer: str | None) -> Iterator[Found]:
    """The employer with or without its legal form; spaces and commas may differ."""
    whole = _folded(employer)
    short = _COMPANY_FORMS.sub("", whole)
    for spelling in {short, _TOWN.sub("", short)}:
        if len(spelling) >= _SHORTEST_EMPLOYER:
            yield from _employer_mentions(text, spelling, employer)


def _employer_mentions(text: str, short: str, employer: str | None) -> Iterator[Found]:
    written = r"[\s,.&-]{0,3}".join(map(re.escape, re.split(r"[\s,.&-]+", short)))
    legal_form = r"(?:[\s,]{0,2}(?:inc|ltd|llc|llp|plc|corp|limited)\.?(?![A-Za-z])|(?:股份)?有限(?:责任)?公司)?"
    for match in re.finditer(rf"(?<![A-Za-z0-9]){written}{legal_form}(?![A-Za-z0-9])", text, re.IGNORECASE):
        yield Found(*match.span(), "ORGANIZATION", KNOWN_PART + 0.01, canonical=employer)


def _own_date_of_birth(text: str, person: Person) -> Iterator[Found]:
    own = person.date_of_birth
    if own is None:
        return
    for each in birth_dates(text, own):
        if own in each.readings:
            yield Found(each.start, each.end, "DATE_OF_BIRTH", KNOWN, canonical=own.isoformat())


def _own_id_tail(text: str, person: Person) -> Iterator[Found]:
    """The last four characters of the identity number, typed as such; an amount that is alike stays."""
    type = "CN_ID_CARD" if _is_chinese(person) else "US_SSN"
    for start, end in own_tails(text, person.id_last4):
        yield Found(start, end, type, KNOWN_PART)


def _is_chinese(person: Person) -> bool:
    return any("一" <= character <= "鿿" for character in person.name) or (person.id_last4 or "").upper().endswith("X")
