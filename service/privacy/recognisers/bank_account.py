"""Bank accounts: account, routing and sort-code numbers, IBAN."""

from service.privacy.found import CHECKED, FORMAT, LABELLED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_IBAN = "iban"
_ROUTING = "bare routing number"
_LABELLED_IBAN = "labelled iban"
_ACCOUNT = r"(?:account|acct|acc|a/c|\bac\b|checking|savings|chequing|current)"
# Between "account" and its number stand words that say where it is, and none that begin another thought.
_WHERE = (
    r"(?:[ :#=(,-]{1,3}(?:number|num|no\.?|is|was|it's|its|with|at|the|my|our|in|for|of|ends|up|being|to|use|try|"
    r"from|bank|credit|"
    r"union|federal|building|society|here|there|account|acct|(?-i:[A-Z][A-Za-z]{1,15}))){0,7}[ :#=().-]{0,4}"
)
_GAP = r"[^0-9A-Za-z\n]{0,4}(?:(?:is|no|number|num|to|ending|here|:|#)[^0-9A-Za-z\n]{0,4}){0,3}"


class BankAccountRecogniser(SpanRecogniser):
    ENTITY = "BANK_ACCOUNT"
    DIGITS = True
    PATTERNS = (
        pattern(
            _IBAN,
            r"(?<![A-Za-z0-9])(?P<value>[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)(?![A-Za-z0-9])",
            CHECKED,
        ),
        pattern(
            "account number",
            rf"(?<![A-Za-z]){_ACCOUNT}(?: ?(?:account|acct))?\.? ?(?:number|num|no|nr|#)?\.?"
            + _GAP
            + r"(?P<value>(?<![$£€¥])[0-9]{2,6}(?:[ -]?[0-9]{2,6}){1,4})(?![0-9]|[.,][0-9]{2}(?![0-9])|%)",
            LABELLED,
        ),
        pattern(
            "account somewhere",
            rf"(?<![A-Za-z]){_ACCOUNT}s?\.?{_WHERE}(?P<value>(?<![$£€¥0-9.])[0-9]{{6,17}})(?![0-9]|[.,-][0-9]|%)",
            LABELLED - 0.01,
        ),
        pattern(
            "account some way before",
            rf"(?<![A-Za-z]){_ACCOUNT}\b(?:(?!balance|owe|paid|order|ref|phone|call|text|loan|case|ticket|track|confirm|code|"
            r"cell|mobile|number|pass)[^0-9\n]){0,60}?(?:is|it's|its|:|#) (?P<value>[0-9]{8,17})(?![0-9]|[.,-][0-9])",
            FORMAT - 0.01,
        ),
        pattern(
            "account you have",
            rf"(?<![A-Za-z]){_ACCOUNT} (?:that |which )?(?:you|they|we|i)(?: have| hold|'ve got| use| used| gave)"
            r"(?: on file| there| for me)?[ :,(]{1,3}(?P<value>[0-9]{8,17})(?![0-9]|[.,-][0-9]|%)",
            LABELLED - 0.01,
        ),
        pattern(
            _ROUTING,
            r"(?<![0-9$-])(?P<value>[0-9]{9})(?=[ ,/;]{1,3}(?:and )?(?:acct|account|acc|a/c)\b)",
            LABELLED,
        ),
        pattern(
            "account after a routing number",
            r"(?:routing|deposit|\baba\b|bank|transfer|wire|"
            r"rtn)[^0-9\n]{0,30}[0-9]{9} ?[/,;&] ?(?:and )?(?P<value>[0-9]{6,17})(?![0-9])",
            LABELLED,
        ),
        pattern(
            _LABELLED_IBAN,
            r"\biban\b[^0-9A-Za-z\n]{0,4}(?:(?:is|number|no|for|the|refund)[^0-9A-Za-z\n]{0,3}){0,3}"
            r"(?P<value>[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)(?![A-Za-z0-9])",
            LABELLED,
        ),
        pattern(
            "routing number",
            r"(?<![A-Za-z])(?:routing|\baba\b|\brtn\b|\baba\b|transit)(?: ?(?:number|num|no|nr|code|transit))?\.?"
            + _GAP
            + r"(?P<value>[0-9]{9})(?![0-9])",
            LABELLED + 0.02,
        ),
        pattern(
            "sort code",
            r"(?<![A-Za-z])(?:sort ?code|sort|s/?c)" + _GAP + r"(?P<value>[0-9]{2}([ -]?)[0-9]{2}\2[0-9]{2})(?![0-9])",
            LABELLED + 0.05,
        ),
        pattern(
            "sort code before an account",
            r"(?<![0-9-])(?P<value>[0-9]{2}-[0-9]{2}-[0-9]{2})(?=[ ,/]{1,3}(?:acc\w{0,6} ?)?[0-9]{8}(?![0-9]))",
            LABELLED,
        ),
        pattern(
            "account after a sort code",
            r"(?<![0-9-])[0-9]{2}-[0-9]{2}-[0-9]{2}[ ,/]{1,3}(?:acc\w{0,6} ?)?(?P<value>[0-9]{8})(?![0-9])",
            LABELLED,
        ),
        pattern(
            _ROUTING,
            r"(?:wire|transfer|deposit|bank|\bach\b)[^\n0-9]{0,40}(?<![0-9$-])(?P<value>[0-9]{9})(?![0-9-])",
            FORMAT,
        ),
        pattern(
            "chinese account",
            r"(?:账号|帐号|账户|帐户|卡号|行卡|银行卡|工资卡|储蓄卡|借记卡|信用卡|"
            r"对公户?|存折|开户行)(?:号码?)?[^0-9\n元]{0,12}?(?P<value>[0-9](?:[ -]?[0-9]){7,29})(?![0-9])",
            LABELLED,
        ),
        pattern(
            "chinese bank",
            r"(?:银行|[工农中建交招邮浦广民兴]行|农信社?|信用社|邮政|邮储|浦发|民生|光大|中信|平安|华夏|支行|分行)"
            r"(?:[一-鿿]{0,4}[卡户号折])?[^0-9A-Za-z\n元一-鿿]{0,3}(?P<value>[0-9](?:[ -]?[0-9]){11,21})(?![0-9])",
            LABELLED - 0.02,
        ),
        pattern(
            "chinese transfer to",
            r"(?:[退转打汇存还]款?|扣款?|支付|充值?)(?:到|至|给|进|入)(?:我|你们?)?的?[^0-9A-Za-z\n元一-鿿]{0,3}"
            r"(?P<value>[1-9](?:[ -]?[0-9]){11,21})(?![0-9元块])",
            LABELLED - 0.02,
        ),
        pattern(
            "chinese transfer",
            r"[退转打汇存](?:款|账)?[: ]?(?P<value>[1-9](?:[ -]?[0-9]){14,21})(?![0-9元块])",
            LABELLED - 0.02,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        if matched.name == _IBAN:
            return iban_holds(value)
        if matched.name == _ROUTING:
            return routing_holds(digits(value))
        if matched.name == _LABELLED_IBAN:
            return 15 <= len(value.replace(" ", "")) <= 34
        return matched.name != "account number" or 6 <= len(digits(value)) <= 17


def iban_holds(value: str) -> bool:
    """ISO 13616: the remainder by 97 is 1, with the first four characters moved to the end and letters as 10 to 35."""
    bare = value.replace(" ", "").upper()
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def routing_holds(number: str) -> bool:
    """The check digit of the American Bankers Association: weights 3, 7, 1 over nine digits."""
    return number[:2] != "00" and sum(int(d) * w for d, w in zip(number, (3, 7, 1) * 3, strict=True)) % 10 == 0
