"""Replay: the stored history judged again under other rule packs, to see what they would have changed.

It reads and never writes. Only what depends on the packs is judged again: each rule, on the text as it was read, in
the state that the record shows.
"""

from service.replay.candidate import load_candidate
from service.replay.history import Filters
from service.replay.report import ReplayReport
from service.replay.run import replay

__all__ = ["Filters", "ReplayReport", "load_candidate", "replay"]
