"""Who rang? Signatures of webhooks, and the order that one is about. Nothing else of its body is believed."""

import base64
import hashlib
import hmac
import json

from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.ports import Ring


def require_signature(ring: Ring, header: str, secret: str) -> None:
    """Compare a header with the body's HMAC (SHA-256, base64), in a time that says nothing.

    Errors: Refused `bell.signature`.
    """
    made = base64.b64encode(hmac.new(secret.encode(), ring.body, hashlib.sha256).digest())
    if not secret or not hmac.compare_digest(made, ring.headers.get(header, "").strip().encode()):
        raise Refused("bell.signature")


def require_word(ring: Ring, secret: str) -> None:
    """Compare the word behind the address with the secret, for systems that sign nothing.

    Errors: Refused `bell.signature`.
    """
    if not secret or not hmac.compare_digest(ring.word.encode(), secret.encode()):
        raise Refused("bell.signature")


def number_in(ring: Ring, *keys: str) -> str:
    """Return the first of some keys of the body that holds a number. Errors: BadInput `bell.body`."""
    try:
        document = json.loads(ring.body)
    except ValueError as error:
        raise BadInput("bell.body") from error
    for key in keys:
        value = document.get(key) if isinstance(document, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
            return str(value)
    raise BadInput("bell.body")
