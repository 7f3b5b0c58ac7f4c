"""JSON over HTTP to a road server in the house."""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from dispatch_console.domain.errors import Unavailable
from dispatch_console.language import tr

TIMEOUT_S = 30


def ask(address: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send a GET, or a POST with a body, and return the document. A refusal is its document with `status`.

    Errors: Unavailable `roads.away`.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise Unavailable("roads.away", server=address, detail=tr("its address begins with http:// or https://"))
    url = address.rstrip("/") + path
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            document = json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            document = json.load(error)
        except ValueError:
            document = {}
        document = document if isinstance(document, dict) else {}
        return {**document, "status": error.code}
    except (OSError, ValueError) as error:
        raise Unavailable("roads.away", server=address, detail=str(error)) from error
    return document if isinstance(document, dict) else {"answer": document}
