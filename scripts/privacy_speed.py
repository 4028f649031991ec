"""What redaction costs: loading, memory, time by message, and how the time grows with the text. Part of `make bench`.

Prints figures and ratios; asserts nothing, because machines differ. `scripts/privacy_report.py` writes the
same figures into docs/privacy.md.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from service.domain.vocabulary import Language
from service.privacy import PseudonymMap, redact, warm_up
from service.privacy_scoring import load_labelled

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES: tuple[Language, ...] = ("en", "zh")
NAMES = {"en": "English", "zh": "Chinese"}
WORDS = 30
CHARACTERS_A_WORD = 1.7  # of Chinese, on average
MESSAGES = 300
SHORT, LONG = 15_000, 60_000
UNITS = {
    "digits": "7",
    "王": "王",
    "spaces": " ",
    "`a@`": "a@",
    "`(`": "(",
    "newlines": "\n",
    "all of them mixed": "7王 a@(\n1-Mr A.路号+<",
    "plain English": "I lost my job in May and cannot pay before the end of the month. ",
    "plain Chinese": "我上个月失业了，月底之前实在没办法还，能不能缓一缓。",
}
console = Console(stderr=True)

_FRESH = """
import json, re, sys, time
from pathlib import Path

def resident():
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmRSS:\\s+(\\d+) kB", status.read_text())[1]) / 1024
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)

from service.silence import silence_libraries
silence_libraries()
bare, began = resident(), time.perf_counter()
from service.privacy import warm_up
warm_up()
print(json.dumps({"seconds": time.perf_counter() - began, "bare": bare, "loaded": resident()}))
"""


def fresh_process() -> dict[str, float]:
    """Seconds until the first message can be redacted, and resident memory before and after (MB)."""
    ran = subprocess.run([sys.executable, "-c", _FRESH], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def on_one_core() -> None:
    """Keep this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def messages_of_thirty_words(language: Language) -> list[str]:
    """Messages of the test split joined until each has some thirty words."""
    joined: list[str] = []
    waiting = ""
    for message in load_labelled():
        if message.language != language:
            continue
        waiting = f"{waiting} {message.text}".strip()
        if _words(waiting, language) >= WORDS:
            joined.append(waiting)
            waiting = ""
    return joined[:MESSAGES]


def message_times(language: Language) -> list[float]:
    """Milliseconds of one core that redacting each takes."""
    took = []
    for text in messages_of_thirty_words(language):
        began = time.process_time()
        redact(text, None, PseudonymMap(), language)
        took.append((time.process_time() - began) * 1000)
    return took


def growth() -> Iterator[tuple[str, float, float]]:
    """For each kind of text the processor seconds of the short and of the long one; linear is four times as much."""
    for name, unit in track(UNITS.items(), description="long texts", console=console, transient=True):
        yield name, _seconds(unit, SHORT), _seconds(unit, LONG)


def tables() -> str:
    """All of it as Markdown."""
    fresh = fresh_process()
    warm_up()
    rows = ["| language | messages | median | p99 |", "|" + "---|" * 4]
    for language in LANGUAGES:
        took = message_times(language)
        p99 = statistics.quantiles(took, n=100)[98]
        rows.append(f"| {NAMES[language]} | {len(took)} | {statistics.median(took):.1f} ms | {p99:.1f} ms |")
    loading = (
        f"Loading takes {fresh['seconds']:.1f} s in a fresh process, once; its resident memory grows from "
        f"{fresh['bare']:.0f} MB to {fresh['loaded']:.0f} MB."
    )
    long = [f"| text | {SHORT:,} characters | {LONG:,} characters | times as long |", "|" + "---|" * 4]
    long += [f"| {name} | {short:.2f} s | {much:.2f} s | {much / short:.1f} |" for name, short, much in growth()]
    return "\n\n".join(["\n".join(rows), loading, "\n".join(long)])


def _words(text: str, language: Language) -> float:
    return len(text.split()) if language == "en" else len(text) / CHARACTERS_A_WORD


def _seconds(unit: str, length: int) -> float:
    text = (unit * length)[:length]
    began = time.process_time()
    redact(text, None, PseudonymMap())
    return time.process_time() - began


if __name__ == "__main__":
    on_one_core()
    print(f"redaction of messages of some {WORDS} words, one core\n\n{tables()}")
