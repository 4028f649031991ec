"""What can go wrong with the store of knowledge."""

from __future__ import annotations


class KnowledgeUnavailable(Exception):
    """The knowledge store cannot be read or written now.

    Args:
        place: the folder or the address of the server.
        problem: what is wrong.
        fix: what an operator can do about it.
    """

    def __init__(self, place: str, problem: str, fix: str) -> None:
        self.place, self.problem, self.fix = place, problem, fix
        super().__init__(f"knowledge store {place}: {problem}. {fix}")
