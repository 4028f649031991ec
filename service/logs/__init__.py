"""Logging for operators: one line an event, with ids and kinds; never a text that a person wrote or will read."""

from service.logs.outlet import configure_logging
from service.logs.records import keep_words_out_of_logs

__all__ = ["configure_logging", "keep_words_out_of_logs"]
