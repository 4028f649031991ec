"""Recognition opens no connection and looks up no name."""

import subprocess
import sys

_PROGRAM = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}:
        print("refused", event, arguments)
        raise SystemExit(3)

sys.addaudithook(refuse)
from service.privacy import PseudonymMap, redact, warm_up
assert "presidio_analyzer" not in sys.modules, "the models' libraries are to be imported late"
warm_up()
print(redact("see pay.example.com, 我叫彭晓燕, a@example.com", None, PseudonymMap())[0].text)
"""


def test_models_and_domain_suffixes_come_from_the_installed_packages() -> None:
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    assert ran.stdout.strip() == "see <URL_1>, 我叫<PERSON_1>, <EMAIL_ADDRESS_1>"
