"""Negation, attribution and denial: what excuses a match, and what only looks as if it did."""

import pytest

from service.domain.vocabulary import Outcome
from service.guard.guard import Guard


@pytest.mark.parametrize(
    "text",
    [
        "We will not sue you, report you or contact your employer.",
        "Nobody can have you arrested for this.",
        "You were told that someone would come to your house; that was wrong.",
        "Threats of arrest are never allowed.",
        "If anyone says that you will be jailed, please tell us.",
        "We don't send people to your home.",
        "我们不会报警、上门或者联系您的家人。",
        "欠款并非犯罪，不会坐牢。",
        "有人对您说要起诉，这种说法并不属实。",
        "我们不会因为您投诉就取消减免。",
        "以坐牢相威胁是不允许的。",
    ],
)
def test_stating_the_opposite_is_not_blocked(guard: Guard, text: str) -> None:
    verdict = guard.check_text(text, "cn")
    assert verdict.outcome is not Outcome.BLOCK, verdict.findings


@pytest.mark.parametrize(
    "text",
    [
        "If you do not pay, the police will come.",
        "Do not be surprised when officers knock on your door.",
        "We will not hesitate to have you arrested.",
        "You would not want the police at your home.",
        "No doubt the sheriff will find you.",
        "This is not a joke: you will be arrested.",
        "As I told you, a warrant is next.",
        "We won't sue you, but the police will come.",
        "再不还钱警察就来了。",
        "别以为不会坐牢。",
        "不还的话就等着坐牢吧。",
        "不是开玩笑，我们会报警的。",
        "我们没有办法，只能报警。",
        "您不想让警察上门吧？",
    ],
)
def test_a_look_alike_of_negation_does_not_excuse(guard: Guard, text: str) -> None:
    assert guard.check_text(text, "cn").outcome is not Outcome.ALLOW


@pytest.mark.parametrize(
    "text",
    [
        "The p o l i c e will come.",
        "The p0lice will come.",
        "The рolice will come.",
        "警 察会去您家。",
        "警·察會去您家。",
        "ＰＯＬＩＣＥ are on their way.",
    ],
)
def test_evasive_spelling_does_not_help(guard: Guard, text: str) -> None:
    assert guard.check_text(text, "uk").outcome is not Outcome.ALLOW


def test_the_span_points_into_the_original_text(guard: Guard) -> None:
    text = "Hello. ＡＲＲＥＳＴ is next."
    finding = next(f for f in guard.check_text(text, "uk").findings if f.rule_id == "core.threat.arrest")
    assert finding.span is not None
    assert text[slice(*finding.span)] == "ＡＲＲＥＳＴ"
    assert finding.citation
    assert finding.repair
