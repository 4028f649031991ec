"""A whole draft: moves, slots, privacy, disclosures, shape."""

import pytest

from service.domain.vocabulary import Act, Language, Outcome, Signal
from service.domain.writing import Move, Rapport, Say
from service.guard.guard import Guard
from tests.guard.drafts import SAY_BALANCE, TODAY, brief, context, draft, final, option

LANGUAGES: tuple[Language, ...] = ("en", "zh")
KIND = {"en": "Thank you for your message.", "zh": "谢谢您的来信。"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_message_leaves(guard: Guard, language: Language) -> None:
    about = brief(language)
    moves: tuple[Move, ...] = (Rapport(rapport=KIND[language]), SAY_BALANCE, Say(say="ask.affordable"))
    written = draft(moves, about)
    verdict = guard.check(written, about, final(written.text, language), context())
    assert verdict.outcome is Outcome.ALLOW, verdict.findings
    assert verdict.status == "checked"
    assert verdict.packs


@pytest.mark.parametrize(
    ("moves", "rule"),
    [
        ((), "guard.move"),
        ((SAY_BALANCE, Say(say="offer.secret")), "guard.move"),
        ((Say(say="debt.balance", wording=4),), "guard.move"),
        ((SAY_BALANCE, SAY_BALANCE), "guard.move"),
        ((Say(say="ask.affordable"),), "guard.move.required"),
        ((*(Rapport(rapport="Thank you."),) * 3, SAY_BALANCE), "guard.move"),
        ((Rapport(rapport="Your new balance is five dollars."), SAY_BALANCE), "guard.rapport"),
    ],
)
def test_moves_outside_the_brief_are_blocked(guard: Guard, moves: tuple[Move, ...], rule: str) -> None:
    about = brief()
    written = draft(moves, about)
    verdict = guard.check(written, about, final(written.text), context())
    assert verdict.outcome is Outcome.BLOCK
    assert rule in {finding.rule_id for finding in verdict.findings}


def test_rapport_is_blocked_where_it_is_not_welcome(guard: Guard) -> None:
    about = brief(rapport=False)
    written = draft((Rapport(rapport=KIND["en"]), SAY_BALANCE), about)
    assert guard.check(written, about, final(written.text), context()).outcome is Outcome.BLOCK


@pytest.mark.parametrize(
    "extra",
    [
        " Pay $99.00 today.",
        " It is 40% less.",
        " Call 555-0199.",
        " See www.pay.example.",
        " Half of it.",
        " By March 3.",
    ],
)
def test_text_that_no_move_gave_is_blocked(guard: Guard, extra: str) -> None:
    about = brief()
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text) + extra, context())
    rules = {finding.rule_id for finding in verdict.findings}
    assert rules >= {"guard.slot", "guard.move.unaccounted"}


@pytest.mark.parametrize(("old", "new"), [("1,250.00", "1,205.00"), ("November 22", "November 23"), ("$", "£ 9 ")])
def test_a_changed_number_is_blocked(guard: Guard, old: str, new: str) -> None:
    about = brief()
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text).replace(old, new), context())
    assert "guard.slot" in {finding.rule_id for finding in verdict.findings}


def test_required_statements_out_of_order_are_blocked(guard: Guard) -> None:
    about = brief(options=(option("a", "Thank you.", 10, True), option("b", "Take your time.", 20, True)))
    written = draft((Say(say="b"), Say(say="a")), about)
    verdict = guard.check(written, about, written.text, context())
    assert any("out of order" in finding.message for finding in verdict.findings)


@pytest.mark.parametrize(
    ("text", "allowed", "outcome"),
    [
        ("Maria Okafor", ("Maria Okafor",), Outcome.ALLOW),
        ("Maria Okafor", (), Outcome.BLOCK),
        ("Ravi Stone", ("Maria Okafor",), Outcome.BLOCK),
        ("<PERSON_1>", ("Maria Okafor",), Outcome.BLOCK),
        ("<PERSON_7>", ("Maria Okafor",), Outcome.BLOCK),
    ],
)
def test_only_allowed_names_stand_in_clear(guard: Guard, text: str, allowed: tuple[str, ...], outcome: Outcome) -> None:
    about = brief()
    written = draft((SAY_BALANCE,), about)
    shown = written.text.replace("<PERSON_1>", text)
    assert guard.check(written, about, shown, context(allowed_clear=allowed)).outcome is outcome


@pytest.mark.parametrize(
    ("ids", "missing"),
    [
        (("open.who", "notice.opt_out"), set()),
        (("open.who",), {"core.disclosure.opt_out"}),
        (("notice.opt_out",), {"core.disclosure.automated", "core.disclosure.sender"}),
    ],
)
def test_a_first_message_discloses(guard: Guard, ids: tuple[str, ...], missing: set[str]) -> None:
    about = brief(conditions=frozenset({"verified", "first_message"}))
    written = draft((*(Say(say=id_) for id_ in ids), SAY_BALANCE), about)
    verdict = guard.check(written, about, final(written.text), context(first_message=True))
    assert {finding.rule_id for finding in verdict.findings} == missing


def test_asked_whether_it_is_automated_it_says_so(guard: Guard) -> None:
    about = brief()
    asked = context(signals=frozenset({Signal.ASKS_IF_AI}))
    silent = draft((SAY_BALANCE,), about)
    open_ = draft((Say(say="open.who"), SAY_BALANCE), about)
    assert guard.check(silent, about, final(silent.text), asked).outcome is Outcome.BLOCK
    assert guard.check(open_, about, final(open_.text), asked).outcome is Outcome.ALLOW


def test_nothing_about_a_debt_before_verification(guard: Guard) -> None:
    about = brief(conditions=frozenset())
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text), context(verified=False))
    assert "core.verify.no_debt" in {finding.rule_id for finding in verdict.findings}


@pytest.mark.parametrize(
    ("conditions", "wording", "missing"),
    [
        ({"first_debt_message"}, "This message is from a debt collector.", {"us.notice.first"}),
        (set(), "Here is what we have.", {"us.notice.later"}),
        (set(), "This message is from a debt collector.", set()),
        (
            {"first_debt_message"},
            "This is an attempt to collect a debt by a debt collector, and any information obtained will be used for "
            "that purpose.",
            set(),
        ),
    ],
)
def test_a_us_collector_says_its_notice(guard: Guard, conditions: set[str], wording: str, missing: set[str]) -> None:
    always = option("notice.opt_out", "Reply STOP to end messages here.", 910)
    about = brief(
        conditions=frozenset({"verified", "us", "collector", *conditions}),
        options=(option("notice", wording, 10), always),
    )
    written = draft((Say(say="notice"), Say(say="notice.opt_out")), about)
    seen = context(jurisdiction="us").model_copy(update={"actor_role": "third_party_collector"})
    verdict = guard.check(written, about, written.text, seen)
    assert {finding.rule_id for finding in verdict.findings} == missing


def test_a_crisis_message_carries_no_debt(guard: Guard) -> None:
    about = brief(act=Act.SUPPORT_CRISIS)
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text), context())
    assert "core.crisis.no_debt" in {finding.rule_id for finding in verdict.findings}


def test_a_quoted_passage_may_explain_the_law(guard: Guard) -> None:
    words = "A creditor may sue in court, and a judge then decides. (Source: a consumer agency)"
    quoted = brief(options=(option("cite.1", words, 300), option("law", words, 310)))
    cited, said = draft((Say(say="cite.1"),), quoted), draft((Say(say="law"),), quoted)
    assert guard.check(cited, quoted, cited.text, context()).outcome is Outcome.ALLOW
    assert guard.check(said, quoted, said.text, context()).outcome is Outcome.BLOCK


@pytest.mark.parametrize("text", ["", "   ", "a" * 5000, "hello \u202edlrow", "\ud800 hello"])
def test_unusable_texts_do_not_leave(guard: Guard, text: str) -> None:
    assert guard.check_text(text, "uk", "en").outcome is not Outcome.ALLOW


def test_a_message_in_the_other_language_is_blocked(guard: Guard) -> None:
    about = brief("en", options=(option("a", "谢谢您的来信。", 10),))
    written = draft((Say(say="a"),), about)
    assert guard.check(written, about, written.text, context()).outcome is Outcome.BLOCK


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Thank you for telling me.", Outcome.ALLOW),
        ("You cannot be arrested for this.", Outcome.ALLOW),
        ("逾期不会坐牢。", Outcome.ALLOW),
        ("It concerns your credit report.", Outcome.HOLD),
        ("There may be a reduction.", Outcome.HOLD),
        ("Officers will be at your door.", Outcome.BLOCK),
    ],
)
def test_free_text_gets_one_of_three_answers(guard: Guard, text: str, outcome: Outcome) -> None:
    assert guard.check_text(text, "uk").outcome is outcome


def test_free_text_is_judged_by_its_context_when_there_is_one(guard: Guard) -> None:
    text = "Your balance is shown as of today."
    assert guard.check_text(text, "uk").outcome is Outcome.ALLOW
    unverified = context(verified=False).model_copy(update={"today": TODAY})
    assert guard.check_text(text, "uk", context=unverified).outcome is Outcome.BLOCK
