"""Bounds of what strangers may ask: how often, and how much at once."""

import time
from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 2**20
# requests of one address: so many at once, and so many more in a second
BURST, EACH_S = 120.0, 10.0
# addresses that are remembered
MOST = 10_000
_HEADERS = [
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex, nofollow"),
]


class Guard:
    """Answers 429 to whoever asks too often, 413 to whoever sends too much, and adds what browsers must know."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        if not self._may(client[0] if client else ""):
            await _answer(send, 429, [(b"retry-after", b"10")])
            return
        body = await _whole(scope, receive)
        if body is None:
            await _answer(send, 413, [(b"connection", b"close")])
            return
        given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def kept() -> Message:
            return given.pop() if given else await receive()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                # a page that shows something brings a policy of its own
                given_names = {name for name, _ in message.get("headers", [])}
                more = [(name, value) for name, value in _HEADERS if name not in given_names]
                message["headers"] = [*message.get("headers", []), *more]
            await send(message)

        await self._app(scope, kept, guarded)

    def _may(self, address: str) -> bool:
        now = time.monotonic()
        left, at = self._left.pop(address, (BURST, now))
        left = min(BURST, left + (now - at) * EACH_S)
        if len(self._left) >= MOST:
            self._left.popitem(last=False)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        return left >= 1


async def _whole(scope: Scope, receive: Receive) -> bytes | None:
    """Return the body; None for one that says, or turns out, to be too large."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > LARGEST:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            return bytes(body)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_HEADERS]})
    await send({"type": "http.response.body", "body": b""})
