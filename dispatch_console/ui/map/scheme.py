"""The `dispatch:` scheme: everything the map page loads comes from the program, nothing from a network."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from dispatch_console.paths import RESOURCES

SCHEME = b"dispatch"
TileReader = Callable[[int, int, int], bytes | None]
TYPES = {".js": b"text/javascript", ".css": b"text/css", ".ttf": b"font/ttf", ".html": b"text/html"}


def register() -> None:
    """Register the map's scheme, before the QApplication is made. Registering twice does nothing."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() == QByteArray(SCHEME):
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
    _chromium_settings()


def _chromium_settings() -> None:
    if sys.platform == "linux" and os.geteuid() == 0:
        # Chromium refuses its sandbox to root; the page loads nothing from outside
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")


class Handler(QWebEngineUrlSchemeHandler):
    """Answers for the page, its scripts and fonts, and the tiles of the region."""

    def __init__(self, page: Callable[[], str], tiles: TileReader, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._tiles = page, tiles

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        path = job.requestUrl().path().strip("/")
        if path == "index.html":
            return self._answer(job, b"text/html", self._page().encode())
        if path.startswith("tiles/"):
            return self._answer(job, b"application/x-protobuf", self._tile(path))
        folder = RESOURCES / ("fonts" if path.endswith(".ttf") else "map")
        file = folder / Path(path).name
        if not file.is_file():
            return job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return self._answer(job, TYPES.get(file.suffix, b"application/octet-stream"), file.read_bytes())

    def _tile(self, path: str) -> bytes:
        zoom, x, y = (int(part) for part in path.removeprefix("tiles/").removesuffix(".mvt").split("/"))
        return self._tiles(zoom, x, y) or b""

    def _answer(self, job: QWebEngineUrlRequestJob, kind: bytes, body: bytes) -> None:
        # the buffer lives as long as the request that reads it
        buffer = QBuffer(job)
        buffer.setData(QByteArray(body))
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind), buffer)


class OnlyOurs(QWebEngineUrlRequestInterceptor):
    """Nothing that a page might name is fetched from a network."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in (SCHEME.decode(), "data", "blob"):
            info.block(True)
