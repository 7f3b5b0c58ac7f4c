"""The widget that shows the map. The page is loaded once, when the widget is first seen."""

import json
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QFile, QIODevice, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.ui.map import shell
from dispatch_console.ui.map.scheme import SCHEME, Handler, OnlyOurs, TileReader
from dispatch_console.ui.map.state import MapRoute, MapState
from dispatch_console.ui.widgets.map_colours import map_colours


class Bridge(QObject):
    """What the page may say to the program: nothing but these."""

    ready = Signal()
    picked = Signal(str)
    moved = Signal(str, float, float)
    lassoed = Signal(list)
    dropped_on = Signal(str, str)
    quiet = Signal()

    @Slot()
    def say_quiet(self) -> None:
        self.quiet.emit()

    @Slot()
    def say_ready(self) -> None:
        self.ready.emit()

    @Slot(str)
    def say_picked(self, what: str) -> None:
        self.picked.emit(what)

    @Slot("QVariantList")
    def say_lassoed(self, which: list[object]) -> None:
        self.lassoed.emit([str(key) for key in which])

    @Slot(str, str)
    def say_dropped_on(self, what: str, target: str) -> None:
        self.dropped_on.emit(what, target)

    @Slot(str, float, float)
    def say_moved(self, what: str, lat: float, lon: float) -> None:
        self.moved.emit(what, lat, lon)


class MapView(QWidget):
    """`show_state` may be called at any time; the last state is drawn as soon as the page stands."""

    picked = Signal(str)
    moved = Signal(str, float, float)
    lassoed = Signal(list)
    dropped_on = Signal(str, str)
    drawn = Signal()
    quiet = Signal()

    def __init__(self, tiles: TileReader, centre: Coordinate, zoom: int = 15) -> None:
        super().__init__()
        self._tiles, self._centre, self._zoom = tiles, centre, zoom
        self._state = MapState()
        self._page: QWebEnginePage | None = None
        self._profile: QWebEngineProfile | None = None
        self._stands = self._given = False
        # what the page holds of each route, so that a selection sends one or two of them
        self._sent: dict[str, MapRoute] = {}
        self.setAccessibleName(tr("Map"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column

    def show_state(self, state: MapState) -> None:
        if state == self._state:
            return
        self._state = state
        self._given = True
        self._load_when_seen()
        self._tell()

    def fit(self) -> None:
        """Bring everything that is shown into view."""
        self._run("consoleMap.fit();")

    def choose_many(self, keys: Sequence[str]) -> None:
        """Frame these stops."""
        self._run(f"consoleMap.chooseMany({json.dumps(list(keys))});")

    def ask_quiet(self) -> bool:
        """Ask the page to emit `quiet` once fonts and tiles are drawn. False where there is no page yet."""
        self._run("consoleMap.whenQuiet();")
        return self._stands

    def draw_ground(self) -> None:
        """Draw the street map anew: it is another one now."""
        self._run("consoleMap.drawGround();")

    def dispose(self) -> None:
        """Delete the page before its profile, as Chromium demands."""
        if self._page is not None and self._profile is not None:
            self._stands = False
            shiboken6.delete(self.view)
            shiboken6.delete(self._page)
            shiboken6.delete(self._profile)
            self._page = self._profile = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_when_seen()

    def _load_when_seen(self) -> None:
        """Load the page, which costs some tenths of a second, once somebody can see what it shows."""
        if self._page is None and self._given and self.isVisible():
            self._load()

    def _load(self) -> None:
        profile = QWebEngineProfile(self)
        profile.setUrlRequestInterceptor(OnlyOurs(profile))
        handler = Handler(self._html, self._tiles, profile)
        profile.installUrlSchemeHandler(SCHEME, handler)
        page = QWebEnginePage(profile, self)
        page.setBackgroundColor(QColor(map_colours().land))
        channel = QWebChannel(page)
        self._bridge = Bridge(page)
        self._bridge.ready.connect(self._came_up)
        self._bridge.picked.connect(self.picked)
        self._bridge.quiet.connect(self.quiet)
        self._bridge.moved.connect(self.moved)
        self._bridge.lassoed.connect(self.lassoed)
        self._bridge.dropped_on.connect(self.dropped_on)
        channel.registerObject("bridge", self._bridge)
        page.setWebChannel(channel)
        page.scripts().insert(_channel_script())
        view = QWebEngineView(self)
        view.setPage(page)
        view.setAccessibleName(tr("Map of the day"))
        self._column.addWidget(view)
        self._page, self._profile, self.view = page, profile, view
        page.load(QUrl("dispatch://map/index.html"))

    def _html(self) -> str:
        return shell.page(self._centre, self._zoom)

    def _came_up(self) -> None:
        self._stands, self._sent = True, {}
        self._tell()
        self.fit()
        self.drawn.emit()

    def _tell(self) -> None:
        if self._page is not None and self._stands:
            self._run(f"consoleMap.show({self._state.as_json(self._sent)});")
            self._sent = {route.letter: route for route in self._state.routes}

    def _run(self, script: str) -> None:
        if self._page is not None and self._stands:
            self._page.runJavaScript(script)


def _channel_script() -> QWebEngineScript:
    """Return Qt's own client of the channel, put into the page before anything else runs."""
    source = QFile(":/qtwebchannel/qwebchannel.js")
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    script = QWebEngineScript()
    script.setName("qwebchannel")
    script.setSourceCode(bytes(source.readAll().data()).decode())
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    return script
