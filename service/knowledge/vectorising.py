"""`python -m service.knowledge.vectorising`: bring the vectors that come with the documents up to date."""

from service.knowledge.vectors import VECTORS_FILE, document_texts, store_vectors
from service.settings import get_settings


def main() -> None:
    """Embed every text of the knowledge folder and write the file."""
    folder = get_settings().knowledge_dir
    count = store_vectors(document_texts(folder), folder / VECTORS_FILE)
    print(f"{count} vectors")  # noqa: T201  (a development command)


if __name__ == "__main__":
    main()
