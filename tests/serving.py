"""A running application for tests, and the requests they make of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import TestClient

from service.account_import import store_account
from service.app import create_app
from service.domain.account import AccountImport
from service.program import Program
from service.records.keys import Role, add_key
from service.settings import Settings


@dataclass
class Running:
    """A served program and its keys."""

    client: TestClient
    program: Program
    keys: dict[str, str] = field(default_factory=dict)

    def headers(self, role: Role = "creditor") -> dict[str, str]:
        """Authorization with a key of that role."""
        if role not in self.keys:
            foundation = self.program.foundation
            with foundation.database.writing() as session:
                self.keys[role] = add_key(session, f"test {role}", role, foundation.clock())
        return {"Authorization": f"Bearer {self.keys[role]}"}

    def add(self, account: AccountImport) -> str:
        store_account(self.program.foundation, account)
        return account.id

    def converse(self, account_id: str, **wanted: Any) -> Talk:
        """A new conversation about an account."""
        opened = self.client.post("/v1/conversations", json={"account_id": account_id} | wanted, headers=self.headers())
        assert opened.status_code == 201, opened.text
        return Talk(self.client, opened.json()["conversation_id"], opened.json()["borrower_token"])


@dataclass
class Talk:
    """One borrower's side of a conversation."""

    client: TestClient
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.id}"

    def say(self, text: str, **fields: Any) -> dict[str, Any]:
        """Send a message and wait for the answer."""
        answer = self.client.post(
            f"{self.path}/messages", params={"wait": 60}, json={"text": text} | fields, headers=self.headers
        )
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        found = self.client.get(f"{self.path}/messages", params={"after": after}, headers=self.headers).json()
        messages: list[dict[str, Any]] = found["messages"]
        return messages


@contextmanager
def serving(settings: Settings) -> Iterator[Running]:
    """The whole application, started and stopped as a server does it."""
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, app.state.program)
