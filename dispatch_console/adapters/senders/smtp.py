"""E-mail through the site's mail server."""

from email.message import EmailMessage
from email.utils import formataddr, localtime, parseaddr
from typing import ClassVar

import aiosmtplib

from dispatch_console import secrets
from dispatch_console.domain.errors import BadInput, DispatchError, Unavailable
from dispatch_console.ports import OutgoingMessage
from dispatch_console.settings import Settings

# the reply of a server that shuts down: nothing is wrong with the message
SERVICE_CLOSES = 421


class SmtpSender:
    """Entry point `email`."""

    channel: ClassVar[str] = "email"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, message: OutgoingMessage) -> str:
        """Send a message and return its Message-ID, which carries the idempotency key.

        Errors: Unavailable `smtp.not_set_up`, `smtp.away`, `smtp.sign_in`, `smtp.sender`, `secret.…` (nothing can be
        sent) and `smtp.later` (this one not now); BadInput `smtp.recipient`, `smtp.refused`.
        """
        settings = self._settings
        if not settings.smtp_host:
            raise Unavailable("smtp.not_set_up")
        mail = EmailMessage()
        mail["From"], mail["To"] = _from(settings), " ".join(message.to.split())
        mail["Date"] = localtime()
        # no holiday note answers a machine
        mail["Auto-Submitted"] = "auto-generated"
        mail["Subject"] = " ".join(message.subject.split())
        mail["Message-ID"] = f"<{message.key}@{settings.mail_from.rpartition('@')[2]}>"
        if message.stop_address:
            # RFC 8058: a mail program asks by POST, so that nothing happens when a machine opens the address
            mail["List-Unsubscribe"] = f"<{message.stop_address}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(message.body)
        for file in message.files:
            mail.add_attachment(file.read_bytes(), maintype="application", subtype="pdf", filename=file.name)
        password = secrets.read(settings.mail_password) if settings.smtp_user else None
        try:
            await aiosmtplib.send(
                mail,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=password,
                start_tls=settings.smtp_starttls,
                timeout=20,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _reason(error) from error
        return str(mail["Message-ID"])


def _from(settings: Settings) -> str:
    """Return who sends, with the name of the house unless the address has one already."""
    name, address = parseaddr(settings.mail_from)
    return formataddr((name or settings.sender_name, address)) if address else settings.mail_from


async def reach(settings: Settings) -> None:
    """Connect and sign in as for sending, and send nothing.

    Errors: Unavailable `smtp.unreachable`, else as `SmtpSender.send`.
    """
    if not settings.smtp_host:
        raise Unavailable("smtp.not_set_up")
    password = secrets.read(settings.mail_password) if settings.smtp_user else None
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=password,
        start_tls=settings.smtp_starttls,
        timeout=10,
    )
    try:
        async with client:
            await client.noop()
    except (aiosmtplib.SMTPException, OSError) as error:
        reason = _reason(error)
        if reason.code != "smtp.away":
            raise reason from error
        detail = reason.facts.get("detail", "")
        raise Unavailable(
            "smtp.unreachable", host=settings.smtp_host, port=settings.smtp_port, detail=detail
        ) from error


def _reason(error: Exception) -> DispatchError:
    """Return whose fault it is: the channel's (nothing can be sent), this message's for now, or this message's for
    good.
    """
    detail = " ".join(str(error).split())
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        if any(refused.code == SERVICE_CLOSES for refused in error.recipients):
            return Unavailable("smtp.away", detail=detail)
        for_good = any(refused.code >= 500 for refused in error.recipients)
        return BadInput("smtp.recipient", detail=detail) if for_good else Unavailable("smtp.later", detail=detail)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return Unavailable("smtp.sign_in", detail=detail)
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        return Unavailable("smtp.sender", detail=detail)
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code != SERVICE_CLOSES:
        if 500 <= error.code < 600:
            return BadInput("smtp.refused", detail=detail)
        if 400 <= error.code < 500:
            return Unavailable("smtp.later", detail=detail)
    return Unavailable("smtp.away", detail=detail)
