"""The borrower's own employer or school in English text: a name behind the words that say so."""

from __future__ import annotations

import re

from service.privacy.found import FORMAT
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser
from service.privacy.words import words

_NAME = (
    r"(?:the |The )?(?P<value>[A-Z][A-Za-z0-9&'-]*"
    r"(?:(?: (?:of|and|&|for|the|at) (?:the )?| |\.(?=[A-Z]))[A-Z][A-Za-z0-9&'-]*){0,6})"
)
_AFTER_EMPLOYMENT = (
    r"(?i:\b(?:work(?:s|ed|ing)?(?: full[- ]time| part[- ]time| nights| days|"
    r" there)?(?: as an? [a-z ]{2,25})? (?:at|for|in)|employed (?:at|by|with)|"
    r"jobs? (?:at|with|from)|laid (?:me )?off (?:from|by|at)|fired (?:from|by)|let (?:me )?go (?:from|by|at)|"
    r"redundant (?:from|by|at)|"
    r"(?:my|his|her) (?:old |new |former |current |last |previous )?(?:employer|company|workplace|school|college|"
    r"university)(?: is| was|,|:)?|employer:|"
    r"hired (?:by|at)|shifts? (?:at|for)|hours (?:at|with)|start(?:ed|ing)?(?: a new job| work)? (?:at|with)|"
    r"study(?:ing)? at|student at|studies at|"
    r"attend(?:ed|ing|s)?|enrolled (?:at|in)|graduated from|(?:teach|teacher|nurse|driver|cook|cashier|clerk|"
    r"guard|technician|engineer|cleaner|manager|mechanic|"
    r"welder|carer|waitress|waiter|server|picker|porter|receptionist|accountant) (?:at|for|with)|quit|drive for|"
    r"retired from|paycheck from|wages from|salary from|"
    r"paid by|payroll at)\s{1,2})"
)
_BEFORE_EMPLOYMENT = (
    r"(?= (?:laid me off|let me go|fired me|cut my hours"
    r"|closed down|made me redundant|laid off|went bankrupt|went under|pays me))"
)


class EnglishEmployerRecogniser(SpanRecogniser):
    ENTITY = "ORGANIZATION"
    PATTERNS = (
        SpanPattern("after employment", re.compile(_AFTER_EMPLOYMENT + _NAME), FORMAT),
        SpanPattern("before employment", re.compile(r"(?<![A-Za-z])" + _NAME + _BEFORE_EMPLOYMENT), FORMAT),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """Pronouns, months, towns and offices ("Social Security") are no employer's name by themselves."""
        everyday = words("english_not_names") - _BRANDS_THAT_EMPLOY
        return not all(word in everyday for word in value.lower().split())


_BRANDS_THAT_EMPLOY = frozenset(
    ["amazon", "walmart", "target", "costco", "uber", "lyft", "doordash", "instacart", "apple", "google", "samsung"]
)
