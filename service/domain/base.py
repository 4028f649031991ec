"""The base of every shared value."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value that refuses unknown fields, compares by content and dumps to JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")
