"""E-mail addresses."""

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class EmailRecogniser(SpanRecogniser):
    ENTITY = "EMAIL_ADDRESS"
    PATTERNS = (
        pattern(
            "address",
            r"(?<![A-Za-z0-9._%+-])(?P<value>[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63}@"
            r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18})(?![A-Za-z0-9])",
            CHECKED,
        ),
        pattern(
            "spoken address",
            r"(?<![A-Za-z0-9._%+-])(?P<value>[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63} ?[(\[]? ?at ?[)\]]? ?"
            r"[A-Za-z0-9-]{2,40} ?[(\[]? ?dot ?[)\]]? ?(?:com|net|org|edu|gov|cn|uk|co))(?![A-Za-z0-9])",
            CHECKED,
        ),
    )
