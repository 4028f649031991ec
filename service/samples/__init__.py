"""Sample accounts: made-up borrowers for demonstrations, tests and the first start."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from service.datafiles import DataFileError, read_text
from service.domain.account import AccountImport

SAMPLE_ACCOUNTS_PATH = Path(__file__).with_name("accounts.jsonl")


def load_sample_accounts(path: Path = SAMPLE_ACCOUNTS_PATH) -> tuple[AccountImport, ...]:
    """The sample accounts, one JSON object a line, in the order of the file.

    Raises:
        DataFileError: the file is missing, a line is no valid account, or two lines carry the same account id.
    """
    accounts: dict[str, AccountImport] = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        account = _account(line, number, path)
        if account.id in accounts:
            raise DataFileError(path, number, f"the id {account.id!r} is given twice", "Give this account another id")
        accounts[account.id] = account
    return tuple(accounts.values())


def _account(line: str, number: int, path: Path) -> AccountImport:
    try:
        return AccountImport.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        # The value stays out of the message: an account line holds personal data.
        raise DataFileError(
            path, number, f"{field}: {first['msg']}", "Change this line so that it is an account"
        ) from None
