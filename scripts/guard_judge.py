"""Asks a judge about a sample of the test split, for the curves in docs/guard.md.

    FORBEAR_JUDGE_BASE_URL=http://127.0.0.1:8081/v1 FORBEAR_JUDGE_MODEL=some-model python scripts/guard_judge.py

Any OpenAI-compatible endpoint. The answers go to docs/guard-judge.json after each text, so that a run that was broken
off goes on where it stopped; another model starts afresh. `make guard-report` then draws them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.progress import track

from service.domain.vocabulary import Language
from service.guard import ModelJudge, load_judge_prompts
from service.guard.corpus import Example
from service.guard.inspection import Inspection
from service.guard.quality import test_split
from service.privacy import find_personal_data
from service.settings import get_settings

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "docs" / "guard-judge.json"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_SEED = 20
_PATIENCE = 120.0


def key_of(example: Example) -> str:
    """Names a text without holding it."""
    return hashlib.sha256(f"{example.language}\n{example.borrower or ''}\n{example.text}".encode()).hexdigest()[:16]


def sample(examples: Sequence[Example], each: int) -> list[Example]:
    """As many violating as lawful texts a language, by chance, the same ones in every run."""
    chosen: list[Example] = []
    for language in LANGUAGES:
        for violating in (True, False):
            group = sorted(
                (e for e in examples if e.language == language and e.violating is violating), key=lambda e: key_of(e)
            )
            chosen += random.Random(_SEED).sample(group, min(each, len(group)))
    random.Random(_SEED).shuffle(chosen)
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask the configured judge about a sample of the test split.")
    parser.add_argument("--each", type=int, default=30, help="violating and as many lawful texts a language (30)")
    arguments = parser.parse_args()
    settings = get_settings()
    if not settings.uses_judge:
        parser.error("no judge is configured: set FORBEAR_JUDGE_BASE_URL and FORBEAR_JUDGE_MODEL")
    known: dict[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8")) if ANSWERS.exists() else {}
    if known.get("model") != settings.judge_model:
        known = {"model": settings.judge_model, "answers": {}}
    judge = ModelJudge(
        base_url=settings.judge_base_url,
        model=settings.judge_model,
        api_key=settings.judge_api_key.get_secret_value(),
        seconds=_PATIENCE,
        prompts=load_judge_prompts(settings.prompts_dir),
        find_personal_data=find_personal_data,
    )
    for example in track(sample(test_split(settings.policies_dir), arguments.each), description="Judging"):
        if key_of(example) in known["answers"]:
            continue
        inspection = Inspection(example.text, example.language, "core", None, None, answered=example.borrower)
        began = time.monotonic()
        found = judge.findings(inspection, (), _PATIENCE)
        known["answers"][key_of(example)] = {
            "stopped": bool(found),
            "failed": any(finding.rule_id.endswith(".failed") for finding in found),
            "seconds": round(time.monotonic() - began, 2),
        }
        ANSWERS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    judge.close()


if __name__ == "__main__":
    main()
