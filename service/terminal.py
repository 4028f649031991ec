"""A conversation in one process, without a server or a queue: what `forbear chat` and simulations talk to."""

from __future__ import annotations

from service.conversation_view import ConversationReader
from service.domain.trace import Trace
from service.program import Program
from service.reception import MessageRefused
from service.turn import take_turn


class TerminalConversation:
    """One borrower's conversation, turn by turn."""

    def __init__(self, program: Program, conversation_id: str) -> None:
        self._program, self.id = program, conversation_id
        self._reader = ConversationReader(program.foundation)
        self._seen = 0

    @classmethod
    def open(cls, program: Program, account_id: str, identity_verified: bool) -> TerminalConversation:
        """A new conversation.

        Raises:
            LookupError: there is no such account.
        """
        conversation_id = program.reception.open_conversation(account_id, "terminal", identity_verified)
        if conversation_id is None:
            raise LookupError(f"there is no account {account_id!r}")
        return cls(program, conversation_id)

    def say(self, text: str | None) -> list[tuple[str, str]]:
        """Say something (or nothing, to be greeted); the answers, each with a line on how it came about."""
        if text is not None:
            try:
                self._program.reception.receive(self.id, text, None)
            except MessageRefused as refused:
                return [(f"{refused.problem}. {refused.fix}", "not taken")]
        why = ""
        while (trace := take_turn(self.id, self._program.stages)) is not None:
            why = explained(trace)
        self._program.delivery.deliver(self.id)
        messages = self._reader.messages(self.id, self._seen)
        self._seen = max([self._seen, *(message.seq for message in messages)])
        return [(message.text, why) for message in messages if message.author != "borrower"]


def explained(trace: Trace) -> str:
    """A turn in one line."""
    signals = ", ".join(sorted(trace.reading.signals)) if trace.reading is not None else "-"
    stopped = sum(1 for attempt in trace.attempts if attempt.verdict.outcome != "allow")
    spent = sum(trace.milliseconds.values())
    states = f"{trace.state_before} → {trace.state_after}"
    return f"{signals} · {trace.act} · {states} · {trace.author} · {stopped} stopped · {spent:.0f} ms"
