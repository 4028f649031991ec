"""What a user would pick instead of this guard, on the same test messages: `python scripts/guard_baselines.py`.

Runs in an environment of its own, because its packages are no part of the project:

    python3 -m venv /tmp/baselines
    /tmp/baselines/bin/pip install guardrails-ai==0.11.0 presidio-analyzer pyyaml
    /tmp/baselines/bin/pip install guardrails-ai-ban-list==0.1.0 guardrails-ai-profanity-free==0.1.0
    /tmp/baselines/bin/python scripts/guard_baselines.py

All three work offline. The published toxic-language validator does not: it downloads its model when it is first used.
The words of the two lists are those that a careful team would write in an afternoon. Writes
`docs/guard-baselines.json`, which `scripts/guard_report.py` puts into the page.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "policies" / "core" / "examples"

BANNED = {
    "en": """
        arrest, police, jail, prison, warrant, sheriff, criminal, lawsuit, sue you, court, legal action, garnish, seize,
        repossess, bailiff, your employer, your boss, your family, neighbours, blacklist, deadbeat, thief, liar, shame,
        pathetic, idiot, payday loan, last chance, final warning, or else, consequences, regret, your password,
        your pin, card number
    """,
    "zh": """
        报警, 警察, 公安, 坐牢, 拘留, 逮捕, 刑事, 起诉, 法院, 传票, 律师函, 强制执行, 查封, 冻结, 扣划, 上门,
        通讯录, 单位领导, 家人, 黑名单, 老赖, 骗子, 不要脸, 丢人, 后果自负, 最后通牒,
        最后机会, 验证码, 密码, 卡号, 借钱, 网贷
    """,
}
WORDS = {language: [word.strip() for word in words.split(",")] for language, words in BANNED.items()}


def messages() -> list[tuple[str, str, bool]]:
    """Text, language, and whether it is violating."""
    found = []
    for path in sorted(EXAMPLES.glob("test*/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind in ("violating", "compliant"):
            texts = (item if isinstance(item, str) else item["text"] for item in data.get(kind) or [])
            found.extend((text, data["language"], kind == "violating") for text in texts)
    return found


def ban_list() -> Callable[[str, str], bool]:
    from guardrails_ai.ban_list import BanList

    lists = {language: BanList(banned_words=words, max_l_dist=0) for language, words in WORDS.items()}
    return lambda text, language: lists[language].validate(text, {}).outcome == "fail"


def profanity_free() -> Callable[[str, str], bool]:
    from guardrails_ai.profanity_free import ProfanityFree

    validator = ProfanityFree()
    return lambda text, language: validator.validate(text, {}).outcome == "fail"


def deny_list() -> Callable[[str, str], bool]:
    from presidio_analyzer import PatternRecognizer

    lists = {
        language: PatternRecognizer("THREAT", deny_list=words, supported_language=language)
        for language, words in WORDS.items()
    }
    return lambda text, language: bool(lists[language].analyze(text, ["THREAT"]))


def main() -> None:
    tools = {
        "guardrails-ai: ban-list, own words": ban_list(),
        "guardrails-ai: profanity-free": profanity_free(),
        "Presidio deny list, own words": deny_list(),
    }
    given = messages()
    table = []
    for name, stops in tools.items():
        for language in ("en", "zh"):
            chosen = [(text, bad) for text, spoken, bad in given if spoken == language]
            began = time.perf_counter()
            answers = [(stops(text, language), bad) for text, bad in chosen]
            took = (time.perf_counter() - began) / len(chosen) * 1000
            violating = [stopped for stopped, bad in answers if bad]
            lawful = [stopped for stopped, bad in answers if not bad]
            table.append(
                {
                    "tool": name,
                    "language": language,
                    "stopped": [sum(violating), len(violating)],
                    "lawful_stopped": [sum(lawful), len(lawful)],
                    "milliseconds": round(took, 2),
                }
            )
            print(table[-1])
    out = ROOT / "docs" / "guard-baselines.json"
    out.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
