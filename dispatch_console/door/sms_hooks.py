"""What an SMS gateway tells us: answers of customers, and what became of messages. Each is signed with its password."""

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dispatch_console import secrets
from dispatch_console.application.customers import receipts, replying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.language import tr
from dispatch_console.ports import IncomingText
from dispatch_console.settings import Settings

log = logging.getLogger(__name__)
SIGNATURE = "x-twilio-signature"
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_STATES = {
    "accepted": Receipt.ON_ITS_WAY,
    "scheduled": Receipt.ON_ITS_WAY,
    "queued": Receipt.ON_ITS_WAY,
    "sending": Receipt.ON_ITS_WAY,
    "sent": Receipt.ON_ITS_WAY,
    "delivered": Receipt.DELIVERED,
    "read": Receipt.DELIVERED,
    "undelivered": Receipt.UNDELIVERED,
    "failed": Receipt.UNDELIVERED,
    "canceled": Receipt.UNDELIVERED,
}
# what the gateway says of a message that was not delivered in time, and of a number that wants none
_EXPIRED, _WANTS_NONE = ("30001", "30036"), ("21610",)
FIELDS = 200


class SmsHooks:
    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk, self._settings = desk.acting_as(the_customer(tr("SMS"))), settings

    async def incoming(self, request: Request) -> Response:
        """Take an answer: 200 when it is written down, 403 without a signature, 503 where the gateway may try again."""
        return await self._told(request, self._take)

    async def status(self, request: Request) -> Response:
        return await self._told(request, self._receipt)

    async def _told(self, request: Request, take: Callable[[Mapping[str, str]], None]) -> Response:
        body = (await request.body()).decode("utf-8", "replace")
        try:
            form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS))
        except ValueError:
            return Response(status_code=400)

        def answered() -> Response:
            try:
                if not self._is_signed(request, form):
                    return Response(status_code=403)
                take(form)
            except DispatchError as error:
                log.warning("the SMS gateway was not heard: %s", error.code)
                return Response(status_code=503)
            return Response(NOTHING_TO_SAY, media_type="text/xml")

        return await run_in_threadpool(answered)

    def _is_signed(self, request: Request, form: Mapping[str, str]) -> bool:
        """Return whether the gateway signed it: the address that it called and all fields, by their names."""
        said = request.headers.get(SIGNATURE, "")
        door = self._settings.door_address.rstrip("/")
        address = f"{door}{request.url.path}" if door else str(request.url)
        if request.url.query and door:
            address += f"?{request.url.query}"
        signed = address + "".join(f"{name}{form[name]}" for name in sorted(form))
        key = secrets.read(self._settings.sms_password)
        right = base64.b64encode(hmac.new(key.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        return hmac.compare_digest(said.encode(), right.encode())

    def _take(self, form: Mapping[str, str]) -> None:
        sid = form.get("MessageSid") or form.get("SmsSid") or ""
        if not sid:
            return
        text = IncomingText(
            "sms", sid, form.get("From", ""), form.get("To", ""), form.get("Body", ""), datetime.now(UTC)
        )
        self._desk.do_now(replying.take_reply, text)

    def _receipt(self, form: Mapping[str, str]) -> None:
        state = _STATES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").lower())
        sid, code = form.get("MessageSid") or form.get("SmsSid") or "", form.get("ErrorCode", "")
        if state is None or not sid:
            log.info("a receipt that nobody understands: %s", form.get("MessageStatus", ""))
            return
        if state is Receipt.UNDELIVERED and code in _EXPIRED:
            state = Receipt.EXPIRED
        if not self._desk.do_now(receipts.take_receipt, "sms", sid, state, wants_none=code in _WANTS_NONE):
            log.info("a receipt of a message that is not ours")
