"""The PIN of an order: the customer tells it at the door, and nobody else knows it."""

import hashlib
import hmac

TRIES = 5
RIGHT, WRONG, LOCKED = "right", "wrong", "locked"


def pin_of(key: str, order_id: int) -> str:
    """Return the four digits of an order. They are kept nowhere: `key` is the site's own."""
    digest = hmac.new(key.encode(), f"pin:{order_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10_000:04d}"


def is_pin(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()
