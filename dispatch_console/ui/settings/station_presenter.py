"""Options of this station: how it looks, how its mail is sent, where its log is."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from dispatch_console import texts
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.roles import EVERYBODY
from dispatch_console.language import mark, tr
from dispatch_console.ui.settings.options_page import YES_NO, OptionLook, OptionsPage, translated
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import button

SCHEMES = (("system", mark("as the computer")), ("light", mark("light")), ("dark", mark("dark")))
SMTP_PASSWORD, SMS_PASSWORD, PUSH_TOKEN = "smtp_password", "sms_password", "push_token"
PASSWORDS = (SMTP_PASSWORD, SMS_PASSWORD, PUSH_TOKEN)


@dataclass(frozen=True, slots=True)
class StationWays:
    """What the pages can ask for. `read` gives texts by option, and options that cannot be changed with the reason.

    `check` refuses what cannot be
    kept. `keep` and `keep_password` run on a thread of their own; `changed` gets the options that are kept.
    """

    read: Callable[[], tuple[dict[str, str], dict[str, str]]]
    check: Callable[[Mapping[str, str]], None]
    keep: Callable[[Mapping[str, str]], None]
    keep_password: Callable[[str, str], None]
    try_mail: Callable[[], Awaitable[None]]
    # returns the number to which a trial went, empty where none is set
    try_sms: Callable[[], Awaitable[str]]
    # returns the topic to which a trial went, empty where none is set
    try_push: Callable[[], Awaitable[str]]
    open_log: Callable[[], object]
    changed: Callable[[frozenset[str]], None]


def _roles() -> tuple[tuple[str, str], ...]:
    return tuple((role, texts.plain(role)) for role in EVERYBODY)


class StationPresenter:
    def __init__(self, tasks: Tasks, ways: StationWays) -> None:
        self._ways = ways
        self.try_mail, self.open_log = button(tr("Try it"), "send"), button(tr("Open the log"), "file-text")
        self.mail = OptionsPage(
            tr("Mail"),
            tr("Without a mail server messages wait, and papers are printed"),
            (
                OptionLook(
                    "smtp_host",
                    tr("Mail server"),
                    tr("its name, as mail.example.com; empty: this station sends nothing"),
                ),
                OptionLook("smtp_port", tr("Port"), tr("587 with STARTTLS is usual")),
                OptionLook("smtp_starttls", tr("Encrypt the connection"), choices=translated(YES_NO)),
                OptionLook("smtp_user", tr("Account"), tr("empty where the server asks for none")),
                OptionLook(
                    SMTP_PASSWORD, tr("Password"), tr("kept in the computer's key store, not in a file"), secret=True
                ),
                OptionLook("mail_from", tr("Sender's address"), tr("customers answer to it")),
                OptionLook(
                    "imap_host", tr("Mail box of answers"), tr("server that is read by IMAP; empty: nobody reads it")
                ),
                OptionLook("imap_port", tr("Its port"), tr("993 is usual")),
                OptionLook("imap_user", tr("Its account"), tr("empty: that of the mail server, with its password")),
                OptionLook("imap_folder", tr("Its folder"), tr("as INBOX; nothing in it is marked or moved")),
            ),
            (self.try_mail,),
        )
        self.try_sms = button(tr("Try it"), "send")
        self.sms = OptionsPage(
            tr("SMS"),
            tr("Without a gateway no SMS is sent; which messages go by SMS stands under Messages"),
            (
                OptionLook(
                    "sms_address",
                    tr("Gateway"),
                    tr("its address, as https://api.twilio.com, or smpp://host:2775 for an SMS centre"),
                ),
                OptionLook("sms_account", tr("Account"), tr("as AC0123…")),
                OptionLook(
                    SMS_PASSWORD, tr("Password"), tr("kept in the computer's key store, not in a file"), secret=True
                ),
                OptionLook(
                    "sms_from",
                    tr("Sender"),
                    tr("a number can be answered; a name of at most 11 letters cannot"),
                ),
                OptionLook("sms_price", tr("Price of a part"), tr("as 0.043 EUR; texts show what they cost")),
                OptionLook("own_phone", tr("Your own number"), tr("a trial goes there, and nowhere else")),
            ),
            (self.try_sms,),
        )
        self.try_push = button(tr("Try it"), "send")
        self.push = OptionsPage(
            tr("Push"),
            tr("Notes through a server of your own (ntfy), for customers who turn them on at their page"),
            (
                OptionLook("push_server", tr("Server"), tr("its address, as https://push.example; empty: none")),
                OptionLook(
                    PUSH_TOKEN,
                    tr("Access token"),
                    tr("kept in the computer's key store; empty where none is asked for"),
                    secret=True,
                ),
                OptionLook("own_topic", tr("Your own topic"), tr("a trial goes there, and nowhere else")),
            ),
            (self.try_push,),
        )
        self.station = OptionsPage(
            tr("This station"),
            tr("What differs from station to station"),
            (
                OptionLook("operator", tr("Who works here"), tr("stands beside what is done here from then on")),
                OptionLook("role", tr("Responsibility"), tr("what that person may do"), choices=_roles()),
                OptionLook("station", tr("Name of this station"), tr("stands beside what is done here")),
                OptionLook(
                    "scanner_separator",
                    tr("Scanner's separator"),
                    tr("the sign that it sends between lot, expiry and serial, as |; empty: the standard one"),
                ),
                OptionLook(
                    "scale", tr("Scale"), tr("as sics:/dev/ttyUSB0 or hid:/dev/hidraw0; empty: weights are typed")
                ),
                OptionLook(
                    "label_printer",
                    tr("Label printer"),
                    tr("as zpl:192.168.1.40; empty: labels are a PDF for an office printer"),
                ),
                OptionLook(
                    "label_printer_second", tr("Second label printer"), tr("offered when the first cannot print")
                ),
                OptionLook("sounds", tr("Sounds"), choices=translated(YES_NO)),
                OptionLook("volume", tr("Volume"), tr("0 to 100")),
                OptionLook("colour_scheme", tr("Colours"), choices=translated(SCHEMES)),
                OptionLook("language", tr("Language"), tr("en, de, de_CH; spoken from the next start")),
                OptionLook(
                    "orders_folder",
                    tr("Folder of order files"),
                    tr("taken as they come, then moved to “done”; empty: none"),
                ),
                OptionLook("door_listen", tr("Where the door listens"), tr("for dispatch-console door")),
                OptionLook("door_address", tr("Address of the door"), tr("as shops reach it, https://door.example")),
                OptionLook("sender_name", tr("Name of the warehouse"), tr("on papers and in messages")),
                OptionLook("sender_address", tr("Its address")),
                OptionLook("sender_phone", tr("Its telephone number")),
                OptionLook("seller_name", tr("Company on invoices"), tr("empty: the warehouse's name")),
                OptionLook("seller_iban", tr("IBAN")),
                OptionLook("seller_bic", tr("BIC")),
                OptionLook("seller_business_id", tr("Business ID")),
                OptionLook("seller_vat_id", tr("VAT number")),
                OptionLook("invoice_days", tr("Invoices are due after"), tr("days")),
                OptionLook("vat_rate", tr("VAT, %"), tr("of products that name no rate; prices include it")),
            ),
            (self.open_log,),
        )
        for page in (self.mail, self.sms, self.push, self.station):
            page.saved.connect(lambda differing, page=page: tasks.start(self._save(page, differing)))
        self.try_mail.clicked.connect(lambda: tasks.start(self._try_mail()))
        self.try_sms.clicked.connect(lambda: tasks.start(self._try_sms()))
        self.try_push.clicked.connect(lambda: tasks.start(self._try_push()))
        self.open_log.clicked.connect(ways.open_log)

    async def show(self) -> None:
        """Show the options, but not over what somebody is typing. The key store may take its time."""
        options, fixed = await asyncio.get_event_loop().run_in_executor(None, self._ways.read)
        for page in (self.mail, self.sms, self.push, self.station):
            if not page.touched:
                page.show_options(options, fixed)

    async def _save(self, page: OptionsPage, differing: dict[str, str]) -> None:
        """Save what differs.

        Errors: those of the settings; then nothing of it is kept, and what was typed stays.
        """
        loop = asyncio.get_event_loop()
        options = {key: text for key, text in differing.items() if key not in PASSWORDS}
        try:
            self._ways.check(options)
        except BadInput as error:
            key = str(error.facts.get("option", ""))
            if key not in page.inputs:
                raise
            page.inputs[key].setFocus()
            page.said.say(
                tr(
                    "{words_of} cannot be “{options}”. Nothing was saved.",
                    words_of=page.words_of(key),
                    options=options[key],
                )
            )
            return
        # what may fail for want of a key store comes before what is written
        for key in (key for key in PASSWORDS if key in differing):
            await loop.run_in_executor(None, self._ways.keep_password, key, differing[key])
        await loop.run_in_executor(None, self._ways.keep, options)
        page.settle()
        await self.show()
        page.said.say(tr("Saved.") if differing else tr("Nothing was changed."), wrong=False)
        self._ways.changed(frozenset(differing))

    async def _try_mail(self) -> None:
        """Ask the mail server. Errors: those of the mail server, said in the window's banner."""
        self.try_mail.setEnabled(False)
        self.mail.said.say(tr("Asking the mail server…"), wrong=False)
        try:
            await self._ways.try_mail()
        except Exception:
            self.mail.said.say("")
            raise
        finally:
            self.try_mail.setEnabled(True)
        self.mail.said.say(tr("The mail server answers, and takes the account. Nothing was sent."), wrong=False)

    async def _try_sms(self) -> None:
        """Ask the gateway, and send a trial to the own number. Errors: those of the gateway, said in the banner."""
        to = await self._try(self.sms, self.try_sms, tr("Asking the gateway…"), self._ways.try_sms)
        said = tr("The gateway answers, and takes the account. Nothing was sent: your own number is not set.")
        if to:
            said = tr("The gateway took a trial to {to}. Look at your telephone.", to=to)
        self.sms.said.say(said, wrong=False)

    async def _try_push(self) -> None:
        """Ask the push server, and send a trial to the own topic. Errors: those of the server, said in the banner."""
        to = await self._try(self.push, self.try_push, tr("Asking the push server…"), self._ways.try_push)
        said = tr("The push server answers. Nothing was sent: your own topic is not set.")
        if to:
            said = tr("The push server took a trial to {to}. Look at your telephone.", to=to)
        self.push.said.say(said, wrong=False)

    async def _try(
        self, page: OptionsPage, pressed: QPushButton, asking: str, trial: Callable[[], Awaitable[str]]
    ) -> str:
        pressed.setEnabled(False)
        page.said.say(asking, wrong=False)
        try:
            return await trial()
        except Exception:
            page.said.say("")
            raise
        finally:
            pressed.setEnabled(True)
