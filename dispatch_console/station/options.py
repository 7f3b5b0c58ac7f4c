"""Hold the settings of this station; screens change them."""

from collections.abc import Mapping

from dispatch_console import secrets
from dispatch_console import settings as files
from dispatch_console.language import tr
from dispatch_console.settings import OPTIONS, Settings

PASSWORD, SMS_PASSWORD, PUSH_TOKEN = "smtp_password", "sms_password", "push_token"
# how messages are sent: it takes effect at once
SENDING = frozenset(
    {"smtp_host", "smtp_port", "smtp_user", "smtp_starttls", "mail_from", PASSWORD, "imap_host", "imap_port",
     "imap_user", "imap_folder", "sms_address", "sms_account", "sms_from", "sms_price", "own_phone",
     SMS_PASSWORD, "push_server", "own_topic", PUSH_TOKEN}
)  # fmt: skip


class Station:
    """Holds the settings; `keep` writes them into the station's file too."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def keep(self, texts: Mapping[str, str]) -> None:
        """Change settings, here and in the station's file.

        Errors: those of `settings.keep`; then nothing is kept.
        """
        if texts:
            self.settings = files.keep(self.settings, texts)

    def check(self, texts: Mapping[str, str]) -> None:
        """Check the texts of settings. Errors: BadInput as `keep`; nothing is kept."""
        files.typed(texts)

    def secrets(self) -> dict[str, str]:
        """Return under which names the passwords of the options pages are kept."""
        return {PASSWORD: self.settings.mail_password, SMS_PASSWORD: self.settings.sms_password,
                PUSH_TOKEN: self.settings.push_password}  # fmt: skip

    def texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return options as texts, and those that the environment sets over the file, each with the reason."""
        texts = {name: files.text_of(self.settings, name) for name in OPTIONS}
        for key, name in self.secrets().items():
            texts[key] = tr("is set") if secrets.is_set(name) else tr("not set")
        fixed = {
            name: tr("Set by {variable} where the program is started", variable=variable)
            for name in OPTIONS
            if (variable := files.set_outside(name))
        }
        return texts, fixed
