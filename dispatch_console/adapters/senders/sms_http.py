"""SMS through an HTTP gateway in the shape of Twilio's Messages resource, version 2010-04-01.

The gateway takes no idempotency key. So a message whose answer was lost is looked for in the gateway's own list before
it is handed over again; where there is no list nobody knows, and a person is asked.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

import httpx

from dispatch_console import secrets
from dispatch_console.adapters.senders.numbers import mobile
from dispatch_console.domain.errors import BadInput, DispatchError, Unavailable
from dispatch_console.ports import IncomingText, OutgoingMessage
from dispatch_console.settings import Settings

VERSION = "2010-04-01"
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
# seconds; the gateway's bounds of a validity
LEAST_VALID_S, MOST_VALID_S = 1, 36_000
PAGE, MOST_PAGES = 100, 50
# codes of the gateway
_WANTS_NONE = frozenset({21610})
_NO_NUMBER = frozenset({21211, 21214, 21217, 21219, 21265, 21401, 21407, 21421, 21614, 21635})
_SENDER = frozenset({21212, 21602, 21603, 21606, 21611, 21612, 21659, 21660, 21703})


class SmsHttpSender:
    """Entry point `sms`."""

    channel: ClassVar[str] = "sms"
    must_be_heard: ClassVar[bool] = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, message: OutgoingMessage) -> str:
        """Hand an SMS over and return the gateway's id.

        Errors: Unavailable `sms.not_set_up`, `sms.away`, `sms.sign_in`, `sms.account`, `sms.sender`, `sms.busy`,
        `sms.answer_lost`, `secret.…` (nothing can be sent now); BadInput `sms.number`, `sms.landline`, `sms.premium`,
        `sms.wants_none`, `sms.refused`, and `sms.unsure` where nobody knows whether it went.
        """
        to = mobile(message.to, self._settings.country)
        async with self._client() as client:
            if message.again:
                found = await self._find(client, to, message.body)
                if found:
                    return found
            form = {"To": to, "From": self._settings.sms_from, "Body": message.body}
            if message.valid_s is not None:
                form["ValidityPeriod"] = str(min(max(message.valid_s, LEAST_VALID_S), MOST_VALID_S))
            if self._settings.door_address:
                form["StatusCallback"] = f"{self._settings.door_address.rstrip('/')}/sms/status"
            try:
                answer = await client.post("Messages.json", data=form)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise Unavailable("sms.away", detail=_said(error)) from error
            except httpx.HTTPError as error:
                raise Unavailable("sms.answer_lost", detail=_said(error)) from error
        document = _document(answer)
        sid = document.get("sid")
        if answer.is_success and isinstance(sid, str) and sid:
            return sid
        raise _reason(answer, document)

    async def _find(self, client: httpx.AsyncClient, to: str, body: str) -> str:
        """Return the id of a message that the gateway has already; empty where it has none.

        Errors: BadInput `sms.unsure` where it keeps no list; Unavailable.
        """
        since = f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d}"
        listed = await self._list(client, {"To": to, "DateSent>": since})
        if listed is None:
            raise BadInput("sms.unsure")
        same = (one for one in listed if one.get("body") == body and str(one.get("direction", "")) != "inbound")
        return next((str(one["sid"]) for one in same if one.get("sid")), "")

    async def replies_since(self, since: datetime) -> tuple[IncomingText, ...] | None:
        """Return what customers sent to our number, oldest first; None where the gateway keeps no list."""
        async with self._client() as client:
            query = {"To": self._settings.sms_from, "DateSent>": f"{since.astimezone(UTC):%Y-%m-%d}"}
            listed = await self._list(client, query)
        if listed is None:
            return None
        texts = (_incoming(one) for one in listed if one.get("direction") == "inbound")
        return tuple(sorted((text for text in texts if text is not None), key=lambda text: text.sent_at))

    async def _list(self, client: httpx.AsyncClient, query: Mapping[str, str]) -> list[Mapping[str, Any]] | None:
        """Return the messages of the gateway's list, all pages; None where there is none. Errors: Unavailable."""
        found: list[Mapping[str, Any]] = []
        where: str | httpx.URL = client.base_url.join("Messages.json").copy_merge_params({**query, "PageSize": PAGE})
        for _ in range(MOST_PAGES):
            try:
                answer = await client.get(where)
            except httpx.HTTPError as error:
                raise Unavailable("sms.away", detail=_said(error)) from error
            if answer.status_code in (404, 405, 501):
                return None
            document = _document(answer)
            if not answer.is_success:
                raise _reason(answer, document)
            rows = document.get("messages")
            found += [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            following = document.get("next_page_uri")
            if not following:
                return found
            where = httpx.URL(self._settings.sms_address).join(str(following))
        return found

    async def reach(self) -> None:
        """Sign in as for sending, and send nothing. Errors: as `send`."""
        async with self._client() as client:
            try:
                answer = await client.get(client.base_url.join("Messages.json").copy_merge_params({"PageSize": 1}))
            except httpx.HTTPError as error:
                raise Unavailable("sms.away", detail=_said(error)) from error
        if not answer.is_success and answer.status_code not in (404, 405, 501):
            raise _reason(answer, _document(answer))

    def _client(self) -> httpx.AsyncClient:
        settings = self._settings
        if not settings.sms_address or not settings.sms_from:
            raise Unavailable("sms.not_set_up")
        base = f"{settings.sms_address.rstrip('/')}/{VERSION}/Accounts/{settings.sms_account}/"
        return httpx.AsyncClient(
            base_url=base, auth=(settings.sms_account, secrets.read(settings.sms_password)), timeout=TIMEOUT
        )


def _incoming(row: Mapping[str, Any]) -> IncomingText | None:
    sid, sent = row.get("sid"), row.get("date_sent") or row.get("date_created")
    if not isinstance(sid, str) or not sid:
        return None
    try:
        at = parsedate_to_datetime(str(sent)).astimezone(UTC)
    except (TypeError, ValueError):
        at = datetime.now(UTC)
    return IncomingText("sms", sid, str(row.get("from", "")), str(row.get("to", "")), str(row.get("body") or ""), at)


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        document = answer.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _reason(answer: httpx.Response, document: Mapping[str, Any]) -> DispatchError:
    """Return whose fault it is: the channel's, or this message's for good."""
    code, detail = document.get("code"), " ".join(str(document.get("message") or answer.reason_phrase).split())[:300]
    if answer.status_code in (401, 403):
        return Unavailable("sms.sign_in", detail=detail)
    if answer.status_code == 404:
        return Unavailable("sms.account", detail=detail)
    if answer.status_code == 429:
        return Unavailable("sms.busy", detail=detail)
    if answer.status_code >= 500 or answer.is_success:
        # it may have taken the message all the same
        return Unavailable("sms.answer_lost", detail=detail)
    if code in _WANTS_NONE:
        return BadInput("sms.wants_none", detail=detail)
    if code in _NO_NUMBER:
        return BadInput("sms.number", number="", detail=detail)
    if code in _SENDER:
        return Unavailable("sms.sender", detail=detail)
    return BadInput("sms.refused", detail=detail)


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
