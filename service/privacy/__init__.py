"""The privacy stage: clear text in, pseudonymous text out; and the seal under which originals are kept."""

from service.privacy.engine import warm_up
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
from service.privacy.redaction import find_personal_data, redact
from service.privacy.vault import BadMasterKey, CannotDecrypt, Cipher, load_or_create_master_key

__all__ = [
    "OWN_NAME",
    "BadMasterKey",
    "CannotDecrypt",
    "Cipher",
    "PrivatePseudonym",
    "PseudonymMap",
    "UnknownPseudonym",
    "find_personal_data",
    "find_pseudonyms",
    "load_or_create_master_key",
    "redact",
    "replace_pseudonyms",
    "restore",
    "reveal",
    "same_form",
    "warm_up",
]
