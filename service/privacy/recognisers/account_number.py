"""The creditor's own numbers: loan, contract, customer, reference; and long numbers that nothing else explains."""

import re

from service.privacy.found import CHECKED, FORMAT, LABELLED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_LONG = "long number"
_GROUPED = "account in groups"
# With these before it, a number in groups is one of the borrower's bank.
_OF_A_BANK = re.compile(
    r"bank|checking|savings|chequing|current|sort|routing|\baba\b|debit|refund|deposit|transfer|iban|wire|"
    r"payroll|salary|"
    r"swift|bsb",
    re.IGNORECASE,
)
_VALUE = (
    r"(?P<value>[0-9]{3,6}(?: [0-9]{2,6}){1,4}|"
    r"(?=[A-Za-z/-]{0,8}[0-9])[A-Za-z0-9]{1,24}(?:[-/_][A-Za-z0-9]{1,24}){0,5})(?![A-Za-z0-9])"
)
_WHOSE = (
    r"loan|contract|customer|cust|client|agreement|member(?:ship)?|policy|card ?holder|case|patient|claim|file|"
    r"matter|docket|"
    r"debtor|borrower|tenancy|lease|application|medical record|student loan|"
    r"(?:your|our|my|account|acct|acc|case|loan|file) ref(?:erence)?|reference|ref"
)
_GAP = (
    r"[^0-9A-Za-z\n]{0,4}(?:(?:is|was|it's|its|no|number|with you is|with you|being|here|:|#)[^0-9A-Za-z\n]{0,4}){0,3}"
)
_OTHER_NUMBERS = re.compile(
    r"(?:订单|流水|快递|单号|工单|验证码|order|ticket|tracking|confirmation|code)[^0-9]{0,15}$", re.IGNORECASE
)


class AccountNumberRecogniser(SpanRecogniser):
    ENTITY = "ACCOUNT_NUMBER"
    DIGITS = True
    PATTERNS = (
        pattern(
            "after the words",
            rf"(?<![A-Za-z])(?:{_WHOSE})(?: (?:account|acct|agreement|contract|reference|ref))?\.? ?(?:number|num|no|"
            rf"nr|id|#|reference|ref|code)(?:'?s)?\.?"
            r"(?: (?:on|in|from|of|at|for) (?:the|my|your|this) [a-z]{2,12})?" + _GAP + _VALUE,
            LABELLED + 0.01,
        ),
        pattern(
            "reference",
            r"(?<![A-Za-z])(?:reference|ref)\.?(?: is |: ?| ?# ?| )(?=[^\s]{0,11}[0-9]{4})" + _VALUE,
            LABELLED + 0.01,
        ),
        pattern(
            "account with letters",
            r"(?<![A-Za-z])(?:account|acct|a/c)\.? ?(?:number|num|no|id|#)?\.?"
            + _GAP
            + r"(?=[A-Za-z]{1,4}[-/0-9])"
            + _VALUE,
            LABELLED + 0.01,
        ),
        pattern(
            "thing and number",
            r"(?<![A-Za-z])(?:loan|contract|customer|client|agreement|policy|claim|file|case|member|account|acct|"
            r"mrn)[ :#,-]{1,3}"
            r"(?=[0-9A-Za-z/-]{0,24}[0-9]{4}|[0-9]{2,6}[-/])(?=[A-Za-z]{1,6}[-/]?[0-9]|[0-9]{6}|"
            r"[0-9A-Za-z]{1,8}[-/][0-9A-Za-z])" + _VALUE,
            LABELLED - 0.01,
        ),
        pattern(
            "thing is number",
            r"(?<![A-Za-z])(?:loan|contract|agreement|policy|claim|file|case|reference|ref) (?:is|was|=) "
            r"(?=[0-9A-Za-z/-]{0,24}[0-9]{3})(?=[0-9A-Za-z]{1,10}[-/][0-9A-Za-z])" + _VALUE,
            LABELLED - 0.01,
        ),
        pattern(
            "number and thing",
            r"(?:quote|quoting|use|using|under|number|no\.?|"
            r"#) (?=[0-9A-Za-z/-]{0,24}[0-9]{4})(?=[0-9A-Za-z]{1,10}[-/][0-9A-Za-z])"
            + _VALUE
            + r"(?=[ ,(]{1,3}(?:ref\b|reference|as (?:my|the|your) ref|in all|when|is my (?:loan|account|ref)))",
            LABELLED - 0.01,
        ),
        pattern(
            "account somewhere before",
            r"(?<![A-Za-z])(?:account|loan|contract|agreement)\b[^.\n]{0,50}?\b(?:is|it's|was) "
            r"(?=[A-Za-z]{1,4}-[0-9]{3,8}|[0-9]{2,6}-[0-9A-Za-z]{2,8}-)" + _VALUE,
            LABELLED - 0.01,
        ),
        pattern(
            "code of a loan some words before",
            r"(?<![A-Za-z])(?:loans?|accounts?|accts?|agreements?|contracts?|finance|balance|plan)\b[^.\n0-9]{0,40}?"
            r"(?<![A-Za-z0-9-])(?-i:(?=[A-Z]))(?P<value>[A-Za-z]{1,4}-?[0-9]{5,10}|[A-Za-z]{1,4}[-/][0-9]{4,10}|"
            r"[A-Za-z]{1,4}[-/][0-9]{2,6}[-/][0-9]{2,6})"
            r"(?![A-Za-z0-9]|[.,][0-9]|-[0-9])",
            LABELLED - 0.01,
        ),
        pattern(
            "first codes of a list",
            r"(?<![A-Za-z0-9-])(?-i:(?=[A-Z]))(?P<value>[A-Za-z]{1,4}-[0-9]{4,8})(?=(?:,|,? and|,? or| &|/) ?"
            r"(?-i:[A-Z]{1,4})-[0-9]{4,8}(?![0-9A-Za-z]))",
            LABELLED - 0.02,
        ),
        pattern(
            "last code of a list",
            r"(?:(?<=[0-9]{4}, )|(?<=[0-9]{4} and )|(?<=[0-9]{4} or )|(?<=[0-9]{4} & ))(?-i:(?=[A-Z]))"
            r"(?P<value>[A-Za-z]{1,4}-[0-9]{4,8})(?![A-Za-z0-9-])",
            LABELLED - 0.02,
        ),
        pattern(
            _GROUPED,
            r"(?<![A-Za-z])(?:account|acct|a/c|acc|loan|agreement|contract)s?\.?(?: ?(?:number|num|no|nr|id|#))?\.?"
            r"(?:[ :#]{1,3}(?:is|was|and|or))?[ :#,(]{1,3}"
            r"(?P<value>[0-9]{4,6}-[0-9]{2,4}(?:-[0-9]{1,5})?|[0-9]{2,3}-[0-9]{3,6}-[0-9]{1,5})(?![0-9A-Za-z-]|[.,][0-9])",
            LABELLED + 0.02,
        ),
        pattern(
            "balance for a number",
            r"\bbalance\b[^.\n0-9]{0,25}\b(?:for|on|of) (?P<value>[0-9]{4}-[0-9]{4}|[A-Za-z]{1,4}-?[0-9]{4,10})"
            r"(?![0-9A-Za-z-]|[.,][0-9])",
            LABELLED - 0.01,
        ),
        pattern(
            "account with you",
            r"account (?:number |no |# )?(?:with you|with your (?:bank|company|firm)|on (?:your|the) (?:letter|"
            r"statement))" + _GAP + _VALUE,
            LABELLED + 0.01,
        ),
        pattern(
            "chinese words",
            rf"(?:合同|贷款|借款|借据|贷|客户|用户|协议|账单|案件|会员|项目|档案|授信|保单|保险单|担保|抵押|放款|立案|案|户头|(?<![账帐门客])户)(?:的)?(?:编号|"
            rf"编码|号码|号|ID)"
            rf"(?:应该|好像|就)?[^0-9A-Za-z\n]{{0,6}}{_VALUE}",
            CHECKED + 0.005,
        ),
        pattern(
            "chinese loan account",
            r"(?:贷款|借款|还贷|网贷|客户|用户|会员)(?:账|帐)(?:号|户)(?:号码?)?[^0-9A-Za-z\n]{0,6}" + _VALUE,
            CHECKED + 0.005,
        ),
        pattern(
            # A bare 合同HB7730021845X: letters first and many digits, or it is a model or an amount.
            "chinese contract without the word number",
            r"(?:合同|借据|借条|协议|保单|户头号?)(?:是|为|:)? ?(?=[A-Za-z]{1,6}[0-9-]{6})" + _VALUE,
            CHECKED + 0.005,
        ),
        pattern(
            "chinese document number",
            r"(?P<value>[(\[〔【]?(?:19|20)[0-9]{2}(?:年|[)\]〕】])[一-鿿]{0,8}字[一-鿿]{0,3}?第?[0-9A-Za-z-]{1,12}号)",
            CHECKED + 0.005,
        ),
        pattern(
            _LONG,
            r"(?<![0-9A-Za-z./=_-])(?P<value>[0-9]{4}(?:[ -]?[0-9]{3,4}){2,4}[0-9]{0,3})(?![0-9A-Za-z]|[.,][0-9])",
            FORMAT - 0.05,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        return len(digits(value)) >= (12 if matched.name == _LONG else 4)

    def analyze(self, text, entities, nlp_artifacts=None):  # type: ignore[no-untyped-def]
        """As the patterns say, but an order or tracking number stays: it tells nothing about a person."""
        results = super().analyze(text, entities, nlp_artifacts)
        return [
            each
            for each in results
            if not _OTHER_NUMBERS.search(text[max(0, each.start - 24) : each.start])
            and not (each.score == LABELLED + 0.02 and _OF_A_BANK.search(text[max(0, each.start - 60) : each.start]))
        ]
