"""`forbear redact`"""

from __future__ import annotations

import json
from typing import Annotated

import typer


def redact_text(
    text: Annotated[str, typer.Argument(help="The text to redact.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the entities too, as JSON.")] = False,
) -> None:
    """Replace personal data by pseudonyms.

    Example:

        forbear redact "我叫王小明，手机13800138000"
    """
    from service.privacy import PseudonymMap, redact

    redaction, _ = redact(text, None, PseudonymMap())
    if as_json:
        body = {"text": redaction.text, "entities": [entity.model_dump() for entity in redaction.entities]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        typer.echo(redaction.text)
