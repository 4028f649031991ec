"""WeChat ids, behind the words that announce them."""

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern

_WORDS = frozenset(
    [
        "wechat",
        "number",
        "please",
        "because",
        "account",
        "payment",
        "transfer",
        "instead",
        "message",
        "anytime",
        "tomorrow",
        "people",
    ]
)


class WechatRecogniser(SpanRecogniser):
    ENTITY = "WECHAT_ID"
    PATTERNS = (
        pattern(
            "chinese",
            r"(?:[微薇威徽维]信|V信|(?<![A-Za-z])(?:wx|vx|weixin)|[微薇](?![一-鿿])|"
            r"加(?:我|下|一下)?个?[vV](?=[^A-Za-z0-9一-鿿])|(?<![A-Za-z0-9])[vV](?=[:：]))"
            r"(?:号码?|账号|ID)?[^0-9A-Za-z\n，。,;；]{0,6}(?<![A-Za-z0-9])"
            r"(?P<value>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.-])",
            LABELLED,
        ),
        pattern(
            "english",
            r"(?<![A-Za-z])we ?chat(?:,? (?:(?:my|the) )?(?:id|name|handle|account))?(?: is|:| -|"
            r" ?=)? ?(?P<value>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@-]|\.[A-Za-z])",
            LABELLED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """An id in English text holds a digit or a sign: else it cannot be told from the next word."""
        if value.lower() in _WORDS:
            return False
        return matched.name == "chinese" or any(not character.isalpha() for character in value)
