"""`make bench`: what a start, a turn and a thousand conversations cost, measured on the real service.

Starts the service as an operator would, in a fresh folder, and talks to it over HTTP. Prints figures and ratios;
asserts nothing, because machines differ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
FORBEAR = str(ROOT / ".venv" / "bin" / "forbear")
console = Console()

STORY = (
    "Hello, who is this?",
    "My date of birth is 1988-03-14.",
    "How much do I owe?",
    "I lost my job last month.",
    "I could pay 100 a month.",
    "What happens if I miss a payment?",
    "Can I dispute this later?",
    "Thank you.",
)


def account(number: int) -> dict[str, object]:
    return {
        "id": f"bench-{number}",
        "creditor": "Harbor Light Bank",
        "product": "credit card",
        "actor_role": "original_creditor",
        "jurisdiction": "us",
        "language": "en",
        "currency": "USD",
        "balance": "1250.00",
        "days_past_due": 75,
        "borrower": {
            "id": f"bench-b-{number}",
            "name": "Maria Delgado",
            "date_of_birth": "1988-03-14",
            "id_last4": "4821",
            "timezone": "America/New_York",
        },
        "contacts": [],
    }


class Service:
    """The service in a process of its own, over an empty folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {"FORBEAR_DATA_DIR": str(folder), "FORBEAR_LOG_LEVEL": "ERROR"} | environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; seconds until it is ready."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [FORBEAR, "serve", "--port", str(self.port)], env=self._environment, cwd=ROOT, stderr=subprocess.DEVNULL
        )
        while True:
            if self.process.poll() is not None:
                raise RuntimeError("the service did not start")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=1).status_code == 200:
                    return time.perf_counter() - began
            except httpx.TransportError:
                time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def key(self) -> str:
        command = [FORBEAR, "keys", "add", "bench"]
        return subprocess.run(
            command, env=self._environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()

    def memory(self) -> float:
        """Resident memory in MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status")
        if status.exists():
            found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
            return int(found[1]) / 1024 if found else float("nan")
        command = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024

    def stages(self) -> dict[str, tuple[float, int]]:
        """Milliseconds and count by stage, from the metrics."""
        text = httpx.get(f"{self.url}/metrics", timeout=10).text
        sums = dict(re.findall(r'forbear_stage_seconds_sum\{stage="(\w+)"\} ([\d.e+-]+)', text))
        counts = dict(re.findall(r'forbear_stage_seconds_count\{stage="(\w+)"\} ([\d.e+-]+)', text))
        return {stage: (float(sums[stage]) * 1000, int(float(counts[stage]))) for stage in sums}


def stub_answer(request: bytes) -> bytes:
    """What a model would answer that takes the first statement of the menu and says a kind word."""
    schema = json.loads(request)["response_format"]["json_schema"]["schema"]["properties"]
    first = schema["moves"]["items"]["properties"]["say"]["enum"][0]
    content = {"rapport": "Thank you for telling me.", "moves": [{"say": first, "wording": 0}]}
    message = {"role": "assistant", "content": json.dumps(content)}
    answer = {
        "id": "stub",
        "object": "chat.completion",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return json.dumps(answer).encode()


@contextmanager
def stub_model() -> Iterator[str]:
    """An OpenAI-compatible endpoint that answers at once."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = stub_answer(self.rfile.read(int(self.headers.get("content-length", 0))))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()


def talk(service: Service, key: str, rounds: int, label: str) -> list[float]:
    """Milliseconds from POST with `wait` to the reply, over whole conversations."""
    times: list[float] = []
    creditor = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=service.url, timeout=60) as client:
        for number in track(range(rounds), description=label, console=console, transient=True):
            client.post("/v1/accounts", json=account(number), headers=creditor).raise_for_status()
            opened = client.post("/v1/conversations", json={"account_id": f"bench-{number}"}, headers=creditor).json()
            borrower = {"Authorization": f"Bearer {opened['borrower_token']}"}
            path = f"/v1/conversations/{opened['conversation_id']}/messages"
            time.sleep(0.3)
            for text in STORY:
                began = time.perf_counter()
                answer = client.post(path, params={"wait": 30}, json={"text": text}, headers=borrower)
                answer.raise_for_status()
                if answer.status_code != 200:
                    raise RuntimeError(f"no reply within 30 s: {answer.text}")
                times.append((time.perf_counter() - began) * 1000)
    return times


async def crowd(service: Service, key: str, size: int) -> tuple[int, float]:
    """One message each in `size` conversations at once: how many were answered, and in how many seconds."""
    creditor = {"Authorization": f"Bearer {key}"}
    limits = httpx.Limits(max_connections=size, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=service.url, timeout=600, limits=limits) as client:
        lines = "\n".join(json.dumps(account(number)) for number in range(size))
        (await client.post("/v1/accounts/import", content=lines, headers=creditor)).raise_for_status()
        opened = []
        for number in track(range(size), description="opening conversations", console=console, transient=True):
            wanted = {"account_id": f"bench-{number}", "identity_verified": True}
            opened.append((await client.post("/v1/conversations", json=wanted, headers=creditor)).json())

        async def ask(conversation: dict[str, str]) -> bool:
            borrower = {"Authorization": f"Bearer {conversation['borrower_token']}"}
            path = f"/v1/conversations/{conversation['conversation_id']}/messages"
            message = {"text": "How much do I owe?", "client_message_id": "one"}
            for _ in range(10):
                try:
                    answer = await client.post(path, params={"wait": 120}, json=message, headers=borrower)
                except httpx.TransportError:
                    continue
                if answer.status_code == 200:
                    return len(answer.json()["replies"]) == 1
            return False

        began = time.perf_counter()
        answered = await asyncio.gather(*(ask(conversation) for conversation in opened))
        return sum(answered), time.perf_counter() - began


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def show_times(title: str, times: list[float], base: list[float] | None = None) -> None:
    middle = statistics.median(times)
    against = f", {middle - statistics.median(base):+.0f} ms against the scripted writer" if base else ""
    console.print(
        f"{title}: median {middle:.0f} ms, p90 {percentile(times, 0.9):.0f} ms, p99 {percentile(times, 0.99):.0f} ms, "
        f"{len(times)} turns{against}"
    )


def show_stages(stages: dict[str, tuple[float, int]]) -> None:
    table = Table(title="Where the time of a turn goes (mean)", title_justify="left")
    table.add_column("stage")
    table.add_column("ms", justify="right")
    table.add_column("times", justify="right")
    for stage, (total, count) in stages.items():
        table.add_row(stage, f"{total / count:.2f}", str(count))
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure start, memory, turns and a crowd.")
    parser.add_argument("--rounds", type=int, default=12, help="conversations of 8 messages each (12)")
    parser.add_argument("--crowd", type=int, default=1000, help="conversations at once (1000); 0 leaves it out")
    arguments = parser.parse_args()
    if not Path(FORBEAR).exists():
        sys.exit("Run `make install` first.")
    folder = Path(tempfile.mkdtemp(prefix="forbear-bench-"))
    service = Service(folder / "scripted", {})
    modelled: Service | None = None
    try:
        first = service.start()
        service.stop()
        again = [service.start()]
        for _ in range(2):
            service.stop()
            again.append(service.start())
        console.print(
            f"start to ready: {first:.1f} s over an empty folder, then median {statistics.median(again):.1f} s"
        )
        key = service.key()
        scripted = talk(service, key, arguments.rounds, "scripted writer")
        show_times("scripted writer", scripted)
        show_stages(service.stages())
        console.print(f"memory after {len(scripted)} turns: {service.memory():.0f} MB")
        if arguments.crowd:
            for _ in range(2):
                before = service.memory()
                answered, seconds = asyncio.run(crowd(service, key, arguments.crowd))
                console.print(
                    f"{arguments.crowd} conversations at once: {answered} answered in {seconds:.0f} s "
                    f"({answered / seconds:.1f}/s), memory {before:.0f} → {service.memory():.0f} MB"
                )
        service.stop()
        with stub_model() as url:
            environment = {"FORBEAR_LLM_BASE_URL": url, "FORBEAR_LLM_MODEL": "stub", "FORBEAR_LLM_API_KEY": "none"}
            modelled = Service(folder / "model", environment)
            modelled.start()
            times = talk(modelled, modelled.key(), arguments.rounds, "model that answers at once")
            show_times("model that answers at once", times, scripted)
            show_stages(modelled.stages())
            console.print(f"memory with the model's client: {modelled.memory():.0f} MB")
            modelled.stop()
    finally:
        for started in (service, modelled):
            if started is not None:
                started.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
