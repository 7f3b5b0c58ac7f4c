"""A scale at USB that reports as a HID weighing device, as the ones of Dymo do: it reports by itself, all the time."""

import os
import select
from pathlib import Path
from typing import ClassVar

from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.packing.scale import Weighing, read_hid

PATIENCE_S = 0.4
REPORT_BYTES = 8


class HidScale:
    """Entry point `hid`. `where`: its device, as /dev/hidraw0."""

    kind: ClassVar[str] = "hid"

    def __init__(self, where: str) -> None:
        """Open the device. Errors: Unavailable `scale.away`."""
        self._where = where
        try:
            self._device = os.open(Path(where), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise Unavailable("scale.away", where=where, detail=error.strerror or str(error)) from error

    def read(self) -> Weighing:
        """Return the newest report; an empty one where none came. Errors: Unavailable `scale.away`."""
        newest = b""
        try:
            while select.select([self._device], [], [], 0 if newest else PATIENCE_S)[0]:
                report = os.read(self._device, REPORT_BYTES)
                if not report:
                    raise Unavailable("scale.away", where=self._where, detail="unplugged")
                newest = report
        except OSError as error:
            raise Unavailable("scale.away", where=self._where, detail=error.strerror or str(error)) from error
        return read_hid(newest)

    def close(self) -> None:
        os.close(self._device)
