"""Statements about health and family, and everyday words that only look like them."""

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from service.datafiles import load_yaml
from service.privacy.sensitive import sensitive_kinds
from service.privacy.view import view_of


class _Statement(BaseModel):
    text: str
    kinds: set[Literal["health", "family"]]


class _Statements(BaseModel):
    messages: list[_Statement]


STATEMENTS = load_yaml(Path(__file__).parent / "data" / "sensitive.yaml", _Statements).messages


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.text)
def test_the_kinds_of_a_statement_are_told(statement: _Statement) -> None:
    assert sensitive_kinds(view_of(statement.text).text) == statement.kinds
