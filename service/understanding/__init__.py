"""The understanding stage: what a borrower's redacted message says."""

from service.understanding.context import ReadingContext
from service.understanding.options import chosen_option
from service.understanding.proposal import parse_proposal
from service.understanding.reading import read, warm_up

__all__ = ["ReadingContext", "chosen_option", "parse_proposal", "read", "warm_up"]
