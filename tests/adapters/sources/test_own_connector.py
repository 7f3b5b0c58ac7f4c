"""The shop of CONTRIBUTING.md: read and told through the same Protocol as ours."""

import json
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.ports import OrderConnector, SourceAccount, SourceOptions, Written

GUIDE = Path(__file__).resolve().parents[3] / "CONTRIBUTING.md"
TILL = {
    "77": {"placed": "2026-11-23T06:00:00+00:00", "told": [], "row": {
        "Beleg": "77", "Kundschaft": "Anna Brix", "Haustür": "Dorfstrasse 5", "Brotsorte": "Ruchbrot", "Laibe": "2",
        "Klingel": "links"}},
}  # fmt: skip


@pytest.fixture
def till() -> Iterator[str]:
    """Serve a till that knows one order."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.partition("?")[0].removeprefix("/orders").strip("/")
            known = self.headers["authorization"] == "Bearer secret"
            found: Any = TILL.get(number) if number else list(TILL.values())
            self._send(401 if not known else 404 if found is None else 200, found)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told: Any = TILL[self.path.removeprefix("/orders/")]["told"]
            told.append(body["key"])
            self._send(200, {})

        def _send(self, status: int, document: object) -> None:
            text = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def connector(till: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OrderConnector]:
    text = GUIDE.read_text(encoding="utf-8").partition("## A source of your own")[2]
    for language, name in (("python", "bakery_source"), ("python-shop", "bakery_till")):
        match = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
        assert match is not None
        (tmp_path / f"{name}.py").write_text(match[1], encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    made: OrderConnector = import_module("bakery_till").BakeryTill(SourceAccount("Till", till, "secret"))
    yield made
    made.close()
    for name in ("bakery_source", "bakery_till"):
        sys.modules.pop(name, None)


def test_a_shop_of_a_site_is_read_whole_and_told_once(connector: OrderConnector) -> None:
    page = connector.placed_since(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    assert page.last_placed == datetime(2026, 11, 23, 6, 0, tzinfo=UTC) and not page.more
    reading = connector.read(page, SourceOptions("Europe/Zurich", "CH"))
    (order,) = reading.orders
    assert (reading.source, order.number, order.attributes) == ("Till", "77", {"Klingel": "links"})
    again = connector.by_refs(["77", "78"])
    assert (len(again.orders), again.missing) == (1, ("78",))
    facts = WriteBackFacts(
        key="dc-1", event=WriteBack.DELIVERED, ref="77", number="77", at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        tracking="", recipient="", lines=(),
    )  # fmt: skip
    assert [connector.write(facts), connector.write(facts)] == [Written.DONE, Written.ALREADY]
    assert TILL["77"]["told"] == ["dc-1"]
