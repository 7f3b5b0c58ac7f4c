"""The files of the driver's page. A phone on a slow line fetches two: one script, put together here, and one style."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache

from dispatch_console.door.html import PAGES

FOLDER = PAGES / "driver"
# in the order in which each uses what stands before it
SCRIPTS = (
    "parts.js", "store.js", "clock.js", "sync.js", "ready.js", "pad.js", "photo.js", "scan.js",
    "route.js", "drafts.js", "goods.js", "proofs.js", "stops.js", "hand.js", "fail.js", "depot.js", "queue.js",
    "app.js",
)  # fmt: skip
STYLE, SCRIPT, WORKER = "app.css", "page.js", "sw.js"


@dataclass(frozen=True)
class File:
    """One file as it is sent: plain, and compressed."""

    media_type: str
    plain: bytes
    compressed: bytes


@cache
def files() -> dict[str, File]:
    """Return what the page fetches, by its name under `/d/`."""
    script = b"\n".join((FOLDER / name).read_bytes() for name in SCRIPTS)
    return {
        STYLE: _file("text/css", (FOLDER / STYLE).read_bytes()),
        SCRIPT: _file("text/javascript", script),
    }


@cache
def version() -> str:
    """Return by what the files of the page are known."""
    whole = b"".join(file.plain for file in files().values()) + (FOLDER / WORKER).read_bytes()
    return hashlib.sha256(whole).hexdigest()[:12]


def address(name: str) -> str:
    """Return where a page asks for a file: with its version, so that a browser that has it asks for nothing."""
    return f"/d/{name}?v={version()}"


def _file(media_type: str, plain: bytes) -> File:
    return File(media_type, plain, gzip.compress(plain, 9, mtime=0))
