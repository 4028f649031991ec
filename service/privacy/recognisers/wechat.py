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
            # 加她rena_hami2020: whom to add, then an id that holds a digit or a sign.
            "chinese, whom to add",
            r"(?:[加搜扫]一?下?个?(?:[我你他她它](?![一-鿿])|[我你他她]?(?:小号|大号|新号|老号|号)|(?=[A-Za-z]))|"
            r"(?<![A-Za-z])(?:wechat|[微薇威]信|vx|wx)[^0-9A-Za-z\n]{0,4}搜|"
            r"(?:昵称|[微薇威]信)[^0-9A-Za-z\n]{0,14}(?<![A-Za-z])ID[是为:]|[转退]到(?=[A-Za-z0-9_-]{6,20}的?零钱))"
            r"[,: ]{0,2}(?P<value>(?=[A-Za-z]{1,19}[0-9_-])[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.-])",
            LABELLED + 0.04,
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
        if matched.name == "chinese, whom to add" and value.lower().lstrip("q").isdigit():
            return False
        return matched.name.startswith("chinese") or any(not character.isalpha() for character in value)
