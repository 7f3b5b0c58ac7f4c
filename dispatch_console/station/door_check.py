"""Whether telephones can come to the door, and whether a page of it works without network there."""

import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from dispatch_console.language import plural, tr

# a tunnel with a new name at each start leaves what phones hold under the old one
RANDOM_NAMES = (
    ".trycloudflare.com", ".ngrok-free.app", ".ngrok.io", ".loca.lt", ".localhost.run", ".serveo.net", ".lhr.life",
)  # fmt: skip
SOON_DAYS = 30
WITHIN_S = 10.0
NOBODY = "0" * 24


@dataclass(frozen=True, slots=True)
class DoorCheck:
    """One check: its name, whether it is well, what was found, and what helps."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def check_door(address: str) -> tuple[DoorCheck, ...]:
    """Check the address that stands in every code, from here. The first fault is said; what hangs on it is left out."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or parts.scheme not in ("http", "https"):
        remedy = tr("write it into Settings, This station, as https://depot.example")
        return (DoorCheck("address", False, address or tr("none is set"), remedy),)
    checks = [DoorCheck("address", True, address)]
    if host.endswith(RANDOM_NAMES):
        why = tr("the name is another one at each start of the tunnel: phones lose what they hold")
        checks.append(DoorCheck("name", False, why, tr("use a domain of your own, or a tunnel with a fixed name")))
    elif parts.scheme == "https" and _is_number(host):
        why = tr("a number has no certificate that phones trust")
        checks.append(DoorCheck("name", False, why, tr("use a name")))
    else:
        checks.append(DoorCheck("name", True, host))
    if parts.scheme == "http" and not _is_loopback(host):
        why = tr("over plain http phones keep no page, no camera and no place: the paper is the record")
        checks.append(DoorCheck("https", False, why, tr("put an HTTPS server in front of the door")))
    elif parts.scheme == "https":
        checks.append(_certificate(host, parts.port or 443))
        if not checks[-1].ok:
            return tuple(checks)
    checks.append(_answers(address))
    return tuple(checks)


def _certificate(host: str, port: int) -> DoorCheck:
    try:
        context = ssl.create_default_context()
        with (
            socket.create_connection((host, port), WITHIN_S) as plain,
            context.wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            found = wrapped.getpeercert() or {}
    except ssl.SSLError as error:
        why = tr("phones do not trust it: {why}", why=getattr(error, "verify_message", "") or str(error))
        return DoorCheck("certificate", False, why, tr("use a certificate of a public authority; renew it in time"))
    except OSError as error:
        return DoorCheck(
            "certificate", False, error.strerror or str(error), tr("start the server in front of the door")
        )
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    days = (ends - datetime.now(UTC)).days
    said = plural("{count} day left", "{count} days left", days)
    return DoorCheck("certificate", days >= SOON_DAYS, said, "" if days >= SOON_DAYS else tr("renew it"))


def _answers(address: str) -> DoorCheck:
    """Ask for a driver's page that is not there: the door says nothing, in its own way."""
    asked = urllib.request.Request(f"{address.rstrip('/')}/d/{NOBODY}", headers={"User-Agent": "dispatch-console"})
    try:
        with urllib.request.urlopen(asked, timeout=WITHIN_S) as answer:
            status, headers, body = answer.status, answer.headers, answer.read(1)
    except urllib.error.HTTPError as error:
        status, headers, body = error.code, error.headers, error.read(1)
    except OSError as error:
        return DoorCheck("answers", False, str(error) or type(error).__name__, tr("start dispatch-console door"))
    if status == 404 and "x-robots-tag" in headers and not body:
        return DoorCheck("answers", True, tr("the door answers"))
    return DoorCheck(
        "answers", False, tr("somebody else answers: {status}", status=status),
        tr("lead {address} to dispatch-console door", address=address),
    )  # fmt: skip


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
