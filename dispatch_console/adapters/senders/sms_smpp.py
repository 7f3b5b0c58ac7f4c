"""SMS through an SMS centre by SMPP 3.4: each part goes once, receipts and answers come over the same line."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import uuid4
from zlib import crc32

from dispatch_console import secrets
from dispatch_console.adapters.senders.numbers import mobile
from dispatch_console.adapters.senders.smpp_link import LineLost, Refusal, SmppLink
from dispatch_console.adapters.senders.smpp_pdu import (
    TLV_RECEIPTED_ID,
    TLV_STATE,
    UDHI,
    Command,
    Delivered,
    NotUnderstood,
    Status,
    message_id,
    relative,
    submit,
)
from dispatch_console.adapters.senders.sms_text import decoded, encoded
from dispatch_console.domain.errors import BadInput, DispatchError, Unavailable
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.ports import IncomingText, OutgoingMessage, PartLog, PartReceipt
from dispatch_console.settings import Settings

PLAIN_PORT, SECURE_PORT = 2775, 3550
# what lay there while nobody listened comes at once; then nothing comes for so long
QUIET_S, LONGEST_BACKLOG_S = 0.7, 15.0
# the whole line waits when the centre takes no more, longer each time
BUSY_S, MOST_BUSY_S = (0.5, 1, 2, 4, 8, 16), 45.0
_BUSY = (Status.THROTTLED, Status.QUEUE_FULL)
_SIGN_IN = (Status.BIND_FAILED, Status.BAD_PASSWORD, Status.BAD_SYSTEM_ID)
_STATES = {
    2: Receipt.DELIVERED, 3: Receipt.EXPIRED, 4: Receipt.UNDELIVERED, 5: Receipt.UNDELIVERED, 8: Receipt.UNDELIVERED,
}  # fmt: skip
_WORDS = {
    "DELIVRD": Receipt.DELIVERED, "EXPIRED": Receipt.EXPIRED, "DELETED": Receipt.UNDELIVERED,
    "UNDELIV": Receipt.UNDELIVERED, "REJECTD": Receipt.UNDELIVERED,
}  # fmt: skip
_ID, _STAT = re.compile(r"\bid:\s*([0-9A-Za-z-]+)"), re.compile(r"\bstat:\s*([A-Za-z]+)")
_CONCATENATED = 0x00

Heard = IncomingText | PartReceipt


async def _kept_by_nobody(_heard: Heard) -> None:
    raise Unavailable("sms.away", detail="nobody listens")


class SmsSmppSender:
    """Entry point `smpp`. `hears` keeps what comes in, before it is acknowledged."""

    channel: ClassVar[str] = "sms"
    must_be_heard: ClassVar[bool] = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._link: SmppLink | None = None
        self._opening = asyncio.Lock()
        # held while the centre takes no more
        self._busy = asyncio.Lock()
        self.hears: Callable[[Heard], Awaitable[None]] = _kept_by_nobody

    async def send(self, message: OutgoingMessage) -> str:
        """Hand an SMS over, part by part, and return the id of the first. Parts that went before stay sent.

        Errors: Unavailable `sms.not_set_up`, `sms.away`, `sms.sign_in`, `sms.sender`, `sms.busy`, `sms.answer_lost`,
        `secret.…`; BadInput `sms.number`, `sms.landline`, `sms.premium`, `sms.refused`, and `sms.unsure` where nobody
        knows whether a part went.
        """
        to = mobile(message.to, self._settings.country)
        coding, parts = encoded(message.body, crc32(message.key.encode()))
        log = message.parts
        known = dict(await log.known()) if log is not None else {}
        if "" in known.values():
            raise BadInput("sms.unsure")
        validity = relative(message.valid_s) if message.valid_s is not None else ""
        for number, part in enumerate(parts, 1):
            if number in known:
                continue
            link = await self._bound()
            try:
                body = submit(
                    self._settings.sms_from, to, part, data_coding=coding, udhi=len(parts) > 1, validity=validity
                )
            except NotUnderstood as error:
                raise Unavailable("sms.sender", detail=str(error)) from error
            if log is not None:
                await log.sending(number, len(parts), to)
            known[number] = await self._submit(link, body, log, number)
            if log is not None:
                await log.sent(number, known[number])
        return known[1]

    async def _submit(self, link: SmppLink, body: bytes, log: PartLog | None, number: int) -> str:
        """Hand a part over, as often as the centre says that it takes no more. Errors: as `send`."""
        waited = 0.0
        for pause in (*BUSY_S, None):
            # whoever else sends waits too, while one is told to
            async with self._busy:
                pass
            try:
                answer = await link.ask(Command.SUBMIT, body)
            except LineLost as error:
                raise Unavailable("sms.answer_lost", detail=str(error)) from error
            if answer.status == Status.OK:
                return message_id(answer.body)
            if answer.status not in _BUSY or pause is None or waited + pause > MOST_BUSY_S:
                break
            async with self._busy:
                await asyncio.sleep(pause)
            waited += pause
        if log is not None:
            await log.not_taken(number)
        raise _reason(answer.status)

    async def replies_since(self, _since: datetime) -> tuple[IncomingText, ...] | None:
        """Bind, and wait until everything that lay there was taken: it is kept as it comes, nothing is returned.

        Errors: Unavailable.
        """
        link = await self._bound()
        loop = asyncio.get_running_loop()
        ends = loop.time() + LONGEST_BACKLOG_S
        while loop.time() < ends:
            before = link.heard
            await asyncio.sleep(QUIET_S)
            if link.heard == before:
                return ()
        return ()

    async def reach(self) -> None:
        """Bind as for sending, and send nothing. Errors: as `send`."""
        await self._bound()
        await self.close()

    async def close(self) -> None:
        """End the line."""
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    async def _bound(self) -> SmppLink:
        """Return the bound line, opened when there is none. Errors: Unavailable."""
        async with self._opening:
            if self._link is not None and self._link.is_open:
                return self._link
            settings = self._settings
            at = urlsplit(settings.sms_address)
            if not at.hostname or not settings.sms_from:
                raise Unavailable("sms.not_set_up")
            secure = at.scheme == "smpps"
            try:
                self._link = await SmppLink.opened(
                    at.hostname,
                    at.port or (SECURE_PORT if secure else PLAIN_PORT),
                    secure=secure,
                    system_id=settings.sms_account,
                    password=secrets.read(settings.sms_password),
                    hears=self._heard,
                )
            except Refusal as refused:
                code = "sms.sign_in" if refused.status in _SIGN_IN else "sms.away"
                raise Unavailable(code, detail=str(refused)) from refused
            except (OSError, LineLost, TimeoutError, ValueError) as error:
                raise Unavailable("sms.away", detail=str(error) or type(error).__name__) from error
            return self._link

    async def _heard(self, unit: Delivered) -> None:
        """Keep what came in. Errors: those of whoever keeps it; then it is told again."""
        if unit.is_receipt:
            receipt = _receipt(unit)
            if receipt is not None:
                await self.hears(receipt)
            return
        text, part = unit.text, ""
        if unit.esm_class & UDHI and text:
            header, text = text[1 : text[0] + 1], text[text[0] + 1 :]
            if len(header) >= 5 and header[0] == _CONCATENATED and header[3] > 1:
                # a part of a longer text is no whole word, whatever it says
                part = f"({header[4]}/{header[3]}) "
        body = part + decoded(text, unit.data_coding)
        sender = unit.source if unit.source.startswith("+") else f"+{unit.source}"
        await self.hears(IncomingText("sms", uuid4().hex, sender, unit.destination, body, datetime.now(UTC)))


def _receipt(unit: Delivered) -> PartReceipt | None:
    """Return what became of a part; None for what says of none. Parameters go before the text, which each centre writes
    in its own way.
    """
    said = unit.text.decode("latin-1")
    named = unit.more.get(TLV_RECEIPTED_ID, b"").partition(b"\0")[0].decode("latin-1").strip()
    found, stat = _ID.search(said), _STAT.search(said)
    provider_id = named or (found[1] if found else "")
    state = unit.more.get(TLV_STATE, b"")
    if state:
        receipt = _STATES.get(state[0], Receipt.ON_ITS_WAY)
    else:
        receipt = _WORDS.get(stat[1].upper(), Receipt.ON_ITS_WAY) if stat else Receipt.ON_ITS_WAY
    # a receipt comes from whom the message went to
    return PartReceipt(provider_id, unit.source, receipt.value) if provider_id else None


def _reason(status: int) -> DispatchError:
    """Return whose fault it is that a part was not taken."""
    if status in _BUSY or status == Status.SYSTEM:
        return Unavailable("sms.busy", detail=f"0x{status:02x}")
    if status == Status.BAD_SOURCE:
        return Unavailable("sms.sender", detail=f"0x{status:02x}")
    if status == Status.BAD_DESTINATION:
        return BadInput("sms.number", number="", detail=f"0x{status:02x}")
    return BadInput("sms.refused", detail=f"0x{status:02x}")
