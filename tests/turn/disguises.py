"""How a model gets words into a draft: as rapport, in the wrong place, around its answer, or past the writer."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from service.domain.verdict import Finding
from service.domain.vocabulary import Language, WritingMode
from service.domain.writing import Brief, Draft, Rapport, Say
from service.guard import load_packs
from service.guard.corpus import load_corpus
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import normalise
from service.model_endpoint.prompt_files import Prompt
from service.settings import PROJECT_FOLDER
from service.writing import AgentWriter, ScriptedWriter, assemble
from service.writing.assembly import arrange
from tests.turn.hostile import KIND_WORDS

POLICIES = PROJECT_FOLDER / "policies"
_PSEUDONYM = re.compile(r"<[A-Z][A-Z_]*_\d+>")
_LONGEST_RAPPORT = 400  # of a Rapport move


@dataclass(frozen=True)
class Hostile:
    """A violating text, and where it comes from (a rule's id or a hand of the corpus and a family)."""

    text: str
    language: Language
    source: str

    @property
    def number(self) -> int:
        """The same for the same text, whatever the others are."""
        return int.from_bytes(sha256(self.text.encode()).digest()[:4], "big")


def hostile_texts() -> tuple[Hostile, ...]:
    """Every violating example of the packs' prohibitions and of the labelled corpus, each text once."""
    rules = [item.rule for ready in load_packs(POLICIES, unverified=True).packs for item in ready.rules]
    found = [
        Hostile(text, language, rule.id)
        for rule in rules
        if rule.kind == "prohibit"
        for language in ("en", "zh")
        for text in rule.examples.violating.in_language(language)
    ]
    found += [
        Hostile(example.text, example.language, f"{example.hand}/{example.family}")
        for example in load_corpus(POLICIES)
        if example.violating
    ]
    return tuple({(hostile.text, hostile.language): hostile for hostile in found}.values())


# --- disguises: a text becomes the raw answer of a model, or a draft that no writer of ours has cleaned

Disguise = Callable[[str, Brief], str | Draft]


def as_rapport(text: str, brief: Brief) -> str:
    return _answer(text, _good(brief))


def as_raw_rapport(text: str, brief: Brief) -> Draft:
    """As it is: the writer would have cut it to two sentences and dropped what looks unfit."""
    return _draft([Rapport(rapport=text[:_LONGEST_RAPPORT]), *_good_moves(brief)], brief)


def as_second_rapport(text: str, brief: Brief) -> Draft:
    kind = Rapport(rapport=KIND_WORDS[brief.language])
    return _draft([kind, Rapport(rapport=text[:_LONGEST_RAPPORT]), *_good_moves(brief)], brief)


def as_halves(text: str, brief: Brief) -> Draft:
    """Half of it in one rapport and half in the next, so that neither says it all."""
    halves = [Rapport(rapport=half[:_LONGEST_RAPPORT]) for half in _halves(text)]
    return _draft([*halves, *_good_moves(brief)], brief)


def as_statement(text: str, brief: Brief) -> str:
    return json.dumps({"rapport": "", "moves": [{"say": text, "wording": 0}, *_good(brief)]}, ensure_ascii=False)


def as_wording(text: str, brief: Brief) -> str:
    good = [{**move, "wording": text} for move in _good(brief)]
    return json.dumps({"rapport": "", "moves": good}, ensure_ascii=False)


def as_unknown_statement(text: str, brief: Brief) -> str:
    unknown = {"say": "threat.final", "wording": 0, "text": text}
    return json.dumps({"rapport": "", "moves": [unknown, *_good(brief)]}, ensure_ascii=False)


def as_broken_answer(text: str, brief: Brief) -> str:
    return _answer(text, _good(brief))[:-3]


def around_the_answer(text: str, brief: Brief) -> str:
    return f"{text}\n{_answer('', _good(brief))}\n{text}"


def as_more_fields(text: str, brief: Brief) -> str:
    return json.dumps({"rapport": "", "moves": _good(brief), "text": text, "message": text}, ensure_ascii=False)


def past_the_moves(text: str, brief: Brief) -> Draft:
    """A writer whose text is not what its moves say."""
    draft = _draft(_good_moves(brief), brief)
    return draft.model_copy(update={"text": f"{draft.text}\n\n{text}"})


def as_forged_statement(text: str, brief: Brief) -> Draft:
    """A writer that puts the text in the place of a statement which it names."""
    draft = _draft(_good_moves(brief), brief)
    said = next(move for move in draft.moves if isinstance(move, Say))
    option = brief.option(said.say)
    assert option is not None
    return draft.model_copy(update={"text": draft.text.replace(option.wordings[said.wording], text)})


ASSEMBLED: tuple[Disguise, ...] = (
    as_rapport,
    as_raw_rapport,
    as_second_rapport,
    as_halves,
    as_statement,
    as_wording,
    as_unknown_statement,
    as_broken_answer,
    around_the_answer,
    as_more_fields,
    past_the_moves,
    as_forged_statement,
)


def as_sentences(text: str, brief: Brief) -> str:
    return json.dumps({"sentences": [text]}, ensure_ascii=False)


def among_good_sentences(text: str, brief: Brief) -> str:
    """Between kind words and what a statement says."""
    vetted = next(option for option in brief.options if option.default).wordings[0]
    return json.dumps({"sentences": [KIND_WORDS[brief.language], text, vetted]}, ensure_ascii=False)


FREE: tuple[Disguise, ...] = (as_sentences, among_good_sentences)


def _answer(rapport: str, moves: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"rapport": rapport, "moves": moves}, ensure_ascii=False)


def _good(brief: Brief) -> list[dict[str, Any]]:
    return [{"say": move.say, "wording": move.wording} for move in _good_moves(brief)]


def _good_moves(brief: Brief) -> list[Say]:
    return [move for move in ScriptedWriter().write(brief).moves if isinstance(move, Say)]


def _draft(moves: Sequence[Say | Rapport], brief: Brief) -> Draft:
    """Free words before the matter, as the writer would place them, but in no other order than given."""
    arranged = arrange(moves, brief)
    return Draft(moves=arranged, text=assemble(arranged, brief), author="agent", prompt="hostile@1", model="hostile")


def _halves(text: str) -> tuple[str, str]:
    """At the end of a sentence near the middle, else between words, else (Chinese) between characters."""
    places = [end for _, end in sentence_spans(text)[:-1]]
    places = places or [match.start() for match in re.finditer(r"\s", text.strip())] or [len(text) // 2]
    middle = min(places, key=lambda place: abs(place - len(text) / 2))
    return text[:middle].strip(), text[middle:].strip()


# --- the model that says them


class HostileWriter(AgentWriter):
    """The service's own writer behind a model that says one hostile text after the other, each in its disguise."""

    def __init__(self, texts: Iterable[Hostile], mode: WritingMode) -> None:
        super().__init__(
            base_url="http://127.0.0.1:9/v1",  # never called: `_ask` answers
            model="hostile",
            api_key="",
            timeout_seconds=5.0,
            turn_seconds=10.0,
            max_tokens=200,
            retries=0,
            prompts_dir=PROJECT_FOLDER / "prompts",
            mode=mode,
        )
        self.left = deque(texts)
        self.said: list[Hostile] = []
        self.vetted: tuple[str, ...] = ()
        self._disguises = ASSEMBLED if mode == "assembled" else FREE
        self._raw = ""

    def disguise_of(self, hostile: Hostile) -> Disguise:
        return self._disguises[hostile.number % len(self._disguises)]

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        hostile = self.left.popleft() if self.left else self.said[-1]
        self.said.append(hostile)
        self.vetted = tuple(wording for option in brief.options for wording in option.wordings)
        made = self.disguise_of(hostile)(hostile.text, brief)
        if isinstance(made, Draft):
            return made
        self._raw = made
        return super().write(brief, findings)

    def _ask(self, prompt: Prompt, message: str, brief: Brief, deadline: float) -> str:
        return self._raw


# --- what the borrower reads


def letters(text: str) -> str:
    """A text as the detectors see it, without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", normalise(text).text)


def delivered_sentences(text: str, message: str, vetted: Iterable[str], harmless: Set[str]) -> list[str]:
    """The sentences of a text that the borrower reads, without those that may be said.

    Args:
        vetted: wordings of statements, whose words are nobody's harm.
        harmless: sentences as `letters`: lawful messages begin with the same courtesies as unlawful ones.
    """
    read = letters(message)
    for part in sorted({letters(part) for wording in vetted for part in _PSEUDONYM.split(wording)}, key=len)[::-1]:
        read = read.replace(part, "|") if part else read
    sentences = [text[start:end].strip() for start, end in sentence_spans(text)]
    return [part for part in sentences if (words := letters(part)) and words in read and words not in harmless]


def harmless_sentences() -> frozenset[str]:
    """Sentences of the lawful texts of the corpus, as `letters`."""
    lawful = (example.text for example in load_corpus(POLICIES) if not example.violating)
    return frozenset(letters(text[start:end]) for text in lawful for start, end in sentence_spans(text))
