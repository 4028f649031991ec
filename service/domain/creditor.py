"""Whom the agent writes for."""

from pydantic import Field

from service.domain.base import Value
from service.domain.retention import RetentionOverride
from service.domain.vocabulary import Language


class LocalText(Value):
    """The same thing said in each language."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


class Creditor(Value):
    """A creditor as borrowers may be told about it; one file each under `policies/creditors/`.

    Args:
        id: the name accounts carry in `creditor`.
        name: how it is called in messages.
        phone: its public service line.
        hours: when a person answers there, in words.
        payment_page: where payments are made, the only address that a message may name for paying.
        complaints: how to complain to the creditor itself, in words.
        postal_address: for written disputes and requests.
        retention: where its contract wants data deleted sooner than the place does.
    """

    id: str = Field(min_length=1)
    name: LocalText
    phone: str | None = None
    hours: LocalText | None = None
    payment_page: str | None = None
    complaints: LocalText | None = None
    postal_address: str | None = None
    retention: tuple[RetentionOverride, ...] = ()


class HelpLine(Value):
    """Somebody that a borrower can turn to.

    Args:
        source: where the number was checked, and when.
        verified: false for numbers from general knowledge that nobody has checked.
    """

    name: LocalText
    phone: str | None = None
    url: str | None = None
    hours: LocalText | None = None
    source: str
    verified: bool


class HelpLines(Value):
    """Whom to turn to in a jurisdiction; `policies/<jurisdiction>/help.yaml`."""

    jurisdiction: str
    emergency: HelpLine
    crisis: HelpLine
    domestic_abuse: HelpLine | None = None
    debt_advice: HelpLine | None = None
    regulator: HelpLine | None = None
    identity_theft: HelpLine | None = None
