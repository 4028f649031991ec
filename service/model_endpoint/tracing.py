"""Traces of calls to a model, for whoever wants to look at prompts elsewhere: off unless the operator names a place.

What leaves is anonymised once more. Prompts carry pseudonyms already; this is for the day when one does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.tracers.langchain import LangChainTracer

LEFT_OUT = "(left out)"
_REMEMBERED = 4096  # texts that recur in every trace: the prompt's system part, names of fields


@dataclass(frozen=True)
class Tracing:
    """A place that takes traces in LangSmith's protocol.

    Args:
        url: of the place; nothing else is ever reached.
        project: the name that the traces are filed under.
        anonymise: gives a text without personal data; one that fails leaves the text out.
    """

    url: str
    api_key: str = field(repr=False)
    project: str
    anonymise: Callable[[str], str]

    def tracer(self) -> LangChainTracer:
        """What LangChain calls with each prompt and answer."""
        import requests
        from langchain_core.tracers.langchain import LangChainTracer
        from langsmith import Client

        session = requests.Session()
        session.trust_env = False  # no proxy or netrc of the environment
        client = Client(
            api_url=self.url,
            api_key=self.api_key or "none",
            session=session,
            anonymizer=self.anonymiser(),
            hide_inputs=False,
            hide_outputs=False,
            hide_metadata=False,
            omit_traced_runtime_info=True,
            tracing_mode="langsmith",
        )
        return LangChainTracer(project_name=self.project, client=client)

    def anonymiser(self) -> Callable[[Any], Any]:
        """A function that anonymises every text in a value, at any depth."""

        @lru_cache(maxsize=_REMEMBERED)
        def anonymised(text: str) -> str:
            try:
                return self.anonymise(text)
            except Exception:  # whatever is wrong with it, it must not leave
                return LEFT_OUT

        def walk(value: Any) -> Any:
            match value:
                case str():
                    return anonymised(value)
                case dict():
                    return {name: walk(within) for name, within in value.items()}
                case list() | tuple():
                    return [walk(within) for within in value]
                case bool() | int() | float() | None:
                    return value
                case _:
                    return LEFT_OUT

        return walk
