"""The guard: decides whether a message leaves. `build_guard` makes it once a process, `Guard.check` judges a draft."""

from service.guard.context import GuardContext
from service.guard.guard import Guard, build_guard
from service.guard.judge import ModelJudge, load_judge_prompts
from service.guard.pack_examples import check_packs
from service.guard.packs import PackBook, load_packs
from service.guard.rapport import RAPPORT_RULE

__all__ = [
    "RAPPORT_RULE",
    "Guard",
    "GuardContext",
    "ModelJudge",
    "PackBook",
    "build_guard",
    "check_packs",
    "load_judge_prompts",
    "load_packs",
]
