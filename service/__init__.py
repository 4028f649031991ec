"""Forbear: an agent that negotiates overdue debts with borrowers, calmly and inside the law."""

from service.silence import silence_libraries

# Before anything else of the program is imported: some libraries read these settings when they load.
silence_libraries()

__version__ = "0.1.0"
