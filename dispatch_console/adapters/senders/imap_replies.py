"""Answers of customers in a mail folder, read by IMAP. The folder stays as it is: nothing is marked or moved."""

import asyncio
import email.policy
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import ClassVar

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError

from dispatch_console import secrets
from dispatch_console.domain.errors import Unavailable
from dispatch_console.ports import Bounce, IncomingText
from dispatch_console.settings import Settings

TIMEOUT_S = 20
# a folder of years is not read at once
MOST = 2000
_IDS = re.compile(r"<[^<>\s]+>")
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)
_LINES = re.compile(r"<(br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)


class ImapReplies:
    """Reads the folder to which customers answer."""

    channel: ClassVar[str] = "email"
    # a mail box that is away keeps no reminder back
    must_be_heard: ClassVar[bool] = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def replies_since(self, since: datetime) -> tuple[IncomingText | Bounce, ...] | None:
        """Return mails that came since the day of an instant, oldest first; None where no folder is set up.

        Errors: Unavailable `imap.away`, `imap.sign_in`, `secret.…`.
        """
        if not self._settings.imap_host:
            return None
        return await asyncio.get_running_loop().run_in_executor(None, self._read, since)

    def _read(self, since: datetime) -> tuple[IncomingText | Bounce, ...]:
        settings = self._settings
        try:
            box = self._box()
        except OSError as error:
            raise Unavailable("imap.away", detail=_said(error)) from error
        try:
            self._sign_in(box)
            # IMAP searches by the day of the server's clock
            wanted = AND(date_gte=(since.astimezone(UTC) - timedelta(days=1)).date())
            found = list(box.fetch(wanted, limit=MOST, mark_seen=False, bulk=50))
        except (ImapToolsError, OSError) as error:
            raise Unavailable("imap.away", detail=_said(error)) from error
        finally:
            _leave(box)
        ours = settings.mail_from.rpartition("<")[2].strip("> ").lower()
        read = [one for mail in found for one in _of_mail(mail, ours)]
        return tuple(sorted(read, key=lambda one: one.sent_at if isinstance(one, IncomingText) else since))

    def _sign_in(self, box: BaseMailBox) -> None:
        """Sign in and open the folder. Errors: Unavailable `imap.sign_in`, `secret.…`."""
        settings = self._settings
        user = settings.imap_user or settings.smtp_user
        try:
            box.login(user, secrets.read(settings.imap_password), settings.imap_folder)
        except ImapToolsError as error:
            raise Unavailable("imap.sign_in", detail=_said(error)) from error

    def _box(self) -> BaseMailBox:
        settings = self._settings
        if settings.imap_tls:
            return MailBox(settings.imap_host, settings.imap_port, timeout=TIMEOUT_S)
        return MailBoxUnencrypted(settings.imap_host, settings.imap_port, timeout=TIMEOUT_S)


def _leave(box: BaseMailBox) -> None:
    try:
        box.logout()
    except (ImapToolsError, OSError):
        # it is left all the same
        return


def _of_mail(mail: MailMessage, ours: str) -> Iterator[IncomingText | Bounce]:
    """Yield what a mail is: a bounce, or what somebody or some machine wrote; nothing for what we sent ourselves."""
    message = mail.obj
    name = _first_id(message["Message-ID"]) or f"<uid-{mail.uid}@{ours.rpartition('@')[2]}>"
    bounce = _bounce(message, name)
    if bounce is not None:
        yield bounce
        return
    if mail.from_.lower() == ours:
        return
    answers = tuple(dict.fromkeys(_IDS.findall(f"{message['In-Reply-To'] or ''} {message['References'] or ''}")))
    sent = mail.date if mail.date.tzinfo is not None else mail.date.replace(tzinfo=UTC)
    yield IncomingText(
        "email",
        name,
        mail.from_,
        next(iter(mail.to), ""),
        mail.text.strip() or _plain(mail.html),
        min(sent.astimezone(UTC), datetime.now(UTC)),
        subject=" ".join(mail.subject.split()),
        answers=answers,
        machine=_is_machine(message, mail.from_),
    )


def _is_machine(message: Message, sender: str) -> bool:
    """Return whether nobody wrote a mail himself (RFC 3834)."""
    submitted = str(message["Auto-Submitted"] or "no").split(";")[0].strip().lower()
    bulk = str(message["Precedence"] or "").strip().lower() in ("bulk", "junk", "list", "auto_reply")
    named = any(message[name] for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From"))
    return (
        submitted != "no" or bulk or named or not sender or sender.lower().startswith(("mailer-daemon@", "postmaster@"))
    )


def _bounce(message: Message, name: str) -> Bounce | None:
    """Return what a delivery status notification says (RFC 3464); None for any other mail."""
    if message.get_content_type() != "multipart/report":
        return None
    action = status = about = ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.walk():
                action = action or str(block["Action"] or "").strip().lower()
                status = status or str(block["Status"] or "").strip()
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers") and not about:
            about = _first_id(_quoted_head(part)["Message-ID"])
    return Bounce(name, about, status, action == "failed") if action and about else None


def _quoted_head(part: Message) -> Message:
    """Return the mail that a notification quotes, or its head."""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return inner[0]
    return email.message_from_string(str(inner), policy=email.policy.compat32)


def _first_id(text: object) -> str:
    found = _IDS.search(str(text or ""))
    return found.group() if found else ""


def _plain(page: str) -> str:
    """Return the words of a mail that has no plain text."""
    return html.unescape(_TAGS.sub(" ", _LINES.sub("\n", page))).strip()


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
