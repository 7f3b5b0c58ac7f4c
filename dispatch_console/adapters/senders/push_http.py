"""Push notes through an HTTP server in the shape of ntfy (its documentation: "Publish as JSON", "Subscribe via API").

A topic is known to the customer's telephone and to us alone. The server tells nobody whether a telephone showed a note:
it is handed over, no more. A note whose answer was lost is looked for in what the server keeps before it goes again.
"""

import json
from typing import Any, ClassVar

import httpx

from dispatch_console import secrets
from dispatch_console.domain.errors import BadInput, DispatchError, Unavailable
from dispatch_console.domain.messages.senders import link_in
from dispatch_console.ports import OutgoingMessage
from dispatch_console.settings import Settings

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
KEPT_FOR = "12h"


class PushSender:
    """Entry point `push`."""

    channel: ClassVar[str] = "push"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, message: OutgoingMessage) -> str:
        """Hand a note over and return the server's id.

        Errors: Unavailable `push.not_set_up`, `push.away`, `push.sign_in`, `push.busy`, `secret.…`; BadInput
        `push.refused`.
        """
        async with self._client() as client:
            if message.again and (found := await self._find(client, message)):
                return found
            note = {"topic": message.to, "title": self._settings.sender_name, "message": message.body}
            if link := link_in(message.body):
                note["click"] = link
            try:
                answer = await client.post("/", json=note)
            except httpx.HTTPError as error:
                raise Unavailable("push.away", detail=_said(error)) from error
        document = _document(answer.text)
        if answer.is_success and isinstance(document.get("id"), str):
            return str(document["id"])
        raise _reason(answer, document)

    async def _find(self, client: httpx.AsyncClient, message: OutgoingMessage) -> str:
        """Return the id of a note that the server has already; empty where it has none. Errors: Unavailable."""
        try:
            answer = await client.get(f"/{message.to}/json", params={"poll": "1", "since": KEPT_FOR})
        except httpx.HTTPError as error:
            raise Unavailable("push.away", detail=_said(error)) from error
        if not answer.is_success:
            raise _reason(answer, _document(answer.text))
        notes = (_document(line) for line in answer.text.splitlines())
        return next((str(note["id"]) for note in notes if note.get("message") == message.body and note.get("id")), "")

    async def reach(self) -> None:
        """Ask whether the server is there, and send nothing. Errors: as `send`."""
        async with self._client() as client:
            try:
                answer = await client.get("/v1/health")
            except httpx.HTTPError as error:
                raise Unavailable("push.away", detail=_said(error)) from error
        if not answer.is_success:
            raise _reason(answer, _document(answer.text))

    def _client(self) -> httpx.AsyncClient:
        settings = self._settings
        if not settings.push_server:
            raise Unavailable("push.not_set_up")
        token = secrets.read(settings.push_password) if secrets.is_set(settings.push_password) else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=settings.push_server.rstrip("/"), headers=headers, timeout=TIMEOUT)


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _reason(answer: httpx.Response, document: dict[str, Any]) -> DispatchError:
    detail = " ".join(str(document.get("error") or answer.status_code).split())[:200]
    if answer.status_code in (401, 403):
        return Unavailable("push.sign_in", detail=detail)
    if answer.status_code == 429:
        return Unavailable("push.busy", detail=detail)
    if 400 <= answer.status_code < 500 and answer.status_code not in (404, 408):
        return BadInput("push.refused", detail=detail)
    return Unavailable("push.away", detail=detail)
