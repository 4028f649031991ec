"""E-mail addresses, typed or spelt out."""

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern

_MAIL_HOSTS = (
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|mac|aol|proton|protonmail|gmx|zoho|mail|yandex|"
    "btinternet|sky|virginmedia|talktalk|comcast|verizon|att|sbcglobal|bellsouth|cox|charter|earthlink|qq|163|126|sina|foxmail|rediffmail"
)
_TOP = "com|net|org|edu|gov|co|uk|ie|us|ca|au|in|ng|cn|de|fr|es|pl|io|me|info|biz|eu|nz|za|hk|sg|mx|dev|app|scot"
_NOT_BEFORE = r"(?<![A-Za-z0-9._%+@-])"
_LOCAL = (
    r"[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63}"
    r"(?: (?:dot|underscore|under score|dash|hyphen|minus|plus|period|point) [A-Za-z0-9._%+-]{1,40}){0,4}"
)
_DOT = r" ?(?:\.|[\[({<] ?(?:dot|\.) ?[\])}>]|dot(?![A-Za-z0-9])) ?"
_HOST = r"[A-Za-z0-9][A-Za-z0-9-]{0,40}"


class EmailRecogniser(SpanRecogniser):
    ENTITY = "EMAIL_ADDRESS"
    PATTERNS = (
        pattern(
            "address",
            _NOT_BEFORE + r"(?P<value>[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63} ?@ ?"
            r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18})(?![A-Za-z0-9])",
            CHECKED,
        ),
        pattern(
            "at in brackets",
            _NOT_BEFORE + rf"(?P<value>{_LOCAL} ?[\[({{<] ?(?:at|@) ?[\])}}>] ?"
            rf"(?:{_HOST}{_DOT}){{1,3}}[A-Za-z]{{2,10}})(?![A-Za-z0-9])",
            CHECKED,
        ),
        pattern(
            "spoken",
            _NOT_BEFORE + rf"(?P<value>{_LOCAL} at {_HOST}(?: dot {_HOST}){{0,2}} dot (?:{_TOP}))(?![A-Za-z0-9])",
            CHECKED,
        ),
        pattern(
            "at a mail host",
            _NOT_BEFORE
            + rf"(?P<value>{_LOCAL} ?(?:at|@) ?(?:{_MAIL_HOSTS})(?:(?:{_DOT}|, ?)(?:{_TOP})){{1,2}})(?![A-Za-z0-9])",
            CHECKED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """An address that is not typed has words on both sides of its "at": "look at gmail.com" has none before it."""
        return matched.name != "at a mail host" or value.split()[0].lower() not in _VERBS


_VERBS = frozenset(
    [
        "look",
        "looking",
        "me",
        "it",
        "us",
        "is",
        "am",
        "account",
        "email",
        "mail",
        "inbox",
        "that",
        "be",
        "reach",
        "contact",
    ]
)
