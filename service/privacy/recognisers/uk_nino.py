"""UK National Insurance numbers."""

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern

# Prefixes that are not given out (HMRC, National Insurance Manual NIM39110).
_NOT_ALLOCATED = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})


class UkNinoRecogniser(SpanRecogniser):
    ENTITY = "UK_NINO"
    DIGITS = True
    PATTERNS = (
        pattern(
            "number",
            r"(?<![A-Za-z0-9])(?P<value>[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r"(?:[ -]?[0-9]){6}[ -]?[A-D])(?![A-Za-z0-9])",
            CHECKED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        return value[:2].upper() not in _NOT_ALLOCATED
