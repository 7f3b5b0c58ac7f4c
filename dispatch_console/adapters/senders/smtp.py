"""E-mail through the site's mail server."""

from email.message import EmailMessage
from typing import ClassVar

import aiosmtplib
import keyring

from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.ports import OutgoingMessage
from dispatch_console.settings import Settings

SECRETS = "dispatch-console"


class SmtpSender:
    """Entry point `email`."""

    channel: ClassVar[str] = "email"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, message: OutgoingMessage) -> str:
        """Returns the Message-ID, which carries the idempotency key.

        Errors: Unavailable `smtp.away`, `smtp.not_set_up`; BadInput `smtp.recipient`.
        """
        settings = self._settings
        if not settings.smtp_host:
            raise Unavailable("smtp.not_set_up")
        mail = EmailMessage()
        mail["From"], mail["To"] = settings.mail_from, " ".join(message.to.split())
        mail["Subject"] = " ".join(message.subject.split())
        mail["Message-ID"] = f"<{message.key}@{settings.mail_from.rpartition('@')[2]}>"
        mail.set_content(message.body)
        for file in message.files:
            mail.add_attachment(file.read_bytes(), maintype="application", subtype="pdf", filename=file.name)
        password = keyring.get_password(SECRETS, settings.smtp_secret) if settings.smtp_secret else None
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
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise BadInput("smtp.recipient", detail=str(error)) from error
        except aiosmtplib.SMTPResponseException as error:
            if 500 <= error.code < 600:
                raise BadInput("smtp.refused", detail=str(error)) from error
            raise Unavailable("smtp.away", detail=str(error)) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable("smtp.away", detail=str(error)) from error
        return str(mail["Message-ID"])
