"""A key service for tests, run as a program: it wraps with a key of its own, and misbehaves as its arguments say.

    python key_helper.py NOTES [die-after=N] [silent] [says=TEXT]

It writes a line into the file NOTES for each life and each question.
"""

import base64
import json
import os
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = AESGCM(b"kms-master-key-of-the-tests-only")


def answer(question: dict[str, str]) -> dict[str, str]:
    data = base64.b64decode(question["key"])
    if question["do"] == "wrap":
        nonce = os.urandom(12)
        return {"key": base64.b64encode(nonce + KEY.encrypt(nonce, data, None)).decode()}
    try:
        return {"key": base64.b64encode(KEY.decrypt(data[:12], data[12:], None)).decode()}
    except Exception:
        return {"error": f"cannot open {question['key']}"}


def note(file: Path, text: str) -> None:
    with file.open("a") as notes:
        notes.write(text + "\n")


def main() -> None:
    notes, options = Path(sys.argv[1]), dict(one.partition("=")[::2] for one in sys.argv[2:])
    mine = [name for name in os.environ if name.startswith("FORBEAR_")]
    note(notes, f"life {os.getpid()} {mine}")
    for number, line in enumerate(sys.stdin, 1):
        question = json.loads(line)
        note(notes, question["do"])
        if "silent" in options:
            time.sleep(3600)
        sys.stdout.write((options.get("says") or json.dumps(answer(question))) + "\n")
        sys.stdout.flush()
        if number == int(options.get("die-after", "0")):
            return


if __name__ == "__main__":
    main()
