"""A server of push notes in the shape of ntfy on loopback, which remembers what it was handed and can be away."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

TOKEN = "tk_between_us"


@dataclass
class PushServer:
    """`notes`: what it took. `answer`: a status that it gives instead, or `lost`: it takes a note and hangs up."""

    port: int = 0
    notes: list[dict[str, Any]] = field(default_factory=list)
    answer: int | str = 200
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Handler(BaseHTTPRequestHandler):
    server_of: PushServer

    def do_POST(self) -> None:
        server = self.server_of
        note = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self._known():
            return
        with server.lock:
            if isinstance(server.answer, int) and server.answer != 200:
                self._say(server.answer, json.dumps({"error": "not now"}))
                return
            note |= {"id": f"n{len(server.notes)}", "event": "message"}
            server.notes.append(note)
        if server.answer == "lost":
            self.close_connection = True
            return
        self._say(200, json.dumps(note))

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/v1/health":
            self._say(200, json.dumps({"healthy": True}))
            return
        if not self._known():
            return
        topic = path.removeprefix("/").removesuffix("/json")
        kept = [note for note in self.server_of.notes if note["topic"] == topic]
        self._say(200, "".join(f"{json.dumps(note)}\n" for note in kept))

    def _known(self) -> bool:
        if self.headers.get("authorization") == f"Bearer {TOKEN}":
            return True
        self._say(401, json.dumps({"code": 40101, "error": "unauthorized"}))
        return False

    def _say(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def push_server() -> Iterator[PushServer]:
    running = PushServer()
    handler = type("Handler", (_Handler,), {"server_of": running})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    running.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
