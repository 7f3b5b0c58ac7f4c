"""A label printer that takes ZPL II over TCP. It is asked before and after: that bytes went out prints nothing."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from dispatch_console.adapters.printers import host_status
from dispatch_console.adapters.printers.host_status import HostStatus
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.papers.label_printer import STOPPED, Delivery, PrinterState, Sent

PORT = 9100
# seconds
CONNECT_S, ANSWER_S, PRINTED_S, BETWEEN_S = 3.0, 1.5, 8.0, 0.4
# as long an answer as three lines are
LONGEST_ANSWER = 1024
# cancels the beginning of a label that never ended, or ours would be printed into it
CANCEL_HALF = b"~JX"


class ZplPrinter:
    """Entry point `zpl`. `where`: `host` or `host:port`."""

    kind: ClassVar[str] = "zpl"

    def __init__(self, where: str) -> None:
        """Errors: BadInput `printer.setting`."""
        host, _, port = where.strip().rpartition(":") if ":" in where else (where.strip(), "", "")
        if not host or (port and not port.isdigit()):
            raise BadInput("printer.setting", printer=where)
        self._where, self._address = where, (host.strip("[]"), int(port or PORT))

    def look(self) -> PrinterState:
        """Return what it says of itself. Errors: Unavailable `printer.away`."""
        with self._connected() as link:
            status = _ask(link)
            return status.state if status is not None else PrinterState.SILENT

    def send(self, labels: bytes) -> Sent:
        """Send labels and ask whether they are printed. One that says beforehand that it cannot gets nothing.

        Errors: Unavailable `printer.away`; then nothing was sent.
        """
        with self._connected() as link:
            before = _ask(link)
            if before is not None and before.state in STOPPED:
                return Sent(Delivery.FAILED, before.state)
            try:
                link.sendall((CANCEL_HALF if before is not None and before.half_format else b"") + labels)
            except OSError:
                return Sent(Delivery.UNSURE, PrinterState.BROKEN_OFF)
            if before is None:
                # it would not answer now either: nobody waits at the bench for that
                return Sent(Delivery.UNSURE, PrinterState.SILENT)
            return _printed(link)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        try:
            link = socket.create_connection(self._address, timeout=CONNECT_S)
        except OSError as error:
            raise Unavailable("printer.away", printer=self._where, detail=error.strerror or str(error)) from error
        with link:
            yield link


def _printed(link: socket.socket) -> Sent:
    """Ask until nothing waits, twice: paper that ends within the label shows a moment later."""
    until, clear = time.monotonic() + PRINTED_S, 0
    while time.monotonic() < until:
        status = _ask(link)
        if status is None:
            return Sent(Delivery.UNSURE, PrinterState.SILENT)
        if status.state in STOPPED:
            return Sent(Delivery.UNSURE, status.state)
        clear = clear + 1 if not status.waiting and not status.half_format else 0
        if clear > 1:
            return Sent(Delivery.PRINTED, PrinterState.READY)
        time.sleep(BETWEEN_S)
    return Sent(Delivery.UNSURE, PrinterState.READY)


def _ask(link: socket.socket) -> HostStatus | None:
    """Return what the printer answers in time; None for silence and for what is no answer."""
    answer = b""
    until = time.monotonic() + ANSWER_S
    try:
        link.sendall(host_status.ASK)
        while answer.count(host_status.ETX) < host_status.LINES and len(answer) < LONGEST_ANSWER:
            link.settimeout(max(0.01, until - time.monotonic()))
            part = link.recv(LONGEST_ANSWER)
            if not part:
                break
            answer += part
    except OSError:
        return None
    finally:
        link.settimeout(CONNECT_S)
    return host_status.read(answer)
