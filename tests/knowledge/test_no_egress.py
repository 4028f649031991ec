"""Chroma must neither download its default model nor talk to anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from service.settings import PROJECT_FOLDER

# Runs in a process of its own, with every way out watched: Python's sockets by an audit hook, those of Chroma's Rust
# core by the kernel's tables (a socket of this process that is listed under /proc/net/tcp or udp).
WATCHED = """
import json, os, sys
from pathlib import Path
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event in ("socket.connect", "socket.bind",
                 "socket.getaddrinfo", "socket.sendto") else None)
from chromadb.utils.embedding_functions import DefaultEmbeddingFunction, ONNXMiniLM_L6_V2
def refuse(*args, **kwargs):
    opened.append("default embedding")
    raise AssertionError("the default embedding was reached")
for method in ("__init__", "__call__"):
    setattr(DefaultEmbeddingFunction, method, refuse)
    setattr(ONNXMiniLM_L6_V2, method, refuse)
from service.knowledge import KnowledgeBase
from tests.knowledge.samples import TODAY, document
base = KnowledgeBase.on_disk(Path(sys.argv[1]))
base.sync([document()])
base.close()
found = base.search("can I pay in instalments", "en", "uk", TODAY)
own = set()
for descriptor in Path("/proc/self/fd").iterdir() if Path("/proc/self/fd").exists() else []:
    try:
        own.add(os.readlink(descriptor))
    except OSError:
        pass
network = []
for table in ("tcp", "tcp6", "udp", "udp6"):
    path = Path("/proc/self/net") / table
    lines = path.read_text().splitlines()[1:] if path.exists() else []
    network += [line.split()[9] for line in lines if f"socket:[{line.split()[9]}]" in own]
print(json.dumps({"opened": opened, "network": network, "found": len(found)}))
"""


def test_no_default_embedding_and_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"opened": [], "network": [], "found": 1}


def test_chroma_is_imported_only_when_knowledge_is_used() -> None:
    code = "import sys, service.knowledge; sys.exit('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT_FOLDER, check=False).returncode == 0
