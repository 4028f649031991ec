"""What the reader knows of the conversation besides the message."""

from datetime import date
from decimal import Decimal

from service.domain.base import Value
from service.domain.vocabulary import Act, Language


class ReadingContext(Value):
    """The state of the conversation that changes what a message means.

    Args:
        language: the language the conversation is held in.
        today: the borrower's date, from which relative dates count.
        last_acts: acts of the latest outgoing messages, newest last.
        has_open_offer: a quote is on the table, so that a bare "yes" or "no" answers it.
        verified: the borrower has proved who they are.
        balance: what is owed, major units; makes "half" a sum.
        currency: ISO 4217 code of the balance.
    """

    language: Language
    today: date
    last_acts: tuple[Act, ...] = ()
    has_open_offer: bool = False
    verified: bool = False
    balance: Decimal | None = None
    currency: str | None = None
