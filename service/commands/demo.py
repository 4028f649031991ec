"""`forbear demo`"""

from __future__ import annotations

from service.settings import get_settings


def demo() -> None:
    """Load the sample accounts and documents, and print a chat link for each borrower.

    Safe to repeat. Start the service with `forbear serve` to open the links, or do both with `forbear serve --demo`.

    Example:

        forbear demo
    """
    from service.commands.links import print_demonstration
    from service.demonstration import demonstrate
    from service.program import lay_foundation, sync_knowledge
    from service.stages import open_knowledge

    settings = get_settings()
    foundation = lay_foundation(settings)
    sync_knowledge(open_knowledge(settings), settings.knowledge_dir)
    print_demonstration(demonstrate(foundation))
