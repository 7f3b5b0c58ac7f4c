"""A label printer at a free port of loopback, with the manners of real ones."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

READY = "030,0,0,1243,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "1234,0"
PAPER_OUT = "030,1,0,1243,000,0,0,0,000,0,0,0", READY[1], READY[2]
HEAD_OPEN = READY[0], "000,0,1,0,0,2,4,0,00000000,1,000", READY[2]
HALF_FORMAT = "030,0,0,1243,000,0,0,1,000,0,0,0", READY[1], READY[2]
WAITING = "030,0,0,1243,002,0,0,0,000,0,0,0", READY[1], READY[2]


class Printer:
    """`answers`: what it says to one question after the other, the last one for ever; None is silence. `hangs_up_at`:
    it ends the connection after so many bytes.
    """

    def __init__(self, *answers: tuple[str, ...] | None, hangs_up_at: int = 0) -> None:
        self.received = b""
        self._answers, self._hangs_up_at = list(answers), hangs_up_at
        self._server = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._links: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def printed(self) -> bytes:
        """What came beside questions."""
        return self.received.replace(b"~HS", b"")

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            self._links.append(link)
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        try:
            while part := link.recv(65536):
                self.received += part
                for _ in range(part.count(b"~HS")):
                    answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
                    if answer is not None:
                        link.sendall(b"".join(b"\x02" + line.encode() + b"\x03\r\n" for line in answer))
                if self._hangs_up_at and len(self.received) >= self._hangs_up_at:
                    # at once, as a cable that is pulled
                    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                    link.close()
                    return
        except OSError:
            return

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for link in self._links:
            link.close()
        self._thread.join()


@contextmanager
def printing(*answers: tuple[str, ...] | None, hangs_up_at: int = 0) -> Iterator[Printer]:
    printer = Printer(*(answers or (READY,)), hangs_up_at=hangs_up_at)
    try:
        yield printer
    finally:
        printer.close()
