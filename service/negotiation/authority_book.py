"""The authority files of a policies folder, and which of them an account falls under."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path

from service.datafiles import DataFileError, load_yaml, read_text
from service.domain.account import Account
from service.negotiation.authority import Authority


class AuthorityBook:
    """All authority files that were loaded."""

    def __init__(self, authorities: tuple[Authority, ...]) -> None:
        self.authorities = authorities

    def find(self, account: Account, on: date) -> Authority | None:
        """The most specific file in force on a day; None means that only a person may deal with the account.

        A named creditor weighs more than a named product. Creditor and product names are compared without regard to
        case, spaces and punctuation ("Harbor Light Bank" is "harbor-light-bank").
        """
        fitting = [
            authority for authority in self.authorities if authority.in_force(on) and _covers(authority, account)
        ]
        return max(fitting, key=_specificity, default=None)


def load_authorities(folder: Path) -> AuthorityBook:
    """The book of `<folder>/<jurisdiction>/authority/*.yaml`.

    Raises:
        DataFileError: a file is unreadable, does not fit the schema, stands in another jurisdiction's folder, repeats
            an id, or covers the same accounts on the same days as another.
    """
    paths = sorted(folder.glob("*/authority/*.yaml"))
    files = [(path, load_yaml(path, Authority)) for path in paths]
    for path, authority in files:
        _check_folder(path, authority)
    for first, second in combinations(files, 2):
        _check_pair(first, second)
    return AuthorityBook(tuple(authority for _, authority in files))


def _check_folder(path: Path, authority: Authority) -> None:
    expected = path.parent.parent.name
    if authority.jurisdiction != expected:
        raise DataFileError(
            path,
            _line_of_key(path, "jurisdiction"),
            f"jurisdiction {authority.jurisdiction!r} stands in the folder of {expected!r}",
            f"Write {expected!r}, or move the file to policies/{authority.jurisdiction}/authority/",
        )


def _check_pair(first: tuple[Path, Authority], second: tuple[Path, Authority]) -> None:
    (first_path, one), (path, other) = first, second
    same_scope = _scope(one) == _scope(other)
    days_shared = _share_a_day(one, other)
    if one.id == other.id and (one.version == other.version or not same_scope):
        raise DataFileError(
            path,
            _line_of_key(path, "id"),
            f"the id {other.id!r} is already used in {first_path.name}",
            "Give this file an id of its own; a later version keeps the id, the scope and has its own version",
        )
    if days_shared and _share_an_account(one, other):
        raise DataFileError(
            path,
            _line_of_key(path, "effective_from"),
            f"covers the same creditor, products and days as {first_path.name} ({one.reference})",
            "End the earlier file with effective_to before this one begins, or narrow its products",
        )


def _share_an_account(one: Authority, other: Authority) -> bool:
    """Whether both cover some account equally specifically, so that neither wins."""
    if (one.jurisdiction, one.currency) != (other.jurisdiction, other.currency):
        return False
    if not _creditor_keys(one) & _creditor_keys(other):
        return False
    if one.products == "*" or other.products == "*":
        return one.products == other.products
    return bool(_product_keys(one) & _product_keys(other))


def _share_a_day(one: Authority, other: Authority) -> bool:
    return one.effective_from <= (other.effective_to or date.max) and other.effective_from <= (
        one.effective_to or date.max
    )


def _scope(authority: Authority) -> tuple[str, str, str, frozenset[str]]:
    return authority.jurisdiction, _key(authority.creditor), authority.currency, _product_keys(authority)


def _covers(authority: Authority, account: Account) -> bool:
    return (
        authority.jurisdiction == account.jurisdiction
        and authority.currency == account.currency
        and (authority.creditor == "*" or _key(account.creditor) in _creditor_keys(authority))
        and (authority.products == "*" or _key(account.product) in _product_keys(authority))
    )


def _specificity(authority: Authority) -> tuple[bool, bool]:
    return authority.creditor != "*", authority.products != "*"


def _creditor_keys(authority: Authority) -> frozenset[str]:
    return frozenset(_key(name) for name in (authority.creditor, *authority.also_known_as))


def _product_keys(authority: Authority) -> frozenset[str]:
    return frozenset(_key(product) for product in authority.products)


def _key(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name).casefold() or name


def _line_of_key(path: Path, key: str) -> int | None:
    lines = read_text(path).splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{key}:")), None)
