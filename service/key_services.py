"""The keyring that the settings ask for: local master keys, and the external key service where one is named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

from service.privacy import BadMasterKey, ExternalKeys, Keyring, decoded_key, load_or_create_master_key
from service.privacy.key_command import CommandKeyService
from service.settings import KEY_COMMAND, BadSettings, Settings

MASTER_KEY_FILE = "master.key"
ENTRY_POINTS = "forbear.key_services"
# What wrapped keys remember the helper program by, whatever its path.
COMMAND_NAME = "command"


def local_keys(settings: Settings) -> tuple[bytes, ...]:
    """The master key, made at the first start, and behind it those of FORBEAR_OLD_MASTER_KEYS.

    Raises:
        BadMasterKey: one of them is not 32 bytes in base64.
    """
    file = settings.data_dir / MASTER_KEY_FILE
    master_key = load_or_create_master_key(settings.master_key.get_secret_value(), file)
    return (master_key, *_older(settings))


def keyring_of(settings: Settings) -> Keyring:
    """What wraps and opens data keys, as the settings say.

    Raises:
        BadMasterKey: a master key is not 32 bytes in base64.
        BadSettings: the key service that they name is not there.
    """
    master_key, *older = local_keys(settings)
    return Keyring(master_key, older, external_keys(settings))


def external_keys(settings: Settings) -> ExternalKeys | None:
    """The external key service; None when keys are wrapped locally.

    Raises:
        BadSettings: no installed package has a key service of that name, or it cannot be made.
    """
    name = settings.key_service
    if not name:
        return None
    if name.startswith(KEY_COMMAND):
        command = shlex.split(name.removeprefix(KEY_COMMAND))
        return ExternalKeys(COMMAND_NAME, CommandKeyService(command, settings.key_service_seconds))
    found = entry_points(group=ENTRY_POINTS)
    if name not in found.names or name == COMMAND_NAME:
        there = ", ".join(sorted(found.names)) or "none"
        raise BadSettings(
            f"FORBEAR_KEY_SERVICE: no installed package has a key service {name!r} (there are: {there}). Install it, "
            "or give `command:/path/to/program`."
        )
    try:
        return ExternalKeys(name, found[name].load()())
    except Exception as error:
        # Somebody else's words could hold a credential; their kind says enough to find them.
        raise BadSettings(
            f"FORBEAR_KEY_SERVICE: the key service {name!r} cannot be made ({type(error).__name__}). Its own settings "
            "are described where it comes from."
        ) from error


def new_master_key(settings: Settings, file: Path | None) -> bytes | None:
    """The key to rotate to: from a file, else from FORBEAR_NEW_MASTER_KEY; None when neither is given.

    Raises:
        BadMasterKey: it is not 32 bytes in base64.
    """
    if file is not None:
        return decoded_key(file.read_text(encoding="ascii", errors="replace"), str(file))
    value = settings.new_master_key.get_secret_value()
    return decoded_key(value, "FORBEAR_NEW_MASTER_KEY") if value else None


def _older(settings: Settings) -> Iterator[bytes]:
    values = re.split(r"[\s,]+", settings.old_master_keys.get_secret_value().strip())
    for number, value in enumerate(filter(None, values), 1):
        try:
            yield decoded_key(value, f"FORBEAR_OLD_MASTER_KEYS (key {number})")
        except BadMasterKey as error:
            raise BadMasterKey(f"{error}; several keys are parted by commas") from None
