"""What redaction gives to the stages behind it."""

from service.domain.account import IdentityField
from service.domain.base import Value


class Entity(Value):
    """One personal datum found in a text. Offsets are code points, end exclusive."""

    type: str
    start: int
    end: int
    score: float
    pseudonym: str


class IdentityClaim(Value):
    """The borrower stated a datum that can prove who they are; only whether it was right is kept."""

    field: IdentityField
    matched: bool


class Redaction(Value):
    """A message without personal data.

    Args:
        text: the message with pseudonyms such as `<PERSON_1>` in place of personal data.
        entities: what was replaced; offsets point into the clear text.
        identity_claims: which identity data the message claims, and whether they match the account.
        sensitive: kinds of sensitive statement seen ("health", "family"), which shorten retention.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    identity_claims: tuple[IdentityClaim, ...] = ()
    sensitive: frozenset[str] = frozenset()
