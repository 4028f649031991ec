"""Chinese resident identity numbers: 18 characters with a check character, or 15 digits from before 1999."""

from datetime import date

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
# First two digits: provinces and regions of GB/T 2260.
_REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


class CnIdCardRecogniser(SpanRecogniser):
    ENTITY = "CN_ID_CARD"
    PATTERNS = (
        pattern(
            "18 characters",
            r"(?<![0-9A-Za-z])(?P<value>[1-8][0-9]{5}[ -]?(?:18|19|"
            r"20)[0-9]{2}[ -]?[01][0-9][0-3][0-9][ -]?[0-9]{3}[0-9Xx])(?![0-9A-Za-z])",
            CHECKED + 0.01,
        ),
        pattern(
            "15 digits",
            r"(?<![0-9A-Za-z])(?P<value>[1-8][0-9]{7}[01][0-9][0-3][0-9]{4})(?![0-9A-Za-z])",
            CHECKED - 0.01,
        ),
        pattern(
            "18 characters, spaced",
            r"(?<![0-9A-Za-z])(?<![0-9][ -])(?P<value>[1-8](?:[ ._-]{0,2}[0-9]){16}[ ._-]{0,2}[0-9Xx])(?![0-9A-Za-z])",
            CHECKED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        return id_card_holds(value)


def id_card_holds(value: str) -> bool:
    """Whether region and birth date exist, and the check character of 18 (ISO 7064 MOD 11-2) is right."""
    number = bare_id_card(value)
    if number[:2] not in _REGIONS or birth_date_of(number) is None:
        return False
    if len(number) == 15:
        return True
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return number[17] == _CHECK_CHARACTERS[total % 11]


def bare_id_card(value: str) -> str:
    """The 15 or 18 characters without separators, X in upper case."""
    return digits(value) + ("X" if value[-1:] in "Xx" else "")


def birth_date_of(number: str) -> date | None:
    """The birth date inside a bare number, or None where there is no such day."""
    written = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return None
