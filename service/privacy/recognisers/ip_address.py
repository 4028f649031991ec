"""Internet addresses, version 4 and 6."""

from ipaddress import ip_address

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern


class IpAddressRecogniser(SpanRecogniser):
    ENTITY = "IP_ADDRESS"
    DIGITS = True
    PATTERNS = (
        pattern("version 4", r"(?<![0-9.])(?P<value>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?!\.?[0-9])", CHECKED),
        pattern(
            "version 6",
            r"(?<![0-9A-Fa-f:])(?P<value>[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![0-9A-Fa-f:])",
            CHECKED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        if matched.name == "version 6" and (len(value) < 6 or value.count(":") < 3):
            return False
        try:
            ip_address(value)
        except ValueError:
            return False
        return True
