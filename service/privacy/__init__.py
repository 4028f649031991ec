"""The privacy stage: clear text in, pseudonymous text out; and the seal under which originals are kept."""

from service.privacy.engine import warm_up
from service.privacy.keyring import (
    BadMasterKey,
    ExternalKeys,
    Keyring,
    KeyService,
    KeyServiceUnavailable,
    key_id_of,
    wrapped_with,
)
from service.privacy.pseudonyms import (
    OWN_NAME,
    PrivatePseudonym,
    PseudonymMap,
    UnknownPseudonym,
    find_pseudonyms,
    replace_pseudonyms,
    restore,
    reveal,
    same_form,
)
from service.privacy.redaction import find_numbers, find_personal_data, redact
from service.privacy.sealing import CannotDecrypt
from service.privacy.vault import Cipher, decoded_key, load_or_create_master_key

__all__ = [
    "OWN_NAME",
    "BadMasterKey",
    "CannotDecrypt",
    "Cipher",
    "ExternalKeys",
    "KeyService",
    "KeyServiceUnavailable",
    "Keyring",
    "PrivatePseudonym",
    "PseudonymMap",
    "UnknownPseudonym",
    "decoded_key",
    "find_numbers",
    "find_personal_data",
    "find_pseudonyms",
    "key_id_of",
    "load_or_create_master_key",
    "redact",
    "replace_pseudonyms",
    "restore",
    "reveal",
    "same_form",
    "warm_up",
    "wrapped_with",
]
