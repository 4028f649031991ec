"""What a person is told when a command fails for a reason that they can put right."""

from __future__ import annotations


def explanation(error: Exception) -> str | None:
    """What is wrong and what to do about it; None for a fault of the program, which needs its stack trace."""
    from sqlalchemy.exc import OperationalError

    from service.datafiles import DataFileError
    from service.knowledge import KnowledgeUnavailable
    from service.privacy import BadMasterKey, CannotDecrypt, KeyServiceUnavailable
    from service.records import DatabaseUnavailable
    from service.records.accounts import BorrowerErased
    from service.settings import BadSettings

    match error:
        case CannotDecrypt():
            return (
                f"{error}. Start with the master key that this data was sealed with (FORBEAR_MASTER_KEY, or master.key "
                "in the data folder), and list those of before a rotation in FORBEAR_OLD_MASTER_KEYS."
            )
        case KeyServiceUnavailable():
            return f"{error}. Nothing was changed; see to FORBEAR_KEY_SERVICE, then try again."
        case BorrowerErased():
            return f"{error}; docs/operations/keys-and-erasure.md says how a person begins anew."
        case OperationalError():
            # What it says of a statement may quote values.
            said = error.orig if error.statement is None else type(error.orig).__name__
            return f"the database does not answer: {said}. Start it, or correct FORBEAR_DATABASE_URL."
        case DatabaseUnavailable():
            return f"the database does not answer: {error}. Start it, or correct FORBEAR_DATABASE_URL."
        case DataFileError() | KnowledgeUnavailable() | BadMasterKey() | BadSettings():
            return str(error)
        case OSError():
            return str(error)
        case _:
            return None
