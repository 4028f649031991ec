"""What recognises personal data: one recogniser a file, built for the language whose texts it is for."""

from __future__ import annotations

from service.privacy.recognisers.account_number import AccountNumberRecogniser
from service.privacy.recognisers.bank_account import BankAccountRecogniser
from service.privacy.recognisers.base import NoContextEnhancer, SpanRecogniser
from service.privacy.recognisers.chinese_address import ChineseAddressRecogniser
from service.privacy.recognisers.chinese_employer import ChineseEmployerRecogniser
from service.privacy.recognisers.chinese_name import ChineseNameRecogniser
from service.privacy.recognisers.cn_id_card import CnIdCardRecogniser
from service.privacy.recognisers.credit_card import CreditCardRecogniser
from service.privacy.recognisers.date_of_birth import DateOfBirthRecogniser
from service.privacy.recognisers.email import EmailRecogniser
from service.privacy.recognisers.english_address import EnglishAddressRecogniser
from service.privacy.recognisers.english_employer import EnglishEmployerRecogniser
from service.privacy.recognisers.english_name import EnglishNameRecogniser
from service.privacy.recognisers.ip_address import IpAddressRecogniser
from service.privacy.recognisers.labelled_id_card import LabelledIdCardRecogniser
from service.privacy.recognisers.latin_name_in_chinese import LatinNameInChineseRecogniser
from service.privacy.recognisers.license_plate import LicensePlateRecogniser
from service.privacy.recognisers.passport import PassportRecogniser
from service.privacy.recognisers.phone import PhoneRecogniser
from service.privacy.recognisers.qq import QqRecogniser
from service.privacy.recognisers.uk_nino import UkNinoRecogniser
from service.privacy.recognisers.url import UrlRecogniser
from service.privacy.recognisers.us_ssn import UsSsnRecogniser
from service.privacy.recognisers.wechat import WechatRecogniser

__all__ = ["NoContextEnhancer", "all_recognisers"]

# Numbers and ids look the same in both languages, and people mix the words around them.
_BOTH: tuple[type[SpanRecogniser], ...] = (
    AccountNumberRecogniser,
    BankAccountRecogniser,
    CnIdCardRecogniser,
    CreditCardRecogniser,
    DateOfBirthRecogniser,
    EmailRecogniser,
    IpAddressRecogniser,
    LabelledIdCardRecogniser,
    LicensePlateRecogniser,
    PassportRecogniser,
    PhoneRecogniser,
    QqRecogniser,
    UkNinoRecogniser,
    UrlRecogniser,
    UsSsnRecogniser,
    WechatRecogniser,
)
_ENGLISH: tuple[type[SpanRecogniser], ...] = (
    EnglishAddressRecogniser,
    EnglishEmployerRecogniser,
    EnglishNameRecogniser,
)
_CHINESE: tuple[type[SpanRecogniser], ...] = (
    ChineseAddressRecogniser,
    ChineseEmployerRecogniser,
    ChineseNameRecogniser,
    LatinNameInChineseRecogniser,
)


def all_recognisers() -> list[SpanRecogniser]:
    """Every recogniser, once for each language whose texts it reads."""
    english = [recogniser("en") for recogniser in _BOTH + _ENGLISH]
    chinese = [recogniser("zh") for recogniser in _BOTH + _CHINESE]
    return english + chinese
