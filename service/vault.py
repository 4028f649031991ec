"""Personal data under lock: sealed with the borrower's key before it is stored, opened only where it must be read."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from service.domain.account import AccountImport, Contact, Person
from service.privacy import CannotDecrypt, Cipher, Keyring, PseudonymMap
from service.records.accounts import wrapped_key, wrapped_key_to_seal_with
from service.records.vault import VaultKind, find_sealed, put_sealed

_CONTACTS = TypeAdapter(tuple[Contact, ...])


class Vault:
    """Seals and opens what belongs to a borrower.

    Args:
        cipher: wraps the data keys of all borrowers with the master key.
    """

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def new_data_key(self) -> bytes:
        """A wrapped key for a new borrower."""
        return self._cipher.new_data_key()

    @property
    def keyring(self) -> Keyring:
        """What wraps and opens the data keys."""
        return self._cipher.keyring

    def check_keys(self) -> None:
        """Raise KeyServiceUnavailable unless data keys can be wrapped and unwrapped."""
        self._cipher.keyring.check()

    def forget(self, wrapped: bytes) -> None:
        """Drop a data key from this process's memory: its borrower was erased."""
        self._cipher.keyring.forget(wrapped)

    def put(
        self, session: Session, borrower_id: str, kind: VaultKind, subject_id: str, text: str, now: datetime
    ) -> None:
        """Seal and store a text.

        Raises:
            CannotDecrypt: the borrower was erased, so nothing can be sealed for them.
        """
        key = wrapped_key_to_seal_with(session, borrower_id)
        if key is None:
            raise CannotDecrypt(f"borrower {borrower_id!r} has no key: the person was erased")
        sealed = self._cipher.encrypt(key, text, _context(kind, subject_id))
        put_sealed(session, borrower_id=borrower_id, kind=kind, subject_id=subject_id, sealed=sealed, now=now)

    def get(self, session: Session, borrower_id: str, kind: VaultKind, subject_id: str) -> str | None:
        """The text, or None when nothing is stored or the person was erased."""
        return self.get_all(session, borrower_id, kind, [subject_id]).get(subject_id)

    def get_all(self, session: Session, borrower_id: str, kind: VaultKind, subject_ids: list[str]) -> dict[str, str]:
        """The texts by subject id; without those that are not stored, and empty when the person was erased.

        Raises:
            CannotDecrypt: a sealed text was altered, or stands in another's place.
        """
        key = wrapped_key(session, borrower_id)
        if key is None:
            return {}
        sealed = find_sealed(session, kind, subject_ids)
        return {subject: self._cipher.decrypt(key, data, _context(kind, subject)) for subject, data in sealed.items()}

    def put_person(self, session: Session, incoming: AccountImport, now: datetime) -> None:
        """Seal what an account says of its borrower, with the ways of reaching them."""
        person = incoming.borrower
        self.put(session, person.id, "profile", person.id, person.model_dump_json(), now)
        contacts = "[" + ",".join(contact.model_dump_json() for contact in incoming.contacts) + "]"
        self.put(session, person.id, "profile", f"{incoming.id}/contacts", contacts, now)

    def person(self, session: Session, borrower_id: str) -> Person | None:
        text = self.get(session, borrower_id, "profile", borrower_id)
        return None if text is None else Person.model_validate_json(text)

    def contacts(self, session: Session, borrower_id: str, account_id: str) -> tuple[Contact, ...]:
        """The ways of reaching a borrower that an account names."""
        text = self.get(session, borrower_id, "profile", f"{account_id}/contacts")
        return () if text is None else _CONTACTS.validate_json(text)

    def pseudonyms(self, session: Session, conversation_id: str, borrower_id: str) -> PseudonymMap:
        """The conversation's pseudonyms; at first, only the borrower's own name."""
        text = self.get(session, borrower_id, "pseudonyms", conversation_id)
        if text is not None:
            return PseudonymMap.model_validate_json(text)
        person = self.person(session, borrower_id)
        return PseudonymMap() if person is None else PseudonymMap.for_person(person)


def _context(kind: VaultKind, subject_id: str) -> str:
    """Binds a sealed text to its place, so that rows cannot be swapped."""
    return f"{kind}:{subject_id}"
