"""Identifiers that sort by time of making, with a prefix that says what they name."""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """A new identifier such as "msg_06f1v9k3c8w5hd2x7qat": 50 bits of milliseconds, then 50 random bits.

    Time comes first so that rows of the same time lie together (tables can be cut by month).
    """
    stamp = time.time_ns() // 1_000_000
    number = (stamp << 50) | int.from_bytes(os.urandom(7), "big") >> 6
    digits = [_ALPHABET[(number >> shift) & 31] for shift in range(95, -5, -5)]
    return f"{prefix}_{''.join(digits)}"
