"""The scale of this station, where it has one."""

import threading

from dispatch_console import plugins
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.packing.scale import Pan, Weighing
from dispatch_console.ports import Scale


class BenchScale:
    """Asks the scale that the settings name, `sics:/dev/ttyUSB0`, and opens it again when it was unplugged."""

    def __init__(self, named: str) -> None:
        """Errors: BadInput `scale.setting`, `plugin.unknown`."""
        kind, colon, self._where = named.partition(":")
        if not colon or not self._where:
            raise BadInput("scale.setting", scale=named)
        self._kind = plugins.load("scales", kind)
        self._pan = Pan()
        self._scale: Scale | None = None
        self._lock = threading.Lock()

    def look(self) -> Weighing:
        """Return what the scale says. Errors: Unavailable `scale.away`."""
        with self._lock:
            weighing = self._read()
            self._pan.see(weighing)
            return weighing

    def take(self) -> Weighing:
        """Return the weight that may be written down, or why there is none. Errors: as `look`."""
        with self._lock:
            return self._pan.take(self._read())

    def _read(self) -> Weighing:
        if self._scale is None:
            self._scale = self._kind(self._where)
        try:
            return self._scale.read()
        except Unavailable:
            self._drop()
            raise

    def _drop(self) -> None:
        if self._scale is not None:
            self._scale.close()
        self._scale = None

    def close(self) -> None:
        with self._lock:
            self._drop()
