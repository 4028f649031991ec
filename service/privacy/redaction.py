"""A message without personal data: found, replaced by pseudonyms, and what it proves about who writes."""

from __future__ import annotations

from bisect import bisect_left

from service.domain.account import Person
from service.domain.privacy import Entity, IdentityClaim, Redaction
from service.domain.vocabulary import Language
from service.privacy.engine import find_entities
from service.privacy.found import Found, resolve
from service.privacy.identity import identity_claims
from service.privacy.known import find_known
from service.privacy.pseudonyms import OWN_NAME, Assigning, PseudonymMap, find_pseudonyms, neutralise, pseudonym_spans
from service.privacy.sensitive import sensitive_kinds
from service.privacy.view import Replacement, View, view_of, without_surrogates

# A replaced text reads differently to a model, which may then name another word; each pass replaces what is left,
# so that redacting the result finds nothing more. Two passes are the rule.
_MOST_PASSES = 5


def redact(
    text: str, known: Person | None, pseudonyms: PseudonymMap, language: Language | None = None
) -> tuple[Redaction, PseudonymMap]:
    """The message with pseudonyms in place of personal data, and the map that knows them.

    Args:
        known: the borrower, whose own data are always found; None where nobody is known.
        pseudonyms: those of the conversation so far; the same original keeps its pseudonym. What the borrower types
            that only looks like one is put into other brackets, so that it can never be restored.
        language: of the conversation, for a text that shows none itself.
    Returns:
        The redaction, whose offsets are code points of `text`, and the map to keep.
    """
    if known is not None and OWN_NAME not in pseudonyms.known_pseudonyms:
        pseudonyms = PseudonymMap(originals={**PseudonymMap.for_person(known).originals, **pseudonyms.originals})
    # A text about nobody (a check) may be redacted already: its pseudonyms stay, and are not given out again.
    kept = pseudonyms.known_pseudonyms if known is not None else frozenset(find_pseudonyms(text))
    clear = neutralise(without_surrogates(text), kept)
    assigning = Assigning(pseudonyms, typed=clear)
    entities = _entities(clear, known, assigning, language)
    redaction = Redaction(
        text=_replaced(clear, entities),
        entities=tuple(entities),
        identity_claims=_claims(clear, entities, known),
        sensitive=sensitive_kinds(view_of(clear).text),
    )
    return redaction, assigning.map()


def find_personal_data(text: str, language: Language | None = None) -> tuple[Entity, ...]:
    """The personal data in a text, without pseudonyms; for checks of what is about to leave."""
    return _found(text, language, names=True)


def find_numbers(text: str, language: Language | None = None) -> tuple[Entity, ...]:
    """The same without people, places and organisations, in a fifth of the time."""
    return _found(text, language, names=False)


def _found(text: str, language: Language | None, names: bool) -> tuple[Entity, ...]:
    view = _view(without_surrogates(text), [])
    found = _outside_pseudonyms(view, find_entities(view.text, language, names))
    return tuple(_entity(view, each, "") for each in resolve(found))


def _entities(clear: str, known: Person | None, assigning: Assigning, language: Language | None) -> list[Entity]:
    entities: list[Entity] = []
    for _ in range(_MOST_PASSES):
        view = _view(clear, entities)
        found = find_entities(view.text, language)
        if known is not None:
            found += find_known(view.text, known)
        fresh = [_assigned(view, each, clear, assigning) for each in resolve(_outside_pseudonyms(view, found))]
        if not fresh:
            break
        entities = sorted([*entities, *fresh], key=lambda entity: entity.start)
    return entities


def _view(clear: str, entities: list[Entity]) -> View:
    """The text as the recognisers see it: what is replaced already, and the pseudonyms in it, are shown as such."""
    replaced = [Replacement(entity.start, entity.end, entity.pseudonym) for entity in entities]
    typed = [Replacement(start, end, clear[start:end]) for start, end in pseudonym_spans(clear)]
    return view_of(clear, sorted([*replaced, *typed], key=lambda replacement: replacement.start))


def _outside_pseudonyms(view: View, found: list[Found]) -> list[Found]:
    if not view.shown:
        return found
    shown = {position for start, end in view.shown for position in range(start, end)}
    return [each for each in found if shown.isdisjoint(range(each.start, each.end))]


def _assigned(view: View, found: Found, clear: str, assigning: Assigning) -> Entity:
    start, end = view.original_span(found.start, found.end)
    original = found.canonical if found.canonical is not None else clear[start:end]
    return _entity(view, found, assigning.pseudonym_for(found.type, original))


def _entity(view: View, found: Found, pseudonym: str) -> Entity:
    start, end = view.original_span(found.start, found.end)
    return Entity(type=found.type, start=start, end=end, score=round(found.score, 2), pseudonym=pseudonym)


def _replaced(clear: str, entities: list[Entity]) -> str:
    parts, position = [], 0
    for entity in entities:
        parts += [clear[position : entity.start], entity.pseudonym]
        position = entity.end
    return "".join([*parts, clear[position:]])


def _claims(clear: str, entities: list[Entity], known: Person | None) -> tuple[IdentityClaim, ...]:
    view = view_of(clear)
    found = [
        Found(bisect_left(view.starts, entity.start), bisect_left(view.starts, entity.end), entity.type, entity.score)
        for entity in entities
    ]
    return identity_claims(view.text, found, known)
