"""Web addresses."""

from functools import lru_cache
from typing import Any

from service.privacy.found import CHECKED, FORMAT
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern

_BARE_DOMAIN = "bare domain"


class UrlRecogniser(SpanRecogniser):
    ENTITY = "URL"
    PATTERNS = (
        pattern(
            "with scheme",
            r"(?<![A-Za-z0-9])(?P<value>(?:https?|ftp)://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{2,400}[A-Za-z0-9/=_#&-])",
            CHECKED,
        ),
        pattern(
            "www",
            r"(?<![A-Za-z0-9.@/])(?P<value>www\.[A-Za-z0-9-]{1,63}\.[A-Za-z0-9./?=&%_-]{1,300}[A-Za-z0-9/])",
            CHECKED,
        ),
        pattern(
            _BARE_DOMAIN,
            r"(?<![A-Za-z0-9.@/_-])(?P<value>(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,4}[a-z]{2,10}"
            r"(?:/[A-Za-z0-9._~/?#=&%-]{0,300}[A-Za-z0-9/])?)(?![A-Za-z0-9@])",
            FORMAT,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        if matched.name != _BARE_DOMAIN:
            return True
        host, _, path = value.partition("/")
        return _has_public_suffix(host) or (any(map(str.isdigit, path)) and bool(_suffixes()(host).suffix))


def _has_public_suffix(host: str) -> bool:
    """Whether a dotted word is a domain ("pay.example.com") and not a missing space ("ok.thanks")."""
    parts = _suffixes()(host)
    # Two-letter endings other than country domains in use here are mostly abbreviations ("a.m", "u.s").
    return bool(parts.domain and parts.suffix) and len(parts.domain) > 1 and parts.suffix in _USUAL_SUFFIXES


_USUAL_SUFFIXES = frozenset(
    [
        "com",
        "net",
        "org",
        "edu",
        "gov",
        "io",
        "co",
        "app",
        "dev",
        "info",
        "biz",
        "cn",
        "com.cn",
        "net.cn",
        "org.cn",
        "gov.cn",
        "edu.cn",
        "uk",
        "co.uk",
        "org.uk",
        "gov.uk",
        "ac.uk",
        "hk",
        "com.hk",
        "us",
        "ca",
        "eu",
        "link",
        "site",
        "online",
        "shop",
        "top",
        "xyz",
        "vip",
        "cc",
        "me",
    ]
)


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    import tldextract

    # No suffix list addresses and no cache folder: the list inside the package is used, and nothing is fetched.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
