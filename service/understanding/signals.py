"""Which signals a message carries: patterns over the whole text, trained heads over its beginning."""

from __future__ import annotations

from service.domain.vocabulary import Signal
from service.understanding.classifier import EMBEDDED_CHARACTERS, firing_signals, vector_of
from service.understanding.patterns import pattern_books
from service.understanding.sentences import Sentences

Evidence = dict[Signal, str]
# Sentences beyond these are left to the patterns: each costs an embedding.
EMBEDDED_SENTENCES = 12
_SHORTEST_EMBEDDED = 4
_MISHEARD_IN_INJECTIONS = frozenset(
    {Signal.STOP_CONTACT, Signal.STOP_CHANNEL, Signal.DISPUTES_DEBT, Signal.ALREADY_PAID, Signal.COMPLAINT}
)


def find_signals(sentences: Sentences) -> Evidence:
    """Every signal that a pattern or a head finds, with what found it; no context is considered here."""
    found = _heads(sentences)
    for book in pattern_books():
        for signal, detector in book.signals.items():
            evidence = detector.evidence(sentences)
            if evidence is not None:
                found[signal] = evidence
    return _settled(found)


def _settled(found: Evidence) -> Evidence:
    """What one signal says of another: a stolen identity disputes the debt; who reports a death is not the bereaved."""
    settled = _without_misheard_rights(found) if Signal.PROMPT_INJECTION in found else dict(found)
    if Signal.IDENTITY_THEFT in settled:
        settled.setdefault(Signal.DISPUTES_DEBT, "pattern:implied.identity_theft")
    if Signal.DECEASED in settled:
        settled.pop(Signal.HARDSHIP_BEREAVEMENT, None)
    return settled


def _without_misheard_rights(found: Evidence) -> Evidence:
    """What stands beside an injection: to a head, orders to a machine resemble a borrower's refusals and claims.

    What is said outright (a pattern) stands, and so does every signal of a crisis, whatever found it.
    """
    return {
        signal: evidence
        for signal, evidence in found.items()
        if signal not in _MISHEARD_IN_INJECTIONS or not evidence.startswith("classifier")
    }


def _heads(sentences: Sentences) -> Evidence:
    found: Evidence = {}
    for piece in _pieces(sentences):
        for signal, probability in firing_signals(vector_of(piece)).items():
            if signal not in found and not _excused(signal, piece):
                found[signal] = f"classifier:{probability:.2f}"
    return found


def _pieces(sentences: Sentences) -> list[str]:
    """The message as a whole and, when it has several, each of its first sentences."""
    whole = sentences.text[:EMBEDDED_CHARACTERS]
    parts = Sentences(whole).first(EMBEDDED_SENTENCES)
    pieces = [whole, *parts] if len(parts) > 1 else [whole]
    return [piece for piece in pieces if len(piece.strip()) >= _SHORTEST_EMBEDDED]


def _excused(signal: Signal, text: str) -> bool:
    """Whether a look-alike of the signal stands in the text that the head fired on."""
    return any(book.signals[signal].excuses_head(text) for book in pattern_books() if signal in book.signals)
