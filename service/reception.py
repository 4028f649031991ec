"""The receive stage: a borrower's message is on disk, sealed, before it is acknowledged."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from service.clock import Clock
from service.domain.account import Account
from service.domain.vocabulary import Channel
from service.records import Database
from service.records.accounts import find_account, refuse_erased
from service.records.conversations import create_conversation, locked, refuse_erased_conversation
from service.records.messages import add_inbound, find_by_client_id
from service.records.models import MessageRow
from service.vault import Vault

LONGEST_MESSAGE = 4000
_KEPT_CONTROLS = {"\n", "\t", "\u200d"}  # the zero-width joiner holds emoji together

_BLANK = {"\u2800", "\u3164", "\uffa0", "\u115f"}  # letters and symbols that show nothing


class MessageRefused(Exception):
    """A message that cannot be taken.

    Args:
        problem: what is wrong.
        fix: what the sender can do.
    """

    def __init__(self, problem: str, fix: str) -> None:
        self.problem, self.fix = problem, fix
        super().__init__(problem)


@dataclass(frozen=True)
class Received:
    """A stored message. `is_new` is false when the same `client_message_id` came again."""

    message: MessageRow
    is_new: bool


class Reception:
    """Takes what borrowers send."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    def open_conversation(self, account_id: str, channel: Channel, identity_verified: bool) -> str | None:
        """A new conversation about an account; None when there is no such account.

        Raises:
            BorrowerErased: there is nobody any more to talk to.
        """
        with self._database.writing() as session:
            account: Account | None = find_account(session, account_id)
            if account is None:
                return None
            refuse_erased(session, account.borrower_id)
            return create_conversation(session, account, channel, identity_verified, self._clock()).id

    def receive(self, conversation_id: str, text: str, client_message_id: str | None) -> Received:
        """Store a message; the same `client_message_id` stores it once.

        Raises:
            MessageRefused: empty or too long.
            BorrowerErased: the conversation is over for good.
            DatabaseUnavailable: it could not be stored, and was not.
        """
        clean = cleaned(text)
        if client_message_id is not None and (known := self._known(conversation_id, client_message_id)):
            return Received(known, is_new=False)
        try:
            with self._database.writing() as session:
                conversation = locked(session, conversation_id)
                refuse_erased_conversation(session, conversation)
                now = self._clock()
                row = add_inbound(session, conversation, client_message_id, now)
                self._vault.put(session, conversation.borrower_id, "message", row.id, clean, now)
        except IntegrityError:
            # Two copies of one message came at the same time; the other one was first.
            known = self._known(conversation_id, client_message_id or "")
            if known is None:
                raise
            return Received(known, is_new=False)
        return Received(row, is_new=True)

    def _known(self, conversation_id: str, client_message_id: str) -> MessageRow | None:
        with self._database.reading() as session:
            return find_by_client_id(session, conversation_id, client_message_id)


def cleaned(text: str) -> str:
    """The text without what no reader or database can take: lone surrogates, controls, direction overrides.

    Raises:
        MessageRefused: nothing is left, or it is longer than 4,000 characters.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(_clean(character) for character in lines).strip()
    if not any(_is_visible(character) for character in kept):
        raise MessageRefused("the message is empty", "Write something, then send it.")
    if len(kept) > LONGEST_MESSAGE:
        raise MessageRefused(
            f"the message has {len(kept):,} characters, and at most {LONGEST_MESSAGE:,} can be taken",
            "Send it in several shorter messages.",
        )
    return kept


def _is_visible(character: str) -> bool:
    return not character.isspace() and character not in _BLANK and unicodedata.category(character) != "Cf"


def _clean(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category in ("Cc", "Cf") and character not in _KEPT_CONTROLS:
        return ""
    return character
