"""Station settings: one TOML file in the data directory, overridden by the environment.

Each option is defined once, with its type, default and description. Secrets are named here and kept in the operating
system's key store.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import platformdirs
import tomlkit
import tomlkit.exceptions

from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.price import read_price
from dispatch_console.domain.messages.senders import is_sender, is_server
from dispatch_console.domain.roles import EVERYBODY
from dispatch_console.language import ENGLISH, mark
from dispatch_console.language import check as check_language

PREFIX = "DISPATCH_CONSOLE_"
# options that are numbers, from and to
RANGES = {
    "smtp_port": (1, 65535),
    "imap_port": (1, 65535),
    "plan_seconds": (1, 86400),
    "volume": (0, 100),
    "invoice_days": (0, 365),
}
# options that are one of a few words
CHOICES = {"colour_scheme": ("system", "light", "dark"), "role": EVERYBODY}


@dataclass(frozen=True)
class Settings:
    """What differs from station to station."""

    data_dir: Path
    database_url: str = field(
        default="", metadata={"description": mark("shared server, as postgresql://…; empty: local")}
    )
    database_owner_url: str = field(
        default="",
        metadata={"description": mark("the same for the account that owns its tables, where that is another")},
    )
    station: str = field(default="Station 1", metadata={"description": mark("name of this workstation")})
    operator: str = field(default="Ana Ruiz", metadata={"description": mark("who works here")})
    role: str = field(default="supervisor", metadata={"description": mark("responsibility of the operator")})
    sender_name: str = field(
        default="Kotivara", metadata={"description": mark("name of the warehouse on papers and mail")}
    )
    sender_address: str = field(
        default="Hakaniemenranta 6, 00530 Helsinki", metadata={"description": mark("its address")}
    )
    sender_phone: str = field(default="09 555 0100", metadata={"description": mark("its telephone number")})
    seller_name: str = field(
        default="", metadata={"description": mark("name of the company on invoices; empty: the warehouse's")}
    )
    seller_iban: str = field(default="", metadata={"description": mark("account that invoices are paid to")})
    seller_bic: str = field(default="", metadata={"description": mark("its bank's BIC, where it is asked for")})
    seller_business_id: str = field(default="", metadata={"description": mark("business ID on invoices")})
    seller_vat_id: str = field(default="", metadata={"description": mark("VAT number on invoices")})
    invoice_days: int = field(default=14, metadata={"description": mark("days until an invoice is due")})
    vat_rate: str = field(
        default="25.5", metadata={"description": mark("VAT in per cent of products that name none, in their prices")}
    )
    country: str = field(default="FI", metadata={"description": mark("country of phone numbers without a prefix")})
    zone: str = field(
        default="Europe/Helsinki",
        metadata={"description": mark("time zone of files and clocks while there is no depot")},
    )
    orders_folder: str = field(
        default="",
        metadata={"description": mark("folder out of which order files are taken by themselves; empty: none")},
    )
    orders_hidden: str = field(
        default="town,source",
        metadata={"description": mark("columns of the order list that are hidden, with commas; none: all are shown")},
    )
    scanner_separator: str = field(
        default="",
        metadata={
            "description": mark("sign that the scanner sends where a field of GS1 ends; empty: the standard one")
        },
    )
    scale: str = field(
        default="",
        metadata={"description": mark("scale of the bench, as sics:/dev/ttyUSB0 or hid:/dev/hidraw0; empty: none")},
    )
    label_printer: str = field(
        default="",
        metadata={"description": mark("printer of labels, as zpl:192.168.1.40 or zpl:host:9100; empty: a PDF alone")},
    )
    label_printer_second: str = field(
        default="", metadata={"description": mark("printer of labels that is offered when the first one cannot print")}
    )
    sounds: bool = field(default=True, metadata={"description": mark("sounds at the bench and at the van: on or off")})
    volume: int = field(default=80, metadata={"description": mark("how loud they are, 0 to 100")})
    softphone: str = field(
        default="tel", metadata={"description": mark("what dials a number on this computer, tel or sip")}
    )
    door_listen: str = field(
        default="127.0.0.1:8420", metadata={"description": mark("where the door listens, as host:port")}
    )
    door_address: str = field(
        default="", metadata={"description": mark("how shops reach the door from outside, as https://door.example")}
    )
    smtp_host: str = field(default="", metadata={"description": mark("mail server; empty: mail waits in the outbox")})
    smtp_port: int = field(default=587, metadata={"description": mark("its port")})
    smtp_user: str = field(default="", metadata={"description": mark("account there")})
    smtp_secret: str = field(
        default="", metadata={"description": mark("name of its password in the system's key store")}
    )
    smtp_starttls: bool = field(default=True, metadata={"description": mark("encrypt the connection")})
    mail_from: str = field(default="delivery@example.com", metadata={"description": mark("sender's address of mail")})
    imap_host: str = field(
        default="", metadata={"description": mark("server of the mail box to which customers answer; empty: none")}
    )
    imap_port: int = field(default=993, metadata={"description": mark("its port")})
    imap_tls: bool = field(default=True, metadata={"description": mark("encrypt that connection")})
    imap_user: str = field(default="", metadata={"description": mark("account there; empty: that of the mail server")})
    imap_secret: str = field(
        default="", metadata={"description": mark("name of its password in the system's key store")}
    )
    imap_folder: str = field(default="INBOX", metadata={"description": mark("folder in which answers lie")})
    sms_address: str = field(
        default="", metadata={"description": mark("SMS gateway, as https://api.twilio.com; empty: no SMS is sent")}
    )
    sms_account: str = field(default="", metadata={"description": mark("account there")})
    sms_secret: str = field(
        default="", metadata={"description": mark("name of its password in the system's key store")}
    )
    sms_from: str = field(
        default="", metadata={"description": mark("number or name that an SMS comes from, as +358401234567")}
    )
    sms_price: str = field(default="", metadata={"description": mark("price of one part of an SMS, as 0.043 EUR")})
    own_phone: str = field(
        default="", metadata={"description": mark("own mobile number of who works here, for a trial SMS")}
    )
    push_server: str = field(
        default="", metadata={"description": mark("server of push notes (ntfy), as https://push.example; empty: none")}
    )
    push_secret: str = field(
        default="", metadata={"description": mark("name of its access token in the system's key store")}
    )
    own_topic: str = field(default="", metadata={"description": mark("own topic there, for a trial note")})
    solver: str = field(default="portfolio", metadata={"description": mark("which solver plans the routes")})
    cluster: str = field(
        default="", metadata={"description": mark("address of a Dask scheduler that helps with planning, tls://…")}
    )
    travel: str = field(
        default="auto",
        metadata={
            "description": mark(
                "driving times: roads, osrm, valhalla, great-circle, or auto: roads where there are some"
            )
        },
    )
    travel_server: str = field(
        default="", metadata={"description": mark("address of an OSRM or Valhalla server, http://…")}
    )
    plan_seconds: int = field(default=60, metadata={"description": mark("how long a plan is improved, at most")})
    language: str = field(
        default=ENGLISH,
        metadata={
            "description": mark("language and formats of screens and papers, as de or de_CH; from the next start")
        },
    )
    colour_scheme: str = field(default="system", metadata={"description": mark("light, dark or system")})
    # which options somebody has set; the others stand as they were delivered
    given: frozenset[str] = frozenset()

    @property
    def cluster_dir(self) -> Path:
        """The certificates of the planning cluster: ca.pem, cert.pem, key.pem."""
        return self.data_dir / "cluster"

    @property
    def regions_dir(self) -> Path:
        return self.data_dir / "regions"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def papers_dir(self) -> Path:
        return self.data_dir / "papers"

    @property
    def log_file(self) -> Path:
        return self.data_dir / "dispatch-console.log"

    @property
    def file(self) -> Path:
        return self.data_dir / "settings.toml"

    @property
    def mail_password(self) -> str:
        """Under which name the mail server's password is kept."""
        return self.smtp_secret or "smtp_password"

    @property
    def imap_password(self) -> str:
        """Under which name the password of the mail box is kept: the mail server's, where no other is named."""
        return self.imap_secret or self.mail_password

    @property
    def sms_password(self) -> str:
        """Under which name the SMS gateway's password is kept; it signs what the gateway tells us, too."""
        return self.sms_secret or "sms_password"

    @property
    def push_password(self) -> str:
        """Under which name the access token of the push server is kept."""
        return self.push_secret or "push_token"


def default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("dispatch-console", appauthor=False))


OPTIONS: dict[str, Field[Any]] = {entry.name: entry for entry in fields(Settings) if entry.metadata}


def load(data_dir: Path | None = None, *, database_url: str | None = None) -> Settings:
    """Read the station's settings. Errors: BadInput `settings.unreadable`, `settings.type`."""
    chosen = data_dir or Path(os.environ.get(PREFIX + "DATA_DIR", "") or default_data_dir())
    values: dict[str, object] = {}
    file = Settings(data_dir=chosen).file
    if file.exists():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadInput("settings.unreadable", file=str(file), detail=str(error)) from error
    for name in OPTIONS:
        if (text := os.environ.get(PREFIX + name.upper())) is not None:
            values[name] = text
    if database_url:
        values["database_url"] = database_url
    typed = {name: _typed(name, OPTIONS[name].default, value) for name, value in values.items() if name in OPTIONS}
    return replace(Settings(data_dir=chosen.expanduser().resolve()), **typed, given=frozenset(typed))


def typed(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return options as they would be kept. Errors: BadInput `settings.unknown`, `settings.type`."""
    values: dict[str, Any] = {}
    for name, text in texts.items():
        option = OPTIONS.get(name)
        if option is None:
            raise BadInput("settings.unknown", option=name, known=tuple(OPTIONS))
        values[name] = _typed(name, option.default, text)
    return values


def keep(settings: Settings, texts: Mapping[str, str]) -> Settings:
    """Write options into the station's file, all or none; its comments and other options stay. Returns the settings.

    Errors: BadInput `settings.unknown`, `settings.type`, `settings.unreadable`; Refused `settings.folder`.
    """
    values = typed(texts)
    try:
        written = settings.file.read_text(encoding="utf-8") if settings.file.exists() else ""
        document = tomlkit.parse(written)
        document.update(values)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        half = settings.file.with_name(f"{settings.file.name}.{os.getpid()}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
            handle.write(tomlkit.dumps(document))
        half.replace(settings.file)
    except (tomlkit.exceptions.TOMLKitError, UnicodeDecodeError) as error:
        raise BadInput("settings.unreadable", file=str(settings.file), detail=str(error)) from error
    except OSError as error:
        raise Refused("settings.folder", folder=str(settings.data_dir), detail=error.strerror or str(error)) from error
    return replace(settings, **values, given=settings.given | set(values))


def text_of(settings: Settings, name: str) -> str:
    """Return an option as `keep` takes it."""
    value = getattr(settings, name)
    return str(value).lower() if isinstance(value, bool) else str(value)


def set_outside(name: str) -> str:
    """Return the environment variable that sets this option over the file; empty where none does."""
    variable = PREFIX + name.upper()
    return variable if variable in os.environ else ""


def _typed(name: str, default: object, value: object) -> Any:
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
        if isinstance(default, int):
            number, (least, most) = int(str(value)), RANGES.get(name, (0, 2**31))
            if not least <= number <= most:
                raise ValueError(number)
            return number
        text = str(value)
        if name in CHOICES and text not in CHOICES[name]:
            raise ValueError(text)
        if name == "operator" and not text.strip():
            # what somebody did is somebody's
            raise ValueError(text)
        if name == "zone":
            ZoneInfo(text)
        if name == "sms_price":
            read_price(text)
        if name == "sms_from" and text and not is_sender(text):
            raise ValueError(text)
        if name == "push_server" and text and not is_server(text):
            raise ValueError(text)
        if name == "language":
            check_language(text)
        return text
    except (KeyError, ValueError, OSError) as error:
        raise BadInput("settings.type", option=name, value=str(value)) from error
