"""Whom the agent writes for, and whom it may point to: `policies/creditors/*.yaml`, `policies/*/help.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from service.datafiles import DataFileError, load_yaml
from service.domain.creditor import Creditor, HelpLines, LocalText


def load_creditors(policies_dir: Path) -> dict[str, Creditor]:
    """The creditors of `policies/creditors/`, by id (the name that accounts carry).

    Raises:
        DataFileError: a file does not fit, or two files describe the same creditor.
    """
    creditors: dict[str, Creditor] = {}
    for path in sorted((policies_dir / "creditors").glob("*.yaml")):
        creditor = load_yaml(path, Creditor)
        if creditor.id in creditors:
            raise DataFileError(path, 1, f"the creditor {creditor.id!r} is described twice", "Keep one of the files")
        creditors[creditor.id] = creditor
    return creditors


def find_creditor(creditors: Mapping[str, Creditor], creditor_id: str) -> Creditor:
    """The creditor of an account; one that no file describes is known by its name alone."""
    known = creditors.get(creditor_id)
    return known or Creditor(id=creditor_id, name=LocalText(en=creditor_id, zh=creditor_id))


def load_help(policies_dir: Path) -> dict[str, HelpLines]:
    """The help lines of each jurisdiction, by its code in lower case.

    Raises:
        DataFileError: a file does not fit, or names another jurisdiction than its folder.
    """
    found: dict[str, HelpLines] = {}
    for path in sorted(policies_dir.glob("*/help.yaml")):
        lines = load_yaml(path, HelpLines)
        if lines.jurisdiction != path.parent.name:
            raise DataFileError(
                path,
                1,
                f"jurisdiction is {lines.jurisdiction!r} in the folder {path.parent.name!r}",
                "Give both the same code",
            )
        found[lines.jurisdiction] = lines
    return found
