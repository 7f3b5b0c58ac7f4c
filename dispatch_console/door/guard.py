"""Bounds of what strangers may ask: how often, and how much at once."""

import time
from collections import OrderedDict

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 2**20
# of a body that is too large so much is read and thrown away, so that its sender hears why: an answer to one that
# still sends is lost with the connection, and a phone would send the same again for ever
HEARD_OUT, HEARD_OUT_S = 64 * 2**20, 60.0
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
        try:
            body = await _whole(scope, receive)
        except ClientDisconnect:
            # what was cut off on its way is not what was sent: nobody is answered, and it comes again
            return
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
    """Return the body; None for one that says, or turns out, to be too large. Errors: ClientDisconnect."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    fits = length.isdigit() and int(length) <= LARGEST
    body, came, began = bytearray(), 0, time.monotonic()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        came += len(part)
        fits = fits and came <= LARGEST
        if fits:
            body += part
        else:
            body.clear()
        if not message.get("more_body"):
            return bytes(body) if fits else None
        if came > HEARD_OUT or (not fits and time.monotonic() - began > HEARD_OUT_S):
            return None


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), *headers, *_HEADERS]}
    )
    await send({"type": "http.response.body", "body": b""})
