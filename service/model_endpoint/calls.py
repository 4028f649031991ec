"""One call of a model: a prompt and a schema go in, the text of its answer comes out, or a reason why there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from service.model_endpoint.prompt_files import Prompt

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

FailureReason = Literal["unreachable", "too_slow", "server_error", "rejected", "refused", "rubbish"]


class CallFailed(Exception):
    """One call gave no answer. Never carries what was asked or answered.

    Args:
        reason: a stable code, for traces and metrics.
    """

    def __init__(self, reason: FailureReason) -> None:
        self.reason: FailureReason = reason
        super().__init__(reason)


class UnusableAnswer(Exception):
    """The model's answer holds nothing that can be used. Never carries the answer itself."""


def ask(model: ChatOpenAI, prompt: Prompt, message: str, schema: dict[str, Any], seconds: float) -> str:
    """The text of the model's answer to a filled prompt.

    Args:
        message: the prompt's message, filled.
        schema: JSON schema of the answer, for servers that can hold a model to it.
        seconds: for the whole call.

    Raises:
        CallFailed: no answer came, or it has no text.
    """
    asked: Any = model.with_structured_output(
        schema,
        method="json_schema",
        include_raw=True,
        timeout=seconds,
        temperature=prompt.head.model.temperature,
        top_p=prompt.head.model.top_p,
    )
    return _called(asked, [("system", prompt.system), ("user", message)])


def _called(asked: Any, messages: list[tuple[str, str]]) -> str:
    import openai

    try:
        answer = asked.invoke(messages)
    except openai.APITimeoutError:
        raise CallFailed("too_slow") from None
    except openai.APIStatusError as error:
        retried = error.status_code >= 500 or error.status_code in (408, 409, 429)
        raise CallFailed("server_error" if retried else "rejected") from None
    except openai.APIResponseValidationError:
        raise CallFailed("rubbish") from None
    except openai.APIConnectionError:
        raise CallFailed("unreachable") from None
    except (openai.OpenAIError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # Shapes that are no chat answer at all (no choices, no message, a body that is not JSON).
        raise CallFailed("rubbish") from None
    return _text_of(answer["raw"])


def _text_of(message: Any) -> str:
    if message.additional_kwargs.get("refusal"):
        raise CallFailed("refused")
    if not isinstance(message.content, str) or not message.content.strip():
        raise CallFailed("rubbish")
    return str(message.content)


def find_json(text: str) -> dict[str, Any]:
    """The JSON object of an answer, also when the model wrote something around it.

    Raises:
        UnusableAnswer: there is none.
    """
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end <= start:
        raise UnusableAnswer("the answer holds no JSON object")
    try:
        answer = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        raise UnusableAnswer("the answer is not valid JSON") from None
    if not isinstance(answer, dict):
        raise UnusableAnswer("the answer is not a JSON object")
    return answer
