"""The page of an export: readable by a person, in their language, and loading nothing."""

from __future__ import annotations

import html
import re
from typing import get_args

import pytest

from service.domain.contact import Provenance
from service.domain.retention import CountsFrom, DataKind
from service.domain.vocabulary import Act, ActorRole, Cadence, Emotion, Family, Signal, State
from service.export import make_export
from service.export.words import load_words
from service.records.accounts import find_account
from service.records.audit import append_link
from service.records.conversations import create_conversation
from tests.export.conftest import MARKUP, Talked

_HEADINGS = {
    "en": [
        "You", "How we may reach you", "Your accounts", "Your plans", "Our conversations",
        "What was put before a person", "Placeholders", "Who looked", "How long we keep it",
        "Proof that nothing was altered", "If something is wrong",
    ],
    "zh": [
        "您的资料", "联系方式与授权", "您的账户", "您的还款计划", "我们的对话", "转交人工的事项", "代号对照",
        "查看记录", "保存期限", "未被篡改的证明", "如有疑问",
    ],
}  # fmt: skip


def _page(talked: Talked, borrower_id: str, language: str | None = None) -> str:
    made = make_export(talked.foundation, borrower_id, language)  # type: ignore[arg-type]
    assert made is not None
    return made.page


@pytest.mark.parametrize(("who", "language"), [("english", "en"), ("chinese", "zh")])
def test_the_page_is_in_the_persons_language_with_all_its_parts(talked: Talked, who: str, language: str) -> None:
    account = getattr(talked, who)
    page = _page(talked, account.borrower.id)
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page
    assert re.findall(r'<h2 id="\w+">([^<]+)</h2>', page) == _HEADINGS[language]
    for line in talked.typed(account):
        assert html.escape(line, quote=True).replace("&#x27;", "&#39;") in page
    assert account.borrower.name in page


def test_another_language_can_be_asked_for(talked: Talked) -> None:
    assert "您的资料" in _page(talked, talked.english.borrower.id, "zh")


@pytest.mark.parametrize("who", ["english", "chinese", "silent"])
def test_it_runs_nothing_and_loads_nothing(talked: Talked, who: str) -> None:
    page = _page(talked, getattr(talked, who).borrower.id)
    assert not re.search(r"<(script|link|img|iframe|object|embed|form|base)\b", page)
    assert not re.search(r"\bon\w+\s*=|javascript:|@import|url\(", page)
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', page))
    assert "default-src 'none'" in page


def test_what_a_person_typed_stays_text(talked: Talked) -> None:
    page = _page(talked, talked.english.borrower.id)
    assert MARKUP not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;my&lt;/b&gt;" in page


def test_no_code_of_the_records_is_left_in_the_words(talked: Talked) -> None:
    for account in (talked.english, talked.chinese):
        page = _page(talked, account.borrower.id)
        said = re.sub(r"<style>.*?</style>|<code>.*?</code>|<[^>]+>", " ", page, flags=re.DOTALL)
        codes = {*Act, *Signal, *State, *DataKind, *Family}
        found = {code for code in codes if "_" in code and re.search(rf"\b{code}\b", said)}
        assert found == set()


def test_empty_parts_say_so(talked: Talked) -> None:
    page = _page(talked, talked.silent.borrower.id)
    assert page.count("We hold nothing of this kind.") == 6


def test_every_look_is_told_and_an_export_once(talked: Talked) -> None:
    foundation, person = talked.foundation, talked.english.borrower.id
    with foundation.database.writing() as session:
        account = find_account(session, talked.english.id)
        assert account is not None
        second = create_conversation(session, account, "web", False, foundation.clock())
        for _ in range(2):
            append_link(session, second, "reveal", "msg_1", "{}", foundation.clock())
    _page(talked, person)  # leaves a link in both conversations
    page = _page(talked, person)
    looks = page[page.index('id="looks"') : page.index('id="keeping"')]
    assert looks.count("a colleague looked at clear text") == 2
    assert looks.count("your data were exported") - looks.count("your data were exported before") == 1


def test_a_creditor_is_named_for_questions(talked: Talked) -> None:
    page = _page(talked, talked.english.borrower.id)
    assert page.index("If something is wrong") < page.rindex(talked.english.creditor)


_GROUPS: dict[str, tuple[str, ...]] = {
    "acts": tuple(Act), "signals": tuple(Signal), "emotions": tuple(Emotion), "states": tuple(State),
    "families": tuple(Family), "kinds": tuple(DataKind), "counts_from": get_args(CountsFrom),
    "roles": get_args(ActorRole), "provenance": get_args(Provenance), "cadence": get_args(Cadence),
}  # fmt: skip


@pytest.mark.parametrize("group", list(_GROUPS))
def test_every_code_has_words_in_both_languages(group: str) -> None:
    words = load_words().root[group]
    assert set(words) == set(_GROUPS[group])
    for text in words.values():
        assert text.en.strip()
        assert re.search(r"[一-鿿]", text.zh)


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("flag:dispute", "a dispute", "异议"),
        ("paused_dispute", "a dispute", "异议"),
        ("asks_human", "you asked for a person", "您要求人工服务"),
        ("something_new", "something new", "something new"),
    ],
)
def test_reasons_read_as_words(code: str, en: str, zh: str) -> None:
    assert (load_words().reason(code, "en"), load_words().reason(code, "zh")) == (en, zh)
