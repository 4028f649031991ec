"""Options that several commands take."""

from __future__ import annotations

import typer

from service.domain.vocabulary import Language


def language_given(given: str | None) -> Language | None:
    """The language of messages that an option names.

    Raises:
        BadParameter: it is not one of them.
    """
    match given:
        case None:
            return None
        case "en":
            return "en"
        case "zh":
            return "zh"
        case _:
            raise typer.BadParameter(f"{given!r} is not a language of messages; use en or zh", param_hint="--language")
