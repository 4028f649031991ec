"""What each detector makes of a message."""

from __future__ import annotations

import subprocess
import sys

from service.privacy_scoring import Label, detector
from tests.privacy_scoring.messages import labelled


def test_ours_is_what_redaction_replaces() -> None:
    message = labelled("🙂 I am Maria Lopez, 212-555-0123")
    assert detector("ours")(message) == [Label(7, 18, "PERSON"), Label(20, 32, "PHONE_NUMBER")]


def test_presidio_finds_under_our_names_without_overlap() -> None:
    text = "Write to a@example.com, the money goes to GB82WEST12345698765432"
    assert detector("presidio")(labelled(text)) == [Label(9, 22, "EMAIL_ADDRESS"), Label(42, 64, "BANK_ACCOUNT")]


def test_a_date_counts_as_a_birth_where_one_is_labelled_and_hides_elsewhere() -> None:
    text = "I was born on 14 March 1988, and pay on 2 May 2026."
    born = Label(14, 27, "DATE_OF_BIRTH")
    with_label = detector("presidio")(labelled(text, born))
    assert [find.type for find in with_label] == ["DATE_OF_BIRTH", "DATE_TIME"]
    assert [find.type for find in detector("presidio")(labelled(text))] == ["DATE_TIME", "DATE_TIME"]


_PROGRAM = """
import sys
from pathlib import Path

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}:
        print("refused", event, arguments)
        raise SystemExit(3)

sys.addaudithook(refuse)
from service.privacy_scoring import LabelledMessage, detector
assert "presidio_analyzer" not in sys.modules, "Presidio is to be imported late"
print(detector("presidio")(LabelledMessage(Path("x"), 1, 1, "a@example.com, 我叫彭晓燕", "zh", ()))[0].type)
"""


def test_presidio_as_it_comes_fetches_nothing() -> None:
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "EMAIL_ADDRESS"), ran.stdout + ran.stderr[-2000:]
