"""A key service that is the operator's own program: one line of JSON in, one line of JSON out.

    → {"do": "wrap", "key": "<base64>"}        ← {"key": "<base64>"}
    → {"do": "unwrap", "key": "<base64>"}      ← {"key": "<base64>"}  or  {"error": "unknown key"}

One process is kept alive and asked one thing at a time. Nothing that it writes is ever repeated in an error or a log:
it could be a key. What it has to say to people belongs on its standard error, which is the service's own.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import queue
import subprocess
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Literal

from service.privacy.keyring import KeyServiceUnavailable
from service.privacy.sealing import CannotDecrypt

_LONGEST_LINE = 64 * 1024
_LEAVING_SECONDS = 2.0
# The program needs its own credentials from the environment, and none of ours.
_OURS = "FORBEAR_"


class CommandKeyService:
    """Talks to a helper program.

    Args:
        command: the program and its arguments; no shell is between.
        seconds: for one answer, the start of the program included. Past it the program is stopped, and started anew
            for the next question.
    """

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._command, self._seconds = list(command), seconds
        self._lock = threading.Lock()
        self._helper: _Helper | None = None

    def wrap(self, key: bytes) -> bytes:
        return self._ask("wrap", key)

    def unwrap(self, wrapped: bytes) -> bytes:
        return self._ask("unwrap", wrapped)

    def close(self) -> None:
        """Let the program end."""
        with self._lock:
            self._stop()

    def _ask(self, do: Literal["wrap", "unwrap"], key: bytes) -> bytes:
        question = json.dumps({"do": do, "key": base64.b64encode(key).decode()}).encode() + b"\n"
        if not self._lock.acquire(timeout=2 * self._seconds):
            raise KeyServiceUnavailable("the key service is busy: earlier questions wait for its answer")
        try:
            return _key_in(self._answer(question), do)
        finally:
            self._lock.release()

    def _answer(self, question: bytes) -> bytes:
        # A program that died since the last question is no failure yet: a fresh one is asked the same, once.
        for fresh in (False, True):
            helper = self._running(fresh)
            try:
                return helper.ask(question, self._seconds)
            except _Died:
                self._stop()
            except TimeoutError:
                self._stop()
                raise KeyServiceUnavailable(
                    f"the key service did not answer within {self._seconds:g} s (FORBEAR_KEY_SERVICE_SECONDS)"
                ) from None
        raise KeyServiceUnavailable("the key service's program ended without an answer")

    def _running(self, fresh: bool) -> _Helper:
        if fresh or self._helper is None:
            self._stop()
            try:
                self._helper = _Helper(self._command)
            except OSError as error:
                raise KeyServiceUnavailable(
                    f"the key service's program {self._command[0]!r} cannot be started: {error.strerror}"
                ) from None
        return self._helper

    def _stop(self) -> None:
        if self._helper is not None:
            self._helper.end()
            self._helper = None


class _Died(Exception):
    """The program is gone."""


class _Helper:
    """One life of the program."""

    def __init__(self, command: list[str]) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        # A session of its own: an interrupt at the terminal is ours, and the program leaves when its input ends.
        process = subprocess.Popen(  # noqa: S603  (the operator's own program, and no shell)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        self._stdin, stdout = _pipes(process)
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=_read_into, args=(stdout, self._answers), daemon=True).start()
        # Also at the end of this process, so that no program is left behind.
        self.end = weakref.finalize(self, _end, process, self._stdin)

    def ask(self, question: bytes, seconds: float) -> bytes:
        """One answer.

        Raises:
            TimeoutError: none came in time.
            _Died: none will come.
        """
        try:
            self._stdin.write(question)
            self._stdin.flush()
        except (OSError, ValueError):
            raise _Died from None
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if answer is None:
            raise _Died
        return answer


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise OSError("the program was started without pipes")
    return process.stdin, process.stdout


def _read_into(stdout: IO[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    """Hand on each line, and None at the end (or at a line that is no answer of this kind)."""
    with stdout, suppress(OSError, ValueError):
        while (line := stdout.readline(_LONGEST_LINE)).endswith(b"\n"):
            answers.put(line)
    answers.put(None)


def _end(process: subprocess.Popen[bytes], stdin: IO[bytes]) -> None:
    """Close the program's input, which tells it to leave; one that stays is killed."""
    with suppress(OSError):
        stdin.close()
    try:
        process.wait(_LEAVING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _key_in(line: bytes, do: str) -> bytes:
    """The key of an answer.

    Raises:
        CannotDecrypt: the program refused to unwrap.
        KeyServiceUnavailable: it refused to wrap, or answered something else.
    """
    try:
        answer = json.loads(line)
        if isinstance(answer, dict) and "error" in answer:
            if do == "unwrap":
                raise CannotDecrypt("the key service refused to unwrap a data key; its standard error may say why")
            raise KeyServiceUnavailable("the key service refused to wrap a data key; its standard error may say why")
        key = base64.b64decode(answer["key"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        raise KeyServiceUnavailable('the key service did not answer {"key": "<base64>"}') from None
    if not key:
        raise KeyServiceUnavailable("the key service gave an empty key")
    return key
