"""Forbear: an agent that negotiates overdue debts with borrowers, calmly and inside the law."""

__version__ = "0.1.0"
